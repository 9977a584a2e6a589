// The three vaults that every rule is tried on, and what they keep.
import type { Vault } from '../../../src/main/core/credentials/face.ts'
import { createVault } from '../../../src/main/core/credentials/index.ts'
import { PASSPHRASE, QUICK } from './constants.ts'
import { fakeKeychain } from './fake-keychain.ts'
import { temporaryFolder, valueIn } from './temporary.ts'

export const kinds = ['keychain', 'file', 'memory'] as const

export async function vaultOf(kind: (typeof kinds)[number]): Promise<Vault> {
  const keychain = fakeKeychain()
  return createVault({
    workspace: await temporaryFolder(),
    only: kind,
    encryption_key: PASSPHRASE,
    keychain: { load: async () => keychain },
    file: { cost: QUICK },
  })
}

/** What is kept, read the only way there is. */
export const kept = async (vault: Vault, owner: string, platform: string, ...fields: string[]) =>
  valueIn(await vault.use(owner, platform, fields, async values => ({ ...values })))
