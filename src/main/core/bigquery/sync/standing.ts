// What is here of records, and what both sides began from: of many at once.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Numbered, Store } from '../../store/face.ts'
import type { Conflicts } from './conflicts.ts'
import { isKnown, type StateFile } from './state.ts'
import { type AnyRecord, keyOf, type SyncedEntity } from './versions.ts'

export type Standing = {
  mine: AnyRecord
  seq: number
  /** The version that both began from; null where there is none. */
  base: AnyRecord | null
  base_seq: number | null
  /** Versions of ours after it, newest first. */
  since: readonly Numbered<SyncedEntity>[]
}
/** By id; records that aren't here are left out. */
export type Standings = ReadonlyMap<string, Standing>

export type StandingDeps = { store: Store; user_id: string; file: StateFile; conflicts: Conflicts }

export type ReconcileDeps = StandingDeps & {
  now(): Date
  /** Which workspace this is; see `metadata.planned_in` of a run. */
  home(): Promise<string>
}

/** At most 1,000 ids. Histories are read only of records that don't stand in BigQuery as they are here. */
export async function standingsOf(
  { store, user_id, file, conflicts }: StandingDeps,
  entity: SyncedEntity,
  ids: readonly string[],
): Promise<Result<Standings>> {
  const table = file.current.tables[entity]
  const heads = await store.heads(entity, user_id, ids)
  if (!heads.ok) return heads
  const all = [...heads.value.keys()]
  const isClean = (id: string) =>
    !conflicts.get(entity, id) && isKnown(table, heads.value.get(id)?.seq ?? Number.POSITIVE_INFINITY)
  const clean = await store.getMany(entity, user_id, all.filter(isClean))
  if (!clean.ok) return clean
  const standings = new Map<string, Standing>()
  for (const mine of clean.value as AnyRecord[]) {
    const id = keyOf(entity, mine)
    const head = heads.value.get(id)
    // One that was saved in between is no longer what the number says.
    if (head?.version !== mine.version) continue
    standings.set(id, { mine, seq: head.seq, base: mine, base_seq: head.seq, since: [] })
  }
  const others = all.filter(id => !standings.has(id))
  if (others.length === 0) return ok(standings)
  const histories = await store.numberedMany(entity, user_id, others)
  if (!histories.ok) return histories
  for (const [id, versions] of histories.value) {
    const [newest] = versions
    if (!newest) continue
    const open = conflicts.get(entity, id)
    const at = versions.findIndex(({ seq }) => (open ? seq === open.base_seq : isKnown(table, seq)))
    standings.set(id, {
      mine: newest.record,
      seq: newest.seq,
      base: versions[at]?.record ?? null,
      base_seq: versions[at]?.seq ?? null,
      since: at < 0 ? versions : versions.slice(0, at),
    })
  }
  return ok(standings)
}
