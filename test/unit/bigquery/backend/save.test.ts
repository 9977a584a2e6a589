// Records kept in BigQuery: a save is there before it is acknowledged, once, and nobody's change is written over.
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Put } from '../../../../src/main/core/store/face.ts'
import type { Audience } from '../../../../src/shared/domain/audience.ts'
import { seeded } from '../../../store/random.ts'
import { audience, OWNER, platform, putAudience, putPlatform } from '../../../store/records.ts'
import { type BigQueryWorld, SERVICE_ACCOUNT, startBigQuery } from '../../../support/bigquery.ts'
import { expectThere, stagingTables } from '../whole/there.ts'
import { type Computer, computerAt, must, setUpIn } from './computer.ts'

const dataset = 'team'
let world: BigQueryWorld
/** Two computers of one person. */
let one: Computer
let two: Computer

beforeAll(async () => {
  world = await startBigQuery()
  await setUpIn(world, dataset)
  one = await computerAt(world, { dataset })
  two = await computerAt(world, { dataset })
})
beforeEach(async () => {
  // A refused save looks by itself.
  await Promise.all([one.look(), two.look()])
  world.double.log.length = 0
})
afterAll(async () => {
  await one.close()
  await two.close()
  await world.double.close()
})

const made = (audience_id: string, name: string) => audience(seeded(7), { audience_id, name })
const calls = () => world.double.log.map(({ route }) => route ?? '').filter(route => route !== 'token')
const there = ({ store }: Computer) =>
  expectThere(world.double, dataset, { store, user_id: OWNER, account: SERVICE_ACCOUNT })
const current = async ({ store }: Computer, id: string) => must(await store.get('audience', OWNER, id))
const nameAt = async (computer: Computer, id: string) => (await current(computer, id))?.name

describe('a save', () => {
  it('is in BigQuery and here when it is acknowledged, with two calls', async () => {
    expect(must(await one.put(made('aud_1', 'Eco shoppers'), 'new')).version).toBe(1)
    expect(calls()).toEqual(['jobs.insert', 'jobs.getQueryResults'])
    expect(must(await one.put(made('aud_1', 'Green shoppers'), 1)).version).toBe(2)
    expect(calls()).toHaveLength(4)
    expect(await nameAt(one, 'aud_1')).toBe('Green shoppers')
    await there(one)
  })

  it('of many at once goes by parameters, and by one load where they are more', async () => {
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => putAudience(made(`many_${from + n}`, `Many ${n}`), 'new'))
    must(await one.store.commit(OWNER, many(0, 8)))
    expect(calls()).toHaveLength(2)
    must(await one.store.commit(OWNER, many(8, 70)))
    expect(calls().slice(2)).toEqual([
      'jobs.upload',
      'jobs.get',
      'jobs.insert',
      'jobs.getQueryResults',
      'tables.delete',
    ])
    expect(stagingTables(world.double)).toEqual([])
    await there(one)
  })

  it('of more than memory should hold is one commit: changed records, and staged new ones', async () => {
    async function* groups() {
      for (const name of ['one', 'two'])
        yield { ok: true as const, value: [putAudience(made(`group_${name}`, `Group ${name}`), 'new')] }
    }
    expect(must(await one.store.commitGroups(OWNER, 'audience', groups()))).toBe(2)
    const staged = await one.store.stage('audience')
    await writeFile(staged.path, `${JSON.stringify(made('staged_1', 'Staged'))}\n`)
    expect(must(await one.store.commitStaged(OWNER, [staged]))).toBe(1)
    expect((await current(one, 'staged_1'))?.version).toBe(1)
    const history = await one.store.stage('audience')
    const versions = [1, 2].map(version => ({ ...made('staged_3', `Version ${version}`), version }))
    await writeFile(history.path, versions.map(line => `${JSON.stringify(line)}\n`).join(''))
    must(await one.store.commitStaged(OWNER, [history]))
    expect(must(await one.store.history('audience', OWNER, 'staged_3'))).toHaveLength(2)
    const twice = await one.store.stage('audience')
    const line = `${JSON.stringify(made('staged_2', 'Twice'))}\n`
    await writeFile(twice.path, line + line)
    expect(await one.store.commitStaged(OWNER, [twice])).toMatchObject({ error: { code: 'conflict' } })
    expect(await current(one, 'staged_2')).toBeNull()
    await there(one)
    expect(stagingTables(world.double)).toEqual([])
  })

  it('of one record twice in a commit leaves its last version there, and both in the history', async () => {
    const record = made('aud_twice', 'First')
    must(
      await one.store.commit(OWNER, [
        putAudience(record, 'new'),
        putAudience({ ...record, name: 'Second' }, 1),
      ]),
    )
    const history = must(await one.store.history('audience', OWNER, 'aud_twice'))
    expect(history.map(({ name, version }) => [name, version])).toEqual([
      ['Second', 2],
      ['First', 1],
    ])
    await there(one)
  })

  it.each<[string, Put['expected'], string]>([
    ['another version than the current one', 7, 'aud_1'],
    ['that it is new, and it is there', 'new', 'aud_1'],
    ['a version of what is not there', 1, 'aud_none'],
  ])('that expects %s is refused without a call', async (_, expected, id) => {
    const refused = await one.put(made(id, 'Other'), expected)
    expect(refused).toMatchObject({ ok: false, error: { details: { id } } })
    expect(calls()).toEqual([])
  })
})

describe('two computers', () => {
  it('see each other’s saves after a look, which reads what changed alone', async () => {
    must(await one.put(made('aud_seen', 'Eco shoppers'), 'new'))
    expect(await current(two, 'aud_seen')).toBeNull()
    must(await two.look())
    expect(await nameAt(two, 'aud_seen')).toBe('Eco shoppers')
    must(await two.put(made('aud_seen', 'Green shoppers'), 1))
    must(await one.look())
    expect(await nameAt(one, 'aud_seen')).toBe('Green shoppers')
    expect(must(await one.store.history('audience', OWNER, 'aud_seen'))).toHaveLength(2)
    world.double.log.length = 0
    expect(must(await one.look())).toEqual({ taken: 0, refused: [] })
    // The version of the tables, and the state of each: nothing that costs.
    expect(calls()).toEqual(Array(5).fill('tables.get'))
  })

  it('that change one record: the second is told, has the first’s version, and writes nothing over', async () => {
    must(await one.put(made('aud_both', 'Eco shoppers'), 'new'))
    must(await two.look())
    must(await one.put(made('aud_both', 'Of the first'), 1))
    expect(await two.put(made('aud_both', 'Of the second'), 1)).toMatchObject({
      ok: false,
      error: { code: 'conflict', details: { id: 'aud_both', current_version: 2, expected_version: 1 } },
    })
    expect(await nameAt(two, 'aud_both')).toBe('Of the first')
    must(await two.put(made('aud_both', 'Of the second'), 2))
    must(await one.look())
    expect(await nameAt(one, 'aud_both')).toBe('Of the second')
    await there(one)
  })

  it('that save whatever is there: the last one stands', async () => {
    must(await one.put(made('aud_any', 'Eco shoppers'), 'new'))
    must(await two.put(made('aud_any', 'Of the second'), 'any'))
    must(await one.put(made('aud_any', 'Of the first'), 'any'))
    must(await two.look())
    expect(await nameAt(two, 'aud_any')).toBe('Of the first')
    await there(two)
  })

  it('that change one of several: the whole of the second is refused', async () => {
    const records = ['a', 'b', 'c'].map(id => made(`aud_${id}`, `Audience ${id}`))
    must(
      await one.store.commit(
        OWNER,
        records.map(record => putAudience(record, 'new')),
      ),
    )
    must(await two.look())
    must(await one.put(made('aud_b', 'Changed'), 1))
    const puts = records.map(record => putAudience({ ...record, name: 'All of them' }, 1))
    const refused = { ok: false, error: { code: 'conflict', details: { id: 'aud_b' } } }
    expect(await two.store.commit(OWNER, puts)).toMatchObject(refused)
    async function* groups() {
      yield { ok: true as const, value: puts.map(put => ({ ...put, expected: 'any' as const })) }
    }
    must(await one.put(made('aud_b', 'Changed again'), 2))
    expect(await two.store.commitGroups(OWNER, 'audience', groups())).toMatchObject(refused)
    expect(await Promise.all(['aud_a', 'aud_b', 'aud_c'].map(id => nameAt(two, id)))).toEqual([
      'Audience a',
      'Changed again',
      'Audience c',
    ])
    await there(two)
  })

  it('that make a record of one id: the second is told', async () => {
    must(await one.put(made('aud_new', 'Of the first'), 'new'))
    expect(await two.put(made('aud_new', 'Of the second'), 'new')).toMatchObject({
      error: { code: 'conflict' },
    })
    expect(await nameAt(two, 'aud_new')).toBe('Of the first')
  })
})

it('two that count at once in one record lose no count, whatever is cut', async () => {
  must(await one.put({ ...made('aud_count', 'Count'), total_audience_size: 0 }, 'new'))
  must(await two.look())
  const EACH = 5
  /** In the app each change has its own instant. */
  async function count(computer: Computer, parity: number) {
    for (let done = 0; done < EACH; ) {
      const { version, ...record } = (await current(computer, 'aud_count')) as Audience
      const updated_at = new Date(Date.parse(record.updated_at) + 2 + parity).toISOString()
      const total_audience_size = (record.total_audience_size ?? 0) + 1
      const saved = await computer.put({ ...record, updated_at, total_audience_size }, version)
      if (saved.ok) done++
      else expect(saved.error.code).toBe('conflict')
    }
  }
  for (const n of [2, 5, 9, 14])
    world.double.faults.at(n, { kind: 'reset', when: n % 2 ? 'after' : 'before' })
  await Promise.all([count(one, 0), count(two, 1)])
  must(await one.look())
  expect((await current(one, 'aud_count'))?.total_audience_size).toBe(2 * EACH)
  await there(one)
})

it('what others wrote by SQL is taken in, changed under its own revision, and made anew where it was removed', async () => {
  must(await one.put(made('aud_sql', 'Eco shoppers'), 'new'))
  const table = `\`double-project.${dataset}.audiences\``
  const where = `WHERE audience_id = 'aud_sql'`
  await world.run(
    `UPDATE ${table} SET name = 'By hand', rev = 'by-hand', synced_at = CURRENT_TIMESTAMP() ${where}`,
  )
  must(await one.look())
  const { version, ...record } = (await current(one, 'aud_sql')) as Audience
  expect(record.name).toBe('By hand')
  must(await one.put({ ...record, name: 'By the app' }, version))
  await world.run(`DELETE FROM ${table} ${where}`)
  must(await one.put({ ...record, name: 'Once more' }, version + 1))
  must(await one.look())
  await there(one)
})

it('what only this computer knows of a record calls nobody', async () => {
  const folder = platform({ platform_id: 'plt_1' })
  must(await one.store.commit(OWNER, [putPlatform(folder, 'new')]))
  const tested = { ...folder, last_sync: '2026-11-26T09:00:00.000Z' }
  must(await one.store.commit(OWNER, [putPlatform(tested, 1)]))
  expect(calls()).toHaveLength(2)
  must(await one.look())
  expect(must(await one.store.get('platform', OWNER, 'plt_1'))?.last_sync).toBe(tested.last_sync)
})
