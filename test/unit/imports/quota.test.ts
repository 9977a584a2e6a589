// A profile's limit of audiences holds for imports as it does for single saves.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { User } from '../../../src/shared/domain/user.ts'
import { ANALYST, type Bench, finished, openBench, rows, rowsWithIds, unwrap } from './support.ts'

const LIMIT = 5
const at = '2026-05-04T09:30:00.000Z'
const analyst: Omit<User, 'version'> = {
  user_id: 'analyst',
  email: '',
  organization: '',
  display_name: 'Analyst',
  last_login: null,
  permissions: [],
  quota: { max_audiences: LIMIT, max_distributions_per_month: null },
  created_at: at,
  updated_at: at,
  deleted: false,
  changed_by: 'analyst',
  change_note: null,
}

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
  unwrap(await bench.store.commit('analyst', [{ entity: 'user', record: analyst, expected: 'new' }]))
})
afterEach(() => bench.close())

const living = async () =>
  unwrap(
    await bench.store.count('audience', 'analyst', {
      where: [{ column: 'deleted', is: 'one_of', values: [false] }],
    }),
  )
const text = (records: unknown) => JSON.stringify(records)
const refused = { state: 'failed', error: { code: 'quota_exceeded', details: { limit: LIMIT } } }

it('takes as many as there is room for, and not one more', async () => {
  expect(await bench.run(text(rows(LIMIT + 1)))).toMatchObject(refused)
  expect(await bench.count()).toBe(0)
  expect(await bench.run(text(rows(LIMIT)))).toMatchObject({ state: 'completed', result: { changed: LIMIT } })
  expect(await bench.run(text(rows(1, 2)))).toMatchObject(refused)
  expect(await living()).toBe(LIMIT)
})

it('lets only one of two at once take the last places', async () => {
  const [one, two] = await Promise.all([bench.run(text(rows(3))), bench.run(text(rows(3, 2)))])
  expect([one.state, two.state].sort()).toEqual(['completed', 'failed'])
  expect(await living()).toBe(3)
})

it('updates what is there at the limit, but brings nothing back from the trash over it', async () => {
  const records = rowsWithIds(LIMIT)
  await bench.run(text(records))
  const renamed = records.map(record => ({ ...record, name: `${record.name} 2` }))
  const update = { on_existing: 'update' } as const
  expect(await bench.run(text(renamed), update)).toMatchObject({
    state: 'completed',
    result: { changed: LIMIT },
  })
  const current = unwrap(await bench.store.get('audience', 'analyst', records[0]?.audience_id ?? ''))
  if (!current) throw new Error('The record is not there')
  const { version, ...record } = current
  const trashed = { entity: 'audience', record: { ...record, deleted: true }, expected: version } as const
  unwrap(await bench.store.commit('analyst', [trashed]))
  expect(await bench.run(text([...renamed, ...rows(1, 3)]), update)).toMatchObject(refused)
  expect(await living()).toBe(LIMIT - 1)
  expect(await bench.run(text(renamed), update)).toMatchObject({ state: 'completed', result: { changed: 1 } })
  expect(await living()).toBe(LIMIT)
})

it('loads no sample over the limit', async () => {
  const job = unwrap(await bench.imports.handlers['samples.load']({}, ANALYST))
  expect(await finished(bench.jobs, job)).toMatchObject(refused)
  expect(await bench.count()).toBe(0)
})
