// Serves a workspace to the browser and to scripts, until a signal, and closes in order.
import { join, resolve } from 'node:path'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Core } from '../../core/face.ts'
import { contextOfRun } from '../../server/caller.ts'
import { createServer, limitsFrom, runToken, type ServerConfig } from '../../server/index.ts'
import { withLocalDoor } from '../../server/local/door.ts'
import { type Command, type Environment, EXIT, type Exit, type Given } from '../command.ts'
import { openBrowser } from '../open-browser.ts'
import { accountName, DEFAULT_FOLDER, profileOfAccount, wrong } from '../parse.ts'
import { say, sayError } from '../say.ts'
import { versionOf } from '../session.ts'

export type ServeOptions = {
  workspace: string
  port: number
  profile: string
  open: boolean
  /** The reference system's data folder. */
  migrate_from: string
}

const CLOSE_WITHIN_MS = 20_000

function portOf(text: string | undefined): Result<number> {
  if (text === undefined) return ok(0)
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return ok(Number(text))
  return wrong(`--port must be a number from 0 to 65535, not “${text}”`, 'serve')
}

export function serveOptions(given: Given): Result<ServeOptions> {
  if (given.text('migrate-from')?.trim() === '') return wrong('--migrate-from must name a folder', 'serve')
  const port = portOf(given.text('port'))
  if (!port.ok) return port
  return ok({
    workspace: resolve(given.text('workspace') ?? DEFAULT_FOLDER),
    port: port.value,
    profile: given.text('profile') ?? profileOfAccount(accountName()),
    open: given.is('open'),
    migrate_from: resolve(given.text('migrate-from') ?? DEFAULT_FOLDER),
  })
}

/** Resolves when the program is asked to stop. A second request ends it at once. */
function stopRequest(): Promise<void> {
  return new Promise(resolve => {
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(EXIT.failed)
        asked = true
        resolve()
      })
    }
  })
}

async function closeInTime(steps: () => Promise<void>): Promise<Exit> {
  const late = Symbol('late')
  const timer = new Promise<typeof late>(resolve => {
    setTimeout(() => resolve(late), CLOSE_WITHIN_MS).unref()
  })
  if ((await Promise.race([steps(), timer])) !== late) return EXIT.done
  say('The workspace didn’t close in time. What was saved is safe; it is tidied up at the next start.')
  return EXIT.failed
}

async function openDoor(core: Core, options: ServeOptions, token: string, root: string, version: string) {
  const profile: Result<null> = await core.ensureProfile(options.profile, options.profile)
  if (!profile.ok) return profile
  const config: ServerConfig = {
    core,
    run: { token, profile: options.profile },
    limits: limitsFrom(process.env),
    port: options.port,
    rendererFolder: join(root, 'out', 'renderer'),
    uploadFolder: join(options.workspace, '_meta', 'tmp'),
    migrationFolder: options.migrate_from,
    appVersion: version,
    onBug: (error, id) =>
      say(`Internal error ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  }
  const server = await createServer(config)
  // The core looks after the runs of a profile from its first request on: what is due needn't wait for a caller.
  if (server.ok) await core.invoke('health.get', {}, contextOfRun(config.run))
  return server
}

async function serve(options: ServeOptions, { root, createCore }: Environment): Promise<Exit> {
  const token = runToken(process.env.ACTIVATION_TOKEN)
  // Programs started from here (the browser among them) have no use for it.
  delete process.env.ACTIVATION_TOKEN
  if (!token.ok) {
    sayError(token.error)
    return EXIT.usage
  }
  const stop = stopRequest()
  const version = versionOf(root)
  const core = await withLocalDoor(createCore)({
    workspace: options.workspace,
    resources: join(root, 'resources'),
    app_version: version,
  })
  if (!core.ok) {
    sayError(core.error)
    return EXIT.failed
  }
  const server = await openDoor(core.value, options, token.value, root, version)
  if (!server.ok) {
    sayError(server.error)
    await closeInTime(() => core.value.close())
    return EXIT.failed
  }
  const address = `${server.value.address}/#token=${token.value}`
  process.stdout.write(`listening ${address}\n`)
  if (options.open)
    openBrowser(address, () => say('No browser could be opened here. Open the address above yourself.'))
  await stop
  return closeInTime(async () => {
    await server.value.close()
    await core.value.close()
  })
}

export const SERVE: Command = {
  summary: 'Serve a workspace to the browser and to scripts on this computer',
  options: {
    workspace: {
      type: 'string',
      value: 'DIR',
      says: 'Folder of the workspace, made when missing (default data/persistence)',
    },
    port: {
      type: 'string',
      value: 'N',
      says: 'Port on 127.0.0.1; 0 takes any free one (default 0)',
    },
    profile: {
      type: 'string',
      value: 'ID',
      says: 'Profile that the access token speaks for, made when missing (default: your account’s name)',
    },
    open: { type: 'boolean', says: 'Open the page in the default browser' },
    'migrate-from': {
      type: 'string',
      value: 'DIR',
      says: 'Data folder of the reference system, for the page Migrate (default data/persistence)',
    },
  },
  notes: `Prints one line, “listening http://127.0.0.1:N/#token=…”, and serves until it is interrupted.
ACTIVATION_TOKEN sets the access token (at least 32 characters); without it each run has a random one.`,
  check: given => {
    const options = serveOptions(given)
    return options.ok ? ok(null) : options
  },
  async run(given, environment) {
    const options = serveOptions(given)
    return options.ok ? serve(options.value, environment) : EXIT.usage
  },
}
