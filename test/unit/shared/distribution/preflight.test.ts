// The verdict before anything runs: each finding, its level and its next step.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Forecast } from '../../../../src/shared/domain/distribution.ts'
import {
  PLATFORM_TYPES,
  type Platform,
  type PlatformConnection,
} from '../../../../src/shared/domain/platform.ts'
import {
  type OpenRun,
  type PreflightInput,
  planSettingsOf,
  preflight,
} from '../../../../src/shared/domain/preflight.ts'
import { peopleOf, sizeFloorOf } from '../../../../src/shared/domain/preflight-audience.ts'
import { moment, percent } from '../../../../src/shared/domain/preflight-check.ts'
import { LONG_NAME, nameChecks, sensitiveWording } from '../../../../src/shared/domain/preflight-name.ts'
import { platform } from '../../../store/records.ts'

const NOW = new Date('2026-11-22T09:30:00.000Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString()
const tested = (over: Partial<PlatformConnection> = {}): PlatformConnection => ({
  state: 'ok',
  tested_at: daysAgo(1),
  account_label: 'Retail US',
  checked: [],
  error: null,
  ...over,
})
const refused = tested({
  state: 'failed',
  tested_at: daysAgo(0),
  error: { code: 'unauthorized', message: 'The token was refused.', hint: 'Make a new token.' },
})
const SEAT: Platform = {
  ...platform({
    platform_id: 'plat_1',
    credential_fields: { token: { state: 'set' } },
    connection: tested(),
    settings: {
      auto_refresh: false,
      refresh_frequency: 'weekly',
      advertiser_id: 'abc',
      pii_type: 'Email',
      api_version: 'v3',
      batch_size: 10_000,
      size_floor: 1_500,
    },
  }),
  version: 1,
}
const seat = (over: Partial<Platform>): Platform => ({ ...SEAT, ...over })
const floor = (size_floor: number) => seat({ settings: { ...SEAT.settings, size_floor } })
const AUDIENCE: PreflightInput['audience'] = {
  name: 'Eco-minded renters',
  status: 'active',
  deleted: false,
  total_audience_size: 10_000,
  segments: [
    { segment_id: '1', name: 'Young Digerati', size: 8_000 },
    { segment_id: '2', name: 'Money & Brains', size: 2_000 },
    { segment_id: '3', name: 'Nobody yet', size: 0 },
  ],
}
const RATE: Forecast = {
  rate: 0.4,
  low: 0.3,
  high: 0.5,
  basis: 'learned',
  scope: 'data_type',
  runs: 7,
  matches: 3_200,
}
const UNKNOWN: Forecast = { rate: null, low: null, high: null, basis: 'unknown', runs: 0, matches: null }
const PLAN: PreflightInput = {
  audience: AUDIENCE,
  segment_ids: ['1', '2'],
  platform: SEAT,
  when: { kind: 'now' },
  zone: 'Europe/Berlin',
  forecast: RATE,
  fee: { cpm_fee: 1.5, currency: 'USD' },
  approval: { needed: false, status: null },
  open_runs: [],
  secret_store: 'available',
  now: NOW,
}
const LATER = { kind: 'at', at: '2026-11-23T08:00:00.000Z' } as const
const run = (over: Partial<OpenRun>): OpenRun => ({
  distribution_id: 'dist_1',
  status: 'scheduled',
  scheduled_at: '2026-11-24T08:00:00.000Z',
  segments_distributed: [],
  ...over,
})

it('a plan that lacks nothing is ready, and every finding is fine', () => {
  const { ready, checks, people, cost, starts } = preflight(PLAN)
  expect({ ready, people, starts }).toEqual({ ready: true, people: 10_000, starts: [] })
  expect(cost).toEqual({ amount: 15, currency: 'USD', basis: '10,000 people × 1.50 USD for a thousand' })
  expect(checks.filter(check => check.level !== 'ok')).toEqual([])
  expect(checks.map(check => check.message)).toEqual([
    '“Trade Desk, retail seat” is active.',
    'All settings that it needs are there.',
    'All credentials that it needs are there.',
    'The connection was tested yesterday as Retail US.',
    '“Eco-minded renters” is active.',
    'Chosen segments: 2.',
    '10,000 people; The Trade Desk needs at least 1,500.',
    'About 4,000 matches, between 3,000 and 5,000 (40 %, learned from 7 past runs of this type of data).',
    'The name is short enough.',
    'It starts at once.',
    'No other run of this audience to this platform is open.',
    'No approval is needed.',
    'At most about 15.00 USD: 10,000 people × 1.50 USD for a thousand.',
  ])
})

type Row = [string, Partial<PreflightInput>, string, 'ok' | 'note' | 'warning' | 'block', string]
describe('each finding', () => {
  it.each<Row>([
    ['in the trash', { platform: seat({ deleted: true }) }, 'platform_state', 'block', 'is in the trash'],
    ['inactive', { platform: seat({ status: 'inactive' }) }, 'platform_state', 'block', 'is inactive'],
    [
      'a setting missing',
      { platform: seat({ settings: { ...SEAT.settings, advertiser_id: '' } }) },
      'platform_settings',
      'block',
      'Settings are missing: Advertiser ID.',
    ],
    [
      'a secret missing',
      { platform: seat({ credential_fields: { token: { state: 'missing' } } }) },
      'secrets',
      'block',
      'Credentials are missing: API token.',
    ],
    ['a locked keychain, now', { secret_store: 'locked' }, 'secrets', 'block', 'is locked'],
    ['a locked keychain, later', { secret_store: 'locked', when: LATER }, 'secrets', 'warning', 'is locked'],
    ['no keychain', { secret_store: 'unavailable' }, 'secrets', 'block', 'can’t be reached'],
    [
      'a keychain that isn’t needed',
      {
        secret_store: 'locked',
        platform: seat({
          platform_type: 'folder',
          credential_fields: {},
          settings: { ...SEAT.settings, path: '/share', file_format: 'csv' },
        }),
      },
      'secrets',
      'ok',
      'needs no credentials',
    ],
    [
      'never tested',
      { platform: seat({ connection: tested({ state: 'untested', tested_at: null }) }) },
      'platform_tested',
      'warning',
      'not been tested',
    ],
    [
      'a failed test, now',
      { platform: seat({ connection: refused }) },
      'platform_tested',
      'block',
      'failed today. The token was refused.',
    ],
    [
      'a failed test, later',
      { platform: seat({ connection: refused }), when: LATER },
      'platform_tested',
      'warning',
      'failed today',
    ],
    [
      'tested six days ago',
      { platform: seat({ connection: tested({ tested_at: daysAgo(6) }) }) },
      'platform_tested',
      'ok',
      '6 days ago',
    ],
    [
      'tested a week ago',
      { platform: seat({ connection: tested({ tested_at: daysAgo(7) }) }) },
      'platform_tested',
      'warning',
      '7 days ago as Retail US',
    ],
    [
      'tested in the future',
      { platform: seat({ connection: tested({ tested_at: daysAgo(-3) }) }) },
      'platform_tested',
      'ok',
      'today',
    ],
    [
      'a failed delivery',
      { platform: seat({ sync_status: 'failed' }) },
      'last_delivery',
      'note',
      'last delivery',
    ],
    [
      'a deleted audience',
      { audience: { ...AUDIENCE, deleted: true } },
      'audience_state',
      'block',
      'in the trash',
    ],
    [
      'an archived audience',
      { audience: { ...AUDIENCE, status: 'archived' } },
      'audience_state',
      'block',
      'is archived',
    ],
    ['a draft', { audience: { ...AUDIENCE, status: 'draft' } }, 'audience_state', 'note', 'still a draft'],
    ['a segment that is gone', { segment_ids: ['1', '9'] }, 'segments', 'block', 'no segment “9” any more'],
    [
      'many that are gone',
      { segment_ids: ['5', '6', '7', '8', '9'] },
      'segments',
      'block',
      'segments “5”, “6”, “7” and 2 more',
    ],
    [
      'an empty segment alone',
      { segment_ids: ['3'] },
      'segments',
      'block',
      'The chosen segments hold nobody.',
    ],
    [
      'an empty audience',
      { segment_ids: [], audience: { ...AUDIENCE, total_audience_size: 0, segments: [] } },
      'segments',
      'block',
      'The audience holds nobody.',
    ],
    ['an empty segment among others', { segment_ids: [] }, 'segments', 'note', '“Nobody yet” holds nobody.'],
    [
      'no segments',
      { segment_ids: [], audience: { ...AUDIENCE, segments: [] } },
      'segments',
      'ok',
      'as a whole',
    ],
    ['one person below the floor', { platform: floor(10_001) }, 'size', 'warning', 'fewer than the 10,001'],
    ['just at the floor', { platform: floor(10_000) }, 'size', 'ok', 'at least 10,000'],
    ['no floor', { platform: floor(0) }, 'size', 'ok', 'no smallest size is known'],
    ['matches below the floor', { platform: floor(4_001) }, 'matches', 'warning', 'fewer than the 4,001'],
    [
      'matches that may stay below',
      { platform: floor(3_001) },
      'matches',
      'note',
      'may stay below the 3,001',
    ],
    ['the lowest just enough', { platform: floor(3_000) }, 'matches', 'ok', 'About 4,000'],
    ['an unknown rate', { forecast: UNKNOWN }, 'matches', 'note', 'isn’t known yet'],
    [
      'a rate that was set',
      { forecast: { ...RATE, low: null, high: null, basis: 'platform_setting' } },
      'matches',
      'ok',
      'About 4,000 matches (40 %, the rate set for this platform).',
    ],
    [
      'a long name',
      { audience: { ...AUDIENCE, name: 'n'.repeat(LONG_NAME + 1) } },
      'name_length',
      'warning',
      '101 characters',
    ],
    [
      'a name of emoji',
      { audience: { ...AUDIENCE, name: '🛍'.repeat(LONG_NAME) } },
      'name_length',
      'ok',
      'short enough',
    ],
    [
      'wording, elsewhere',
      { audience: { ...AUDIENCE, name: 'Diabetes EU' } },
      'name_wording',
      'note',
      '“Diabetes” in the name suggests health',
    ],
    [
      'a time that has passed',
      { when: { kind: 'at', at: '2026-11-22T09:28:59.999Z' } },
      'schedule',
      'block',
      '22 Nov 2026, 10:28, has passed',
    ],
    [
      'a time a minute ago',
      { when: { kind: 'at', at: '2026-11-22T09:29:00.000Z' } },
      'schedule',
      'ok',
      '22 Nov 2026, 10:29',
    ],
    [
      'no zone',
      { when: { kind: 'repeat', schedule: { repeat: 'daily', at: '09:00', zone: 'Mars/Olympus' } } },
      'schedule',
      'block',
      '“Mars/Olympus” is not a time zone',
    ],
    [
      'a repeat of none',
      { when: { kind: 'repeat', schedule: { repeat: 'none', at: '09:00', zone: 'UTC' } } },
      'schedule',
      'block',
      'how often',
    ],
    [
      'a weekly plan',
      {
        when: {
          kind: 'repeat',
          schedule: { repeat: 'weekly', weekday: 1, at: '09:00', zone: 'Asia/Kolkata' },
        },
      },
      'schedule',
      'ok',
      'repeats weekly, first on 23 Nov 2026, 09:00 (Asia/Kolkata)',
    ],
    ['the same planned already', { open_runs: [run({})] }, 'duplicate', 'warning', 'on 24 Nov 2026, 09:00.'],
    [
      'the same running',
      { open_runs: [run({}), run({ status: 'processing' })] },
      'duplicate',
      'warning',
      'being sent to this platform already, and 1 more',
    ],
    [
      'the same waiting for results',
      { open_runs: [run({ status: 'matching' })] },
      'duplicate',
      'note',
      'waits for its results',
    ],
    [
      'the earliest of several',
      { open_runs: [run({}), run({ scheduled_at: '2026-11-23T08:00:00.000Z' })] },
      'duplicate',
      'warning',
      'on 23 Nov 2026',
    ],
    [
      'a shared segment',
      { open_runs: [run({ segments_distributed: ['2', '3'] })] },
      'duplicate',
      'warning',
      'is planned',
    ],
    [
      'other segments',
      { open_runs: [run({ segments_distributed: ['3'] })] },
      'duplicate',
      'ok',
      'No other run',
    ],
    [
      'approval needed',
      { approval: { needed: true, status: null } },
      'approval',
      'warning',
      'needs an approval',
    ],
    [
      'approval waited for',
      { approval: { needed: false, status: 'pending' } },
      'approval',
      'warning',
      'waits for approval',
    ],
    ['approved', { approval: { needed: true, status: 'approved' } }, 'approval', 'ok', 'approved'],
    ['rejected', { approval: { needed: false, status: 'rejected' } }, 'approval', 'block', 'rejected'],
    ['no fee', { fee: null }, 'cost', 'note', 'isn’t estimated'],
  ])('%s', (_name, over, id, level, words) => {
    const { ready, checks } = preflight({ ...PLAN, ...over })
    const check = checks.find(one => one.id === id)
    expect(check?.level).toBe(level)
    expect(check?.message).toContain(words)
    expect(ready).toBe(level !== 'block')
  })

  it('names the runs that a duplicate speaks of, the one in its words first', () => {
    const early = run({ distribution_id: 'dist_early', scheduled_at: '2026-11-23T08:00:00.000Z' })
    const found = (open_runs: OpenRun[]) =>
      preflight({ ...PLAN, open_runs }).checks.find(({ id }) => id === 'duplicate')?.distribution_ids
    expect(found([run({ distribution_id: 'dist_late' }), early])).toEqual(['dist_early', 'dist_late'])
    expect(found([])).toBeUndefined()
  })

  it('comes once, tells what to do where something is wrong, and is ready only where nothing blocks', () => {
    const plan = fc.record({
      platform: fc.record({
        platform_type: fc.constantFrom(...PLATFORM_TYPES),
        status: fc.constantFrom('active' as const, 'inactive' as const),
        deleted: fc.boolean(),
        connection: fc.constantFrom(tested(), refused, tested({ state: 'untested', tested_at: null })),
        credential_fields: fc.constantFrom({}, SEAT.credential_fields),
      }),
      audience: fc.record({
        name: fc.constantFrom('Eco', '🛍', 'Diabetes in debt', 'n'.repeat(200)),
        status: fc.constantFrom('draft' as const, 'active' as const, 'archived' as const),
        total_audience_size: fc.nat(),
      }),
      segment_ids: fc.subarray(['1', '2', '3', '9']),
      forecast: fc.constantFrom(RATE, UNKNOWN),
      when: fc.constantFrom<PreflightInput['when']>({ kind: 'now' }, LATER, {
        kind: 'repeat',
        schedule: { repeat: 'monthly', day: 31, at: '02:30', zone: 'Europe/Berlin' },
      }),
      secret_store: fc.constantFrom('available' as const, 'locked' as const, 'unavailable' as const),
    })
    fc.assert(
      fc.property(plan, ({ platform: account, audience, ...rest }) => {
        const { ready, checks } = preflight({
          ...PLAN,
          ...rest,
          platform: seat(account),
          audience: { ...AUDIENCE, ...audience },
        })
        expect(ready).toBe(!checks.some(check => check.level === 'block'))
        expect(new Set(checks.map(check => check.id)).size).toBe(checks.length)
        for (const { level, message, hint, next } of checks) {
          expect(message).not.toMatch(/undefined|null|NaN|\[object| {2}/)
          if (level !== 'warning' && level !== 'block') continue
          expect(hint).toMatch(/\.$/)
          expect(next).toBeTruthy()
        }
      }),
      { numRuns: 300 },
    )
  })
})

it('tells the next three starts of a repeating plan, and the one of another', () => {
  const schedule = { repeat: 'monthly', day: 31, at: '09:00', zone: 'UTC' } as const
  expect(preflight({ ...PLAN, when: { kind: 'repeat', schedule } }).starts).toEqual([
    '2026-11-30T09:00:00.000Z',
    '2026-12-31T09:00:00.000Z',
    '2027-01-31T09:00:00.000Z',
  ])
  expect(preflight({ ...PLAN, when: LATER }).starts).toEqual([LATER.at])
})

describe('people and floors', () => {
  it('the size set by hand counts where all is sent, the segments’ sizes where some are', () => {
    const byHand = { ...AUDIENCE, total_audience_size: 77 }
    expect(peopleOf(byHand, [])).toBe(77)
    expect(peopleOf(byHand, ['2', '3', '2'])).toBe(2_000)
  })
  it.each([
    ['its own setting', { size_floor: 5 }, 5],
    ['its type’s', {}, 1_500],
    ['its type’s where the setting is no number', { size_floor: 'many' }, 1_500],
  ])('%s', (_name, over, expected) => {
    const settings = { auto_refresh: false, refresh_frequency: 'weekly' as const, ...over }
    expect(sizeFloorOf({ platform_type: 'the_trade_desk', settings })).toBe(expected)
  })
  it('a folder has none', () => {
    expect(
      sizeFloorOf({
        platform_type: 'folder',
        settings: { auto_refresh: false, refresh_frequency: 'weekly' },
      }),
    ).toBeNull()
  })
})

describe('wording that Meta flags', () => {
  it.each([
    ['Arthritis sufferers', 'health', 'Arthritis'],
    ['q4_DIABETES_lookalike', 'health', 'DIABETES'],
    ['Weight-loss app users', 'health', 'Weight loss'],
    ['Credit score 700+', 'finances', 'Credit score'],
    ['High-income households', 'finances', 'High income'],
    ['Net  worth – top tenth', 'finances', 'Net worth'],
    ['Mortgage seekers', 'finances', 'Mortgage'],
  ])('%s', (name, about, word) => {
    expect(sensitiveWording(name)).toEqual({ about, word })
    const check = nameChecks(name, 'meta').find(one => one.id === 'name_wording')
    expect(check?.level).toBe('warning')
    expect(check?.message).toContain('471')
  })
  it.each([
    'Eco-minded renters',
    'Homecoming fans',
    'Loaners of e-bikes',
    'Outpatience',
    'EV intenders, spring',
  ])('not “%s”', name => expect(sensitiveWording(name)).toBeNull())
  it('doesn’t matter where nobody reviews names', () => {
    expect(nameChecks('Diabetes EU', 'folder').map(check => check.id)).toEqual(['name_length'])
  })
})

it('times are told in the zone, or in UTC where it isn’t known', () => {
  expect(moment('2026-11-22T09:30:00.000Z', 'America/New_York')).toBe('22 Nov 2026, 04:30')
  expect(moment('2026-11-22T09:30:00.000Z', 'Mars/Olympus')).toBe('22 Nov 2026, 09:30 UTC')
})

it.each([
  [0.4, '40 %'],
  [0.055, '5.5 %'],
  [1.3, '130 %'],
])('%f is %s', (rate, words) => expect(percent(rate)).toBe(words))

describe('a platform’s settings for planning', () => {
  it.each([
    [{ cpm_fee: 1.5, currency: ' USD ', approval_needed: true }, { cpm_fee: 1.5, currency: 'USD' }, true],
    [{ cpm_fee: 0, currency: 'EUR', approval_needed: false }, { cpm_fee: 0, currency: 'EUR' }, false],
    [{}, null, false],
    [{ cpm_fee: 1.5 }, null, false],
    [{ cpm_fee: '1.5', currency: 'USD', approval_needed: 'yes' }, null, false],
    [{ cpm_fee: -1, currency: 'USD', approval_needed: 1 }, null, false],
  ])('%o', (settings, fee, approval_needed) => {
    expect(planSettingsOf(settings)).toEqual({ fee, approval_needed })
  })
})
