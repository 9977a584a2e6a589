// What every vault keeps to, wherever the secrets are: the keychain, the encrypted file, memory.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { CredentialField } from '../../../src/shared/domain/platform.ts'
import { valueIn } from './temporary.ts'
import { kept, kinds, vaultOf } from './vaults.ts'

const SECRET = 'sk-live-“quoted” 7f3a/9c+1=zz'

describe.each(kinds)('the vault in %s', kind => {
  it('lends what was set, and only that', async () => {
    const vault = await vaultOf(kind)
    expect(await vault.state()).toMatchObject({ kind, state: 'available' })
    expect(await kept(vault, 'ann', 'plat_1', 'token')).toEqual({})
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
    expect(await kept(vault, 'ann', 'plat_1', 'token', 'other')).toEqual({ token: SECRET })
    valueIn(await vault.set('ann', 'plat_1', { token: 'another' }))
    expect(await kept(vault, 'ann', 'plat_1', 'token')).toEqual({ token: 'another' })
  })

  it('never overwrites one secret with another', async () => {
    const vault = await vaultOf(kind)
    const places = [
      ['ann', 'plat_1', 'token'],
      ['ann', 'plat_1', 'Token'],
      ['ann', 'plat_1', 'token/2'],
      ['ann', 'plat_10', 'token'],
      ['ann', 'PLAT_1', 'token'],
      ['Ann', 'plat_1', 'token'],
      ['ann/plat_1', 'token', 'token'],
      ['ann', 'plat_1/token', 'token'],
      ['änn', 'plat_1', 'token'],
      ['ann', 'plat_1', '__proto__'],
      ['ann', 'plat_1', 'toString'],
      ['ann', 'p'.repeat(64), 'token'],
      ['ann', `${'p'.repeat(63)}q`, 'token'],
      ['ann', 'P'.repeat(64), 'token'],
      ['ann', `${'P'.repeat(63)}Q`, 'token'],
    ] as const
    for (const [index, [owner, platform, field]] of places.entries())
      valueIn(await vault.set(owner, platform, { [field]: `value ${index}` }))
    for (const [index, [owner, platform, field]] of places.entries()) {
      const values = await kept(vault, owner, platform, field)
      expect(Object.entries(values)).toEqual([[field, `value ${index}`]])
    }
  })

  it('says what is set, with the last four characters of a long value only', async () => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { long: 'abcdefgh1234' }))
    valueIn(await vault.set('ann', 'plat_1', { short: 'abcdefg1234' }))
    valueIn(await vault.set('ann', 'plat_1', { signs: `${'x'.repeat(20)}😀😀` }))
    const has = valueIn(await vault.has('ann', 'plat_1', ['long', 'short', 'signs', 'none']))
    expect(has).toEqual({
      long: { state: 'set', last4: '1234' },
      short: { state: 'set' },
      signs: { state: 'set' },
      none: { state: 'missing' },
    })
    for (const one of Object.values(has)) expect(CredentialField.safeParse(one).success).toBe(true)
  })

  it('forgets a field, or all of a platform and nothing else', async () => {
    const vault = await vaultOf(kind)
    for (const platform of ['plat_1', 'plat_10'])
      for (const field of ['a', 'b', 'c'])
        valueIn(await vault.set('ann', platform, { [field]: `${platform} ${field}` }))
    valueIn(await vault.set('bob', 'plat_1', { a: 'his' }))
    valueIn(await vault.clear('ann', 'plat_1', ['b']))
    valueIn(await vault.clear('ann', 'plat_1', ['never set']))
    expect(await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c')).toEqual({ a: 'plat_1 a', c: 'plat_1 c' })
    valueIn(await vault.clear('ann', 'plat_1'))
    valueIn(await vault.clear('ann', 'plat_1'))
    expect(await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c')).toEqual({})
    expect(Object.keys(await kept(vault, 'ann', 'plat_10', 'a', 'b', 'c'))).toEqual(['a', 'b', 'c'])
    expect(await kept(vault, 'bob', 'plat_1', 'a')).toEqual({ a: 'his' })
  })

  it('loses none of many changes at once', async () => {
    const vault = await vaultOf(kind)
    const fields = Array.from({ length: 20 }, (_, n) => `field ${n}`)
    const set = await Promise.all(fields.map(field => vault.set('ann', 'plat_1', { [field]: `of ${field}` })))
    for (const one of set) valueIn(one)
    expect(await kept(vault, 'ann', 'plat_1', ...fields)).toEqual(
      Object.fromEntries(fields.map(field => [field, `of ${field}`])),
    )
    valueIn(await vault.clear('ann', 'plat_1'))
    expect(await kept(vault, 'ann', 'plat_1', ...fields)).toEqual({})
  })

  it.each([
    ['nothing', '', 'empty'],
    ['a NUL', 'before\0after', 'can’t be kept'],
    ['half a character', 'x\ud83d', 'can’t be kept'],
    ['too much', `${'s'.repeat(16_383)}é`, '16,384 bytes'],
  ])('refuses %s without repeating it, and keeps what was there', async (_what, value, words) => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
    const refused = await vault.set('ann', 'plat_1', { token: value })
    expect(refused).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
    const said = JSON.stringify(refused)
    expect(said).toContain(words)
    expect(said).toContain('token')
    if (value) expect(said).not.toContain(JSON.stringify(value).slice(1, -1))
    expect(await kept(vault, 'ann', 'plat_1', 'token')).toEqual({ token: SECRET })
  })

  it.each([
    ['1 byte', 'x'],
    ['2,400 bytes', 'x'.repeat(2_400)],
    ['2,401 bytes', 'y'.repeat(2_401)],
    ['16,384 bytes', 'z'.repeat(16_384)],
    ['characters of 2, 3 and 4 bytes', 'é€😀'.repeat(1_500)],
    ['the beginnings of other forms', '=+2:0123456789abcdef:'],
    ['lines', '-----BEGIN PRIVATE KEY-----\r\nabc\n\ttab\n'],
  ])('keeps %s exactly', async (_what, value) => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { token: 'q'.repeat(9_000) }))
    valueIn(await vault.set('ann', 'plat_1', { token: value }))
    expect(await kept(vault, 'ann', 'plat_1', 'token')).toEqual({ token: value })
  })

  it('shows no value when it, or what it lends, is printed or turned into JSON', async () => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
    const seen = await vault.use('ann', 'plat_1', ['token'], async values => {
      expect(values.token).toBe(SECRET)
      expect(Object.isFrozen(values)).toBe(true)
      return [inspect(values), inspect({ deep: [values] }), JSON.stringify({ values })]
    })
    const has = await vault.has('ann', 'plat_1', ['token'])
    const all = [...valueIn(seen), JSON.stringify(has), inspect(vault, { depth: 9, showHidden: true })]
    for (const text of all) expect(text).not.toContain('sk-live')
    expect(all[0]).toContain('[credentials]')
  })

  it('takes the values out of what the work throws', async () => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
    const thrown = await vault
      .use('ann', 'plat_1', ['token'], async ({ token = '' }) => {
        const forms = [
          token,
          JSON.stringify(token),
          encodeURIComponent(token),
          Buffer.from(token).toString('base64'),
        ]
        throw Object.assign(new TypeError(`bad header ${forms.join(' and ')}`, { cause: { token } }), {
          code: 'ERR_HEADER',
          request: { headers: { authorization: token } },
        })
      })
      .then(
        () => null,
        (error: unknown) => error,
      )
    expect(thrown).toMatchObject({ name: 'TypeError', code: 'ERR_HEADER' })
    expect((thrown as Error).message).toBe('bad header [secret] and "[secret]" and [secret] and [secret]')
    const text = inspect(thrown, { depth: 9, showHidden: true })
    for (const form of ['sk-live', encodeURIComponent(SECRET), 'c2stbGl2ZS']) expect(text).not.toContain(form)
  })
})
