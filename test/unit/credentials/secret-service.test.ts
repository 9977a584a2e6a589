// The vault against a real Secret Service: gnome-keyring in a D-Bus session of its own, where both are installed.
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bundle, bundle } from '../../torture/bundle.ts'
import { temporaryFolder } from './temporary.ts'

const LIMIT_MS = 30_000
const onPath = (name: string) =>
  (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

function missing(): string | null {
  if (process.platform !== 'linux') return 'it is Linux’s'
  const absent = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon'].filter(name => !onPath(name))
  if (absent.length > 0) return `${absent.join(' and ')} not found`
  try {
    createRequire(import.meta.url)('keytar')
    return null
  } catch {
    return 'keytar can’t be loaded'
  }
}
const reason = missing()
if (reason !== null) console.log(`Skipped: the vault against a real Secret Service (${reason})`)

it.runIf(process.platform === 'linux' && process.env.SECRET_SERVICE_TEST === 'required')(
  'is not skipped where it is required',
  () => {
    expect(reason).toBeNull()
  },
)

let built: Bundle
beforeAll(async () => {
  if (reason !== null) return
  built = await bundle({ 'secret-service-child': join(import.meta.dirname, 'secret-service-child.ts') })
}, 60_000)
afterAll(() => built?.remove())

/** Runs a part in a session and the home given, and ends all that it started. */
async function run(part: string, home: string): Promise<Record<string, unknown>> {
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = process.env
  const session = spawn(
    'dbus-run-session',
    ['--', process.execPath, built.fileOf('secret-service-child'), part],
    {
      // A process group of its own, so that it can be ended with its daemons.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...env,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        XDG_DATA_HOME: home,
        XDG_CONFIG_HOME: home,
        XDG_CACHE_HOME: home,
      },
    },
  )
  const { pid } = session
  if (pid === undefined) throw new Error('The session did not start')
  const endGroup = () => {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // All of it has ended.
    }
  }
  let said = ''
  for (const stream of [session.stdout, session.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8')
    })
  let late = false
  const limit = setTimeout(() => {
    late = true
    endGroup()
  }, LIMIT_MS)
  await new Promise(resolve => session.once('exit', resolve))
  clearTimeout(limit)
  endGroup()
  if (late) throw new Error(`The session did not end by itself: ${said}`)
  const line = said.split('\n').find(one => one.startsWith('found '))
  if (line === undefined) throw new Error(`The session ended without an answer: ${said}`)
  return JSON.parse(line.slice('found '.length)) as Record<string, unknown>
}

it.skipIf(reason !== null)(
  'a real keyring keeps secrets over a restart, hides none of its state, and forgets',
  { timeout: LIMIT_MS + 10_000 },
  async () => {
    const home = await temporaryFolder()
    expect(await run('stored', home)).toEqual({
      state: {
        kind: 'keychain',
        state: 'available',
        message: 'Secrets are kept in this computer’s keychain.',
        hint: null,
      },
      set: [
        { ok: true, value: null },
        { ok: true, value: null },
      ],
      some: { ok: true, value: null },
      rest: { ok: true, value: { gone: { state: 'missing' }, also: { state: 'missing' } } },
      has: { ok: true, value: { token: { state: 'set', last4: '3a9c' }, none: { state: 'missing' } } },
      same: true,
      elsewhere: { ok: true, value: {} },
      locked: ['locked', 'keychain_locked', 'keychain_locked', 'keychain_locked'],
    })
    expect(await run('later', home)).toEqual({
      same: true,
      cleared: { ok: true, value: null },
      after: { ok: true, value: { token: { state: 'missing' }, long: { state: 'missing' } } },
    })
  },
)

it.skipIf(reason !== null)(
  'a bus that never answers is said to be locked, and doesn’t keep the process from ending',
  { timeout: LIMIT_MS + 10_000 },
  async () => {
    expect(await run('hangs', await temporaryFolder())).toMatchObject({
      first: { kind: 'keychain', state: 'locked' },
      second: { ok: false, error: { code: 'keychain_locked' } },
    })
  },
)
