// The vault with the real keytar, in a D-Bus session of its own. Argument: which part. Prints what it found as one JSON line.
//   stored: a GNOME keyring of this session's own keeps and lends, and is then locked
//   later: the same keyring in another session lends and forgets
//   hangs: a bus that never answers; ends by process.exit while the call hangs
import { execFileSync, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Vault } from '../../../src/main/core/credentials/face.ts'
import { keychainShelf } from '../../../src/main/core/credentials/keychain.ts'
import { vaultOn } from '../../../src/main/core/credentials/vault.ts'
import { ok } from '../../../src/shared/errors.ts'

const SECRETS = 'org.freedesktop.secrets'
const bus = (to: string, path: string, method: string, argument: string) =>
  execFileSync('dbus-send', ['--session', '--print-reply', `--dest=${to}`, path, method, argument], {
    encoding: 'utf8',
  })

async function startKeyring() {
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  daemon.stdin.end('a password of this test')
  // It says nothing when it is ready; asking for anything else would have the bus start another one.
  const owned = () =>
    bus('org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', `string:${SECRETS}`).includes(
      'true',
    )
  while (!owned()) await pause(20)
  return daemon
}

const vaultFor = (workspace: string) => vaultOn(keychainShelf({ workspace: async () => ok(workspace) }))
const LONG = 'é€😀'.repeat(1_500)
const all = (vault: Vault) => vault.use('ann', 'plat_1', ['token', 'long'], async values => ({ ...values }))
const same = async (vault: Vault) =>
  isDeepStrictEqual(await all(vault), ok({ token: 'sk-live-7f3a9c', long: LONG }))

async function stored(): Promise<unknown> {
  const daemon = await startKeyring()
  const vault = vaultFor('one')
  const found = {
    state: await vault.state(),
    set: [
      await vault.set('ann', 'plat_1', { token: LONG, long: 'short', gone: 'g', also: LONG }),
      await vault.set('ann', 'plat_1', { token: 'sk-live-7f3a9c', long: LONG }),
    ],
    some: await vault.clear('ann', 'plat_1', ['gone', 'also', 'never set']),
    rest: await vault.has('ann', 'plat_1', ['gone', 'also']),
    has: await vault.has('ann', 'plat_1', ['token', 'none']),
    same: await same(vault),
    elsewhere: await all(vaultFor('two')),
  }
  bus(
    SECRETS,
    '/org/freedesktop/secrets',
    'org.freedesktop.Secret.Service.Lock',
    'array:objpath:/org/freedesktop/secrets/collection/login',
  )
  const refused = [
    await all(vault),
    await vault.clear('ann', 'plat_1'),
    await vault.set('ann', 'plat_1', { token: 'x' }),
  ]
  const locked = [
    (await vault.state()).state,
    ...refused.map(answer => (answer.ok ? 'ok' : answer.error.code)),
  ]
  daemon.kill()
  return { ...found, locked }
}

async function later(): Promise<unknown> {
  const daemon = await startKeyring()
  const vault = vaultFor('one')
  const found = {
    same: await same(vault),
    cleared: await vault.clear('ann', 'plat_1'),
    after: await vault.has('ann', 'plat_1', ['token', 'long']),
  }
  daemon.kill()
  return found
}

async function hangs(): Promise<unknown> {
  const path = join(process.env.HOME ?? '', 'silent.sock')
  const server = createServer(() => {})
  await new Promise<void>(resolve => server.listen(path, resolve))
  process.env.DBUS_SESSION_BUS_ADDRESS = `unix:path=${path}`
  const vault = vaultOn(keychainShelf({ workspace: async () => ok('one'), limit_ms: 100 }))
  return { first: await vault.state(), second: await vault.has('ann', 'plat_1', ['token']) }
}

const parts: Readonly<Record<string, () => Promise<unknown>>> = { stored, later, hangs }
// Also when whoever started it is gone.
setTimeout(() => process.exit(2), 25_000).unref()
const part = parts[process.argv[2] ?? '']
if (!part) throw new Error('Say which part')
console.log(`found ${JSON.stringify(await part())}`)
process.exit(0)
