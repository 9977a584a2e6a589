// Queries through the core: what the tables hold, fresh and of one's own profile alone, and the queries that are kept.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { t } from '../../../src/renderer/messages/index.ts'
import type { ExportFormat } from '../../../src/shared/contract/exports.ts'
import type { Cell } from '../../../src/shared/contract/queries.ts'
import { audienceInput } from '../../support/audiences.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { entries } from '../exports/readers.ts'
import { createWorld, SECRET_ROW, type World } from './world.ts'

let world: World
let runs = 0
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const run = (sql: string, user?: string) => world.must('queries.run', { run_id: `run_${++runs}`, sql }, user)
const rowsOf = async (sql: string, user?: string): Promise<Cell[][]> => (await run(sql, user)).rows

describe('the tables', () => {
  it('are told with the types that they have', async () => {
    const { tables } = await world.must('queries.tables', {})
    expect(tables.map(({ name }) => name)).toEqual([
      'audiences',
      'segments',
      'variables',
      'platforms',
      'distributions',
      'audience_versions',
      'platform_versions',
      'distribution_versions',
    ])
    for (const { name, columns } of tables) {
      const described = await rowsOf(`DESCRIBE FROM ${name}`)
      expect(described.map(([column, type]) => ({ name: column, type }))).toEqual(columns)
    }
  })

  it('hold what was saved a moment ago, the newest version of each, and nothing from the trash', async () => {
    const made = await world.must('audiences.create', audienceInput({ name: 'Night readers' }))
    const which = { audience_id: made.audience_id }
    const name = () => rowsOf(`SELECT name, version FROM audiences WHERE audience_id = '${made.audience_id}'`)
    expect(await name()).toEqual([['Night readers', 1]])
    await world.must('audiences.update', { ...which, expected_version: 1, patch: { name: 'Night owls' } })
    expect(await name()).toEqual([['Night owls', 2]])
    await world.must('audiences.delete', { ...which, expected_version: 2 })
    expect(await name()).toEqual([])
    const versions = `SELECT version, name, deleted FROM audience_versions WHERE audience_id = '${made.audience_id}' ORDER BY version`
    expect(await rowsOf(versions)).toEqual([
      [1, 'Night readers', false],
      [2, 'Night owls', false],
      [3, 'Night owls', true],
    ])
  })

  it('are of one profile alone', async () => {
    expect(await rowsOf('SELECT name FROM audiences ORDER BY name')).toEqual([['Trail runners']])
    expect(await rowsOf('SELECT name FROM audiences', TRAVEL)).toEqual([[SECRET_ROW]])
  })

  it('take lists apart', async () => {
    const segments =
      'SELECT audience_name, position, segment_id, name, size, prizm_segments, characteristics FROM segments'
    expect(await rowsOf(`${segments} ORDER BY position`)).toEqual([
      ['Trail runners', 1, 'seg-1', 'Young Digerati', 1_240_000, '["04 Young Digerati"]', '{}'],
      ['Trail runners', 2, 'seg-2', 'Bohemian Mix', 760_000, '[]', '{"urbanicity":"urban"}'],
    ])
    const variables =
      'SELECT position, code, description, type, relevance_score FROM variables ORDER BY position'
    expect(await rowsOf(variables)).toEqual([
      [1, 'AGE_25_34', null, null, null],
      [2, 'GREEN_AWARE', 'Green attitudes', 'psychographic', 0.94],
      [3, 'INCOME_75K_PLUS', null, null, null],
    ])
    expect(await rowsOf('SELECT tags, campaign_id FROM audiences')).toEqual([
      ['["spring","sustainability"]', 'spring-2026'],
    ])
  })

  it('hold platforms and runs with the members of their JSON as columns', async () => {
    const platform = await world.must('platforms.create', {
      name: 'Agency drop folder',
      platform_type: 'folder',
      settings: { path: world.folder, default_match_rate: 0.62 },
    })
    const { items } = await world.must('audiences.list', {})
    await world.must('distributions.create', {
      audience_ids: items.map(item => item.audience_id),
      platform_ids: [platform.platform_id],
      when: { kind: 'at', at: '2099-06-01T07:00:00.000Z' },
      campaign_name: 'Spring launch',
    })
    expect(await rowsOf('SELECT name, connection_state, default_match_rate FROM platforms')).toEqual([
      ['Agency drop folder', 'untested', 0.62],
    ])
    const told =
      'SELECT audience_name, platform_name, status, scheduled_at, campaign_name, match_rate FROM distributions'
    expect(await rowsOf(told)).toEqual([
      ['Trail runners', 'Agency drop folder', 'scheduled', '2099-06-01T07:00:00.000Z', 'Spring launch', null],
    ])
  })

  it('are there, and empty, for a profile that has saved nothing', async () => {
    await world.core.ensureProfile('newcomer', 'Newcomer')
    for (const { name } of (await world.must('queries.tables', {}, 'newcomer')).tables)
      expect(await rowsOf(`SELECT count(*) FROM ${name}`, 'newcomer')).toEqual([[0]])
  })

  it('answer every example', async () => {
    for (const { name, sql } of t.sql.examples) {
      const { columns } = await run(sql)
      expect(columns.length, name).toBeGreaterThan(1)
    }
  })
})

describe('a run', () => {
  it('is cancelled by its id, by its own profile alone', async () => {
    const sql = 'SELECT count(*) FROM range(10000000) a, range(10000000) b'
    const running = world.call('queries.run', { run_id: 'long', sql })
    expect(await world.must('queries.cancel', { run_id: 'long' }, TRAVEL)).toEqual({ cancelled: false })
    expect(await world.refused('queries.run', { run_id: 'long', sql })).toMatchObject({ code: 'conflict' })
    expect(await world.must('queries.cancel', { run_id: 'long' })).toEqual({ cancelled: true })
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await world.must('queries.cancel', { run_id: 'long' })).toEqual({ cancelled: false })
  })

  it('of wrong SQL says where', async () => {
    expect(
      await world.refused('queries.run', { run_id: 'wrong', sql: 'SELECT nme FROM audiences' }),
    ).toMatchObject({
      code: 'validation_failed',
      details: { line: 1, column: 8 },
    })
  })

  it('says so where no process can be started', async () => {
    const without = await createWorld({ startQuery: () => null })
    expect(await without.refused('queries.run', { run_id: 'none', sql: 'SELECT 1' })).toMatchObject({
      code: 'unsupported',
    })
    await without.close()
  })
})

describe('an export', () => {
  const sql = `SELECT name AS "a ""b"", c", total_audience_size AS size, tags, true AS ok, 9007199254740993 AS big,
    TIMESTAMPTZ '2026-11-26 10:00:00+00' AS at, '=1+1' AS formula, 0.5 AS part, NULL AS none, name AS "A" FROM audiences`

  async function exported(format: ExportFormat, query = sql): Promise<Buffer> {
    const path = join(world.folder, `result.${format}`)
    const offered = await world.core.offerTarget({ path }, RETAIL)
    if (!offered.ok) throw new Error(offered.error.message)
    const given = { file_token: offered.value.file_token, format, sql: query }
    const { job_id } = await world.must('queries.export', given)
    let job = await world.must('jobs.get', { job_id })
    for (; !job.finished_at; job = await world.must('jobs.get', { job_id }))
      await new Promise(resolve => setTimeout(resolve, 2))
    if (job.state !== 'completed') throw new Error(job.error?.message)
    return readFile(path)
  }

  it.each(['csv', 'json', 'ndjson', 'parquet', 'xlsx'] as const)('holds what is odd: as %s', async format => {
    const odd = `SELECT * FROM (VALUES
      (TIMESTAMPTZ '0044-03-15 (BC) 00:00:00+00', TIMESTAMPTZ '0007-01-01 00:00:00+00', 'a' || chr(0) || 'b', 'NaN'::DOUBLE, 1e308),
      (TIMESTAMPTZ '10000-01-01 00:00:00+00', TIMESTAMPTZ '9999-12-31 23:59:59.999+00', chr(65534) || chr(27), 'inf'::DOUBLE, -1e-308))
      AS t(era, far, text, no_number, far_number)`
    const bytes = await exported(format, odd)
    expect(bytes.length).toBeGreaterThan(100)
    // No spreadsheet shows a number of this as a date.
    if (format === 'xlsx')
      expect(String((await entries(bytes)).get('xl/worksheets/sheet1.xml'))).toContain('>0007-01-01T')
  })

  it('has every value in each format, under names that are told apart', async () => {
    const record = {
      'a "b", c': 'Trail runners',
      size: 2_000_000,
      tags: ['spring', 'sustainability'],
      ok: true,
      big: '9007199254740993',
      at: '2026-11-26T10:00:00.000Z',
      formula: '=1+1',
      part: 0.5,
      none: null,
      A: 'Trail runners',
    }
    expect(JSON.parse(String(await exported('json')))).toEqual([record])
    expect(JSON.parse(String(await exported('ndjson')))).toEqual(record)
    const [head, row] = String(await exported('csv')).split('\r\n')
    expect(head).toBe('\ufeff"a ""b"", c",size,tags,ok,big,at,formula,part,none,A')
    expect(row).toBe(
      'Trail runners,2000000,"[""spring"",""sustainability""]",true,9007199254740993,2026-11-26T10:00:00.000Z,\'=1+1,0.5,,Trail runners',
    )
    expect((await exported('xlsx')).subarray(0, 2).toString()).toBe('PK')
    const parquet = await exported('parquet')
    expect(parquet.subarray(-4).toString()).toBe('PAR1')
    const [columns] = await parquetRows(join(world.folder, 'result.parquet'))
    expect(columns).toMatchObject({
      'a "b", c': 'Trail runners',
      size: 2_000_000n,
      part: 0.5,
      big: '9007199254740993',
    })
  })

  it('of nothing is a file all the same, and of wrong SQL none', async () => {
    expect(String(await exported('json', 'SELECT name FROM audiences WHERE false'))).toBe('[\n]\n')
    const before = await readFile(join(world.folder, 'result.csv'))
    await expect(exported('csv', 'SELECT nme FROM audiences')).rejects.toThrow('not found')
    expect(await readFile(join(world.folder, 'result.csv'))).toEqual(before)
  })
})

async function parquetRows(path: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll('SELECT * FROM read_parquet($1)', [path])).getRowObjectsJS()
  connection.closeSync()
  instance.closeSync()
  return rows
}

describe('a saved query', () => {
  const sql = 'SELECT name FROM audiences'
  const names = async (user?: string) =>
    (await world.must('queries.list', {}, user)).queries.map(query => query.name)

  it('is kept, changed, renamed and removed, by its profile alone', async () => {
    const { query_id } = await world.must('queries.save', { name: 'By size', sql })
    await world.must('queries.save', { name: 'All names', sql })
    expect(await names()).toEqual(['All names', 'By size'])
    expect(await names(TRAVEL)).toEqual([])
    const changed = await world.must('queries.save', { query_id, name: 'Zebra', sql: 'FROM audiences' })
    expect(changed).toMatchObject({ query_id, name: 'Zebra', sql: 'FROM audiences' })
    expect(await names()).toEqual(['All names', 'Zebra'])
    expect((await world.call('queries.remove', { query_id }, TRAVEL)).ok).toBe(false)
    await world.must('queries.remove', { query_id })
    expect(await names()).toEqual(['All names'])
  })

  it('is refused for a name that is taken, an id that is gone, and too many', async () => {
    expect(await world.refused('queries.save', { name: 'all NAMES', sql })).toMatchObject({
      code: 'conflict',
    })
    const gone = { query_id: 'query_gone', name: 'Gone', sql }
    expect(await world.refused('queries.save', gone)).toMatchObject({ code: 'not_found' })
    expect(await world.refused('queries.remove', { query_id: 'query_gone' })).toMatchObject({
      code: 'not_found',
    })
    for (let n = 0; n < 200; n++) await world.must('queries.save', { name: `Query ${n}`, sql }, 'newcomer')
    const over = await world.call('queries.save', { name: 'One more', sql }, 'newcomer')
    expect(over).toMatchObject({ ok: false, error: { code: 'quota_exceeded' } })
  })
})
