// How many bytes a statement reads: the sizes of BigQuery's pricing page, over the columns that it names.
import type { Table } from '../catalog.ts'
import { type Engine, quoteName } from '../engine.ts'
import { type Token, tokenise } from '../sql/tokens.ts'
import type { Field, Type } from '../types.ts'
import { physical } from '../world.ts'

const FIXED: Partial<Record<Type, number>> = {
  INT64: 8,
  FLOAT64: 8,
  BOOL: 1,
  TIMESTAMP: 8,
  DATE: 8,
  DATETIME: 8,
  NUMERIC: 16,
}

/** Strings are two bytes and their UTF-8; NULL is nothing. */
function sizeSql({ name, type, mode }: Field): string {
  const column = quoteName(name)
  const fixed = FIXED[type]
  if (mode === 'REPEATED') {
    if (fixed !== undefined) return `coalesce(len(${column}) * ${fixed}, 0)`
    return `coalesce(list_sum(list_transform(${column}, x -> 2 + octet_length(encode(CAST(x AS VARCHAR))))), 0)`
  }
  if (fixed !== undefined) return `CASE WHEN ${column} IS NULL THEN 0 ELSE ${fixed} END`
  return `coalesce(2 + octet_length(encode(CAST(${column} AS VARCHAR))), 0)`
}

async function sizeOf(engine: Engine, table: Table, fields: readonly Field[]): Promise<number> {
  if (table.view !== null || fields.length === 0) return 0
  const { rows } = await engine.query(
    `SELECT coalesce(sum(${fields.map(sizeSql).join(' + ')}), 0) FROM ${physical(table)}`,
  )
  return Number(rows[0]?.[0] ?? 0)
}

export const tableBytes = (engine: Engine, table: Table) => sizeOf(engine, table, table.fields)

export async function rowCount(engine: Engine, table: Table): Promise<number> {
  if (table.view !== null || table.fields.length === 0) return 0
  const { rows } = await engine.query(`SELECT count(*) FROM ${physical(table)}`)
  return Number(rows[0]?.[0] ?? 0)
}

const isStar = (tokens: readonly Token[], at: number) =>
  tokens[at]?.text === '*' && /^(SELECT|DISTINCT|,|\.)$/i.test(tokens[at - 1]?.text ?? '')

/** `whole`: statements that change rows read all columns. */
export async function bytesRead(
  engine: Engine,
  text: string,
  tables: Iterable<Table>,
  whole: boolean,
): Promise<number> {
  const tokens = tokenise(text)
  const all = whole || tokens.some((_, at) => isStar(tokens, at))
  const words = new Set(tokens.map(token => token.text.toLowerCase()))
  let bytes = 0
  for (const table of tables) {
    const read = all ? table.fields : table.fields.filter(({ name }) => words.has(name.toLowerCase()))
    bytes += await sizeOf(engine, table, read)
  }
  return bytes
}

const MEBIBYTE = 1024 * 1024
/** At least 10 MiB for each table, in whole MiB. */
export const billed = (bytes: number, tables: number) =>
  tables === 0 ? 0 : Math.max(Math.ceil(bytes / MEBIBYTE), 10 * tables) * MEBIBYTE
