// Several secrets of a platform saved or forgotten in one go: all or none of them, wherever they are kept.
import { rename as move, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileShelf } from '../../../src/main/core/credentials/file.ts'
import { createVault } from '../../../src/main/core/credentials/index.ts'
import { vaultOn } from '../../../src/main/core/credentials/vault.ts'
import { fieldErrors, ok } from '../../../src/shared/errors.ts'
import { PASSPHRASE, QUICK } from './constants.ts'
import { fakeKeychain } from './fake-keychain.ts'
import { temporaryFolder, valueIn } from './temporary.ts'
import { kept, kinds, vaultOf } from './vaults.ts'

describe.each(kinds)('several secrets in %s', kind => {
  it('are all kept; the platform’s others and those of other platforms stay', async () => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { a: 'a 1', b: 'b 1', long: 'l'.repeat(6_000) }))
    valueIn(await vault.set('ann', 'plat_2', { b: 'of another' }))
    const more = { b: 'b 2', long: 'short', c: 'c 1', ['__proto__']: 'p 1' }
    valueIn(await vault.set('ann', 'plat_1', more))
    const all = await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c', 'long', '__proto__')
    expect(all).toEqual({ a: 'a 1', ...more })
    expect(await kept(vault, 'ann', 'plat_2', 'a', 'b')).toEqual({ b: 'of another' })
  })

  it('are all forgotten, and no others', async () => {
    const vault = await vaultOf(kind)
    const all = { a: 'a 1', b: 'b 1', c: 'c 1', d: 'd 1' }
    valueIn(await vault.set('ann', 'plat_1', all))
    valueIn(await vault.set('ann', 'plat_2', all))
    valueIn(await vault.clear('ann', 'plat_1', ['a', 'never set', 'c', 'a']))
    expect(await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c', 'd')).toEqual({ b: 'b 1', d: 'd 1' })
    valueIn(await vault.clear('ann', 'plat_1', ['b', 'd']))
    expect(await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c', 'd')).toEqual({})
    expect(await kept(vault, 'ann', 'plat_2', 'a', 'b', 'c', 'd')).toEqual(all)
  })

  it('are refused with each bad one named, and none is kept', async () => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { a: 'a 1', c: 'c 1' }))
    const refused = await vault.set('ann', 'plat_1', { a: 'a 2', b: '', c: 'x\0y', d: 'd 1' })
    if (refused.ok) throw new Error('It was kept')
    expect(refused.error.code).toBe('validation_failed')
    expect(fieldErrors(refused.error)).toEqual([
      { path: 'credentials.b', message: 'The value is empty' },
      { path: 'credentials.c', message: 'The value contains a character that can’t be kept' },
    ])
    expect(await kept(vault, 'ann', 'plat_1', 'a', 'b', 'c', 'd')).toEqual({ a: 'a 1', c: 'c 1' })
  })

  it('that are none take nothing away', async () => {
    const vault = await vaultOf(kind)
    valueIn(await vault.set('ann', 'plat_1', { a: 'a 1' }))
    expect(await vault.set('ann', 'plat_1', {})).toEqual(ok(null))
    expect(await vault.clear('ann', 'plat_1', [])).toEqual(ok(null))
    expect(await kept(vault, 'ann', 'plat_1', 'a')).toEqual({ a: 'a 1' })
  })

  it('that are none ask no keychain and make no file', async () => {
    const workspace = await temporaryFolder()
    const keychain = fakeKeychain()
    const vault = createVault({
      workspace,
      only: kind,
      encryption_key: PASSPHRASE,
      keychain: { load: async () => keychain },
    })
    expect(await vault.set('ann', 'plat_1', {})).toEqual(ok(null))
    expect(await vault.clear('ann', 'plat_1', [])).toEqual(ok(null))
    expect(keychain.calls).toBe(0)
    expect(await readdir(workspace)).toEqual([])
  })
})

describe('the encrypted file', () => {
  it('is written once for all of them, and not at all when that fails', async () => {
    const path = join(await temporaryFolder(), 'secrets.enc')
    let renames = 0
    let refuses = false
    const rename = async (from: string, to: string) => {
      renames += 1
      if (refuses) throw Object.assign(new Error('ENOSPC: no'), { code: 'ENOSPC' })
      await move(from, to)
    }
    const vault = vaultOn(fileShelf({ path, passphrase: PASSPHRASE, cost: QUICK, rename }))
    const values = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field ${n}`, `value ${n}`]))
    const fields = Object.keys(values)
    valueIn(await vault.set('ann', 'plat_1', values))
    expect(renames).toBe(1)
    refuses = true
    const before = await readFile(path)
    const others = Object.fromEntries(fields.map(field => [field, 'other']))
    expect(await vault.set('ann', 'plat_1', others)).toMatchObject({ error: { code: 'storage_full' } })
    expect(await vault.clear('ann', 'plat_1', fields)).toMatchObject({ error: { code: 'storage_full' } })
    expect(await readFile(path)).toEqual(before)
    refuses = false
    expect(await kept(vault, 'ann', 'plat_1', ...fields)).toEqual(values)
    renames = 0
    valueIn(await vault.clear('ann', 'plat_1', fields.slice(1)))
    expect(renames).toBe(1)
    expect(await kept(vault, 'ann', 'plat_1', ...fields)).toEqual({ 'field 0': 'value 0' })
  })

  it('never grows to a size at which it would not be opened again', async () => {
    const path = join(await temporaryFolder(), 'secrets.enc')
    const vault = vaultOn(fileShelf({ path, passphrase: PASSPHRASE, cost: QUICK }))
    valueIn(await vault.set('ann', 'plat_1', { a: 'a 1' }))
    const largest = Array.from({ length: 1_024 }, (_, n) => [`field ${n}`, 'x'.repeat(16_384)] as const)
    const refused = await vault.set('ann', 'plat_2', Object.fromEntries(largest))
    expect(refused).toMatchObject({ ok: false, error: { code: 'storage_full' } })
    expect(await kept(vault, 'ann', 'plat_1', 'a')).toEqual({ a: 'a 1' })
    valueIn(await vault.set('ann', 'plat_2', Object.fromEntries(largest.slice(0, 1_000))))
    const fields = await kept(vault, 'ann', 'plat_2', 'field 0', 'field 999')
    expect(Object.keys(fields)).toEqual(['field 0', 'field 999'])
  })
})
