// The read model of distributions: from the log, from Parquet and in memory it tells the same.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Filter, GroupBy, Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { DISTRIBUTION_STATUSES } from '../../src/shared/domain/distribution.ts'
import { PLATFORM_TYPES } from '../../src/shared/domain/platform.ts'
import { instantAt, localDateOf } from '../../src/shared/domain/schedule.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { seeded } from './random.ts'
import { distribution, type NewDistribution, OWNER } from './records.ts'

const random = seeded(20_261_122)
const { pick } = random
const maybe = <T>(value: () => T): T | null => (random.next() < 0.5 ? value() : null)
const moment = () =>
  new Date(Date.UTC(2026, 0, 1) + Math.floor(random.next() * 300 * 24) * 3_600_000).toISOString()

function run(n: number): NewDistribution {
  const total = maybe(() => Math.floor(random.next() * 1e6))
  const matched = total === null ? null : Math.floor(total * random.next() * 1.2)
  const approval = maybe(() => pick(['pending', 'approved', 'rejected'] as const))
  return distribution({
    distribution_id: `dist_${String(n).padStart(4, '0')}`,
    audience_id: `aud_${n % 7}`,
    audience_name: pick(['Eco-minded renters', 'luxury travellers', 'Big Sky Families', 'Zürich commuters']),
    platform_id: `plat_${n % 5}`,
    platform_name: pick(['Trade Desk, retail seat', 'meta US', 'Agency drop folder']),
    platform_type: pick(PLATFORM_TYPES),
    status: pick(DISTRIBUTION_STATUSES),
    scheduled_at: maybe(moment),
    executed_at: maybe(moment),
    completed_at: maybe(moment),
    match_results: {
      total_records: total,
      matched_records: matched,
      rejected_records: maybe(() => 12),
      match_rate: total && matched !== null ? matched / total : null,
      platform_audience_id: maybe(() => '9007199254740993123'),
    },
    error_details: maybe(() => ({
      error_code: pick(['rate_limited', 'offline']),
      error_message: 'The platform asked to wait.',
      hint: null,
      retryable: true,
      retry_count: Math.floor(random.next() * 5),
      next_retry_at: maybe(moment),
    })),
    metadata: {
      data_type: pick(['first_party', 'third_party']),
      ...(approval && { approval_status: approval }),
      ...(n % 3 === 0 && {
        campaign_name: 'Spring "26" \\ launch',
        series_id: `series_${n % 4}`,
        people: n * 1_000,
        schedule: { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 1 } as const,
      }),
    },
    deleted: n % 17 === 0,
    created_at: moment(),
  })
}

const RUNS = Array.from({ length: 400 }, (_, n) => run(n))
const NOW = '2026-06-15T00:00:00.000Z'
const living = { column: 'deleted', is: 'one_of', values: [false] } as const
const FILTERS: Record<string, Filter> = {
  all: { where: [] },
  living: { where: [living] },
  due: { where: [living, { column: 'due_at', is: 'below', value: NOW }] },
  later: { where: [{ column: 'due_at', is: 'at_least', value: NOW }] },
  'by status and platform': {
    where: [
      { column: 'status', is: 'one_of', values: ['completed', 'failed'] },
      { column: 'platform_id', is: 'one_of', values: ['plat_1', 'plat_2'] },
    ],
  },
  'in a time': {
    where: [
      { column: 'happens_at', is: 'at_least', value: '2026-03-01T00:00:00.000Z' },
      { column: 'happens_at', is: 'below', value: '2026-05-01T00:00:00.000Z' },
    ],
  },
  'of a series': { where: [{ column: 'series_id', is: 'one_of', values: ['series_1'] }] },
  'waiting for approval': { where: [{ column: 'approval_status', is: 'one_of', values: ['pending'] }] },
  'by words': { where: [living], search: 'zürich desk' },
}
const SORTS = [
  'happens_at',
  'created_at',
  'updated_at',
  'status',
  'platform_type',
  'audience_name',
  'platform_name',
  'match_rate',
  'total_records',
]
const GROUPS: GroupBy[][] = [
  [{ column: 'platform_id' }, { month: 'happens_at' }],
  [{ month: 'happens_at', zone: 'Pacific/Auckland' }, { column: 'platform_id' }],
  [{ month: 'happens_at', zone: 'America/Los_Angeles' }],
  [{ column: 'error_code' }, { month: 'executed_at', zone: 'Asia/Kolkata' }],
  [{ column: 'error_code' }],
  [{ column: 'platform_type' }, { column: 'status' }],
  [],
]

let folder: string
let memory: Store
const open = async (): Promise<Store> => {
  const opened = await openStore({ folder })
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}
const puts = RUNS.map(record => ({ entity: 'distribution', record, expected: 'new' }) as const)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'distribution-model-'))
  memory = createMemoryStore()
  await memory.commit(OWNER, puts)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function same(store: Store) {
  for (const [name, filter] of Object.entries(FILTERS)) {
    expect(await store.count('distribution', OWNER, filter), name).toEqual(
      await memory.count('distribution', OWNER, filter),
    )
    // Every sort over the living; each other filter by one sort.
    for (const by of name === 'living' ? SORTS : SORTS.slice(0, 1))
      for (const direction of ['asc', 'desc'] as const) {
        const query = { ...filter, sort: { by, direction }, limit: 130 }
        const [ours, theirs] = await Promise.all(
          [store, memory].map(async one => {
            const pageAt = async (place: { cursor?: string; offset?: number }) => {
              const page = await one.list('distribution', OWNER, { ...query, ...place })
              if (!page.ok) throw new Error(page.error.message)
              return page.value
            }
            const skipped = (await pageAt({ offset: 105 })).items
            const paged = []
            for (let place: { cursor?: string } | null = {}; place; ) {
              const { items, next_cursor } = await pageAt(place)
              paged.push(...items)
              place = next_cursor === null ? null : { cursor: next_cursor }
            }
            return { paged, skipped }
          }),
        )
        expect(ours, `${name} by ${by} ${direction}`).toEqual(theirs)
      }
    for (const by of ['executed_at', 'happens_at'])
      expect(
        await store.newest('distribution', OWNER, filter, 'platform_id', by),
        `${name} by ${by}`,
      ).toEqual(await memory.newest('distribution', OWNER, filter, 'platform_id', by))
    for (const by of GROUPS) {
      const sums = ['match_ppm', 'total_records', 'matched_records', 'people']
      expect(await store.aggregate('distribution', OWNER, filter, by, sums), name).toEqual(
        await memory.aggregate('distribution', OWNER, filter, by, sums),
      )
    }
  }
}

describe('lists, counts and sums of distributions', () => {
  it('are the same from the log and, after it was written out, from Parquet', async () => {
    let store = await open()
    expect((await store.commit(OWNER, puts)).ok).toBe(true)
    await same(store)
    await store.flush()
    await store.close()
    store = await open()
    await same(store)
    const found = await store.count('distribution', OWNER, FILTERS.due ?? { where: [] })
    expect(found.ok && found.value).toBeGreaterThan(10)
    await store.close()
  }, 180_000)
})

describe('months of a zone', () => {
  const known = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'NZ', 'US/Pacific', 'EST5EDT', 'Etc/GMT+5']
  /** The last millisecond before a local month and its first. */
  const aroundMonths = (zone: string) =>
    Array.from({ length: 12 }, (_, index) => {
      const first = instantAt({ year: 2026, month: index + 1, day: 1 }, '00:00', zone).getTime()
      return [first - 1, first]
    }).flat()

  it('begin where the calendar says, in every zone that it knows and whatever the database thinks of it', async () => {
    const own = await mkdtemp(join(tmpdir(), 'distribution-months-'))
    const opened = await openStore({ folder: own })
    if (!opened.ok) throw new Error(opened.error.message)
    const store = opened.value
    const instants = [...new Set(known.flatMap(aroundMonths))]
    const put = (ms: number) => {
      const completed_at = new Date(ms).toISOString()
      const record = distribution({ distribution_id: `at_${ms}`, status: 'completed', completed_at })
      return { entity: 'distribution', record, expected: 'new' } as const
    }
    expect((await store.commit(OWNER, instants.map(put))).ok).toBe(true)
    for (const zone of known) {
      const by = [{ month: 'happens_at', zone }]
      const groups = await store.aggregate('distribution', OWNER, { where: [] }, by, [])
      if (!groups.ok) throw new Error(groups.error.message)
      const counts = new Map<string, number>()
      for (const ms of instants) {
        const { year, month } = localDateOf(new Date(ms), zone)
        const name = `${year}-${String(month).padStart(2, '0')}`
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
      const told = Object.fromEntries(groups.value.map(({ keys, count }) => [keys[0], count]))
      expect(told, zone).toEqual(Object.fromEntries(counts))
    }
    await store.close()
    await rm(own, { recursive: true, force: true })
  }, 180_000)
})

describe('the moves of a run', () => {
  it('that are made in one commit are versions of their own, all or none', async () => {
    const own = await mkdtemp(join(tmpdir(), 'distribution-moves-'))
    const open = async () => {
      const opened = await openStore({ folder: own })
      if (!opened.ok) throw new Error(opened.error.message)
      return opened.value
    }
    const put = (
      id: string,
      status: 'scheduled' | 'processing' | 'matching' | 'completed',
      expected: number | 'new',
    ) => ({
      entity: 'distribution' as const,
      record: distribution({ distribution_id: id, status }),
      expected,
    })
    let store = await open()
    const states = async (id: string) => {
      const found = await store.history('distribution', OWNER, id)
      return found.ok ? found.value.map(({ version, status }) => [version, status]) : found
    }
    expect((await store.commit(OWNER, [put('run', 'processing', 'new')])).ok).toBe(true)
    const stale = await store.commit(OWNER, [
      put('run', 'matching', 1),
      put('run', 'completed', 1),
      put('next', 'scheduled', 'new'),
    ])
    expect(!stale.ok && stale.error.code).toBe('conflict')
    expect([await states('run'), await states('next')]).toEqual([[[1, 'processing']], []])
    const made = await store.commit(OWNER, [
      put('run', 'matching', 1),
      put('run', 'completed', 2),
      put('next', 'scheduled', 'new'),
    ])
    expect(made.ok && made.value.map(({ distribution_id, version }) => [distribution_id, version])).toEqual([
      ['run', 2],
      ['run', 3],
      ['next', 1],
    ])
    for (const flushed of [false, true]) {
      if (flushed) await store.flush()
      await store.close()
      store = await open()
      expect(await states('run')).toEqual([
        [3, 'completed'],
        [2, 'matching'],
        [1, 'processing'],
      ])
      expect(await states('next')).toEqual([[1, 'scheduled']])
    }
    await store.close()
    await rm(own, { recursive: true, force: true })
  }, 180_000)
})
