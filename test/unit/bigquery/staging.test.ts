// Staging files read back by two readers that know nothing of the writer.
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { asyncBufferFromFile } from 'hyparquet/src/node.js'
import { compressors } from 'hyparquet-compressors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Column, Row } from '../../../src/main/core/bigquery/face.ts'
import { rowOf } from '../../../src/main/core/bigquery/rows/row.ts'
import { stagingColumns, tableOf } from '../../../src/main/core/bigquery/rows/tables.ts'
import { audiences, distributions, platforms, users } from './records.ts'
import { staged } from './staged.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'am-staging-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let files = 0
async function written(columns: readonly Column[], rows: readonly Row[]) {
  files += 1
  const path = join(folder, `${files}.parquet`)
  return { path, ...(await staged(path, columns, rows)) }
}

const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
const micros = (value: string | number | bigint) => new Date(Number(BigInt(value) / 1_000n)).toISOString()

async function byDuckDb(path: string, columns: readonly Column[]): Promise<Row[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const select = columns.map(({ name, type }) => (type === 'TIMESTAMP' ? `epoch_us(${name}) ${name}` : name))
  const found = await connection.runAndReadAll(`SELECT ${select.join(', ')} FROM read_parquet($1)`, [path])
  const rows = found.getRowObjectsJson().map(row =>
    Object.fromEntries(
      columns.map(({ name, type }) => {
        const value = row[name]
        if (type === 'STRING[]') return [name, texts(value)]
        if (value === null || value === undefined) return [name, null]
        if (type === 'INT64') return [name, Number(value)]
        return [name, type === 'TIMESTAMP' ? micros(String(value)) : (value as string | boolean)]
      }),
    ),
  )
  connection.closeSync()
  instance.closeSync()
  return rows
}

async function byHyparquet(path: string, columns: readonly Column[]): Promise<Row[]> {
  const file = await asyncBufferFromFile(path)
  const rows = await parquetReadObjects({ file, compressors })
  return rows.map(row =>
    Object.fromEntries(
      columns.map(({ name, type }) => {
        const value: unknown = row[name] ?? null
        if (type === 'STRING[]') return [name, texts(value)]
        if (type === 'INT64' && value !== null) return [name, Number(value)]
        return [name, value instanceof Date ? value.toISOString() : (value as string | boolean | null)]
      }),
    ),
  )
}

async function comesBack(columns: readonly Column[], rows: readonly Row[]) {
  const { path, rows: count } = await written(columns, rows)
  expect(count).toBe(rows.length)
  expect(await byDuckDb(path, columns)).toEqual(rows)
  expect(await byHyparquet(path, columns)).toEqual(rows)
}

describe('a staging file', () => {
  const all = fc.oneof(
    fc.tuple(fc.constant('audience' as const), fc.array(audiences, { maxLength: 20 })),
    fc.tuple(fc.constant('platform' as const), fc.array(platforms, { maxLength: 20 })),
    fc.tuple(fc.constant('distribution' as const), fc.array(distributions, { maxLength: 20 })),
    fc.tuple(fc.constant('user' as const), fc.array(users, { maxLength: 20 })),
  )

  it('gives every value back', () =>
    fc.assert(
      fc.asyncProperty(all, async ([entity, records]) => {
        const rows = records.map(record => rowOf(entity, record, 'ann', record.deleted ? null : '1-base'))
        await comesBack(stagingColumns(tableOf(entity)), rows)
      }),
      { numRuns: 30 },
    ))

  it('holds truths and their absence', () => {
    const columns: Column[] = [
      { name: 'id', type: 'STRING' },
      { name: 'flag', type: 'BOOL' },
    ]
    const flags = Array.from({ length: 1_001 }, (_, at) => [true, false, null][at % 3] ?? null)
    return comesBack(
      columns,
      flags.map((flag, at) => ({ id: `${at}`, flag })),
    )
  })

  it('of many rows has many pages and row groups', async () => {
    const columns: Column[] = [
      { name: 'id', type: 'STRING' },
      { name: 'codes', type: 'STRING[]' },
      { name: 'size', type: 'INT64' },
    ]
    // Texts that hardly compress fill groups; lists of every length cross the ends of pages.
    const noise = (at: number) => Array.from({ length: 40 }, (_, n) => Math.sin(at * 41 + n)).join('')
    const rows = Array.from({ length: 5_000 }, (_, at) => ({
      id: noise(at),
      codes: Array.from({ length: at % 5 }, (_, n) => `C${n}`),
      size: at % 7 === 0 ? null : at * 1_000_003,
    }))
    await comesBack(columns, rows)
    const { path } = await written(columns, rows)
    const { row_groups } = await parquetMetadataAsync(await asyncBufferFromFile(path))
    expect(row_groups.length).toBeGreaterThan(1)
  })

  it('of no rows is a file with its columns', async () => {
    const columns = stagingColumns(tableOf('audience'))
    const { path, bytes } = await written(columns, [])
    expect(bytes).toBeGreaterThan(0)
    expect(await byDuckDb(path, columns)).toEqual([])
  })

  it('is taken away again when the rows fail', async () => {
    const path = join(folder, 'failed.parquet')
    function* failing(): Generator<Row> {
      yield { id: 'a' }
      throw new Error('The store is gone')
    }
    const columns: Column[] = [{ name: 'id', type: 'STRING' }]
    await expect(staged(path, columns, failing())).rejects.toThrow('The store is gone')
    await expect(access(path)).rejects.toThrow('ENOENT')
  })

  it('has a value in each place that needs one', async () => {
    const columns: Column[] = [{ name: 'id', type: 'STRING', required: true }]
    await comesBack(columns, [{ id: 'a' }, { id: '' }])
    await expect(written(columns, [{ id: 'a' }, { id: null }])).rejects.toThrow('A row has no id')
  })

  it('throws what the disk says', async () => {
    const path = join(folder, 'missing', 'a.parquet')
    await expect(staged(path, [{ name: 'id', type: 'STRING' }], [])).rejects.toThrow('ENOENT')
  })
})
