// Runs one command of the command line: verifies receipts, or serves a workspace until a signal and closes in order.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AppError, Result } from '../../shared/errors.ts'
import type { Core, CreateCore } from '../core/face.ts'
import { contextOfRun } from './caller.ts'
import { helpText } from './help.ts'
import { createServer, limitsFrom, runToken, type ServerConfig } from './index.ts'
import { openBrowser } from './open-browser.ts'
import { parseCommand, type ServeOptions } from './options.ts'
import { verifyReceipt } from './verify-receipt.ts'

type Environment = {
  /** Folder of the program: package.json, resources/ and out/ are in it. */
  root: string
  createCore: CreateCore
}

const OK = 0
const FAILED = 1
const WRONG_USAGE = 2
const CLOSE_WITHIN_MS = 20_000

const say = (text: string) => process.stderr.write(`${text}\n`)

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')

function sayError({ message, hint }: AppError) {
  say(oneLine(hint ? `${message.replace(/\.$/, '')}. ${hint}` : message))
}

function versionOf(root: string): string {
  const described: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version: unknown = Object(described).version
  return typeof version === 'string' ? version : 'unknown'
}

/** Resolves when the program is asked to stop. A second request ends it at once. */
function stopRequest(): Promise<void> {
  return new Promise(resolve => {
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(FAILED)
        asked = true
        resolve()
      })
    }
  })
}

async function closeInTime(steps: () => Promise<void>): Promise<number> {
  const late = Symbol('late')
  const timer = new Promise<typeof late>(resolve => {
    setTimeout(() => resolve(late), CLOSE_WITHIN_MS).unref()
  })
  if ((await Promise.race([steps(), timer])) !== late) return OK
  say('The workspace didn’t close in time. What was saved is safe; it is tidied up at the next start.')
  return FAILED
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

async function serve(options: ServeOptions, { root, createCore }: Environment): Promise<number> {
  const token = runToken(process.env.ACTIVATION_TOKEN)
  // Programs started from here (the browser among them) have no use for it.
  delete process.env.ACTIVATION_TOKEN
  if (!token.ok) {
    sayError(token.error)
    return WRONG_USAGE
  }
  const stop = stopRequest()
  const version = versionOf(root)
  const core = await createCore({
    workspace: options.workspace,
    resources: join(root, 'resources'),
    app_version: version,
  })
  if (!core.ok) {
    sayError(core.error)
    return FAILED
  }
  const server = await openDoor(core.value, options, token.value, root, version)
  if (!server.ok) {
    sayError(server.error)
    await closeInTime(() => core.value.close())
    return FAILED
  }
  const address = `${server.value.address}/#token=${token.value}`
  process.stdout.write(`listening ${address}\n`)
  if (options.open) {
    openBrowser(address, () => say('No browser could be opened here. Open the address above yourself.'))
  }
  await stop
  return closeInTime(async () => {
    await server.value.close()
    await core.value.close()
  })
}

/** All of it is written when it resolves: the program ends right after. */
const print = (text: string) =>
  new Promise<void>(resolve => {
    process.stdout.write(text, () => resolve())
  })

async function verify(path: string, json: boolean): Promise<number> {
  const verified = await verifyReceipt(path, json)
  if (!verified.ok) {
    sayError(verified.error)
    return WRONG_USAGE
  }
  await print(verified.value.text)
  return verified.value.whole ? OK : FAILED
}

/** Answers the exit code: 0 done, 1 failed (of receipts: not whole), 2 the command line was wrong. Never throws. */
export async function runCommand(args: string[], environment: Environment): Promise<number> {
  try {
    return await run(args, environment)
  } catch (error) {
    // Such as native code of the core that can't be loaded on this system.
    say(oneLine(`The program can’t go on: ${error instanceof Error ? error.message : String(error)}`))
    return FAILED
  }
}

async function run(args: string[], environment: Environment): Promise<number> {
  const command = parseCommand(args)
  if (!command.ok) {
    sayError(command.error)
    return WRONG_USAGE
  }
  switch (command.value.do) {
    case 'help':
      process.stdout.write(helpText(command.value.topic))
      return OK
    case 'version':
      process.stdout.write(`${versionOf(environment.root)}\n`)
      return OK
    case 'verify-receipt':
      return verify(command.value.path, command.value.json)
    case 'serve':
      return serve(command.value.options, environment)
  }
}
