// The vault's face: where the secrets of platforms are kept, and all that the rest of the core can do with them.
import type { Result } from '../../../shared/errors.ts'

export type VaultKind = 'keychain' | 'file' | 'memory'

export type VaultState = {
  kind: VaultKind
  /** `locked`: the secrets are there and something of the user's is needed (a password, the right ENCRYPTION_KEY). */
  state: 'available' | 'locked' | 'unavailable'
  message: string
  /** What to do; null when nothing needs doing. */
  hint: string | null
}

/** What may be shown of a secret. `last4` only when the value has 12 characters or more. */
export type SecretState = { state: 'set' | 'missing'; last4?: string }

/**
 * Secrets go in and are used inside the core; no method answers with one. A secret's place is its owner, platform and
 * field, so that one never overwrites another; a platform's name has no part in it, so that renaming keeps them.
 *
 * Refusals: `keychain_locked`, `keychain_unavailable`, `storage_corrupt` (the encrypted file is damaged and left as it
 * is), `storage_full`, `storage_busy`, `forbidden`, `unsupported`, and `validation_failed` for a value that can't be kept.
 */
export interface Vault {
  /** Asks anew each time. Where secrets are kept is chosen once per run. */
  state(): Promise<VaultState>
  /**
   * Keeps the values by field, all or none of them, and replaces what these fields had; the platform's other fields stay.
   * Each is 1 to 16,384 bytes of UTF-8 without NUL; a refusal names every one that isn't, as `credentials.<field>`. Once
   * acknowledged they are durable (not `memory`). No values: nothing is asked or written.
   *
   * A keychain has no such thing as several entries in one go: when it refuses one, what was there is put back as far as it
   * then lets us. Only a keychain that stops working in the middle can leave some fields old and others new,
   * or one with a value of more than 2,400 bytes without any.
   */
  set(owner: string, platform_id: string, values: Readonly<Record<string, string>>): Promise<Result<null>>
  /** For each of the fields whether it has a value. */
  has(
    owner: string,
    platform_id: string,
    fields: readonly string[],
  ): Promise<Result<Record<string, SecretState>>>
  /**
   * Forgets these fields, or without `fields` all of the platform. An empty list: nothing is asked or written. No refusal
   * when there was nothing. After a refusal of the keychain some may be gone; asking again forgets the rest.
   */
  clear(owner: string, platform_id: string, fields?: readonly string[]): Promise<Result<null>>
  /**
   * Hands the values to `work`; fields without a value are absent. The record shows nothing when it is inspected or
   * turned into JSON. What `work` throws is thrown on with every value taken out of its text.
   */
  use<T>(
    owner: string,
    platform_id: string,
    fields: readonly string[],
    work: (values: Readonly<Record<string, string>>) => Promise<T>,
  ): Promise<Result<T>>
}
