// Brings rows of BigQuery together with what is here: taken over, merged, or left to a person to decide.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Numbers, Put, RecordOf, Store } from '../../store/face.ts'
import type { Row, SYNC_ORDER, Table } from '../face.ts'
import { type Choice, resolve } from '../rows/merge.ts'
import { revOf } from '../rows/rev.ts'
import { recordOf } from '../rows/row.ts'
import { baseRev, compare } from './compare.ts'
import type { Conflicts, OpenConflict } from './conflicts.ts'
import { nothingReconciled, type Reconciled, type RefusedRow, together } from './reconciled.ts'
import { isKnown, joined, type StateFile, withTable } from './state.ts'

type SyncedEntity = (typeof SYNC_ORDER)[number]
type AnyRecord = RecordOf[SyncedEntity]
type Head = { seq: number; version: number }
type Heads = ReadonlyMap<string, Head>
/** What is to be done with one row. `rev` is what BigQuery calls the version that the local ones then stand on. */
type Decision = {
  id: string
  rev: string | null
  /** Versions to save, of which the first is the one in BigQuery. */
  puts: Put<SyncedEntity>[]
  /** A version here that turned out to be the one there. */
  same?: { seq: number; record: AnyRecord }
  ask?: OpenConflict
}

/** Rows decided on and saved as one commit. */
const CHUNK = 500
const TRIES = 5

const NOTES = {
  mine: 'Kept over what BigQuery had',
  merged: 'Merged with what BigQuery had',
  decided: 'Decided between this and what BigQuery had',
}

type Deps = {
  store: Store
  user_id: string
  file: StateFile
  conflicts: Conflicts
  now(): Date
}

export function createReconcile({ store, user_id, file, conflicts, now }: Deps) {
  const idOf = ({ entity, id }: Table, row: Row) => (entity === 'user' ? user_id : String(row[id]))
  const asPut = (entity: SyncedEntity, record: object, expected: Put['expected'], version = 0) =>
    ({ entity, record, expected, at_least: version }) as Put<SyncedEntity>

  /** A version of ours on top of theirs. When a record was made is BigQuery's to say: its tables are partitioned by it. */
  const onTop = (
    entity: SyncedEntity,
    record: object,
    { created_at }: { created_at: string },
    change_note: string,
  ) => {
    const ours = { updated_at: now().toISOString(), changed_by: user_id, change_note }
    return asPut(entity, { ...withoutVersion(record), created_at, ...ours }, 'any')
  }

  /** Whole records that stand in BigQuery as they are here, read at once. */
  async function readClean(entity: SyncedEntity, heads: Heads): Promise<Result<Map<string, AnyRecord>>> {
    const table = file.current.tables[entity]
    const clean = [...heads].filter(([id, { seq }]) => !conflicts.get(entity, id) && isKnown(table, seq))
    const found = await store.getMany(
      entity,
      user_id,
      clean.map(([id]) => id),
    )
    if (!found.ok) return found
    const records = found.value as AnyRecord[]
    const current = records.filter(record => heads.get(keyOf(entity, record))?.version === record.version)
    return ok(new Map(current.map(record => [keyOf(entity, record), record])))
  }

  /** The record here, the version that both began from, and the numbers of both; null where there is none. */
  async function standing(
    entity: SyncedEntity,
    id: string,
    head: Head | undefined,
    clean: ReadonlyMap<string, AnyRecord>,
  ) {
    if (!head) return ok(null)
    const same = clean.get(id)
    if (same) return ok({ mine: same, seq: head.seq, base: same, base_seq: head.seq, since: [] })
    const open = conflicts.get(entity, id)
    const table = file.current.tables[entity]
    const versions = await store.numbered(entity, user_id, id)
    if (!versions.ok) return versions
    const [newest] = versions.value
    const base = versions.value.find(({ seq }) => (open ? seq === open.base_seq : isKnown(table, seq)))
    return ok(
      newest
        ? {
            mine: newest.record,
            seq: newest.seq,
            base: base?.record ?? null,
            base_seq: base?.seq ?? null,
            /** Versions of ours after it, newest first. */
            since: base ? versions.value.slice(0, versions.value.indexOf(base)) : versions.value,
          }
        : null,
    )
  }

  async function decide(
    table: Table,
    row: Row,
    head: Head | undefined,
    clean: ReadonlyMap<string, AnyRecord>,
  ): Promise<Result<Decision | RefusedRow | null>> {
    const entity = table.entity as SyncedEntity
    const id = idOf(table, row)
    const rev = row.rev === null || row.rev === undefined ? '' : String(row.rev)
    const here = await standing(entity, id, head, clean)
    if (!here.ok) return here
    const local = here.value?.mine ?? null
    const there = recordOf(entity, row, { user_id, local })
    if (!there.ok) {
      const fields = there.error.details?.fields as { path: string; message: string }[] | undefined
      const { path = '', message = there.error.message } = fields?.[0] ?? {}
      return ok({ table: table.name, id, path, message })
    }
    const { version, record } = there.value
    const take = (expected: Put['expected']) => asPut(entity, record, expected, version)
    if (!here.value) return ok({ id, rev, puts: [take('new')] })
    const { mine, base, seq, base_seq } = here.value
    // What is there is what the local versions stand on: nothing new, and what is ahead here waits for its push.
    const open = conflicts.get(entity, id)
    if (
      !open &&
      base &&
      base_seq !== null &&
      baseRev(entity, file.current.tables[entity], id, { seq: base_seq, record: base }) === rev
    )
      return ok(null)
    // Our own push, whose answer was lost: what was saved since is on top of it, and in no conflict with it.
    const ours = here.value.since.find(version => revOf(entity, version.record) === rev)
    if (ours) return ok({ id, rev, puts: [], same: ours })
    const result = compare(entity, base, mine, record)
    switch (result.kind) {
      case 'same':
        return ok({ id, rev, puts: [], same: { seq, record: mine } })
      case 'theirs':
        return ok({ id, rev, puts: [take(mine.version)] })
      case 'mine':
      case 'merged': {
        const kept = result.kind === 'mine' ? mine : result.record
        // Theirs first, so that it stands in the history and is what the result began from.
        return ok({ id, rev, puts: [take(mine.version), onTop(entity, kept, record, NOTES[result.kind])] })
      }
      case 'conflict': {
        if (open?.theirs.rev === row.rev) return ok(null)
        const ask = { entity, id, base_seq, theirs: row, found_at: now().toISOString() }
        return ok({ id, rev, puts: [], ask })
      }
    }
  }

  async function sides(table: Table, { id, theirs: row }: OpenConflict) {
    const entity = table.entity as SyncedEntity
    const heads = await store.heads(entity, user_id, [id])
    if (!heads.ok) return heads
    const here = await standing(entity, id, heads.value.get(id), new Map())
    if (!here.ok) return here
    if (!here.value) return ok(null)
    const { mine, base } = here.value
    const there = recordOf(entity, row, { user_id, local: mine })
    if (!there.ok) return there
    const theirs = { ...there.value.record, version: there.value.version } as AnyRecord
    const result = compare(entity, base, mine, theirs)
    const { fields, deleted } = result.kind === 'conflict' ? result : { fields: [], deleted: null }
    return ok({ base, mine, theirs, fields, deleted })
  }

  /** Saves what was decided as one commit, and notes which of it stands in BigQuery. */
  async function carryOut(entity: SyncedEntity, decisions: readonly Decision[]): Promise<Result<null>> {
    const told: Numbers[] = []
    const puts = decisions.flatMap(decision => decision.puts)
    const committed = await store.commit(user_id, puts, { numbered: numbers => told.push(numbers) })
    if (!committed.ok) return committed
    const fresh: Numbers[] = []
    const revs = { ...file.current.tables[entity].revs }
    let next = told[0]?.[0] ?? 0
    let at = 0
    for (const { id, rev, puts: own, same, ask } of decisions) {
      if (ask) {
        const asked = await conflicts.put(ask)
        if (!asked.ok) return asked
        continue
      }
      const stands = own.length > 0 ? { seq: next, record: committed.value[at] } : same
      if (stands?.record) {
        fresh.push([stands.seq, stands.seq])
        if (revOf(entity, stands.record) === rev) delete revs[id]
        else revs[id] = { seq: stands.seq, rev }
      }
      next += own.length
      at += own.length
      const decided = await conflicts.remove(entity, id)
      if (!decided.ok) return decided
    }
    return file.change(state => {
      const { pushed, pulled } = state.tables[entity]
      return withTable(state, entity, { pulled: joined([...pulled, ...fresh], pushed), revs })
    })
  }

  async function chunk(table: Table, rows: readonly Row[]): Promise<Result<Reconciled>> {
    const entity = table.entity as SyncedEntity
    for (let left = TRIES; ; left--) {
      const sum = nothingReconciled()
      const heads = await store.heads(
        entity,
        user_id,
        rows.map(row => idOf(table, row)),
      )
      if (!heads.ok) return heads
      const clean = await readClean(entity, heads.value)
      if (!clean.ok) return clean
      const decisions: Decision[] = []
      for (const row of rows) {
        const decided = await decide(table, row, heads.value.get(idOf(table, row)), clean.value)
        if (!decided.ok) return decided
        if (decided.value === null) continue
        if ('table' in decided.value) sum.refused.push(decided.value)
        else decisions.push(decided.value)
      }
      if (decisions.length === 0) return ok(sum)
      const done = await carryOut(entity, decisions)
      // Someone saved one of them in the meantime: looked at anew.
      if (!done.ok && done.error.code === 'conflict' && left > 1) continue
      if (!done.ok) return done
      for (const { puts, ask } of decisions) {
        if (ask) sum.asked++
        else if (puts.length === 1) sum.taken++
        else if (puts.length === 2) sum.merged++
      }
      return ok(sum)
    }
  }

  return {
    async reconcile(table: Table, rows: readonly Row[], signal?: AbortSignal): Promise<Result<Reconciled>> {
      let sum = nothingReconciled()
      for (let from = 0; from < rows.length; from += CHUNK) {
        signal?.throwIfAborted()
        const done = await chunk(table, rows.slice(from, from + CHUNK))
        if (!done.ok) return done
        sum = together(sum, done.value)
      }
      return ok(sum)
    },

    /** Both sides of an open conflict as they stand now; null where the record is gone from here. */
    sides: (table: Table, conflict: OpenConflict) => sides(table, conflict),

    /** Ends a conflict: theirs goes into the history, and what was chosen on top of it. */
    async settle(table: Table, conflict: OpenConflict, choice: Choice): Promise<Result<null>> {
      const entity = table.entity as SyncedEntity
      const { id, theirs: row } = conflict
      for (let left = TRIES; ; left--) {
        const found = await sides(table, conflict)
        if (!found.ok) return found
        if (!found.value) return conflicts.remove(entity, id)
        const { base, mine, theirs, fields, deleted } = found.value
        // One side for all is one for each field that is in question: what only the other changed is kept in any case.
        const asked = typeof choice === 'string' && deleted === null
        const decided = asked ? Object.fromEntries(fields.map(({ path }) => [path, choice])) : choice
        const chosen = resolve(entity, base, mine, theirs, decided)
        if (!chosen.ok) return chosen
        const take = asPut(entity, withoutVersion(theirs), mine.version, theirs.version)
        const after = onTop(entity, chosen.value, theirs, NOTES.decided)
        const same = revOf(entity, chosen.value) === revOf(entity, theirs)
        const rev = row.rev === null || row.rev === undefined ? '' : String(row.rev)
        const done = await carryOut(entity, [{ id, rev, puts: same ? [take] : [take, after] }])
        if (done.ok || done.error.code !== 'conflict' || left === 1) return done
      }
    },

    /** Rows that are gone from BigQuery although they stood there: they are sent as new ones. */
    async restate(table: Table, ids: readonly string[], until: number): Promise<Result<null>> {
      const entity = table.entity as SyncedEntity
      const revs = { ...file.current.tables[entity].revs }
      for (const id of ids) {
        const versions = await store.numbered(entity, user_id, id)
        if (!versions.ok) return versions
        const sent = versions.value.find(({ seq }) => seq <= until)
        if (sent) revs[id] = { seq: sent.seq, rev: null }
      }
      const found = await store.getMany(entity, user_id, ids)
      if (!found.ok) return found
      const puts = found.value.map(record => asPut(entity, withoutVersion(record), record.version))
      const saved = await store.commit(user_id, puts)
      if (!saved.ok) return saved
      return file.change(state => withTable(state, entity, { revs }))
    },
  }
}
export type Reconcile = ReturnType<typeof createReconcile>

const ID_FIELD = {
  user: 'user_id',
  platform: 'platform_id',
  audience: 'audience_id',
  distribution: 'distribution_id',
}
const keyOf = (entity: SyncedEntity, record: AnyRecord) => String(Reflect.get(record, ID_FIELD[entity]))

function withoutVersion(record: object): object {
  const { version: _version, ...content } = record as { version?: number }
  return content
}
