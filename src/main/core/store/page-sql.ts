// One page of a list as SQL over the read model: order, cursor, offset.
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import type { Definition } from './columns.ts'
import type { Bind, Row } from './duck.ts'
import type { Query } from './face.ts'
import { columnOf } from './filter-sql.ts'

/** Up to this many rows the edge of a page is looked for first. */
const EDGE_ROWS = 1_000

type Cursor = { by: string; direction: string; value: string | number; id: string }
type Conditions = { sql: string; values: Bind[] }

const writeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url')

function readCursor(text: string): Cursor | null {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Cursor> | null
    const plain = typeof cursor?.value === 'string' || typeof cursor?.value === 'number'
    return cursor && plain && typeof cursor.id === 'string' ? (cursor as Cursor) : null
  } catch {
    return null
  }
}

function sortColumn(definition: Definition, by: string) {
  const column = definition.sorts[by]
  if (!column) throw new Error(`No such sort: ${by}`)
  return columnOf(definition, column)
}

const and = (sql: string, condition: string) => `${sql}${sql ? ' AND' : 'WHERE'} ${condition}`

/** The value of the last row that a page may hold. */
const edgeOf = (column: string, rows: number, table: string, where: string) =>
  `(SELECT list_min(max(${column}, ${rows})) FROM ${table} ${where})`

/**
 * What follows `FROM table`: the rows of a page, and one more where there are more. `invalid` for a cursor of another list.
 *
 * DuckDB's top-N takes each row in that comes before those it holds: in a table that is in ascending order, the newest
 * first take in all of it, with their ids. The nth number alone is found three times as fast, and leaves few to sort.
 */
export function pageOf(
  definition: Definition,
  table: string,
  query: Query,
  where: Conditions,
): Result<Conditions> {
  const { by, direction } = query.sort
  const { name, type } = sortColumn(definition, by)
  const ascending = direction === 'asc'
  const values: Bind[] = [...where.values]
  let { sql } = where
  if (query.cursor !== undefined) {
    const cursor = readCursor(query.cursor)
    const numeric = type !== 'VARCHAR'
    const ours = cursor?.by === by && cursor.direction === direction
    if (!ours || numeric !== (typeof cursor.value === 'number'))
      return invalid([{ path: 'cursor', message: 'does not belong to this list' }])
    const sign = ascending ? '>' : '<'
    const [v, i] = [`$${values.length + 1}`, `$${values.length + 2}`]
    values.push(numeric ? BigInt(Math.trunc(Number(cursor.value))) : cursor.value, cursor.id)
    sql = and(sql, `(${name} ${sign} ${v} OR (${name} = ${v} AND id ${sign} ${i}))`)
  }
  const offset = Math.trunc(query.offset ?? 0)
  const limit = Math.trunc(query.limit) + 1
  if (type === 'BIGINT' && !ascending && offset + limit <= EDGE_ROWS)
    sql = and(sql, `${name} >= ${edgeOf(name, offset + limit, table, sql)}`)
  const order = ascending ? 'ASC' : 'DESC'
  return ok({
    sql: `${sql} ORDER BY ${name} ${order}, id ${order} LIMIT ${limit}${offset > 0 ? ` OFFSET ${offset}` : ''}`,
    values,
  })
}

/** Where the page after this row begins. */
export function cursorAfter(
  definition: Definition,
  sort: Query['sort'],
  row: Row | undefined,
): string | null {
  if (!row) return null
  const value = row[sortColumn(definition, sort.by).name]
  return writeCursor({
    ...sort,
    value: typeof value === 'string' ? value : Number(value),
    id: String(row.id),
  })
}
