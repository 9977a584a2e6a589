import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail } from '../../../src/shared/errors.ts'
import { ANALYST, type Bench, contextOf, finished, openBench, rows, rowsWithIds, unwrap } from './support.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const MINIMAL = { name: 'Holiday bakers', data_type: 'third_party' }
const json = JSON.stringify
const NOTHING = { created: 0, updated: 0, unchanged: 0, trashed: 0 }
const WHERE = { where: [] }
const ids = async (user_id = 'analyst') => unwrap(await bench.store.ids('audience', user_id, WHERE))
const get = async (id: string) => unwrap(await bench.store.get('audience', 'analyst', id))

describe('importing a file', () => {
  it('writes every row once, in the order of the file, and counts them', async () => {
    const given = rows(2_300)
    const job = await bench.run(json(given))
    expect(job).toMatchObject({
      title: 'Import audiences.json',
      state: 'completed',
      progress: { done: 2_300, total: 2_300, unit: 'audiences' },
      result: { changed: 2_300, skipped: 0, errors: [], error_count: 0 },
    })
    const written = await ids()
    expect(written).toHaveLength(2_300)
    const sample = [0, 1, 999, 1_000, 2_299]
    for (const index of sample) expect((await get(written[index] ?? ''))?.name).toBe(given[index]?.name)
  })

  it('reads one object, a wrapped list and one object a line alike', async () => {
    expect((await bench.run(json(MINIMAL))).result?.changed).toBe(1)
    expect((await bench.run(json({ audiences: [MINIMAL, MINIMAL] }))).result?.changed).toBe(2)
    expect((await bench.run(`\ufeff${json(MINIMAL)}\r\n${json(MINIMAL)}\r\n`)).result?.changed).toBe(2)
    expect((await bench.run('[]')).result).toEqual({
      changed: 0,
      skipped: 0,
      errors: [],
      error_count: 0,
      counts: NOTHING,
    })
    expect(await bench.count()).toBe(5)
  })

  it('stops at bad rows by default: nothing is imported and all of them are named', async () => {
    const list = [MINIMAL, { ...MINIMAL, name: '' }, MINIMAL, { name: 'x', data_type: 'y', segments: 3 }]
    const job = await bench.run(`[\n${list.map(row => json(row)).join(',\n')}\n]`)
    expect(job.result).toEqual({
      changed: 0,
      skipped: 0,
      counts: NOTHING,
      error_count: 2,
      errors: [
        { row: 2, line: 3, path: 'name', message: 'must not be empty' },
        {
          row: 4,
          line: 5,
          path: 'data_type',
          message: 'must be one of first_party, third_party, clean_room; segments must be a list',
        },
      ],
    })
    expect(await bench.count()).toBe(0)
  })

  it('skips bad rows when asked to, and imports the rest', async () => {
    const list = [MINIMAL, 17, MINIMAL, { ...MINIMAL, user_id: 'other' }]
    const job = await bench.run(`${json(list).slice(0, -1)},{"name":tru},${json(MINIMAL)}]`, {
      on_error: 'skip',
    })
    expect(job.result).toMatchObject({ changed: 3, error_count: 3 })
    expect(job.result?.errors.map(({ row, message }) => [row, message])).toEqual([
      [2, 'must be a JSON object'],
      [4, 'is another profile than the one that imports'],
      [5, expect.stringMatching(/^is not valid JSON/)],
    ])
    expect(await bench.count()).toBe(3)
  })

  it('keeps the first thousand errors and counts them all', async () => {
    const job = await bench.run(json([...Array.from({ length: 2_500 }, () => ({ name: 'x' })), MINIMAL]))
    expect(job.result?.errors).toHaveLength(1_000)
    expect(job.result?.errors.map(error => error.row)).toEqual(Array.from({ length: 1_000 }, (_, n) => n + 1))
    expect(job.result?.error_count).toBe(2_500)
  })

  it('refuses an id that the file repeats and names its first row, also far apart', async () => {
    const list = rowsWithIds(1_500)
    const again = { ...list[3], name: 'Again' }
    const job = await bench.run(json([...list, again]), { on_error: 'skip' })
    expect(job.result).toMatchObject({
      changed: 1_500,
      errors: [{ row: 1_501, path: 'audience_id', message: 'repeats the id of row 4' }],
    })
    expect((await get(list[3]?.audience_id ?? ''))?.name).toBe(list[3]?.name)
  })

  it.each([
    ['empty', '', 'audiences.json is empty'],
    [
      'binary',
      Buffer.from([1, 200, 3, 250, 9]),
      'audiences.json is not JSON: it must begin with a list of audiences or with one audience',
    ],
  ])('refuses a file that is %s', async (_what, content, message) => {
    const job = await bench.run(content)
    expect(job).toMatchObject({
      state: 'failed',
      result: null,
      error: { code: 'validation_failed', message },
    })
    expect(await bench.count()).toBe(0)
  })

  it('names a cell that is too long, and a truncated end', async () => {
    const job = await bench.run(
      `[${json({ ...MINIMAL, description: 'x'.repeat(500_000) })},\n${json(MINIMAL).slice(0, -9)}`,
    )
    expect(job.result?.errors).toEqual([
      { row: 1, line: 1, path: 'description', message: 'must be at most 4,000 characters' },
      { row: 2, line: 2, path: '', message: 'the file ends in the middle of this record' },
    ])
  })

  it('is not reached by prototype keys', async () => {
    const job = await bench.run('[{"name":"x","data_type":"third_party","__proto__":{"status":"active"}}]')
    expect(job.result?.errors).toEqual([
      { row: 1, line: 1, path: '__proto__', message: 'is not an allowed key' },
    ])
  })
})

describe('rows whose id is there already', () => {
  it('are left alone, or become the next version in the same commit as new ones', async () => {
    const list = rowsWithIds(40)
    await bench.run(json(list.slice(0, 30)))
    const changed = list.map((row, index) => (index % 2 === 0 ? { ...row, name: `${row.name} II` } : row))

    const skipped = await bench.run(json(changed.slice(0, 30)))
    expect(skipped.result).toMatchObject({ changed: 0, skipped: 30 })

    const commit = vi.spyOn(bench.store, 'commit')
    const staged = vi.spyOn(bench.store, 'commitStaged')
    const updated = await bench.run(json(changed), { on_existing: 'update' })
    // 15 of 30 differ, 10 are new; those that say nothing new get no version.
    expect(updated.result).toMatchObject({ changed: 25, skipped: 15 })
    expect(commit).toHaveBeenCalledTimes(1)
    expect(staged).not.toHaveBeenCalled()
    const before = list[0]
    expect(await get(before?.audience_id ?? '')).toMatchObject({
      version: 2,
      name: `${before?.name} II`,
      created_at: before?.created_at,
    })
    expect((await get(list[1]?.audience_id ?? ''))?.version).toBe(1)
    expect(await bench.count()).toBe(40)
  })

  it('come back from the trash when updated', async () => {
    await bench.run(json({ ...MINIMAL, audience_id: 'a1' }))
    const current = await get('a1')
    if (!current) throw new Error('not imported')
    const { version, ...record } = current
    await bench.store.commit('analyst', [
      { entity: 'audience', expected: version, record: { ...record, deleted: true } },
    ])
    await bench.run(json({ ...MINIMAL, audience_id: 'a1' }), { on_existing: 'update' })
    expect(await get('a1')).toMatchObject({ version: 3, deleted: false })
  })

  it('are added once more as copies with ids of their own, and what is there stays', async () => {
    const [one, other] = rowsWithIds(2)
    await bench.run(json([one]))
    const copied = await bench.run(json([one, other]), { on_existing: 'copy' })
    expect(copied.result).toMatchObject({ changed: 2, skipped: 0, counts: { created: 2, updated: 0 } })
    expect(await get(one?.audience_id ?? '')).toMatchObject({ name: one?.name, version: 1 })
    expect(await get(other?.audience_id ?? '')).toMatchObject({ name: other?.name })
    const page = { where: [], sort: { by: 'updated_at', direction: 'desc' }, limit: 10 } as const
    const { items } = unwrap(await bench.store.list('audience', 'analyst', page))
    const copy = items.find(({ name }) => name === `${one?.name} (copy)`)
    expect(copy?.audience_id).not.toBe(one?.audience_id)
    expect(await get(copy?.audience_id ?? '')).toMatchObject({ version: 1, segments: one?.segments })
    // A copy of a copy is told from it.
    await bench.run(json({ ...one, name: copy?.name }), { on_existing: 'copy' })
    const again = unwrap(await bench.store.list('audience', 'analyst', page)).items.map(({ name }) => name)
    expect(again).toContain(`${one?.name} (copy 2)`)
  })

  it('are done anew when someone edits them meanwhile', async () => {
    await bench.run(json({ ...MINIMAL, audience_id: 'a1' }))
    const commit = bench.store.commit
    vi.spyOn(bench.store, 'commit')
      .mockImplementationOnce(async () => fail('conflict', 'changed meanwhile'))
      .mockImplementation(commit)
    const job = await bench.run(json({ ...MINIMAL, audience_id: 'a1', name: 'New' }), {
      on_existing: 'update',
    })
    expect(job).toMatchObject({ state: 'completed', result: { changed: 1 } })
  })
})

describe('records at hand', () => {
  it('are imported like a file, without lines', async () => {
    const records = [MINIMAL, { name: 'x' }, MINIMAL]
    const input = { records, on_error: 'skip' as const, on_existing: 'skip' as const }
    const job = await finished(
      bench.jobs,
      unwrap(await bench.imports.handlers['imports.records'](input, ANALYST)),
    )
    expect(job).toMatchObject({ title: 'Import 3 audiences', result: { changed: 2, error_count: 1 } })
    expect(job.result?.errors).toEqual([
      {
        row: 2,
        line: null,
        path: 'data_type',
        message: 'must be one of first_party, third_party, clean_room',
      },
    ])
  })
})

describe('the sample workspace', () => {
  it('is loaded once, for each user', async () => {
    const load = async (user_id: string) =>
      finished(
        bench.jobs,
        unwrap(await bench.imports.handlers['samples.load']({}, contextOf(user_id))),
        user_id,
      )
    expect(await load('analyst')).toMatchObject({
      kind: 'sample',
      title: 'Load the sample workspace',
      result: { changed: 250 },
    })
    expect((await load('analyst')).result).toMatchObject({ changed: 0, skipped: 250 })
    expect((await load('planner')).result).toMatchObject({ changed: 250 })
    const [mine, theirs] = [await ids(), await ids('planner')]
    expect(new Set([...mine, ...theirs]).size).toBe(500)
  })
})
