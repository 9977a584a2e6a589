// The states of a distribution and every move between them.
import { describe, expect, it } from 'vitest'
import {
  canMove,
  DISTRIBUTION_STATUSES,
  Distribution,
  type DistributionStatus,
} from '../../../src/shared/domain/distribution.ts'

const LEGAL: readonly `${DistributionStatus} → ${DistributionStatus}`[] = [
  'scheduled → processing',
  'scheduled → cancelled',
  'processing → matching',
  'processing → failed',
  'matching → completed',
  'matching → failed',
  'failed → scheduled',
  'failed → cancelled',
]

const ALL = DISTRIBUTION_STATUSES.flatMap(from => DISTRIBUTION_STATUSES.map(to => ({ from, to })))

describe('canMove', () => {
  it.each(ALL)('$from → $to', ({ from, to }) => {
    expect(canMove(from, to)).toBe(LEGAL.includes(`${from} → ${to}`))
  })

  it.each([
    ['pending', false],
    ['rejected', false],
    ['approved', true],
    [null, true],
    [undefined, true],
  ] as const)('starts with approval %s: %s', (approval, may) => {
    expect(canMove('scheduled', 'processing', approval)).toBe(may)
    expect(canMove('scheduled', 'cancelled', approval)).toBe(true)
  })
})

describe('a stored distribution', () => {
  const results = {
    total_records: 10,
    matched_records: 12,
    rejected_records: null,
    match_rate: 1.2,
    platform_audience_id: null,
  }
  const failure = {
    error_code: 'rate_limited',
    error_message: 'Too many requests.',
    hint: null,
    retryable: true,
    retry_count: 1,
    next_retry_at: null,
  }
  const stored = {
    distribution_id: 'dist_1',
    audience_id: 'aud_1',
    audience_version: 2,
    audience_name: 'EV intenders',
    platform_id: 'plat_1',
    platform_name: 'Trade Desk, retail seat',
    platform_type: 'the_trade_desk',
    distribution_type: 'initial',
    status: 'failed',
    scheduled_at: null,
    executed_at: null,
    completed_at: null,
    segments_distributed: ['1'],
    match_results: results,
    error_details: failure,
    metadata: { campaign_name: 'Q4', more: { deep: [1, null, 'x'] } },
    user_id: 'retail-analytics',
    created_at: '2026-10-20T08:00:00.000Z',
    updated_at: '2026-10-20T08:00:00.000Z',
    version: 1,
    deleted: false,
    changed_by: 'retail-analytics',
    change_note: null,
  }

  it('is taken as it is, unknown metadata and a match rate above 1 included', () => {
    expect(Distribution.parse(stored)).toEqual(stored)
  })

  it.each<[string, (text: string) => object]>([
    ['audience name', audience_name => ({ audience_name })],
    ['platform name', platform_name => ({ platform_name })],
    ['segments', segment => ({ segments_distributed: ['1', segment] })],
    ['platform’s id', platform_audience_id => ({ match_results: { ...results, platform_audience_id } })],
    ['error code', error_code => ({ error_details: { ...failure, error_code } })],
    ['error', error_message => ({ error_details: { ...failure, error_message } })],
    ['hint', hint => ({ error_details: { ...failure, hint } })],
    ['campaign', campaign_name => ({ metadata: { campaign_name } })],
    ['currency', currency => ({ metadata: { currency } })],
    ['approver', approved_by => ({ metadata: { approved_by } })],
    ['free metadata', text => ({ metadata: { more: [{ deep: text }] } })],
    ['names of metadata', name => ({ metadata: { [name]: 1 } })],
  ])('holds no half character and no NUL in its %s', (_field, over) => {
    for (const text of ['\uD800', 'a\uDC00b', 'n\u0000l'])
      expect(Distribution.safeParse({ ...stored, ...over(text) }).success).toBe(false)
    expect(Distribution.safeParse({ ...stored, ...over('good') }).success).toBe(true)
  })

  it('holds at most 64 kB of metadata', () => {
    const parse = (more: string) => Distribution.safeParse({ ...stored, metadata: { more } })
    expect(parse('x'.repeat(63_000)).success).toBe(true)
    expect(parse('x'.repeat(64_000)).success).toBe(false)
  })
})
