// Each table as it is: its staging file is loaded, merged, and read back cell by cell, in no more than seven calls.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Cell, Column, Remote, Row } from '../../../../src/main/core/bigquery/face.ts'
import { setUp } from '../../../../src/main/core/bigquery/remote/set-up.ts'
import { SETUP_FILES, setupStatements } from '../../../../src/main/core/bigquery/rows/setup.ts'
import { mergeScript } from '../../../../src/main/core/bigquery/rows/sql.ts'
import { stagingColumns, TABLES } from '../../../../src/main/core/bigquery/rows/tables.ts'
import { type BigQueryDouble, startBigQueryDouble } from '../../../bigquery-double/index.ts'
import { staged } from '../staged.ts'
import {
  ANALYST,
  fakeClock,
  memoryVault,
  must,
  remoteOf,
  rowsOf,
  signedIn,
  stepOf,
  TARGET,
} from './support.ts'

const RESOURCES = resolve(import.meta.dirname, '../../../../resources/bigquery')
const folder = mkdtempSync(join(tmpdir(), 'bigquery-tables-'))
let double: BigQueryDouble
let remote: Remote

beforeAll(async () => {
  double = await startBigQueryDouble({ project: TARGET.project, polls: 2 })
  remote = remoteOf(double, await signedIn(double, await memoryVault()), fakeClock())
  const files = SETUP_FILES.map(name => readFileSync(join(RESOURCES, name), 'utf8'))
  must(await setUp(remote, setupStatements(TARGET, files)))
})
afterAll(async () => {
  await double.close()
  rmSync(folder, { recursive: true, force: true })
})

function cellFor({ name, type }: Column): Cell {
  switch (type) {
    case 'STRING':
      return name === 'base_rev' ? null : `${name} Näher 🚀`
    case 'INT64':
      return Number.MAX_SAFE_INTEGER
    case 'BOOL':
      return true
    case 'TIMESTAMP':
      return name === 'deleted_at' ? null : '2026-03-02T09:00:00.123Z'
    case 'JSON':
      return '{"a":[1,2.5,"x"],"b":null}'
    case 'STRING[]':
      return ['B', 'a', '']
  }
}

it.each(TABLES)('$name', async table => {
  const columns = stagingColumns(table)
  const row: Row = Object.fromEntries(columns.map(column => [column.name, cellFor(column)]))
  const file = join(folder, `${table.name}.parquet`)
  await staged(file, columns, [row])
  double.log.length = 0
  const staging = `stg_${table.name}_batch`
  const { step } = stepOf(`${table.name}_load`)
  expect(must(await remote.load(step, { file, table: staging, columns }))).toMatchObject({ rows: 1 })
  must(await remote.run(stepOf(`${table.name}_merge`).step, mergeScript(TARGET, table, staging)))
  must(await remote.dropStaging(staging))
  expect(double.log.filter(({ route }) => route !== 'token').length).toBeLessThanOrEqual(7)

  const sql = `SELECT * FROM \`${TARGET.project}.${TARGET.dataset}.${table.name}\``
  const [back] = await rowsOf(remote.query({ sql }, table.columns))
  const { base_rev: _, ...expected } = row
  expect(back).toEqual({
    ...expected,
    owner_email: ANALYST,
    pushed_by: ANALYST,
    synced_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  })
})
