// Publishing: current rows alone, in types that BI tools know, replaced in one step, by hand and once a day.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createPublish } from '../../../src/main/core/publish/index.ts'
import { isDue } from '../../../src/main/core/publish/state.ts'
import type { PublishState } from '../../../src/shared/contract/publish.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createMemoryLog, RETAIL, TRAVEL } from '../../support/core.ts'
import { eventually } from '../../support/eventually.ts'
import { HARD } from './hard.ts'
import { type Bench, importRecords, openBench } from './support.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  await importRecords(bench, HARD)
})
afterAll(() => bench.close())

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
const publish = async () => bench.ended(await bench.must('publish.start', {}))

it('is refused before a folder was chosen, and in a folder that can’t be one', async () => {
  expect(await bench.must('publish.state', {})).toEqual({
    folder: null,
    daily: false,
    last: null,
    failed: null,
  })
  expect(await bench.refused('publish.start', {})).toMatchObject({ code: 'conflict' })
  await writeFile(bench.at('file'), 'x')
  for (const folder of [
    'relative',
    bench.at('nowhere'),
    bench.at('file'),
    bench.folder,
    join(bench.folder, '_meta'),
  ])
    expect(await bench.refused('publish.setUp', { folder }), folder).toMatchObject({
      code: 'validation_failed',
      details: { fields: [{ path: 'folder' }] },
    })
  await rm(bench.at('file'))
})

it('writes the current rows alone, one for each record, and one for each segment', async () => {
  await bench.must('publish.setUp', { folder: bench.out })
  const two = await bench.must('audiences.create', audienceInput({ name: 'Two segments' }))
  await bench.must('audiences.setStatus', { audience_id: two.audience_id, status: 'active' })
  const gone = await bench.must('audiences.create', audienceInput({ name: 'In the trash' }))
  await bench.must('audiences.delete', { audience_id: gone.audience_id })
  const theirs = await bench.must('audiences.create', audienceInput({ name: 'Of another profile' }), TRAVEL)
  const job = await publish()
  expect(job).toMatchObject({ state: 'completed', result: { changed: HARD.length + 1 } })
  expect((await readdir(bench.out)).sort()).toEqual([
    ...[
      'audiences.parquet',
      'distributions.parquet',
      'platforms.parquet',
      'published.json',
      'segments.parquet',
    ],
  ])
  const at = (name: string) => `'${bench.at(`${name}.parquet`)}'`
  const audiences = await query(
    `SELECT audience_id, name, status, version, segment_count, tags, created_at::VARCHAR AS created FROM ${at('audiences')} ORDER BY audience_id`,
  )
  expect(audiences).toHaveLength(HARD.length + 1)
  expect(audiences.find(({ name }) => name === 'Two segments')).toMatchObject({
    ...{ status: 'active', version: '2', segment_count: '2', tags: ['spring', 'sustainability'] },
  })
  for (const other of [gone, theirs])
    expect(audiences.map(({ audience_id }) => audience_id)).not.toContain(other.audience_id)
  const segments = await query(
    `SELECT * FROM ${at('segments')} WHERE audience_id = '${two.audience_id}' ORDER BY position`,
  )
  expect(segments).toEqual([
    {
      ...{
        audience_id: two.audience_id,
        audience_name: 'Two segments',
        audience_status: 'active',
        position: '1',
      },
      ...{ segment_id: 'seg-1', name: 'Young Digerati', size: '1240000', size_percentage: 62 },
      ...{ prizm_segments: ['04 Young Digerati'], characteristics: '{}' },
    },
    {
      ...{
        audience_id: two.audience_id,
        audience_name: 'Two segments',
        audience_status: 'active',
        position: '2',
      },
      ...{ segment_id: 'seg-2', name: 'Bohemian Mix', size: '760000', size_percentage: 38 },
      ...{ prizm_segments: [], characteristics: '{"urbanicity":"urban"}' },
    },
  ])
  const types = await query(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${at('audiences')})`,
  )
  expect(
    Object.fromEntries(types.map(({ column_name, column_type }) => [column_name, column_type])),
  ).toMatchObject({
    ...{ total_audience_size: 'BIGINT', created_at: 'TIMESTAMP WITH TIME ZONE', tags: 'VARCHAR[]' },
  })
  const told = JSON.parse(await readFile(bench.at('published.json'), 'utf8'))
  const { last } = await bench.must('publish.state', {})
  expect(told).toMatchObject({
    format: 'activation-manager.snapshot',
    published_at: last?.at,
    tables: last?.tables,
  })
  expect(last?.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ...[
      ['audiences', HARD.length + 1],
      ['segments', HARD.length + 2],
      ['platforms', 0],
      ['distributions', 0],
    ],
  ])
})

it('replaces nothing that is not its own: files that someone else has there, or the snapshot of another profile', async () => {
  const taken = join(bench.folder, '..', 'taken')
  await mkdir(taken)
  await writeFile(join(taken, 'segments.parquet'), 'of another program')
  expect(await bench.refused('publish.setUp', { folder: taken })).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('segments.parquet'),
  })
  await rm(join(taken, 'segments.parquet'))
  await bench.must('publish.setUp', { folder: taken })
  // They come after the folder was chosen.
  await writeFile(join(taken, 'audiences.parquet'), 'of another program')
  expect(await publish()).toMatchObject({ state: 'failed', error: { code: 'conflict' } })
  expect(await readdir(taken)).toEqual(['audiences.parquet'])
  expect(await readFile(join(taken, 'audiences.parquet'), 'utf8')).toBe('of another program')
  await rm(taken, { recursive: true })
  expect(await bench.refused('publish.setUp', { folder: bench.out }, { user_id: TRAVEL })).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(RETAIL),
  })
  await bench.must('publish.setUp', { folder: bench.out })
})

it('leaves every file as it was when one can’t be written, and says why until it works again', async () => {
  const before = await readFile(bench.at('audiences.parquet'))
  await bench.must('audiences.create', audienceInput({ name: 'New since' }))
  await rm(bench.at('distributions.parquet'))
  await mkdir(join(bench.at('distributions.parquet'), 'in the way'), { recursive: true })
  const job = await publish()
  expect(job.state).toBe('failed')
  expect(await readFile(bench.at('audiences.parquet'))).toEqual(before)
  expect((await readdir(bench.out)).filter(name => name.includes('.part-'))).toEqual([])
  expect((await bench.must('publish.state', {})).failed).toMatchObject({ error: { code: job.error?.code } })
  await rm(bench.at('distributions.parquet'), { recursive: true })
  expect((await publish()).state).toBe('completed')
  expect(await bench.must('publish.state', {})).toMatchObject({ failed: null })
  expect((await query(`SELECT count(*) AS n FROM '${bench.at('audiences.parquet')}'`))[0]).toEqual({
    n: String(HARD.length + 2),
  })
})

const HOUR = 3_600_000
const now = new Date('2026-11-26T12:00:00.000Z')
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString()
const state = (over: Partial<PublishState>): PublishState => ({
  ...{ folder: '/share', daily: true, last: null, failed: null },
  ...over,
})
const failedAt = (hours: number) => ({ at: ago(hours), error: { code: 'offline' as const, message: 'x' } })
it.each([
  ['never published', state({}), true],
  ['no folder', state({ folder: null }), false],
  ['by hand only', state({ daily: false }), false],
  ['published an hour ago', state({ last: { at: ago(1), tables: [] } }), false],
  ['published yesterday', state({ last: { at: ago(24), tables: [] } }), true],
  ['failed just now', state({ failed: failedAt(0.5) }), false],
  ['failed two hours ago', state({ last: { at: ago(30), tables: [] }, failed: failedAt(2) }), true],
])('%s: due is as it should be', (_name, given, due) => {
  expect(isDue(given, now)).toBe(due)
})

it('publishes by itself where that is wanted', async () => {
  const jobs = {
    start: vi.fn(() => ({ job_id: 'job_1', finished_at: now.toISOString() })),
    get: vi.fn(),
  }
  const timed = createPublish({
    ...{ workspace: bench.folder, store: bench.store, log: createMemoryLog(), first_ms: 1, every_ms: 5 },
    jobs: jobs as never,
    platforms: {} as never,
  })
  timed.seen(RETAIL)
  await timed.handlers['publish.setUp'](
    { daily: true },
    { user_id: RETAIL, session: 'desktop', door: 'test' },
  )
  // It was published a moment ago.
  expect(jobs.start).not.toHaveBeenCalled()
  const path = join(bench.folder, '_meta', 'publish')
  const [name = ''] = await readdir(path)
  const kept = JSON.parse(await readFile(join(path, name), 'utf8')) as PublishState
  // In one step: whoever looks meanwhile would set half a file aside.
  const old = { ...kept, last: { at: '2026-01-01T00:00:00.000Z', tables: [] } }
  await writeFile(bench.at('old'), JSON.stringify(old))
  await rename(bench.at('old'), join(path, name))
  await eventually(() => expect(jobs.start).toHaveBeenCalled())
  await timed.close()
})
