// Load jobs: what a Parquet file may bring into which column.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { JobLoadMetadata } from '@google-cloud/bigquery'
import { expect, it } from 'vitest'
import type { BigQueryDouble } from '../../bigquery-double/index.ts'
import { type FileField, parquetOf } from './parquet.ts'
import { settled, upload } from './push.ts'
import { clientFor, start } from './support.ts'

const FILE: Record<string, FileField> = { id: { type: 'UTF8' }, tags: { type: 'UTF8', repeated: true } }
const SCHEMA = [
  { name: 'id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'tags', type: 'STRING', mode: 'REPEATED' },
]

async function withDataset(): Promise<{ double: BigQueryDouble; load: Loader }> {
  const double = await start()
  const bq = clientFor(double)
  await bq.createDataset('d', { location: 'EU' })
  const load: Loader = async (file, metadata = {}) => {
    const config = { sourceFormat: 'PARQUET', schema: { fields: SCHEMA }, ...metadata }
    return settled(await upload(bq, 'd.t', file, config))
  }
  return { double, load }
}
type Loader = (file: Buffer, metadata?: JobLoadMetadata) => ReturnType<typeof settled>

const fileOf = (...ids: string[]) =>
  parquetOf(
    FILE,
    ids.map(id => ({ id, tags: ['x'] })),
  )

/** A file by DuckDB, whose lists are LISTs of three levels. */
async function fromDuck(select: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'bigquery-double-test-'))
  try {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    const path = join(folder, 'x.parquet')
    await connection.run(`COPY (${select}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

it('bare repeated lists are ARRAY columns, empty ones too', async () => {
  const { double, load } = await withDataset()
  await load(
    await parquetOf(FILE, [
      { id: 'a', tags: ['x', '🦊'] },
      { id: 'b', tags: [] },
    ]),
  )
  expect(await double.rows('d.t')).toEqual([
    { id: 'a', tags: ['x', '🦊'] },
    { id: 'b', tags: [] },
  ])
})

it('lists of three levels need enableListInference; their NULL arrays are read as empty', async () => {
  const { double, load } = await withDataset()
  const file = await fromDuck("SELECT 'a' AS id, ['x'] AS tags UNION ALL SELECT 'b', NULL")
  await expect(load(file)).rejects.toMatchObject({
    reason: 'invalid',
    message: expect.stringContaining('RECORD'),
  })
  expect(double.tables()).toEqual([])
  await load(file, { parquetOptions: { enableListInference: true } })
  expect(await double.rows('d.t')).toEqual([
    { id: 'a', tags: ['x'] },
    { id: 'b', tags: [] },
  ])
})

it.each([
  [
    'a JSON column in the schema',
    { schema: { fields: [{ name: 'id', type: 'JSON' }] } },
    'Unsupported field type: JSON',
  ],
  [
    'another type',
    { schema: { fields: [{ name: 'id', type: 'INTEGER' }, ...SCHEMA.slice(1)] } },
    'does not match',
  ],
  [
    'a column the schema has not',
    { schema: { fields: SCHEMA.slice(0, 1) } },
    'Cannot add fields (field: tags)',
  ],
  [
    'a REQUIRED column the file has not',
    { schema: { fields: [...SCHEMA, { name: 'more', type: 'STRING', mode: 'REQUIRED' }] } },
    "Required column 'more' is missing",
  ],
])('%s is refused, and nothing is made', async (_name, metadata, message) => {
  const { double, load } = await withDataset()
  await expect(load(await fileOf('a'), metadata)).rejects.toMatchObject({
    reason: 'invalid',
    message: expect.stringContaining(message),
  })
  expect(double.tables()).toEqual([])
})

it('a JSON column of the table is refused even where the schema says STRING', async () => {
  const { double, load } = await withDataset()
  await clientFor(double)
    .dataset('d')
    .createTable('t', { schema: { fields: [{ name: 'id', type: 'JSON' }] } })
  await expect(load(await fileOf('a'))).rejects.toMatchObject({ reason: 'invalid' })
  const bare = await upload(clientFor(double), 'd.t', await fileOf('a'), { sourceFormat: 'PARQUET' })
  await expect(settled(bare)).rejects.toThrow('Unsupported field type: JSON')
  expect(double.tables()).toEqual(['d.t'])
})

it('JSON as a logical type of the file is refused too', async () => {
  const { load } = await withDataset()
  const file = await parquetOf({ id: { type: 'JSON' } }, [{ id: { a: 1 } }])
  const schema = { fields: [{ name: 'id', type: 'STRING' }] }
  await expect(load(file, { schema })).rejects.toThrow("can't be converted")
})

it('a NULL in a REQUIRED column refuses the whole file', async () => {
  const { double, load } = await withDataset()
  await load(await fileOf('kept'))
  const file = await parquetOf({ ...FILE, id: { type: 'UTF8', optional: true } }, [
    { id: 'a', tags: [] },
    { id: null, tags: [] },
  ])
  await expect(load(file)).rejects.toMatchObject({
    reason: 'invalid',
    message: 'Error while reading data, error message: Required field id cannot be null',
  })
  expect((await double.rows('d.t')).map(({ id }) => id)).toEqual(['kept'])
})

it('what is no Parquet is refused', async () => {
  const { load } = await withDataset()
  await expect(load(Buffer.from('id,tags\na,x'))).rejects.toMatchObject({ reason: 'invalid' })
})

it('columns the file has not are NULL or empty', async () => {
  const { double, load } = await withDataset()
  const schema = {
    fields: [...SCHEMA, { name: 'n', type: 'INTEGER' }, { name: 'more', type: 'STRING', mode: 'REPEATED' }],
  }
  await load(await fileOf('a'), { schema })
  await load(await fileOf('b'))
  expect(await double.rows('d.t')).toEqual([
    { id: 'a', tags: ['x'], n: null, more: [] },
    { id: 'b', tags: ['x'], n: null, more: [] },
  ])
})

it('WRITE_EMPTY, WRITE_APPEND and WRITE_TRUNCATE', async () => {
  const { double, load } = await withDataset()
  const ids = async () => (await double.rows('d.t')).map(({ id }) => id)
  await load(await fileOf('a'), { writeDisposition: 'WRITE_EMPTY' })
  await expect(load(await fileOf('b'), { writeDisposition: 'WRITE_EMPTY' })).rejects.toMatchObject({
    reason: 'duplicate',
    message: 'Already Exists: Table double-project:d.t',
  })
  expect(await ids()).toEqual(['a'])
  await load(await fileOf('b'))
  expect(await ids()).toEqual(['a', 'b'])
  await load(await fileOf('c'), { writeDisposition: 'WRITE_TRUNCATE' })
  expect(await ids()).toEqual(['c'])
})

it('new columns come in only when that is allowed', async () => {
  const { double, load } = await withDataset()
  await load(await fileOf('a'))
  const file = await parquetOf({ ...FILE, more: { type: 'INT64' } }, [
    { id: 'b', tags: [], more: 2n ** 53n - 1n },
  ])
  const schema = { fields: [...SCHEMA, { name: 'more', type: 'INTEGER' }] }
  await expect(load(file, { schema })).rejects.toThrow('Cannot add fields (field: more)')
  await load(file, { schema, schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] })
  expect(await double.rows('d.t')).toEqual([
    { id: 'a', tags: ['x'], more: null },
    { id: 'b', tags: [], more: 9007199254740991n },
  ])
})

it('a table that may not be made, and a dataset that is not there', async () => {
  const { double, load } = await withDataset()
  await expect(load(await fileOf('a'), { createDisposition: 'CREATE_NEVER' })).rejects.toMatchObject({
    reason: 'notFound',
  })
  const upOther = upload(clientFor(double), 'other.t', await fileOf('a'), { sourceFormat: 'PARQUET' })
  await expect(upOther).rejects.toMatchObject({
    code: 404,
    message: 'Not found: Dataset double-project:other',
  })
})

it('a body that was cut off is not loaded', async () => {
  const { double } = await withDataset()
  const metadata = JSON.stringify({
    configuration: { load: { destinationTable: { datasetId: 'd', tableId: 't' }, sourceFormat: 'PARQUET' } },
  })
  const part = (type: string, body: string | Buffer) =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Type: ${type}\r\n\r\n`),
      Buffer.from(body),
      Buffer.from('\r\n'),
    ])
  const send = (end: string, file: Buffer) =>
    fetch(`${double.url}/upload/bigquery/v2/projects/double-project/jobs?uploadType=multipart`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${double.tokenFor('ana@example.com')}`,
        'content-type': 'multipart/related; boundary="b"',
      },
      body: Buffer.concat([
        part('application/json', metadata),
        part('application/octet-stream', file),
        Buffer.from(end),
      ]),
    })
  const file = await fileOf('a')
  expect((await send('', file)).status).toBe(400)
  expect(double.tables()).toEqual([])
  expect((await send('--b--', file)).status).toBe(200)
  expect(await double.rows('d.t')).toHaveLength(1)
})

it('a staging table goes when its dataset’s time is over', async () => {
  const double = await start()
  const bq = clientFor(double)
  await bq.createDataset('d', { location: 'EU', defaultTableExpirationMs: '3600000' })
  const config = { sourceFormat: 'PARQUET', schema: { fields: SCHEMA } }
  await settled(await upload(bq, 'd.t', await fileOf('a'), config))
  double.clock.advance(3_500_000)
  expect(await bq.dataset('d').table('t').exists()).toEqual([true])
  double.clock.advance(100_001)
  const later = clientFor(double)
  expect(await later.dataset('d').table('t').exists()).toEqual([false])
})
