// What the command line says of itself.
import type { HelpTopic } from './options.ts'

const ALL = `Activation Manager: saved audiences on a local Parquet workspace.

  serve                Serve a workspace to the browser and to scripts on this computer
  verify-receipt PATH  Say whether receipts of deliveries are whole
  help [COMMAND]       Show this, or all of one command
  --version            Show the version
`

const SERVE = `serve [--workspace DIR] [--port N] [--profile ID] [--open] [--migrate-from DIR]

  --workspace DIR  Folder of the workspace, made when missing (default data/persistence)
  --port N         Port on 127.0.0.1; 0 takes any free one (default 0)
  --profile ID     Profile that the access token speaks for, made when missing (default: your account's name)
  --open           Open the page in the default browser
  --migrate-from DIR
                   Data folder of the reference system, for the page Migrate (default data/persistence)

Prints one line, “listening http://127.0.0.1:N/#token=…”, and serves until it is interrupted.
ACTIVATION_TOKEN sets the access token (at least 32 characters); without it each run has a random one.
`

const VERIFY_RECEIPT = `verify-receipt PATH [--json]

  PATH    A receipt (its name ends with .receipt.json), or a folder with receipts in it or below it
  --json  Answer as JSON, with what each receipt says

Needs no workspace and no network, and changes nothing. Each receipt is checked by its own checksum, and the receipts
of one platform in one folder by what each says came before it.
Exit codes: 0 all are whole, 1 one or more are not, 2 there was nothing to check or the command line was wrong.
`

const TEXTS: Readonly<Record<HelpTopic, string>> = {
  all: ALL,
  serve: SERVE,
  'verify-receipt': VERIFY_RECEIPT,
}

export const helpText = (topic: HelpTopic) => TEXTS[topic]
