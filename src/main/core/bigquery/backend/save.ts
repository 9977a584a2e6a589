// A save: checked against what is here, changed in BigQuery if nobody else changed it, and only then kept here.
import { ok, type Result } from '../../../../shared/errors.ts'
import { pacer } from '../../pace.ts'
import type { BulkOptions, Entity, Put, RecordOf, Store } from '../../store/face.ts'
import { refusalOf, versionAfter } from '../../store/index.ts'
import type { Remote, Row, Table } from '../face.ts'
import { revOf } from '../rows/rev.ts'
import { rowOf } from '../rows/row.ts'
import { tableOf } from '../rows/tables.ts'
import type { LiveState } from './live.ts'
import { changedAgain, notConfirmed, notKept, notReached } from './refusals.ts'
import { type Sent, send } from './send.ts'
import { pagesIn, takeUploaded, upload } from './staged.ts'
import { type StateFile, withTable } from './state.ts'
import { idIn, revThere, type TakeIn } from './take-in.ts'
import type { Turns } from './turns.ts'

/** Rows that travel as parameters of the statement; Google takes 10,000 parameters and 12 MB. More are loaded. */
const INLINE_ROWS = 50
const INLINE_CHARACTERS = 500_000
/** `getMany` takes at most this many. */
const AT_ONCE = 1_000
const TRIES = 5

export type SaveDeps = {
  cache: Store
  file: StateFile
  turns: Turns
  live: LiveState
  takeIn: TakeIn
  /** Where files are written on their way. */
  folder: string
  contact(): Promise<Result<Remote>>
  /** A save failed: how it stands with BigQuery is asked for. */
  lookSoon(): void
}

/** The last version of a record in a commit, and what its change began from. */
type Planned = { id: string; record: RecordOf[Entity]; base_rev: string | null }

const sizeOf = (row: Row) =>
  Object.values(row).reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0)

export function createSave(deps: SaveDeps) {
  const { cache, file, turns, live, takeIn, contact, lookSoon, folder } = deps

  /** Revisions as BigQuery calls them of the versions that are here. */
  async function bases(table: Table, owner: string, ids: readonly string[]) {
    const revs = new Map<string, string | null>()
    const pace = pacer()
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const found = await cache.getMany(table.entity, owner, ids.slice(from, from + AT_ONCE))
      if (!found.ok) return found
      for (const record of found.value) {
        const id = String(Reflect.get(record, table.id))
        revs.set(id, revThere(file.current.tables[table.entity], id, revOf(table.entity, record)))
        await pace()
      }
    }
    return ok(revs)
  }

  async function plan(table: Table, owner: string, puts: readonly Put[]): Promise<Result<Planned[]>> {
    const ids = [...new Set(puts.map(({ record }) => String(Reflect.get(record, table.id))))]
    const heads = await cache.heads(table.entity, owner, ids)
    if (!heads.ok) return heads
    const revs = await bases(table, owner, ids)
    if (!revs.ok) return revs
    const planned = new Map<string, Planned>()
    for (const put of puts) {
      const id = String(Reflect.get(put.record, table.id))
      const current = planned.get(id)?.record.version ?? heads.value.get(id)?.version ?? 0
      const refused = refusalOf(put, id, current)
      if (refused) return refused
      const record = { ...put.record, version: versionAfter(current, put) } as RecordOf[Entity]
      planned.set(id, { id, record, base_rev: revs.value.get(id) ?? null })
    }
    return ok([...planned.values()])
  }

  /** What BigQuery has instead is here from now on, so that the caller sees it. */
  async function learn(table: Table, owner: string, { there, absent }: Sent): Promise<Result<null>> {
    for (const row of there) turns.note(table.entity, idIn(table, row))
    const taken = await takeIn(table, owner, there)
    if (!taken.ok) return taken
    const gone = await cache.getMany(table.entity, owner, absent)
    if (!gone.ok || gone.value.length === 0) return gone.ok ? ok(null) : gone
    const others = { ...file.current.tables[table.entity].others }
    for (const record of gone.value) {
      const id = String(Reflect.get(record, table.id))
      others[id] = { content: revOf(table.entity, record), rev: null }
    }
    return file.change(state => withTable(state, table.entity, { others }))
  }

  async function changedRows({ entity }: Table, owner: string, planned: readonly Planned[]): Promise<Row[]> {
    const pace = pacer()
    const rows: Row[] = []
    for (const { record, base_rev } of planned) {
      const row = rowOf(entity, record, owner, base_rev)
      if (row.rev !== base_rev) rows.push(row)
      await pace()
    }
    return rows
  }

  async function write(table: Table, rows: readonly Row[], signal?: AbortSignal): Promise<Result<Sent>> {
    const remote = await contact()
    if (!remote.ok) return notReached(remote.error)
    const sent = await sendTo(remote.value, table, rows, signal)
    return sent.ok ? sent : notConfirmed(sent.error)
  }

  async function sendTo(
    remote: Remote,
    table: Table,
    rows: readonly Row[],
    signal?: AbortSignal,
  ): Promise<Result<Sent>> {
    const characters = rows.reduce((sum, row) => sum + sizeOf(row), 0)
    const { device } = file.current
    if (rows.length <= INLINE_ROWS && characters <= INLINE_CHARACTERS)
      return send(remote, { table, source: { rows }, rows: rows.length, device }, signal)
    const pages = pagesIn(table, rows)
    const uploaded = await upload(remote, table, { folder, device, pages }, signal)
    return uploaded.ok ? takeUploaded(remote, table, { ...uploaded.value, device }, signal) : uploaded
  }

  async function commit(
    owner: string,
    puts: readonly Put[],
    options: BulkOptions,
  ): Promise<Result<RecordOf[Entity][]>> {
    for (let left = TRIES; ; left--) {
      let changed: { table: Table; rows: Row[] } | null = null
      for (const entity of new Set(puts.map(put => put.entity))) {
        const table = tableOf(entity)
        const planned = await plan(
          table,
          owner,
          puts.filter(put => put.entity === entity),
        )
        if (!planned.ok) return planned
        const rows = await changedRows(table, owner, planned.value)
        if (rows.length === 0) continue
        // Each statement is all or nothing; two are not.
        if (changed) throw new Error('A commit changes records of one kind in BigQuery')
        changed = { table, rows }
      }
      // What only this computer knows of a record stays here.
      if (!changed) return cache.commit(owner, puts, options)
      const { table, rows } = changed
      const sent = await live.saving(() => write(table, rows, options.signal))
      if (!sent.ok) return sent
      const { there, absent } = sent.value
      if (there.length + absent.length === 0) {
        for (const row of rows) turns.note(table.entity, idIn(table, row))
        // Checked already, and BigQuery has it: nothing may keep it out.
        const kept = await cache.commit(
          owner,
          puts.map(put => ({ ...put, expected: 'any' as const })),
          options,
        )
        return kept.ok ? kept : notKept(kept.error)
      }
      const learned = await learn(table, owner, sent.value)
      if (!learned.ok) return learned
      if (left === 1) return changedAgain(rows.map(row => idIn(table, row)))
    }
  }

  return {
    plan,
    learn,
    commit: <E extends Entity>(
      owner: string,
      puts: readonly Put<E>[],
      options: BulkOptions = {},
    ): Promise<Result<RecordOf[E][]>> => {
      if (puts.length === 0) return Promise.resolve(ok([]))
      const entities = [...new Set(puts.map(put => put.entity))]
      return turns.alone(owner, entities, async () => {
        // One by one they are what they say; the type of their list can't follow that.
        const done = (await commit(owner, puts as readonly Put[], options)) as Result<RecordOf[E][]>
        if (!done.ok && done.error.code !== 'conflict' && done.error.code !== 'not_found') lookSoon()
        return done
      })
    },
  }
}
export type Save = ReturnType<typeof createSave>
