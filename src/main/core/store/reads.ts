// Answering questions: records by id from log or parts, lists from the read model.
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Row } from './duck.ts'
import { definitions } from './entities.ts'
import type { Entity, Filter, Group, GroupBy, Numbered, Query, RecordOf, SummaryOf } from './face.ts'
import { damaged } from './failures.ts'
import { type Clause, columnOf, termsOf, whereOf } from './filter-sql.ts'
import type { Part } from './log-lines.ts'
import { monthsIn } from './months.ts'
import { cursorAfter, pageOf } from './page-sql.ts'
import type { Found } from './parts.ts'
import type { Shelf } from './shelf.ts'
import { pacer, pause } from './slices.ts'
import type { State } from './state.ts'

const GROUPS = 10_000
/** Before every instant, and above every `seq`. */
const [NO_INSTANT, MOST_SEQ] = ['-1000000000000000', '1000000000000']

export function createReads(state: State) {
  /**
   * Reads of the parts that fail mean damage: the part is checked, and the answer is said to be unreadable. A part that
   * was renamed or replaced meanwhile is no reason: what there is now is read.
   */
  async function fromParts<T>(entity: Entity, owner: string, read: () => Promise<T>): Promise<Result<T>> {
    for (;;) {
      const parts = state.parts.of(entity, owner)
      const damages = state.damage.length
      try {
        return ok(await read())
      } catch (error) {
        await untilNamed(parts)
        if (state.parts.of(entity, owner) !== parts && state.damage.length === damages) continue
        state.say('error', 'A data file could not be read', {
          entity,
          reason: error instanceof Error ? error.message : '',
        })
        state.reload(entity, owner)
        return damaged(parts.length === 1 ? (parts[0]?.path ?? entity) : definitions[entity].folder)
      }
    }
  }

  /** A rename may be done on the disk before it is heard of here. */
  async function untilNamed(parts: readonly Part[]) {
    const paths = new Set(parts.map(({ path }) => path))
    while ([...state.placing].some(({ tmp, path }) => paths.has(tmp) || paths.has(path))) await pause()
  }

  const asRecord = <E extends Entity>(record: Record<string, unknown>) => record as unknown as RecordOf[E]

  async function ready(entity: Entity, owner: string): Promise<Shelf> {
    const shelf = await state.shelf(entity, owner)
    await shelf.headsReady
    return shelf
  }

  async function records(
    shelf: Shelf,
    ids: readonly string[],
  ): Promise<Result<Map<string, Record<string, unknown>>>> {
    const found = new Map<string, Record<string, unknown>>()
    const seqs: number[] = []
    for (const id of ids) {
      const saved = state.overlay.versions(shelf.entity, shelf.owner, id).at(-1)
      const head = shelf.heads.get(id)
      if (saved && saved.seq >= (head?.seq ?? 0)) found.set(id, saved.record)
      else if (head) seqs.push(head.seq)
    }
    if (seqs.length > 0) {
      const rows = await fromParts(shelf.entity, shelf.owner, () =>
        state.parts.bySeq(shelf.entity, shelf.owner, seqs),
      )
      if (!rows.ok) return rows
      for (const { record } of rows.value) found.set(String(record[shelf.definition.id]), record)
    }
    return ok(found)
  }

  /** Newest first, by id. */
  async function versionsOf(shelf: Shelf, given: readonly string[]): Promise<Result<Map<string, Found[]>>> {
    const { entity, owner, definition } = shelf
    // Looked at before the parts are: a flush moves rows from here to there, and none may fall between.
    const bySeq = new Map(
      given.map(id => {
        const saved = state.overlay.versions(entity, owner, id)
        return [id, new Map<number, Found>(saved.map(one => [one.seq, one]))]
      }),
    )
    for (const [id, saved] of bySeq) if (saved.size === 0 && !shelf.heads.get(id)) bySeq.delete(id)
    const ids = [...bySeq.keys()]
    if (ids.length === 0) return ok(new Map())
    const inParts = await fromParts(entity, owner, () => state.parts.byIds(entity, owner, ids))
    if (!inParts.ok) return inParts
    for (const one of inParts.value) bySeq.get(String(one.record[definition.id]))?.set(one.seq, one)
    return ok(
      new Map([...bySeq].map(([id, versions]) => [id, [...versions.values()].sort((a, b) => b.seq - a.seq)])),
    )
  }

  async function versions(shelf: Shelf, id: string): Promise<Result<Found[]>> {
    const found = await versionsOf(shelf, [id])
    return found.ok ? ok(found.value.get(id) ?? []) : found
  }

  /** The read model brought up to date, and `WHERE` for the filter. */
  async function ask(shelf: Shelf, filter: Filter) {
    await shelf.model.apply()
    const terms = termsOf(shelf.definition, filter)
    return whereOf(shelf.definition, filter, await shelf.search.find(terms))
  }

  async function page(shelf: Shelf, query: Query): Promise<Result<Row[]>> {
    const asked = pageOf(shelf.definition, shelf.model.table, query, await ask(shelf, query))
    return asked.ok ? ok(await shelf.model.rows(asked.value.sql, asked.value.values)) : asked
  }

  /** In which months of UTC the instants are, counted from the year 0. */
  async function utcMonths(shelf: Shelf, instant: string, where: Clause): Promise<number[]> {
    const at = `make_timestamp(${instant} * 1000)`
    const rows = await shelf.model.query(
      `SELECT DISTINCT year(${at}) * 12 + month(${at}) - 1 AS month FROM ${shelf.model.table} ${where.sql} LIMIT ${GROUPS}`,
      where.values,
    )
    return rows.flatMap(({ month }) => (month === null ? [] : [Number(month)]))
  }

  /** What a list shows of these rows, in their order. */
  async function shown<E extends Entity>(
    shelf: Shelf,
    rows: readonly Row[],
  ): Promise<Result<SummaryOf[E][]>> {
    const { summary } = shelf.definition
    if (summary) return ok(rows.map(row => summary(row) as SummaryOf[E]))
    await shelf.headsReady
    const ids = rows.map(row => String(row.id))
    const whole = await records(shelf, ids)
    return whole.ok ? ok(ids.flatMap(id => whole.value.get(id) ?? []) as unknown as SummaryOf[E][]) : whole
  }

  return {
    async get<E extends Entity>(
      entity: E,
      owner: string,
      id: string,
      version?: number,
    ): Promise<Result<RecordOf[E] | null>> {
      const shelf = await ready(entity, owner)
      const head = shelf.heads.get(id)
      if (version !== undefined && head && version !== head.version) {
        const all = await versions(shelf, id)
        if (!all.ok) return all
        const found = all.value.find(one => one.record.version === version)
        return ok(found ? asRecord<E>(found.record) : null)
      }
      if (!head) return ok(null)
      const found = await records(shelf, [id])
      if (!found.ok) return found
      const record = found.value.get(id)
      return ok(record ? asRecord<E>(record) : null)
    },

    async getMany<E extends Entity>(
      entity: E,
      owner: string,
      ids: readonly string[],
    ): Promise<Result<RecordOf[E][]>> {
      const found = await records(await ready(entity, owner), ids)
      if (!found.ok) return found
      const inOrder = ids.flatMap(id => {
        const record = found.value.get(id)
        return record ? [asRecord<E>(record)] : []
      })
      return ok(inOrder)
    },

    async list<E extends Entity>(
      entity: E,
      owner: string,
      query: Query,
    ): Promise<Result<{ items: SummaryOf[E][]; next_cursor: string | null }>> {
      const shelf = await state.shelf(entity, owner)
      const found = await page(shelf, query)
      if (!found.ok) return found
      const rows = found.value.slice(0, query.limit)
      const next_cursor =
        found.value.length > rows.length ? cursorAfter(shelf.definition, query.sort, rows.at(-1)) : null
      const items = await shown<E>(shelf, rows)
      return items.ok ? ok({ items: items.value, next_cursor }) : items
    },

    async newest<E extends Entity>(
      entity: E,
      owner: string,
      filter: Filter,
      per: string,
      by: string,
    ): Promise<Result<SummaryOf[E][]>> {
      const shelf = await state.shelf(entity, owner)
      const [group, instant] = [per, by].map(name => columnOf(shelf.definition, name).name)
      const where = await ask(shelf, filter)
      // One number to compare: a pair would take twice as long.
      const order = `coalesce(${instant}, ${NO_INSTANT})::HUGEINT * ${MOST_SEQ} + seq`
      const tail = `${where.sql} GROUP BY ${group} ORDER BY ${group}`
      return shown<E>(shelf, await shelf.model.rows(tail, where.values, `max_by(rowid, ${order})`))
    },

    async count(entity: Entity, owner: string, filter: Filter): Promise<Result<number>> {
      const shelf = await state.shelf(entity, owner)
      const where = await ask(shelf, filter)
      const [row] = await shelf.model.query(
        `SELECT count(*) AS n FROM ${shelf.model.table} ${where.sql}`,
        where.values,
      )
      return ok(Number(row?.n ?? 0))
    },

    async facet(
      entity: Entity,
      owner: string,
      filter: Filter,
      column: string,
      limit: number,
    ): Promise<Result<{ value: string; count: number }[]>> {
      const shelf = await state.shelf(entity, owner)
      const { name, type } = columnOf(shelf.definition, column)
      const where = await ask(shelf, filter)
      const value = type === 'VARCHAR[]' ? `unnest(list_distinct(${name}))` : name
      const rows = await shelf.model.query(
        `SELECT value::VARCHAR AS value, count(*) AS n FROM (SELECT ${value} AS value FROM ${shelf.model.table} ${where.sql})
         WHERE value IS NOT NULL GROUP BY value ORDER BY n DESC, value LIMIT ${Math.trunc(limit)}`,
        where.values,
      )
      return ok(rows.map(row => ({ value: String(row.value), count: Number(row.n) })))
    },

    async aggregate(
      entity: Entity,
      owner: string,
      filter: Filter,
      by: readonly GroupBy[],
      sums: readonly string[],
    ): Promise<Result<Group[]>> {
      const shelf = await state.shelf(entity, owner)
      const nameOf = (name: string) => columnOf(shelf.definition, name).name
      const where = await ask(shelf, filter)
      const values = [...where.values]
      const keys: { sql: string; of(value: unknown): string }[] = []
      for (const one of by)
        if (!('month' in one)) keys.push({ sql: `${nameOf(one.column)}::VARCHAR`, of: String })
        else if (one.zone === undefined)
          keys.push({ sql: `strftime(make_timestamp(${nameOf(one.month)} * 1000), '%Y-%m')`, of: String })
        else {
          const months = monthsIn(one.zone, await utcMonths(shelf, nameOf(one.month), where))
          const sql = months.sql(nameOf(one.month), value => `$${values.push(value)}`)
          keys.push({ sql, of: value => months.nameOf(Number(value)) })
        }
      const totals = sums.flatMap((name, index) => [
        `sum(${nameOf(name)})::DOUBLE AS s${index}`,
        `count(${nameOf(name)}) AS c${index}`,
      ])
      const sql = `SELECT ${[...keys.map(({ sql }, index) => `${sql} AS k${index}`), 'count(*) AS n', ...totals].join(', ')}
         FROM ${shelf.model.table} ${where.sql} GROUP BY ALL ORDER BY ALL LIMIT ${GROUPS}`
      const rows = await shelf.model.query(sql, values)
      return ok(
        rows.map(row => ({
          keys: keys.map(({ of }, index) => {
            const value = row[`k${index}`] ?? null
            return value === null ? null : of(value)
          }),
          count: Number(row.n),
          sums: sums.map((_name, index) => ({
            sum: Number(row[`s${index}`] ?? 0),
            of: Number(row[`c${index}`]),
          })),
        })),
      )
    },

    async ids(entity: Entity, owner: string, filter: Filter): Promise<Result<string[]>> {
      const shelf = await state.shelf(entity, owner)
      const where = await ask(shelf, filter)
      const ids: string[] = []
      const sql = `SELECT id FROM ${shelf.model.table} ${where.sql} ORDER BY id`
      await state.duck.each(sql, where.values, ([id]) => ids.push(String(id)))
      return ok(ids)
    },

    async numbered<E extends Entity>(entity: E, owner: string, id: string): Promise<Result<Numbered<E>[]>> {
      const all = await versions(await ready(entity, owner), id)
      return all.ok ? ok(all.value.map(({ seq, record }) => ({ seq, record: asRecord<E>(record) }))) : all
    },

    async numberedMany<E extends Entity>(
      entity: E,
      owner: string,
      ids: readonly string[],
    ): Promise<Result<Map<string, Numbered<E>[]>>> {
      const found = await versionsOf(await ready(entity, owner), ids)
      if (!found.ok) return found
      const numbered = [...found.value].map(([id, all]): [string, Numbered<E>[]] => [
        id,
        all.map(({ seq, record }) => ({ seq, record: asRecord<E>(record) })),
      ])
      return ok(new Map(numbered))
    },

    async heads(entity: Entity, owner: string, ids: readonly string[]) {
      const shelf = await ready(entity, owner)
      const [found, pace] = [new Map<string, { seq: number; version: number }>(), pacer()]
      for (const id of ids) {
        const head = shelf.heads.get(id)
        if (head) found.set(id, { seq: head.seq, version: head.version })
        await pace()
      }
      return ok(found)
    },

    async existing(entity: Entity, owner: string, ids: readonly string[]): Promise<Result<Set<string>>> {
      const shelf = await ready(entity, owner)
      const [found, pace] = [new Set<string>(), pacer()]
      for (const id of ids) {
        if (shelf.heads.get(id) !== null) found.add(id)
        await pace()
      }
      return ok(found)
    },
  }
}

/** Turns a bug or a broken disk under a question into a value. */
export async function answering<T>(state: State, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    if (state.closing)
      return fail('cancelled', 'The workspace is being closed.', { hint: 'Try again in a moment.' })
    throw error
  }
}
