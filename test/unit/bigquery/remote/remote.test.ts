// A table loaded, merged and cleared away: how many calls that takes, and what the rows say.
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { COLUMNS, mergeOf, must, rowsOf, setting, stepOf, TARGET } from './support.ts'

describe('a push of one table', () => {
  const get = setting()

  it('loads, merges and clears away in at most seven calls', async () => {
    const { remote, double, file, calls } = get()
    const load = stepOf('load')
    const loaded = must(await remote.load(load.step, { file, table: 'stg_audiences', columns: COLUMNS }))
    expect(loaded).toEqual({ job_id: load.step.id(1), rows: 2 })
    expect(load.kept.begun).toEqual([1])
    const merge = stepOf('merge')
    const ran = must(await remote.run(merge.step, { sql: mergeOf('stg_audiences') }))
    expect(await rowsOf(ran.rows(COLUMNS))).toEqual([
      { id: 'aud_1', name: 'Coffee drinkers', version: 1 },
      { id: 'aud_2', name: 'Näher dran 🚀', version: 2 },
    ])
    must(await remote.dropStaging('stg_audiences'))
    expect(double.tables()).not.toContain(`${TARGET.staging_dataset}.stg_audiences`)
    expect(calls()).toEqual([
      'jobs.upload',
      'jobs.get',
      'jobs.insert',
      'jobs.getQueryResults',
      'tables.delete',
    ])
    expect(calls().length).toBeLessThanOrEqual(7)
  })

  it('a step is begun before its id is used, and is not where that is refused', async () => {
    const { remote, file, calls } = get()
    const { step } = stepOf('unkept')
    const refused = {
      ok: false as const,
      error: { code: 'storage_full' as const, message: 'The disk is full' },
    }
    const what = { file, table: 'stg_audiences', columns: COLUMNS }
    expect(await remote.load({ ...step, begin: async () => refused }, what)).toEqual(refused)
    expect(calls()).toEqual([])
  })

  it('a file that is not there is told, and nothing hangs', async () => {
    const { remote, calls } = get()
    const { step } = stepOf('no_file')
    const what = { file: '/nowhere/at/all.parquet', table: 'stg_audiences', columns: COLUMNS }
    expect(await remote.load(step, what)).toMatchObject({
      ok: false,
      error: { code: 'internal', details: { reason: 'ENOENT' } },
    })
    expect(calls()).toEqual([])
  })

  it('a file that is no Parquet is refused without row content', async () => {
    const { remote, file } = get()
    const broken = `${file}.broken`
    await writeFile(broken, 'planted-content '.repeat(100))
    const { step, kept } = stepOf('broken')
    const loaded = await remote.load(step, { file: broken, table: 'stg_broken', columns: COLUMNS })
    expect(loaded).toMatchObject({
      ok: false,
      error: { code: 'bigquery_failed', details: { reason: 'invalid' } },
    })
    expect(JSON.stringify(loaded)).not.toContain('planted-content')
    expect(kept.begun).toEqual([1])
  })

  it('what is not there can be cleared away', async () => {
    const { remote } = get()
    expect(await remote.dropStaging('stg_never_was')).toEqual({ ok: true, value: null })
  })

  it('reads who is signed in once', async () => {
    const { remote, calls } = get()
    expect(await remote.account()).toEqual({ ok: true, value: 'analyst@example.com' })
    expect(await remote.account()).toEqual({ ok: true, value: 'analyst@example.com' })
    expect(calls()).toEqual(['jobs.query'])
  })

  it('describes tables and datasets, also those that are not there', async () => {
    const { remote } = get()
    expect(await remote.schema('audiences')).toEqual({
      ok: true,
      value: [
        { name: 'id', type: 'STRING', required: true },
        { name: 'name', type: 'STRING' },
        { name: 'version', type: 'INT64' },
      ],
    })
    expect(await remote.schema('nothing')).toEqual({ ok: true, value: null })
    expect(await remote.dataset('nothing')).toEqual({ ok: true, value: null })
    expect(await remote.dataset(TARGET.dataset)).toEqual({
      ok: true,
      value: { location: 'EU' },
    })
  })

  it('says what a statement would read, and makes no job', async () => {
    const { remote, double } = get()
    const before = double.jobs.list().length
    const dry = must(await remote.dryRun({ sql: `SELECT name FROM \`${TARGET.dataset}.audiences\`` }))
    expect(dry.bytes).toBeGreaterThan(0)
    expect(double.jobs.list()).toHaveLength(before)
  })
})

describe('slow jobs', () => {
  const get = setting({ polls: 4 })

  it('a load of ten seconds takes four looks at most, at growing intervals', async () => {
    const { remote, file, clock, calls } = get()
    must(await remote.load(stepOf('slow').step, { file, table: 'stg_slow', columns: COLUMNS }))
    expect(clock.slept).toEqual([1_500, 3_000, 6_000, 12_000])
    expect(calls()).toHaveLength(5)
  })
})

describe('pages', () => {
  const get = setting({ pageRows: 2 })

  it('come one after another, from jobs and from reads', async () => {
    const { remote, calls } = get()
    const numbers = [{ name: 'n', type: 'INT64' }] as const
    const sql = 'SELECT n FROM UNNEST([1, 2, 3, 4, 5]) AS n ORDER BY n'
    const expected = [1, 2, 3, 4, 5].map(n => ({ n }))
    expect(await rowsOf(remote.query({ sql }, numbers))).toEqual(expected)
    expect(calls()).toEqual(['jobs.query', 'jobs.getQueryResults', 'jobs.getQueryResults'])
    const ran = must(await remote.run(stepOf('pages').step, { sql }))
    expect(await rowsOf(ran.rows(numbers))).toEqual(expected)
  })

  it('a page that can’t be had ends them with why', async () => {
    const { remote, double } = get()
    double.faults.on('jobs.getQueryResults', 1, { kind: 'answer', status: 403, reason: 'accessDenied' })
    const sql = 'SELECT n FROM UNNEST([1, 2, 3]) AS n ORDER BY n'
    const seen = []
    for await (const page of remote.query({ sql }, [{ name: 'n', type: 'INT64' }])) seen.push(page)
    expect(seen).toMatchObject([
      { ok: true, value: [{ n: 1 }, { n: 2 }] },
      { ok: false, error: { code: 'forbidden' } },
    ])
  })
})
