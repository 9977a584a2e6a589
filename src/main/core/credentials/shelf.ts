// What a place that keeps secrets can do; the vault's rules stand on it. Nothing outside of this folder sees a shelf.
import type { Result } from '../../../shared/errors.ts'
import type { VaultState } from './face.ts'

/** Whose secrets: a platform of an owner. */
export type Place = { owner: string; platform_id: string }

export interface Shelf {
  state(): Promise<VaultState>
  /** The values of those fields that have one. */
  read(place: Place, fields: readonly string[]): Promise<Result<ReadonlyMap<string, string>>>
  /** All of the values by field, or none. */
  write(place: Place, values: ReadonlyMap<string, string>): Promise<Result<null>>
  /** These fields, or all of the place. */
  remove(place: Place, fields?: readonly string[]): Promise<Result<null>>
}
