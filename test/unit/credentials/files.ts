// An encrypted file with one secret, and what is read from it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileShelf } from '../../../src/main/core/credentials/file.ts'
import { vaultOn } from '../../../src/main/core/credentials/vault.ts'
import { PASSPHRASE, QUICK } from './constants.ts'
import { temporaryFolder, valueIn } from './temporary.ts'

/** With scrypt at next to no cost. */
export const vaultAt = (path: string, options: Partial<Parameters<typeof fileShelf>[0]> = {}) =>
  vaultOn(fileShelf({ path, passphrase: PASSPHRASE, cost: QUICK, ...options }))

/** A file with one secret. */
export async function saved() {
  const folder = await temporaryFolder()
  const path = join(folder, 'secrets.enc')
  const vault = vaultAt(path)
  valueIn(await vault.set('ann', 'plat_1', { token: 'sk-live-7f3a9c' }))
  return { folder, path, vault, bytes: await readFile(path) }
}

export const tokenIn = async (path: string) =>
  valueIn(await vaultAt(path).use('ann', 'plat_1', ['token'], async ({ token }) => token))
