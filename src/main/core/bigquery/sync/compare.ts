// How a record here stands to its row in BigQuery.
import type { Entity, Numbered, RecordOf } from '../../store/face.ts'
import type { SYNC_ORDER } from '../face.ts'
import { type Merge, merge } from '../rows/merge.ts'
import { revOf } from '../rows/rev.ts'
import type { TableState } from './state.ts'

type SyncedEntity = (typeof SYNC_ORDER)[number]
type AnyRecord = RecordOf[SyncedEntity]

/**
 * As `merge`, but for what two computers that never met can't agree on: when a record was made is as BigQuery has it, and a
 * profile that was never there goes on as the one that is.
 */
export function compare(
  entity: SyncedEntity,
  base: AnyRecord | null,
  mine: AnyRecord,
  theirs: Omit<AnyRecord, 'version'>,
): Merge<SyncedEntity> {
  if (entity === 'user' && base === null) return { kind: 'theirs' }
  const { created_at } = theirs
  const at = (record: AnyRecord) => ({ ...record, created_at })
  const result = merge(entity, base && at(base), at(mine), theirs as AnyRecord)
  return result.kind === 'same' && mine.created_at !== created_at ? { kind: 'theirs' } : result
}

/** What BigQuery calls a version that stands there; null for one that is gone from it. */
export function baseRev(
  entity: Entity,
  { revs }: TableState,
  id: string,
  { seq, record }: Numbered,
): string | null {
  const odd = revs[id]
  return odd?.seq === seq ? odd.rev : revOf(entity, record)
}
