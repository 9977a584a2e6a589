// Records for the store's tests: plausible audiences and platforms, made from a seed.
import type { Put } from '../../src/main/core/store/face.ts'
import type { Audience } from '../../src/shared/domain/audience.ts'
import type { Distribution } from '../../src/shared/domain/distribution.ts'
import type { Platform } from '../../src/shared/domain/platform.ts'
import type { Random } from './random.ts'

export const OWNER = 'retail-analytics'
export type NewAudience = Omit<Audience, 'version'>
export type NewPlatform = Omit<Platform, 'version'>
export type NewDistribution = Omit<Distribution, 'version'>

const SEGMENTS = ['Young Digerati', 'Money & Brains', 'Winner’s Circle', 'Country Squires', 'Upward Bound']
const PRIZM = ['04', '07', '06', '05', '13']
const VARIABLES = [
  'AUTO_EV_INTENDER',
  'HH_INCOME_150K',
  'AGE_25_34',
  'TRAVEL_INTL',
  'STREAMING_HEAVY',
  'NEW_MOVER',
]
const TAGS = ['q4-holiday', 'loyalty', 'prospecting', 'ev-launch', 'win-back']
const WORDS = [
  'affluent',
  'urban',
  'families',
  'electric',
  'vehicle',
  'shoppers',
  'premium',
  'travel',
  'coastal',
]
const STATUSES = ['draft', 'active', 'archived'] as const
const DATA_TYPES = ['first_party', 'third_party', 'clean_room'] as const

const some = <T>(random: Random, items: readonly T[]) => items.filter(() => random.chance(0.5))
const words = (random: Random, count: number) =>
  Array.from({ length: count }, () => random.pick(WORDS)).join(' ')

export function audience(random: Random, over: Partial<NewAudience> & { audience_id: string }): NewAudience {
  const variables = some(random, VARIABLES)
  const segments = some(random, SEGMENTS.slice(0, 3)).map((name, index) => ({
    segment_id: String(index + 1),
    name,
    size: random.int(2_000_000),
    size_percentage: random.int(10_000) / 100,
    characteristics: { median_age: 25 + random.int(40), urbanicity: random.pick(['urban', 'suburban']) },
    prizm_segments: some(random, PRIZM),
  }))
  const at = new Date(Date.UTC(2026, 9, 20) + random.int(86_400_000)).toISOString()
  return {
    name: `${words(random, 2)} ${random.int(1_000)}`,
    description: words(random, 12),
    status: random.pick(STATUSES),
    data_type: random.pick(DATA_TYPES),
    identifier_type: random.chance(0.3) ? null : 'rampid',
    original_query: `Find ${words(random, 6)} with “${random.pick(TAGS)}”`,
    selected_variables: variables,
    variable_details: variables.map(code => ({
      code,
      description: words(random, 4),
      relevance_score: random.int(100) / 100,
      type: 'boolean',
      category: 'lifestyle',
    })),
    segments,
    total_audience_size: segments.reduce((sum, segment) => sum + segment.size, 0),
    size_source: 'segments',
    metadata: {
      tags: some(random, TAGS),
      ...(random.chance(0.5) ? { campaign_id: `cmp-${random.int(5)}` } : {}),
    },
    user_id: OWNER,
    created_at: at,
    updated_at: at,
    deleted: false,
    changed_by: OWNER,
    change_note: null,
    ...over,
  }
}

export function platform(over: Partial<NewPlatform> & { platform_id: string }): NewPlatform {
  return {
    platform_type: 'the_trade_desk',
    name: 'Trade Desk, retail seat',
    status: 'active',
    connection: { state: 'untested', tested_at: null, account_label: null, checked: [], error: null },
    credential_fields: { api_token: { state: 'set', last4: '9f31' } },
    settings: { auto_refresh: true, refresh_frequency: 'daily', region: 'us-east' },
    last_sync: null,
    sync_status: null,
    notes: '',
    user_id: OWNER,
    created_at: '2026-10-20T08:00:00.000Z',
    updated_at: '2026-10-20T08:00:00.000Z',
    deleted: false,
    changed_by: OWNER,
    change_note: null,
    ...over,
  }
}

export const putAudience = (record: NewAudience, expected: Put['expected'] = 'any'): Put<'audience'> => ({
  entity: 'audience',
  record,
  expected,
})
export const putPlatform = (record: NewPlatform, expected: Put['expected'] = 'any'): Put<'platform'> => ({
  entity: 'platform',
  record,
  expected,
})

export function distribution(over: Partial<NewDistribution> & { distribution_id: string }): NewDistribution {
  return {
    audience_id: 'aud_1',
    audience_version: 1,
    audience_name: 'Eco-minded renters',
    platform_id: 'plat_1',
    platform_name: 'Trade Desk, retail seat',
    platform_type: 'the_trade_desk',
    distribution_type: 'initial',
    status: 'scheduled',
    scheduled_at: '2026-10-20T08:00:00.000Z',
    executed_at: null,
    completed_at: null,
    segments_distributed: [],
    match_results: {
      total_records: null,
      matched_records: null,
      rejected_records: null,
      match_rate: null,
      platform_audience_id: null,
    },
    error_details: null,
    metadata: {},
    user_id: OWNER,
    created_at: '2026-10-20T08:00:00.000Z',
    updated_at: '2026-10-20T08:00:00.000Z',
    deleted: false,
    changed_by: OWNER,
    change_note: null,
    ...over,
  }
}

/** An audience with every awkward value that the schema allows. */
export function extremes(random: Random): NewAudience[] {
  const base = (audience_id: string, over: Partial<NewAudience>) => audience(random, { audience_id, ...over })
  return [
    base('x-unicode', {
      name: 'Familles aisées – Île-de-France 北京 🛍️👩‍👩‍👧‍👦',
      description:
        'Ligne 1\nLigne 2\tTab “guillemets” \\ \' " ; -- \u202Eright to left\u202C e\u0301 \u{1F1EB}\u{1F1F7}',
      metadata: {
        tags: ['été', '🎯', 'a,b', '[x]', "o'clock"],
        campaign_id: 'cmp-ünï',
        more: { deep: [1, null, 'x'] },
      },
      selected_variables: ['Ä_1', 'B "2"', 'C,3', 'D\\4'],
      variable_details: [],
    }),
    base('x-empty', {
      description: '',
      original_query: '',
      identifier_type: null,
      selected_variables: [],
      variable_details: [],
      segments: [],
      total_audience_size: 0,
      metadata: { tags: [] },
      change_note: null,
    }),
    base('x-largest', {
      total_audience_size: Number.MAX_SAFE_INTEGER,
      size_source: 'manual',
      segments: [
        {
          segment_id: '66',
          name: 'Big Sky Families',
          size: Number.MAX_SAFE_INTEGER,
          size_percentage: 100,
          characteristics: { ratio: 0.1, tiny: 5e-324, negative: -1.5, flag: true, none: null, list: [[]] },
          prizm_segments: [],
        },
      ],
    }),
    base('x-1970', { created_at: '1970-01-01T00:00:00.000Z', updated_at: '1970-01-01T00:00:00.001Z' }),
    base('x-9999', { created_at: '9999-12-31T23:59:59.998Z', updated_at: '9999-12-31T23:59:59.999Z' }),
    base('x-long', {
      name: 'n'.repeat(200),
      description: '長'.repeat(4_000),
      original_query: 'q\n'.repeat(5_000),
      selected_variables: Array.from({ length: 2_000 }, (_, index) => `VAR_${index}`),
      variable_details: [],
    }),
    base('x-null-like', {
      name: 'NULL',
      description: 'null',
      original_query: '\\N',
      changed_by: '',
      change_note: '',
    }),
    base('x-deleted', { deleted: true, change_note: 'Moved to the trash' }),
  ]
}
