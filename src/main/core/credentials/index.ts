// Chooses where secrets are kept: the keychain, else an encrypted file, else memory for this run. Never plain text on a disk.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Vault, VaultKind, VaultState } from './face.ts'
import { type FileShelfOptions, fileShelf } from './file.ts'
import { type KeychainOptions, keychainShelf } from './keychain.ts'
import { memoryShelf } from './memory.ts'
import type { Shelf } from './shelf.ts'
import { vaultOn } from './vault.ts'
import { workspaceId } from './workspace-id.ts'

export type VaultConfig = {
  /** The workspace's folder; it exists by the time the vault is first asked. */
  workspace: string
  /** ENCRYPTION_KEY of the environment. Empty counts as not set. */
  encryption_key?: string | undefined
  /** Keeps to this one instead of choosing. A file still needs `encryption_key`. */
  only?: VaultKind | undefined
  /** For tests: another keychain, and scrypt at a lower cost. */
  keychain?: Omit<KeychainOptions, 'workspace'>
  file?: Pick<FileShelfOptions, 'cost'>
}

/** Characters. scrypt slows guessing down; it doesn't make a short key long. */
const SHORTEST_KEY = 16

export const vaultFile = (workspace: string) => join(workspace, '_meta', 'credentials.enc')

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

async function choose(config: VaultConfig): Promise<Shelf> {
  const { workspace, only } = config
  const passphrase = config.encryption_key ?? ''
  const path = vaultFile(workspace)
  const memory = (why: Pick<VaultState, 'message' | 'hint'>) =>
    memoryShelf({
      message: `Secrets are kept until the app is closed, and then forgotten. ${why.message}`,
      hint: why.hint,
    })
  const file = (): Shelf =>
    passphrase.length >= SHORTEST_KEY
      ? fileShelf({ path, passphrase, ...config.file })
      : memory({
          message: `${passphrase === '' ? 'ENCRYPTION_KEY is not set' : 'ENCRYPTION_KEY is too short to protect a file'}.`,
          hint: `Set ENCRYPTION_KEY to at least ${SHORTEST_KEY} characters, such as the output of “openssl rand -base64 32”, and restart Activation Manager.`,
        })

  if (only === 'memory') return memory({ message: 'The app was started that way.', hint: null })
  // Secrets that are in the file already stay in use where its key is given, also once there is a keychain.
  if (only === 'file' || (only === undefined && passphrase !== '' && (await exists(path)))) return file()
  const keychain = keychainShelf({ ...config.keychain, workspace: () => workspaceId(workspace) })
  if (only === 'keychain') return keychain
  const { state, message, hint } = await keychain.state()
  if (state !== 'unavailable') return keychain
  return passphrase === '' ? memory({ message, hint }) : file()
}

/**
 * Nothing is loaded, asked or written before the vault is first used. The choice is made then and holds for this run: what
 * is kept in memory would be lost by another. A locked keychain is a keychain; secrets don't move elsewhere meanwhile.
 */
export function createVault(config: VaultConfig): Vault {
  let chosen: Promise<Shelf> | null = null
  const shelf = () => {
    chosen ??= choose(config)
    return chosen
  }
  return vaultOn({
    state: async () => (await shelf()).state(),
    read: async (place, fields) => (await shelf()).read(place, fields),
    write: async (place, values) => (await shelf()).write(place, values),
    remove: async (place, fields) => (await shelf()).remove(place, fields),
  })
}
