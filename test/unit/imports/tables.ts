// The same audiences as a file of each format, for tests of imports.
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Cell } from '../../support/xlsx.ts'

export type Row = Record<string, unknown>

const quoted = (cell: string, delimiter: string) =>
  new RegExp(`["\r\n${delimiter === '|' ? '\\|' : delimiter}]`).test(cell)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell

/** Lists and objects as JSON, as data frames and our own export write them. */
export const cellOf = (value: unknown): Cell =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : (value as string | number | boolean)

export const columnsOf = (rows: readonly Row[]) => [...new Set(rows.flatMap(row => Object.keys(row)))]

export const cellsOf = (rows: readonly Row[]): Cell[][] => {
  const columns = columnsOf(rows)
  return [columns, ...rows.map(row => columns.map(column => cellOf(row[column])))]
}

export const csvOf = (rows: readonly Row[], delimiter = ',', end = '\r\n') =>
  cellsOf(rows)
    .map(cells => cells.map(cell => quoted(cell === null ? '' : String(cell), delimiter)).join(delimiter))
    .join(end) + end

export async function parquetOf(folder: string, rows: readonly Row[]): Promise<Buffer> {
  const columns = columnsOf(rows)
  const sql = (value: Cell) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL')
  const values = rows.map(row => `(${columns.map(column => sql(cellOf(row[column]))).join(', ')})`)
  const names = columns.map(column => `"${column}"`).join(', ')
  return parquetBySql(folder, `SELECT * FROM (VALUES ${values.join(', ')}) AS t(${names})`)
}

/** For columns of other types than rows of JSON have. */
export async function parquetBySql(folder: string, select: string): Promise<Buffer> {
  const path = join(folder, 'made.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
  const bytes = await readFile(path)
  await rm(path)
  return bytes
}
