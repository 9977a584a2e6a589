// Which place for secrets is chosen, and that none of them is plain text on a disk.
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createVault, vaultFile } from '../../../src/main/core/credentials/index.ts'
import { PASSPHRASE, QUICK } from './constants.ts'
import { fakeKeychain } from './fake-keychain.ts'
import { temporaryFolder, valueIn } from './temporary.ts'

const SECRET = 'sk-live-7f3a9c'

describe('the place that is chosen', () => {
  const KEY = { encryption_key: PASSPHRASE, file: { cost: QUICK } }
  const absent = {
    load: async () => {
      throw new Error('libsecret-1.so.0: cannot open shared object file')
    },
  }

  it('nothing is loaded, asked or written before the vault is used', async () => {
    const workspace = await temporaryFolder()
    const load = vi.fn(async () => fakeKeychain())
    const vault = createVault({ workspace, keychain: { load } })
    expect(load).not.toHaveBeenCalled()
    await vault.state()
    expect(load).toHaveBeenCalledOnce()
    expect(await readdir(workspace)).toEqual([])
  })

  it('is the keychain where there is one, and also when it is locked', async () => {
    for (const text of [null, 'The collection is locked']) {
      const workspace = await temporaryFolder()
      const keychain = fakeKeychain()
      keychain.before = () => {
        if (text !== null) throw new Error(text)
      }
      const vault = createVault({ workspace, ...KEY, keychain: { load: async () => keychain } })
      expect(await vault.state()).toMatchObject({ kind: 'keychain', state: text ? 'locked' : 'available' })
    }
  })

  it('is the encrypted file when the module is missing and ENCRYPTION_KEY is set', async () => {
    const workspace = await temporaryFolder()
    const vault = createVault({ workspace, ...KEY, keychain: absent })
    expect(await vault.state()).toMatchObject({ kind: 'file', state: 'available', hint: null })
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
    expect(await readdir(join(workspace, '_meta'))).toEqual(['credentials.enc'])
  })

  it('stays the file that has the secrets once there is a keychain, as long as its key is given', async () => {
    const workspace = await temporaryFolder()
    const keychain = { load: async () => fakeKeychain() }
    valueIn(await createVault({ workspace, ...KEY, only: 'file' }).set('ann', 'plat_1', { token: SECRET }))
    expect((await createVault({ workspace, ...KEY, keychain }).state()).kind).toBe('file')
    expect((await createVault({ workspace, keychain }).state()).kind).toBe('keychain')
  })

  it.each([
    [undefined, 'libsecret'],
    ['', 'libsecret'],
    ['too short', 'at least 16 characters'],
  ])('is memory, which says so and why, with the key %j', async (encryption_key, remedy) => {
    const workspace = await temporaryFolder()
    const vault = createVault({ workspace, encryption_key, keychain: { ...absent, platform: 'linux' } })
    const state = await vault.state()
    expect(state).toMatchObject({ kind: 'memory', state: 'available' })
    expect(state.message).toMatch(/^Secrets are kept until the app is closed, and then forgotten\. .+\.$/)
    expect(state.hint).toContain(remedy)
    valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
    expect(await readdir(workspace)).toEqual([])
    const next = createVault({ workspace, encryption_key, keychain: absent })
    expect(valueIn(await next.has('ann', 'plat_1', ['token']))).toEqual({ token: { state: 'missing' } })
  })

  it.each([undefined, '', 'too short'])(
    'is never a file without a key, even when asked to: %j',
    async key => {
      const workspace = await temporaryFolder()
      const vault = createVault({ workspace, encryption_key: key, only: 'file' })
      valueIn(await vault.set('ann', 'plat_1', { token: SECRET }))
      const state = await vault.state()
      expect(state.kind).toBe('memory')
      expect(state.message).toContain(key ? 'ENCRYPTION_KEY is too short' : 'ENCRYPTION_KEY is not set')
      expect(await readdir(workspace)).toEqual([])
    },
  )

  it('is never plain text: with 50 secrets in each place, none is in any file', async () => {
    const workspace = await temporaryFolder()
    await mkdir(join(workspace, '_meta'))
    for (const only of ['keychain', 'file', 'memory'] as const) {
      const keychain = fakeKeychain()
      const vault = createVault({ workspace, ...KEY, only, keychain: { load: async () => keychain } })
      const sets = Array.from({ length: 50 }, (_, n) =>
        vault.set('ann', `plat_${n}`, { token: `${SECRET}/${only} ${n}` }),
      )
      for (const set of await Promise.all(sets)) valueIn(set)
    }
    expect(await readdir(join(workspace, '_meta'))).toEqual(['credentials.enc', 'credentials.json'])
    for (const name of await readdir(join(workspace, '_meta'))) {
      const bytes = await readFile(join(workspace, '_meta', name))
      for (const form of ['sk-live', Buffer.from(SECRET).toString('base64').slice(0, 12)])
        expect(bytes.includes(form)).toBe(false)
    }
    expect(vaultFile(workspace)).toBe(join(workspace, '_meta', 'credentials.enc'))
  })
})
