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
  /** Keeps 1 to 16,384 bytes of UTF-8 without NUL; replaces what this field had. Once acknowledged it is durable (not `memory`). */
  set(owner: string, platform_id: string, field: string, value: string): Promise<Result<null>>
  /** For each of the fields whether it has a value. */
  has(
    owner: string,
    platform_id: string,
    fields: readonly string[],
  ): Promise<Result<Record<string, SecretState>>>
  /** Forgets one field, or all of the platform. No refusal when there was nothing. */
  clear(owner: string, platform_id: string, field?: string): Promise<Result<null>>
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
