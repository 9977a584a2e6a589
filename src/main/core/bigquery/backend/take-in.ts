// Rows of BigQuery taken into the cache: what is here already is left as it is.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import { pacer } from '../../pace.ts'
import type { Entity, Put, RecordOf, Store } from '../../store/face.ts'
import type { Row, Table } from '../face.ts'
import { revOf } from '../rows/rev.ts'
import { recordOf } from '../rows/row.ts'
import type { StateFile, TableState } from './state.ts'
import { withTable } from './state.ts'

/** Rows compared and saved as one commit. */
const CHUNK = 500

export type TakenIn = { taken: number; refused: { id: string; path: string; message: string }[] }
export type TakeIn = (table: Table, owner: string, rows: readonly Row[]) => Promise<Result<TakenIn>>

export const idIn = ({ id }: Table, row: Row): string => String(row[id])
const revIn = (row: Row): string => (row.rev === null || row.rev === undefined ? '' : String(row.rev))

/** What BigQuery calls the version here; null for what is gone from it. */
export function revThere({ others }: TableState, id: string, content: string): string | null {
  const other = others[id]
  return other?.content === content ? other.rev : content
}

type Here = ReadonlyMap<string, RecordOf[Entity]>

/** Rows of one owner, each id once. Its records must be left alone meanwhile. */
export function createTakeIn({ cache, file, log }: { cache: Store; file: StateFile; log: Log }): TakeIn {
  async function read({ entity, id }: Table, owner: string, ids: readonly string[]): Promise<Result<Here>> {
    const found = await cache.getMany(entity, owner, ids)
    if (!found.ok) return found
    return ok(new Map(found.value.map(record => [String(Reflect.get(record, id)), record])))
  }

  async function chunk(table: Table, owner: string, rows: readonly Row[]): Promise<Result<TakenIn>> {
    const { entity } = table
    const here = await read(
      table,
      owner,
      rows.map(row => idIn(table, row)),
    )
    if (!here.ok) return here
    const refused: TakenIn['refused'] = []
    const puts: Put[] = []
    const others = { ...file.current.tables[entity].others }
    let named = false
    const pace = pacer()
    for (const row of rows) {
      const [id, rev] = [idIn(table, row), revIn(row)]
      const local = here.value.get(id) ?? null
      const content = local && revOf(entity, local)
      await pace()
      if (content !== null && revThere(file.current.tables[entity], id, content) === rev) continue
      const there = recordOf(entity, row, { user_id: owner, local })
      if (!there.ok) {
        const fields = there.error.details?.fields as { path: string; message: string }[] | undefined
        refused.push({
          id,
          path: fields?.[0]?.path ?? '',
          message: fields?.[0]?.message ?? there.error.message,
        })
        log.warn('bigquery.row_refused', { table: table.name, path: fields?.[0]?.path ?? '' })
        continue
      }
      const { record, version } = there.value
      const taken = revOf(entity, record)
      if (taken !== content) puts.push({ entity, record, expected: 'any', at_least: version } as Put)
      if (taken !== rev) others[id] = { content: taken, rev }
      else if (others[id]) delete others[id]
      else continue
      named = true
    }
    const saved = await cache.commit(owner, puts)
    if (!saved.ok) return saved
    if (named) {
      const noted = await file.change(state => withTable(state, entity, { others }))
      if (!noted.ok) return noted
    }
    return ok({ taken: puts.length, refused })
  }

  return async (table, owner, rows) => {
    const sum: TakenIn = { taken: 0, refused: [] }
    for (let from = 0; from < rows.length; from += CHUNK) {
      const done = await chunk(table, owner, rows.slice(from, from + CHUNK))
      if (!done.ok) return done
      sum.taken += done.value.taken
      sum.refused.push(...done.value.refused)
    }
    return ok(sum)
  }
}
