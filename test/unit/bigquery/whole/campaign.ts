// The work that the proofs of a push send: what stands in BigQuery before, and what was added, edited and deleted since.
import type { Put } from '../../../../src/main/core/store/face.ts'
import { seeded } from '../../../store/random.ts'
import {
  audience,
  distribution,
  type NewAudience,
  type NewDistribution,
  type NewPlatform,
  OWNER,
  platform,
} from '../../../store/records.ts'

const LATER = '2026-11-02T09:30:00.000Z'
type Over<T, K extends keyof T> = Partial<T> & Pick<T, K>

// Seeded by its id: the same record each time it is made.
const putAudience = (over: Over<NewAudience, 'audience_id'>): Put => ({
  entity: 'audience',
  record: audience(seeded(Number(over.audience_id.replace(/\D/g, ''))), over),
  expected: 'any',
})
const putPlatform = (over: Over<NewPlatform, 'platform_id'>): Put => ({
  entity: 'platform',
  record: platform(over),
  expected: 'any',
})
const putRun = (over: Over<NewDistribution, 'distribution_id'>): Put => ({
  entity: 'distribution',
  record: distribution(over),
  expected: 'any',
})
const putUser = (organization: string): Put => ({
  entity: 'user',
  record: {
    user_id: OWNER,
    email: 'anna@retail-media.example',
    organization,
    display_name: 'Retail analytics',
    last_login: null,
    permissions: ['push'],
    quota: { max_audiences: null, max_distributions_per_month: 40 },
    created_at: '2026-10-01T08:00:00.000Z',
    updated_at: '2026-10-01T08:00:00.000Z',
    deleted: false,
    changed_by: OWNER,
    change_note: null,
  },
  expected: 'any',
})

/** In BigQuery, and on both computers. Runs are over, so that nothing starts one. */
export const BEFORE: readonly Put[] = [
  putUser('Retail Media'),
  putPlatform({ platform_id: 'plat_1' }),
  putPlatform({ platform_id: 'plat_2', platform_type: 'tiktok', name: 'TikTok spring' }),
  putAudience({ audience_id: 'aud_1', name: 'Coffee loyalists' }),
  putAudience({ audience_id: 'aud_2', name: 'Runners', description: 'On roads', deleted: false }),
  putAudience({ audience_id: 'aud_3', name: 'New movers' }),
  putRun({ distribution_id: 'dist_1', status: 'failed' }),
  putRun({ distribution_id: 'dist_2', audience_id: 'aud_2', status: 'completed' }),
]

/** What the other computer pushed since: another field of a record that is edited here too. */
export const THERE: readonly Put[] = [
  putAudience({ audience_id: 'aud_2', name: 'Runners', description: 'On trails', updated_at: LATER }),
]

/** What is to be pushed: of each table something new, something edited; and three things deleted. */
export const SINCE: readonly Put[] = [
  putUser('Retail Media Europe'),
  putPlatform({ platform_id: 'plat_1', notes: 'Seat of the spring team', updated_at: LATER }),
  putPlatform({
    platform_id: 'plat_2',
    platform_type: 'tiktok',
    name: 'TikTok spring',
    deleted: true,
    updated_at: LATER,
  }),
  putPlatform({ platform_id: 'plat_3', platform_type: 'meta', name: 'Meta EU' }),
  putAudience({ audience_id: 'aud_1', name: 'Café-Stammgäste ☕', updated_at: LATER }),
  putAudience({ audience_id: 'aud_2', name: 'Trail runners', description: 'On roads', updated_at: LATER }),
  putAudience({ audience_id: 'aud_3', name: 'New movers', deleted: true, updated_at: LATER }),
  putAudience({ audience_id: 'aud_4', name: 'Würzburg, 5 km “around”' }),
  putRun({ distribution_id: 'dist_1', status: 'cancelled', updated_at: LATER }),
  putRun({
    distribution_id: 'dist_2',
    audience_id: 'aud_2',
    status: 'completed',
    deleted: true,
    updated_at: LATER,
  }),
  putRun({ distribution_id: 'dist_3', platform_id: 'plat_3', platform_name: 'Meta EU', status: 'completed' }),
]

const OF_A_TABLE = ['jobs.upload', 'jobs.get', 'jobs.insert', 'jobs.getQueryResults', 'tables.delete']
/** All calls of the push: a token, the version of the tables, what is new in each; then each table's own. */
export const CALLS: readonly string[] = [
  'token',
  'tables.get',
  ...Array<string>(4).fill('jobs.query'),
  ...Array<string[]>(4).fill(OF_A_TABLE).flat(),
]
