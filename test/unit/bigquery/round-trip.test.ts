// What one computer pushes a fresh one pulls, to the bit: every shape that the domain allows, through the whole core.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEVICE_LOCAL } from '../../../src/main/core/bigquery/rows/tables.ts'
import type { Put } from '../../../src/main/core/store/face.ts'
import { seeded } from '../../store/random.ts'
import { distribution, extremes, OWNER, platform } from '../../store/records.ts'
import { type BigQueryWorld, connectInput, SERVICE_ACCOUNT, startBigQuery } from '../../support/bigquery.ts'
import type { TestCore } from '../../support/core.ts'
import { audiences, distributions, platforms, users } from './records.ts'
import { must } from './sync/device.ts'
import { computerAt, done } from './whole/computer.ts'
import { expectThere, recordsOf, stagingTables, travelled } from './whole/there.ts'

const DATASET = 'activation_manager'
const MAX = Number.MAX_SAFE_INTEGER
const SAMPLES = 60

const sample = <T>(of: fc.Arbitrary<T>): T[] => fc.sample(of, { numRuns: SAMPLES, seed: 29 })
const asPut = (entity: Put['entity'], record: object): Put => {
  const { version: _, ...rest } = { version: 0, ...record, user_id: OWNER }
  return { entity, record: rest, expected: 'any' } as Put
}

const EXTREMES: readonly Put[] = [
  ...extremes(seeded(5)).map(record => asPut('audience', record)),
  asPut(
    'platform',
    platform({
      platform_id: 'x-platform',
      name: 'Ünï 🛰️ “seat”',
      settings: {
        auto_refresh: false,
        refresh_frequency: 'monthly',
        default_match_rate: 0.1,
        kept: { by: [null, [], {}, MAX, 1e21] },
      },
      last_sync: '2026-10-21T08:00:00.000Z',
      sync_status: 'failed',
    }),
  ),
  asPut('platform', platform({ platform_id: 'x-platform-gone', deleted: true })),
  asPut(
    'distribution',
    distribution({
      distribution_id: 'x-run',
      status: 'failed',
      created_at: '1970-01-01T00:00:00.000Z',
      scheduled_at: '1970-01-01T00:00:00.001Z',
      completed_at: '9999-12-31T23:59:59.999Z',
      segments_distributed: ['', 'a,b', '🎯'],
      match_results: {
        total_records: MAX,
        matched_records: 0,
        rejected_records: null,
        match_rate: 1.0000000000000002,
        platform_audience_id: '',
      },
      error_details: {
        error_code: 'http_503',
        error_message: 'Zeile 1\nZeile 2 “…” \\',
        hint: null,
        retryable: true,
        retry_count: 0,
        next_retry_at: '9999-12-31T23:59:59.998Z',
      },
      metadata: { campaign_name: 'Été', unknown_key: { nested: [null] }, empty: {}, none: null },
    }),
  ),
  asPut('distribution', distribution({ distribution_id: 'x-run-gone', status: 'cancelled', deleted: true })),
]
const [user] = sample(users)
const SAVED: readonly Put[] = [
  asPut('user', { ...user, display_name: 'Zoë 👩🏽‍🚀', permissions: ['', 'Ünï'], deleted: false }),
  ...EXTREMES,
  ...sample(audiences).map((record, n) => asPut('audience', { ...record, audience_id: `aud_${n}` })),
  ...sample(platforms).map((record, n) => asPut('platform', { ...record, platform_id: `plat_${n}` })),
  ...sample(distributions).map((record, n) =>
    asPut('distribution', { ...record, distribution_id: `dist_${n}` }),
  ),
]

let world: BigQueryWorld
let first: TestCore
let second: TestCore
beforeAll(async () => {
  world = await startBigQuery()
  first = await computerAt(world.addresses)
  second = await computerAt(world.addresses)
  for (const core of [first, second]) await core.must('bigquery.connect', connectInput(DATASET))
  await done(first, 'bigquery.setUp')
  must(await first.store.commit(OWNER, SAVED))
})
afterAll(async () => {
  await first.close()
  await second.close()
  await world.double.close()
})

it('a push puts every field into BigQuery as it is', async () => {
  const job = await done(first, 'bigquery.push')
  expect(job.result).toMatchObject({ changed: SAVED.length, skipped: 0, error_count: 0 })
  await expectThere(world.double, DATASET, { store: first.store, user_id: OWNER, account: SERVICE_ACCOUNT })
  expect(stagingTables(world.double)).toEqual([])
})

it('a fresh computer pulls the same records, versions, deletions and notes', async () => {
  const job = await done(second, 'bigquery.pull')
  expect(job.result).toMatchObject({ changed: SAVED.length, skipped: 0, errors: [], error_count: 0 })
  const there = await travelled(first.store, OWNER)
  expect(Object.keys(there)).toHaveLength(SAVED.length)
  expect(await travelled(second.store, OWNER)).toEqual(there)
})

it('what is one computer’s own stays there: each begins as for a new account', async () => {
  const [here, there] = [
    await recordsOf(first.store, 'platform', OWNER),
    await recordsOf(second.store, 'platform', OWNER),
  ]
  expect(DEVICE_LOCAL.platform).toEqual(['connection', 'credential_fields', 'last_sync', 'sync_status'])
  expect(here.get('x-platform')).toMatchObject({ credential_fields: { api_token: { state: 'set' } } })
  for (const [id, pulled] of there)
    expect(pulled, id).toMatchObject({
      connection: { state: 'untested', error: null },
      last_sync: null,
      sync_status: null,
    })
  expect(JSON.stringify([...there.values()])).not.toContain('9f31')
})

it('neither computer has anything to push then, and an edit of one is all that travels', async () => {
  world.double.log.length = 0
  for (const core of [first, second]) {
    expect(await core.must('bigquery.status', {})).toMatchObject({ unpushed: { total: 0 }, conflicts: 0 })
    await done(core, 'bigquery.push')
  }
  expect(world.double.log).toEqual([])
  const { version } = await second.must('audiences.get', { audience_id: 'x-unicode' })
  await second.must('audiences.update', {
    audience_id: 'x-unicode',
    expected_version: version,
    patch: { description: 'Seulement ceci' },
  })
  expect((await done(second, 'bigquery.push')).result).toMatchObject({ changed: 1 })
  expect((await done(first, 'bigquery.pull')).result).toMatchObject({ changed: 1 })
  expect(await travelled(first.store, OWNER)).toEqual(await travelled(second.store, OWNER))
})
