// The statements of push and pull on the double, by the real client.
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BigQuery } from '@google-cloud/bigquery'
import type { Cell, Column, Row, Statement, Table, Target } from '../../../src/main/core/bigquery/face.ts'
import { SETUP_FILES, setupStatements } from '../../../src/main/core/bigquery/rows/setup.ts'
import { conflictColumns, mergeScript } from '../../../src/main/core/bigquery/rows/sql.ts'
import { stagingColumns } from '../../../src/main/core/bigquery/rows/tables.ts'
import { settled, upload } from '../bigquery-double/push.ts'
import { staged } from './staged.ts'

export const TARGET: Target = {
  project: 'double-project',
  dataset: 'activation_manager',
  staging_dataset: 'activation_manager_staging',
  location: 'EU',
}

export const resource = (name: string) =>
  readFile(join(import.meta.dirname, '../../../resources/bigquery', name), 'utf8')

export async function run(bq: BigQuery, statements: readonly Statement[]) {
  for (const { sql } of statements) {
    const [job] = await bq.createQueryJob({ query: sql, location: 'EU' })
    await settled(job)
  }
}

export async function setUp(bq: BigQuery) {
  const templates = await Promise.all(SETUP_FILES.map(resource))
  await run(bq, setupStatements(TARGET, templates))
}

/** A cell as the client gives it, as a row of ours has it. */
function cellOf({ type }: Column, value: unknown): Cell {
  if (type === 'STRING[]') return Array.isArray(value) ? value.map(String) : []
  if (value === null || value === undefined) return null
  if (type === 'INT64') return Number(value)
  if (type === 'TIMESTAMP') return new Date((value as { value: string }).value).toISOString()
  return type === 'BOOL' ? value === true : String(value)
}

const rowsOf = (columns: readonly Column[], rows: readonly Record<string, unknown>[]): Row[] =>
  rows.map(row => Object.fromEntries(columns.map(column => [column.name, cellOf(column, row[column.name])])))

export async function query(bq: BigQuery, { sql, parameters = {} }: Statement, columns: readonly Column[]) {
  const given = Object.entries(parameters)
  const [rows] = await bq.query({
    query: sql,
    location: 'EU',
    params: Object.fromEntries(
      given.map(([name, { type, value }]) => [
        name,
        type === 'TIMESTAMP' ? BigQuery.timestamp(String(value)) : value,
      ]),
    ),
    types: Object.fromEntries(
      given.map(([name, { type }]) => [name, type === 'STRING[]' ? ['STRING'] : type]),
    ),
  })
  return rowsOf(columns, rows)
}

const LOAD_TYPE = { INT64: 'INTEGER', BOOL: 'BOOLEAN', TIMESTAMP: 'TIMESTAMP' } as const
const fieldOf = ({ name, type, required }: Column) => ({
  name,
  type: type === 'INT64' || type === 'BOOL' || type === 'TIMESTAMP' ? LOAD_TYPE[type] : 'STRING',
  mode: type === 'STRING[]' ? 'REPEATED' : required ? 'REQUIRED' : 'NULLABLE',
})

let batches = 0

/** Loads the rows and merges them; answers the rows that stand in the way, and the bytes that the last merge costs. */
export async function pushed(bq: BigQuery, table: Table, rows: readonly Row[], merges = 1) {
  batches += 1
  const staging = `stg_${table.name}_${batches}`
  const file = join(tmpdir(), `am-sql-${process.pid}-${batches}.parquet`)
  await staged(file, stagingColumns(table), rows)
  const bytes = await readFile(file)
  await rm(file)
  const job = await upload(bq, `${TARGET.staging_dataset}.${staging}`, bytes, {
    sourceFormat: 'PARQUET',
    writeDisposition: 'WRITE_TRUNCATE',
    schema: { fields: stagingColumns(table).map(fieldOf) },
  })
  await settled(job)
  let conflicts: Row[] = []
  let billed = 0
  for (let time = 0; time < merges; time++) {
    const [merge] = await bq.createQueryJob({
      query: mergeScript(TARGET, table, staging).sql,
      location: 'EU',
    })
    await settled(merge)
    const [found] = await merge.getQueryResults()
    conflicts = rowsOf(conflictColumns(table), found as Record<string, unknown>[])
    billed = Number(merge.metadata.statistics.query.totalBytesBilled)
  }
  return { conflicts, billed }
}

export const push = async (bq: BigQuery, table: Table, rows: readonly Row[], merges = 1) =>
  (await pushed(bq, table, rows, merges)).conflicts
