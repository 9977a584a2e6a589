// Push and pull as SQL, on the double: what is taken, what is refused, and who sees what.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../../src/main/core/bigquery/face.ts'
import { recordOf, rowOf } from '../../../src/main/core/bigquery/rows/row.ts'
import {
  mergeBytes,
  mergeEstimate,
  mergeScript,
  PROFILE_COLUMNS,
  profilesSelect,
  pullSelect,
  revsColumns,
  revsSelect,
  rowsSelect,
} from '../../../src/main/core/bigquery/rows/sql.ts'
import { TABLES, tableOf } from '../../../src/main/core/bigquery/rows/tables.ts'
import type { Entity, RecordOf } from '../../../src/main/core/store/face.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { ANA, BEN, clientFor, start } from '../bigquery-double/support.ts'
import { push, pushed, query, setUp, TARGET } from './on-double.ts'
import { audiences, distributions, platforms, users } from './records.ts'

async function ready() {
  const double = await start()
  const bq = clientFor(double)
  await setUp(bq)
  return { double, bq }
}
const AUDIENCES = tableOf('audience')
const sample = <T>(of: fc.Arbitrary<T>, numRuns: number) => fc.sample(of, { numRuns, seed: 11 })
const [first] = sample(audiences, 1)
if (!first) throw new Error('No sample')
const audience = (audience_id: string, more: Partial<Audience> = {}): Audience => ({
  ...first,
  deleted: false,
  audience_id,
  ...more,
})
const revOfRow = (row: Row) => String(row.rev)
const all = { user_id: 'ann', after: null }

describe('a push', () => {
  it.each<[Entity, fc.Arbitrary<RecordOf[Entity]>]>([
    ['audience', audiences],
    ['platform', platforms],
    ['distribution', distributions],
    ['user', users],
  ])('of a %s and a pull of it give the same record', async (entity, arbitrary) => {
    const { bq } = await ready()
    const table = tableOf(entity)
    const byId = new Map(
      sample(arbitrary, 25).map(record => [String(Reflect.get(record, table.id)), record] as const),
    )
    const records = [...byId.values()]
    expect(
      await push(
        bq,
        table,
        records.map(record => rowOf(entity, record, 'ann')),
      ),
    ).toEqual([])
    const rows = await query(bq, pullSelect(TARGET, table, all), table.columns)
    expect(rows).toHaveLength(records.length)
    for (const row of rows) {
      const record = byId.get(String(row[table.id])) ?? null
      const pulled = recordOf(entity, row, { user_id: 'ann', local: record })
      if (!pulled.ok || !record) throw new Error(pulled.ok ? 'unknown' : pulled.error.message)
      const { version, ...rest } = record
      expect(pulled.value).toEqual({ record: rest, version })
      expect(row.rev).toBe(rowOf(entity, { ...rest, ...pulled.value.record, version }, 'ann').rev)
    }
  })

  it('changes what nobody changed since, and only once', async () => {
    const { bq } = await ready()
    const row = rowOf('audience', audience('a'), 'ann')
    await push(bq, AUDIENCES, [row])
    const [before] = await query(bq, pullSelect(TARGET, AUDIENCES, all), AUDIENCES.columns)
    const renamed = audience('a', { name: 'Renamed', description: '', deleted: true })
    expect(await push(bq, AUDIENCES, [rowOf('audience', renamed, 'ann', revOfRow(row))], 2)).toEqual([])
    const [after, ...more] = await query(bq, pullSelect(TARGET, AUDIENCES, all), AUDIENCES.columns)
    expect(more).toEqual([])
    expect(after).toMatchObject({ name: 'Renamed', deleted_at: renamed.updated_at, owner_email: ANA })
    expect(String(after?.synced_at) > String(before?.synced_at)).toBe(true)
  })

  it('names what was changed, deleted for good, or made by another device', async () => {
    const { bq, double } = await ready()
    const theirs = rowOf('audience', audience('edited', { name: 'Theirs' }), 'ann')
    await push(bq, AUDIENCES, [theirs, rowOf('audience', audience('purged'), 'ann')])
    await double.sql(`DELETE FROM activation_manager.audiences WHERE audience_id = 'purged'`)
    const conflicts = await push(
      bq,
      AUDIENCES,
      [
        rowOf('audience', audience('edited', { name: 'Mine' }), 'ann', '1-older'),
        rowOf('audience', audience('purged'), 'ann', '1-older'),
        rowOf('audience', audience('new'), 'ann'),
      ],
      2,
    )
    expect(conflicts.map(row => [row.staged_id, row.audience_id, row.name, row.rev])).toEqual([
      ['edited', 'edited', 'Theirs', theirs.rev],
      ['purged', null, null, null],
    ])
    const [edited] = conflicts
    if (!edited) throw new Error('No conflict')
    expect(recordOf('audience', edited, { user_id: 'ann', local: null })).toMatchObject({
      ok: true,
      value: { record: { name: 'Theirs', segments: first.segments } },
    })
  })

  it('takes the newest of two versions of one row', async () => {
    const { bq } = await ready()
    const rows = [1, 3, 2].map(version =>
      rowOf('audience', audience('a', { version, name: `v${version}` }), 'ann'),
    )
    expect(await push(bq, AUDIENCES, rows)).toEqual([])
    const found = await query(bq, pullSelect(TARGET, AUDIENCES, all), AUDIENCES.columns)
    expect(found.map(row => row.name)).toEqual(['v3'])
  })

  it('takes over rows that an earlier system wrote without a revision', async () => {
    const { bq, double } = await ready()
    await push(bq, AUDIENCES, [rowOf('audience', audience('a'), 'ann')])
    await double.sql('UPDATE activation_manager.audiences SET rev = NULL, synced_at = NULL')
    const since = pullSelect(TARGET, AUDIENCES, { user_id: 'ann', after: '2099-01-01T00:00:00.000Z' })
    expect(await query(bq, since, AUDIENCES.columns)).toHaveLength(1)
    expect(await push(bq, AUDIENCES, [rowOf('audience', audience('a'), 'ann', '')])).toEqual([])
    expect(await query(bq, since, AUDIENCES.columns)).toEqual([])
  })

  it('never touches or shows the rows of another account, even under the same id', async () => {
    const { bq, double } = await ready()
    const ben = clientFor(double, BEN)
    const row = rowOf('audience', audience('a', { name: 'Of Ana' }), 'ann')
    await push(bq, AUDIENCES, [row])
    const his = rowOf('audience', audience('a', { name: 'Of Ben' }), 'ann')
    expect(await push(ben, AUDIENCES, [his])).toEqual([])
    const taken = rowOf('audience', audience('a', { name: 'Taken' }), 'ann', revOfRow(row))
    expect((await push(ben, AUDIENCES, [taken])).map(found => found.name)).toEqual(['Of Ben'])
    const seen = await query(bq, pullSelect(TARGET, AUDIENCES, all), AUDIENCES.columns)
    expect(seen.map(found => found.name)).toEqual(['Of Ana'])
  })
})

describe('a pull', () => {
  it('holds one profile, what came after an instant, oldest first', async () => {
    const { bq, double } = await ready()
    await push(bq, AUDIENCES, [rowOf('audience', audience('early'), 'ann')])
    const [early] = await query(bq, pullSelect(TARGET, AUDIENCES, all), AUDIENCES.columns)
    await double.sql(`UPDATE activation_manager.audiences SET synced_at = synced_at - INTERVAL 1 HOUR`)
    await push(bq, AUDIENCES, [
      rowOf('audience', audience('late'), 'ann'),
      rowOf('audience', audience('other'), 'bob'),
    ])
    const everything = await query(bq, pullSelect(TARGET, AUDIENCES, all), AUDIENCES.columns)
    expect(everything.map(row => row.audience_id)).toEqual(['early', 'late'])
    const half = new Date(Date.parse(String(early?.synced_at)) - 1_800_000).toISOString()
    const since = pullSelect(TARGET, AUDIENCES, { user_id: 'ann', after: half })
    expect((await query(bq, since, AUDIENCES.columns)).map(row => row.audience_id)).toEqual(['late'])
  })

  it('has the ids and revisions, their number, and the profiles there are', async () => {
    const { bq } = await ready()
    const [user] = sample(users, 1)
    if (!user) throw new Error('No sample')
    await push(bq, tableOf('user'), [
      rowOf('user', { ...user, deleted: false, display_name: 'Ann' }, 'ann'),
      rowOf('user', { ...user, deleted: false, display_name: 'Empty' }, 'eve'),
      rowOf('user', { ...user, deleted: true, display_name: 'Gone' }, 'gone'),
    ])
    const rows = ['b', 'a'].map(id => rowOf('audience', audience(id, { deleted: id === 'b' }), 'ann'))
    await push(bq, AUDIENCES, rows)
    const revs = await query(bq, revsSelect(TARGET, AUDIENCES, all), revsColumns(AUDIENCES))
    expect(revs).toEqual(rows.toReversed().map(row => ({ audience_id: row.audience_id, rev: row.rev })))
    const some = { ...all, ids: ['a', 'c'] }
    const found = await query(bq, rowsSelect(TARGET, AUDIENCES, some), AUDIENCES.columns)
    expect(found.map(row => row.rev)).toEqual([rows[1]?.rev])
    expect(await query(bq, rowsSelect(TARGET, AUDIENCES, { ...all, ids: [] }), AUDIENCES.columns)).toEqual([])
    const profiles = await query(bq, profilesSelect(TARGET), PROFILE_COLUMNS)
    expect(profiles.map(row => [row.user_id, row.display_name, row.audiences])).toEqual([
      ['ann', 'Ann', 1],
      ['eve', 'Empty', 0],
    ])
    expect(profiles.every(row => typeof row.synced_at === 'string')).toBe(true)
  })
})

describe('the estimate', () => {
  it('bounds what the merge is billed for', async () => {
    const { bq } = await ready()
    const rows = sample(audiences, 40).map((record, at) =>
      rowOf('audience', { ...record, audience_id: `a${at}` }, 'ann'),
    )
    await push(bq, AUDIENCES, rows)
    const [job] = await bq.createQueryJob({
      query: mergeEstimate(TARGET, AUDIENCES).sql,
      location: 'EU',
      dryRun: true,
    })
    const table = Number(job.metadata.statistics.totalBytesProcessed)
    expect(table).toBeGreaterThan(0)
    const changed = rows.map(row => ({ ...row, base_rev: revOfRow(row), rev: '1-next' }))
    const { billed } = await pushed(bq, AUDIENCES, changed)
    expect(billed).toBeGreaterThan(0)
    expect(billed).toBeLessThanOrEqual(mergeBytes(table, table))
  })

  // In MiB: a table of a query is billed at 10 at the least.
  it.each([
    [0, 0, 40],
    [100, 1, 320],
    [1, 50, 120],
  ])('of a table of %i and %i staged is %i', (table, staged, most) => {
    const MiB = 1024 * 1024
    expect(mergeBytes(table * MiB, staged * MiB)).toBe(most * MiB)
  })
})

describe('the statements', () => {
  it.each(TABLES)('of $name hold no value, and names in backticks', table => {
    const { sql, parameters } = mergeScript(TARGET, table, 'stg_1')
    expect(parameters).toBeUndefined()
    const into = `\`double-project.activation_manager.${table.name}\``
    const from = '`double-project.activation_manager_staging.stg_1`'
    expect(sql.match(/`[^`]+`/g)).toEqual([into, from, from, into])
    const hostile = { user_id: "x' OR TRUE --", after: null }
    expect(pullSelect(TARGET, table, hostile).sql).not.toContain('OR TRUE')
  })

  it('refuse names that would end the backticks', () => {
    expect(() => mergeScript(TARGET, AUDIENCES, 'a` --')).toThrow(RangeError)
    expect(() => mergeScript({ ...TARGET, dataset: 'a`.b' }, AUDIENCES, 'a')).toThrow(RangeError)
  })

  it('stay far below the million characters that a query may have', () => {
    for (const table of TABLES)
      expect(mergeScript(TARGET, table, 'x'.repeat(200)).sql.length).toBeLessThan(20_000)
  })
})
