// Versions to save as they come of a pull or a decision.
import type { Put, RecordOf } from '../../store/face.ts'
import type { SYNC_ORDER } from '../face.ts'

export type SyncedEntity = (typeof SYNC_ORDER)[number]
export type AnyRecord = RecordOf[SyncedEntity]
export type AnyPut = Put<SyncedEntity>

export const NOTES = {
  mine: 'Kept over what BigQuery had',
  merged: 'Merged with what BigQuery had',
  decided: 'Decided between this and what BigQuery had',
  renamed: 'Changed in BigQuery without a new revision',
  resent: 'Was gone from BigQuery',
}

const ID_FIELD = {
  user: 'user_id',
  platform: 'platform_id',
  audience: 'audience_id',
  distribution: 'distribution_id',
}
export const keyOf = (entity: SyncedEntity, record: AnyRecord) =>
  String(Reflect.get(record, ID_FIELD[entity]))

export function withoutVersion(record: object): object {
  const { version: _version, ...content } = record as { version?: number }
  return content
}

export const asPut = (entity: SyncedEntity, record: object, expected: Put['expected'], version = 0) =>
  ({ entity, record, expected, at_least: version }) as AnyPut

/** A version of ours on top of theirs. When a record was made is BigQuery's to say: its tables are partitioned by it. */
export function onTop(
  entity: SyncedEntity,
  record: object,
  { created_at }: { created_at: string },
  ours: { updated_at: string; changed_by: string; change_note: string },
): AnyPut {
  return asPut(entity, { ...withoutVersion(record), created_at, ...ours }, 'any')
}
