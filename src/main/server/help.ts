// What the command line says of itself.

const ALL = `Activation Manager: saved audiences on a local Parquet workspace.

  serve         Serve a workspace to the browser and to scripts on this computer
  help [serve]  Show this, or all options of serve
  --version     Show the version
`

const SERVE = `serve [--workspace DIR] [--port N] [--profile ID] [--open]

  --workspace DIR  Folder of the workspace, made when missing (default data/persistence)
  --port N         Port on 127.0.0.1; 0 takes any free one (default 0)
  --profile ID     Profile that the access token speaks for, made when missing (default: your account's name)
  --open           Open the page in the default browser

Prints one line, “listening http://127.0.0.1:N/#token=…”, and serves until it is interrupted.
ACTIVATION_TOKEN sets the access token (at least 32 characters); without it each run has a random one.
`

export const helpText = (topic: 'all' | 'serve') => (topic === 'serve' ? SERVE : ALL)
