// The keychain when it is absent, locked, slow, hangs or breaks.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VaultState } from '../../../src/main/core/credentials/face.ts'
import { keychainShelf } from '../../../src/main/core/credentials/keychain.ts'
import { vaultOn } from '../../../src/main/core/credentials/vault.ts'
import { ok } from '../../../src/shared/errors.ts'
import { type FakeKeychain, fakeKeychain } from './fake-keychain.ts'
import { valueIn } from './temporary.ts'

const SECRET = 'sk-live-7f3a9c'
const vaultWith = (keychain: FakeKeychain, platform: NodeJS.Platform = 'linux') =>
  vaultOn(keychainShelf({ load: async () => keychain, workspace: async () => ok('w'), platform }))

/** Texts of real keychains, each with a secret where a careless module might put one. */
const LOCKED = [
  'Cannot create an item in a locked collection',
  'Prompt was dismissed',
  'User interaction is not allowed.',
  'User canceled the operation.',
  'The user name or passphrase you entered is not correct.',
]
const UNAVAILABLE = [
  'Cannot autolaunch D-Bus without X11 $DISPLAY',
  'The name org.freedesktop.secrets was not provided by any .service files',
  'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
  'Element not found.',
]

describe('a keychain that refuses', () => {
  it.each([
    ...LOCKED.map(text => [text, 'keychain_locked', 'locked'] as const),
    ...UNAVAILABLE.map(text => [text, 'keychain_unavailable', 'unavailable'] as const),
  ])('“%s” is %s', async (text, code, state) => {
    const keychain = fakeKeychain()
    keychain.before = () => {
      throw new Error(`${text} ${SECRET}`)
    }
    const vault = vaultWith(keychain)
    const said: VaultState = await vault.state()
    expect(said).toMatchObject({ kind: 'keychain', state })
    expect(said.hint).toMatch(/^[A-Z].*\.$/)
    for (const answer of [
      await vault.set('ann', 'plat_1', { token: SECRET }),
      await vault.has('ann', 'plat_1', ['token']),
      await vault.clear('ann', 'plat_1'),
      await vault.use('ann', 'plat_1', ['token'], async () => 'called'),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code, hint: said.hint } })
      expect(JSON.stringify(answer)).not.toContain(SECRET)
    }
    expect(JSON.stringify(said)).not.toContain(SECRET)
  })

  it.each(['darwin', 'win32', 'linux', 'freebsd'] as const)('names the remedy on %s', async platform => {
    const hints: (string | null)[] = []
    for (const text of ['is locked', 'is absent']) {
      const keychain = fakeKeychain()
      keychain.before = () => {
        throw new Error(text)
      }
      hints.push((await vaultWith(keychain, platform).state()).hint)
    }
    const words = {
      darwin: ['Unlock the login keychain', 'Keychain Access'],
      win32: ['Sign in to Windows', 'Credential Manager'],
      linux: ['Unlock the keyring', 'libsecret'],
      freebsd: ['Unlock the keyring', 'libsecret'],
    }[platform]
    for (const [index, word] of words.entries()) expect(hints[index]).toContain(word)
  })

  it('that hides what it has while it is locked is not taken at its word', async () => {
    const keychain = fakeKeychain()
    const vault = vaultWith(keychain)
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
    keychain.locked = true
    expect(await vault.state()).toMatchObject({ kind: 'keychain', state: 'locked' })
    for (const answer of [
      await vault.has('ann', 'plat_1', ['token']),
      await vault.clear('ann', 'plat_1'),
      await vault.clear('ann', 'plat_1', ['token']),
      await vault.use('ann', 'plat_1', ['token'], async () => 'called'),
      await vault.set('ann', 'plat_1', { token: 'other' }),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: 'keychain_locked' } })
    keychain.locked = false
    const lent = await vault.use('ann', 'plat_1', ['token'], async ({ token }) => token)
    expect(valueIn(lent)).toBe(SECRET)
  })

  it.each(['darwin', 'win32'] as const)('is only read by being asked for its state on %s', async platform => {
    const keychain = fakeKeychain()
    expect((await vaultWith(keychain, platform).state()).state).toBe('available')
    expect(keychain.entries.size).toBe(0)
  })

  it('works again once it is unlocked', async () => {
    const keychain = fakeKeychain()
    keychain.before = () => {
      throw new Error('The collection is locked')
    }
    const vault = vaultWith(keychain)
    expect((await vault.state()).state).toBe('locked')
    keychain.before = () => undefined
    expect((await vault.state()).state).toBe('available')
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
  })
})

describe('a keychain that takes its time', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is waited for', async () => {
    const keychain = fakeKeychain()
    keychain.before = () => new Promise(resolve => setTimeout(resolve, 7_000))
    const vault = vaultWith(keychain)
    const set = vault.set('ann', 'plat_1', { token: SECRET })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await set).toEqual(ok(null))
    expect(process.listeners('exit')).not.toContainEqual(expect.objectContaining({ name: 'endAtOnce' }))
  })

  it('is given up after eight seconds, is then asked nothing until it answers, and works again after that', async () => {
    const keychain = fakeKeychain()
    let release = () => {}
    keychain.before = () =>
      new Promise<void>(resolve => {
        release = resolve
      })
    const atExit = process.listenerCount('exit')
    const vault = vaultWith(keychain)
    const answers = [vault.state(), vault.state(), vault.state()]
    const set = vault.set('ann', 'plat_1', { token: SECRET })
    await vi.advanceTimersByTimeAsync(7_999)
    let answered = false
    answers[0]?.then(() => {
      answered = true
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    // All of them at once, not eight seconds each.
    for (const state of await Promise.all(answers)) {
      expect(state).toMatchObject({ kind: 'keychain', state: 'locked' })
      expect(state.message).toContain('does not answer')
    }
    expect(await set).toMatchObject({ ok: false, error: { code: 'keychain_locked' } })
    expect(keychain.calls).toBe(1)
    // The thread that hangs would keep the process from ending.
    expect(process.listenerCount('exit')).toBe(atExit + 1)

    keychain.before = () => undefined
    release()
    await vi.advanceTimersByTimeAsync(0)
    expect(process.listenerCount('exit')).toBe(atExit)
    expect((await vault.state()).state).toBe('available')
    expect(await vault.set('ann', 'plat_1', { token: SECRET })).toEqual(ok(null))
  })

  it('has one call at a time, whatever is asked of it', async () => {
    const keychain = fakeKeychain()
    let now = 0
    let most = 0
    keychain.before = async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise(resolve => setTimeout(resolve, 10))
      now -= 1
    }
    const vault = vaultWith(keychain)
    const all = Promise.all(
      Array.from({ length: 10 }, (_, n) => [
        vault.set('ann', `plat_${n}`, { token: SECRET }),
        vault.has('ann', `plat_${n}`, ['token']),
        vault.state(),
      ]).flat(),
    )
    await vi.advanceTimersByTimeAsync(10_000)
    await all
    expect(most).toBe(1)
  })
})

describe('a save in the keychain that is cut short', () => {
  const long = (of: string) => of.repeat(6_000)

  it('at any of its calls leaves the old value, the new one or none, and nothing that can’t be deleted', async () => {
    for (const [before, after] of [
      ['short', long('n')],
      [long('o'), long('n')],
      [long('o'), 'short'],
      ['one', 'two'],
    ] as const) {
      for (let failing = 1; ; failing += 1) {
        const keychain = fakeKeychain()
        const vault = vaultWith(keychain)
        valueIn(await vault.set('ann', 'plat_1', { token: before }))
        const start = keychain.calls
        keychain.before = () => {
          if (keychain.calls - start >= failing) throw new Error('gone')
        }
        const set = await vault.set('ann', 'plat_1', { token: after })
        keychain.before = () => undefined
        const found = valueIn(await vault.use('ann', 'plat_1', ['token'], async ({ token }) => token))
        expect([before, after, undefined]).toContain(found)
        if (before.length + after.length < 100) expect(found).toBeDefined()
        if (set.ok) expect(found).toBe(after)
        valueIn(await vault.clear('ann', 'plat_1'))
        expect(valueIn(await vault.has('ann', 'plat_1', ['token']))).toEqual({ token: { state: 'missing' } })
        expect([...keychain.entries.keys()].filter(key => !key.endsWith('/state'))).toEqual([])
        if (set.ok) break
      }
    }
  })
})
