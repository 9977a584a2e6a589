// The encrypted file: what is in it, saves that fail, and two programs with the same one.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDurably } from '../../../src/main/core/credentials/durable.ts'
import { fileShelf } from '../../../src/main/core/credentials/file.ts'
import { withFileLock } from '../../../src/main/core/credentials/file-lock.ts'
import { vaultOn } from '../../../src/main/core/credentials/vault.ts'
import { ok } from '../../../src/shared/errors.ts'
import { type Bundle, bundle } from '../../torture/bundle.ts'
import { PASSPHRASE } from './constants.ts'
import type { FileOrders } from './file-child.ts'
import { saved, tokenIn, vaultAt } from './files.ts'
import { temporaryFolder, valueIn } from './temporary.ts'

describe('the encrypted file', () => {
  it('is for its owner only, holds no plain text, and is other bytes after each save', async () => {
    const { folder, path, vault, bytes } = await saved()
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
    for (const plain of ['sk-live', 'ann', 'plat_1', 'token', 'entries', 'battery'])
      expect(bytes.includes(plain)).toBe(false)
    valueIn(await vault.set('ann', 'plat_1', { token: 'sk-live-7f3a9c' }))
    const again = await readFile(path)
    expect(again.subarray(0, 12)).toEqual(bytes.subarray(0, 12))
    // Salt, nonce, key check, text and tag.
    for (const [from, to] of [
      [12, 28],
      [28, 40],
      [40, 56],
      [56, bytes.length - 16],
      [bytes.length - 16, bytes.length],
    ] as const)
      expect(again.subarray(from, to).equals(bytes.subarray(from, to))).toBe(false)
    expect(await readdir(folder)).toEqual(['secrets.enc'])
  })

  it('is written at the cost that is recommended, and opened again at it', async () => {
    const path = join(await temporaryFolder(), 'secrets.enc')
    const vault = vaultOn(fileShelf({ path, passphrase: PASSPHRASE }))
    valueIn(await vault.set('ann', 'plat_1', { token: 'sk-live-7f3a9c' }))
    expect([...(await readFile(path)).subarray(8, 12)]).toEqual([1, 15, 8, 3])
    expect(await tokenIn(path)).toBe('sk-live-7f3a9c')
  })

  it('is not written when nothing changes', async () => {
    const { path, vault, bytes } = await saved()
    valueIn(await vault.clear('ann', 'plat_2'))
    expect(await readFile(path)).toEqual(bytes)
  })
})

describe('a save that fails', () => {
  it.each(['ENOSPC', 'EACCES', 'EBUSY'])('with %s leaves the old file and nothing else', async code => {
    const { folder, path, bytes } = await saved()
    const rename = async () => {
      throw Object.assign(new Error(`${code}: no`), { code })
    }
    const refused = await vaultAt(path, { rename }).set('ann', 'plat_1', { token: 'other' })
    expect(refused).toMatchObject({ ok: false, error: { hint: expect.any(String) } })
    expect(await readFile(path)).toEqual(bytes)
    expect(await readdir(folder)).toEqual(['secrets.enc'])
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'because the folder can’t be written to is a refusal',
    async () => {
      const { folder, path, vault, bytes } = await saved()
      await chmod(folder, 0o500)
      const refused = await vault.set('ann', 'plat_1', { token: 'other' })
      await chmod(folder, 0o700)
      expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } })
      expect(await readFile(path)).toEqual(bytes)
    },
  )

  it('because a folder has its name is a refusal', async () => {
    const path = join(await temporaryFolder(), 'secrets.enc')
    await mkdir(path)
    expect(await vaultAt(path).set('ann', 'plat_1', { token: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'storage_corrupt' },
    })
  })
})

describe('two programs with the same file', () => {
  let built: Bundle
  beforeAll(async () => {
    built = await bundle({ 'file-child': join(import.meta.dirname, 'file-child.ts') })
  }, 60_000)
  afterAll(() => built.remove())

  function child(orders: FileOrders) {
    const process_ = fork(built.fileOf('file-child'), [], { execArgv: [] })
    process_.send(orders)
    return once(process_, 'exit') as Promise<[number | null, string | null]>
  }

  it('lose none of each other’s saves', { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'secrets.enc')
    const here = vaultAt(path)
    const ends = ['one', 'two'].map(owner => child({ path, owner, saves: 8 }))
    for (let n = 0; n < 8; n += 1) valueIn(await here.set('here', 'plat_1', { [`field ${n}`]: `here ${n}` }))
    for (const end of await Promise.all(ends)) expect(end).toEqual([0, null])
    const fields = Array.from({ length: 8 }, (_, n) => `field ${n}`)
    for (const owner of ['here', 'one', 'two']) {
      const values = valueIn(await here.use(owner, 'plat_1', fields, async all => ({ ...all })))
      expect(Object.values(values)).toEqual(fields.map((_, n) => `${owner} ${n}`))
    }
    expect(await readdir(folder)).toEqual(['secrets.enc'])
  })

  it.skipIf(process.platform === 'win32')(
    'one of them killed between writing and renaming leaves the old file, which the next save replaces',
    { timeout: 60_000 },
    async () => {
      const { folder, path, vault, bytes } = await saved()
      expect(await child({ path, owner: 'one', saves: 1, kill: true })).toEqual([null, 'SIGKILL'])
      const left = await readdir(folder)
      expect(left.filter(name => name.endsWith('.tmp'))).toHaveLength(1)
      expect(left).toContain('secrets.enc.lock')
      expect(await readFile(path)).toEqual(bytes)
      expect(await tokenIn(path)).toBe('sk-live-7f3a9c')
      valueIn(await vault.set('ann', 'plat_1', { token: 'sk-live-000000' }))
      expect(await tokenIn(path)).toBe('sk-live-000000')
      expect(await readdir(folder)).toEqual(['secrets.enc'])
    },
  )

  it('don’t wait for a lock that another computer left half a minute ago', async () => {
    const { folder, path, vault } = await saved()
    const lock = `${path}.lock`
    await writeFile(lock, JSON.stringify({ pid: process.pid, host: `not-${hostname()}`, id: 'x' }))
    const old = new Date(Date.now() - 31_000)
    await utimes(lock, old, old)
    valueIn(await vault.set('ann', 'plat_1', { token: 'sk-live-000000' }))
    expect(await readdir(folder)).toEqual(['secrets.enc'])
  })

  it('notice when their lock was taken away, publish nothing and leave it to the other', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'secrets.enc')
    const answer = await withFileLock(`${path}.lock`, async ({ held }) => {
      expect(await held()).toBe(true)
      await writeFile(`${path}.lock`, 'theirs')
      return ok(await writeDurably(path, 'ours', { still: held }))
    })
    expect(answer).toEqual(ok(false))
    expect(await readdir(folder)).toEqual(['secrets.enc.lock'])
  })
})
