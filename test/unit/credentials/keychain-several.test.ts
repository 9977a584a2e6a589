// Several secrets saved in a keychain that refuses, locks or hangs at any of its calls.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keychainShelf } from '../../../src/main/core/credentials/keychain.ts'
import { vaultOn } from '../../../src/main/core/credentials/vault.ts'
import { ok } from '../../../src/shared/errors.ts'
import { type FakeKeychain, fakeKeychain } from './fake-keychain.ts'
import { valueIn } from './temporary.ts'
import { kept } from './vaults.ts'

const long = (of: string) => of.repeat(6_000)
type Values = Record<string, string>

const SAVES: readonly (readonly [string, Values, Values])[] = [
  ['the first of a platform', {}, { a: 'new', b: 'new', c: long('n') }],
  ['short ones over short ones', { a: 'old', b: 'old' }, { a: 'new', b: 'new' }],
  ['long ones over short ones', { a: 'old', b: 'old', other: 'o' }, { a: long('n'), b: long('m') }],
  ['short ones over long ones', { a: long('o'), b: long('p'), other: 'o' }, { a: 'new', b: 'new' }],
  ['old and new fields', { a: long('o'), other: long('q') }, { b: 'new', a: long('n'), c: long('m') }],
]
const FIELDS = ['a', 'b', 'c', 'other']

const vaultWith = (keychain: FakeKeychain) =>
  vaultOn(keychainShelf({ load: async () => keychain, workspace: async () => ok('w'), platform: 'linux' }))

async function holding(values: Values) {
  const keychain = fakeKeychain()
  const vault = vaultWith(keychain)
  // Makes the entry that tells a locked keyring.
  await vault.state()
  valueIn(await vault.set('ann', 'plat_1', values))
  const start = keychain.calls
  return { keychain, vault, call: () => keychain.calls - start }
}

const TROUBLES = ([1, 2, 3, Number.POSITIVE_INFINITY] as const).flatMap(calls => [
  ['in a keychain that refuses', calls] as const,
  ['in a keychain that is locked', calls] as const,
])
/** While `now` says so; the answer ends it. */
function trouble(keychain: FakeKeychain, how: (typeof TROUBLES)[number][0], now: () => boolean) {
  keychain.before = () => {
    keychain.locked = how === 'in a keychain that is locked' && now()
    if (how === 'in a keychain that refuses' && now()) throw new Error('gone')
  }
  return () => {
    keychain.before = () => undefined
    keychain.locked = false
  }
}

/** Nothing that the platform had can be left behind. */
async function deletesAll(keychain: FakeKeychain) {
  valueIn(await vaultWith(keychain).clear('ann', 'plat_1'))
  expect([...keychain.entries.keys()]).toEqual(['activation manager/state'])
}

describe.each(SAVES)('saving %s', (_what, before, after) => {
  it.each(['before', 'after'] as const)('is undone when one call is refused, %s it is done', async moment => {
    let refused = 0
    for (let failing = 1; ; failing += 1) {
      const { keychain, vault, call } = await holding(before)
      const entries = new Map(keychain.entries)
      keychain[moment] = () => {
        if (call() === failing) throw new Error('gone')
      }
      const set = await vault.set('ann', 'plat_1', after)
      keychain[moment] = () => undefined
      if (set.ok) {
        expect(await kept(vault, 'ann', 'plat_1', ...FIELDS)).toEqual({ ...before, ...after })
        break
      }
      refused += 1
      expect(set).toMatchObject({ error: { code: 'keychain_unavailable' } })
      expect(keychain.entries).toEqual(entries)
    }
    // Asking whether it is unlocked and for the list; reading and writing each.
    expect(refused).toBeGreaterThanOrEqual(2 + 2 * Object.keys(after).length)
  })

  it.each(TROUBLES)('%s for %d calls, mixes no value, and all can be deleted', async (how, calls) => {
    for (let failing = 1; ; failing += 1) {
      const { keychain, vault, call } = await holding(before)
      const end = trouble(keychain, how, () => call() >= failing && call() < failing + calls)
      const set = await vault.set('ann', 'plat_1', after)
      const all = call()
      end()
      const found = await kept(vault, 'ann', 'plat_1', ...FIELDS)
      for (const field of FIELDS) {
        expect([before[field], after[field], undefined]).toContain(found[field])
        // What is in one entry stands until the last entry of its successor is written.
        if (before[field] && before[field].length < 100) expect(found[field]).toBeDefined()
      }
      if (set.ok) expect(found).toEqual({ ...before, ...after })
      await deletesAll(keychain)
      if (all < failing) break
    }
  })

  it.each(TROUBLES)('%s for %d calls, and is then forgotten or that is refused', async (how, calls) => {
    for (let failing = 1; ; failing += 1) {
      const { keychain, vault, call } = await holding({ ...before, ...after })
      const end = trouble(keychain, how, () => call() >= failing && call() < failing + calls)
      const cleared = await vault.clear('ann', 'plat_1')
      const all = call()
      end()
      if (cleared.ok) expect([...keychain.entries.keys()]).toEqual(['activation manager/state'])
      await deletesAll(keychain)
      if (all < failing) break
    }
  })
})

it('saving is refused, and once more while it is undone: no value is lost, and all can be deleted', async () => {
  const before = { a: 'old', b: 'old' }
  const after = { a: long('n'), b: 'new' }
  for (let first = 1, more = true; more; first += 1) {
    for (let second = first + 1; ; second += 1) {
      const { keychain, vault, call } = await holding(before)
      keychain.before = () => {
        if (call() === first || call() === second) throw new Error('gone')
      }
      const set = await vault.set('ann', 'plat_1', after)
      const all = call()
      keychain.before = () => undefined
      const found = await kept(vault, 'ann', 'plat_1', 'a', 'b')
      expect([before.a, after.a]).toContain(found.a)
      expect([before.b, after.b]).toContain(found.b)
      await deletesAll(keychain)
      more = !set.ok
      if (all < second) break
    }
  }
})

it('a keyring whose password the user won’t give is not asked for it again and again', async () => {
  const { keychain, vault } = await holding({ a: 'old', b: 'old', c: 'old' })
  const asked: string[] = []
  keychain.before = ({ method, account }) => {
    if (asked.length === 0 && !(method === 'set' && account.endsWith('/b'))) return
    asked.push(`${method} ${account}`)
    throw new Error('Prompt was dismissed')
  }
  expect(await vault.set('ann', 'plat_1', { a: 'new', b: 'new', c: 'new' })).toMatchObject({
    error: { code: 'keychain_locked' },
  })
  expect(asked).toEqual(['set w/ann/plat_5f1/b', 'set w/ann/plat_5f1/b'])
  keychain.before = () => undefined
  expect(await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c')).toEqual({ a: 'new', b: 'old', c: 'old' })
})

describe('a keychain that hangs while it saves', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is refused after eight seconds, and what it writes late is listed, so that it can be deleted', async () => {
    const { keychain, vault } = await holding({ a: 'old' })
    vi.useFakeTimers()
    let release = () => {}
    keychain.before = ({ method, account }) =>
      method === 'set' && account.endsWith('/b')
        ? new Promise<void>(resolve => {
            release = resolve
          })
        : undefined
    const set = vault.set('ann', 'plat_1', { a: 'new', b: 'late', c: 'never' })
    await vi.advanceTimersByTimeAsync(8_000)
    expect(await set).toMatchObject({ ok: false, error: { code: 'keychain_locked' } })
    release()
    await vi.advanceTimersByTimeAsync(0)
    expect(await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c')).toEqual({ a: 'new', b: 'late' })
    await deletesAll(keychain)
  })
})
