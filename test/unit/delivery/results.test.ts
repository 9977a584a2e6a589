// What a platform tells late of what it matched: numbers only where they are this run's and have settled.
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  canReport,
  type ReadResultsInput,
  readResults,
} from '../../../src/main/core/delivery/results/face.ts'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import { PLATFORM_TYPES, type PlatformType } from '../../../src/shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { effects } from '../../doubles/platforms/effects.ts'
import { ACCESS, OAUTH, ROTATED, ROTATING } from '../../doubles/platforms/oauth.ts'
import { leaks, parted, platformDoubles, SENTENCE, VALID, type Values } from '../connectors/support.ts'
import { distributionOf } from './support.ts'

const STARTED = '2026-03-04T05:06:07.000Z'
const HOUR = 3_600_000
const later = (hours: number) => new Date(Date.parse(STARTED) + hours * HOUR)
const seconds = (hours: number) => later(hours).getTime() / 1_000
const PEOPLE = 2_000
const LINKEDIN_ID = '700001'
const META_ID = '23850000000000001'

type Asked = Partial<ReadResultsInput> & { values?: Values; run?: Partial<Distribution> }

const { double } = platformDoubles()

/** The run's own object is there, and what the platform tells of it. */
function made(type: 'linkedin' | 'meta', reported: object, external = 'dist_1') {
  const id = type === 'linkedin' ? LINKEDIN_ID : META_ID
  effects.make(type, external, 'Renters in Austin', id)
  effects.report(type, id, { ...reported })
  onTestFinished(effects.forget)
}

const read = (type: PlatformType, { values, run, ...more }: Asked = {}) =>
  readResults({
    ...parted(type, { ...(type === 'folder' ? {} : VALID[type]), ...values }),
    signal: new AbortController().signal,
    timeout_ms: 10_000,
    now: () => later(47),
    base_url: double().url,
    distribution: distributionOf({
      platform_type: type,
      status: 'matching',
      executed_at: STARTED,
      metadata: { people: PEOPLE, attempt: { number: 1, key: 'dist_1.1', started_at: STARTED } },
      ...run,
    }),
    platform_audience_id: type === 'linkedin' ? LINKEDIN_ID : META_ID,
    ...more,
  })

const again = {
  people: PEOPLE,
  attempt: { number: 2, key: 'dist_1.2', started_at: STARTED },
}

describe('which types report', () => {
  it('LinkedIn and Meta alone, as their definitions say', () => {
    expect(PLATFORM_TYPES.filter(canReport)).toEqual(['meta', 'linkedin'])
    expect(
      PLATFORM_TYPES.filter(canReport).map(one => PLATFORM_DEFINITIONS[one].match_rate.reported),
    ).toEqual(['derived', 'by_api'])
  })

  it('asking one that doesn’t is a bug', () => {
    expect(() => read('folder')).toThrow(/No results can be read of folder/)
  })
})

describe('LinkedIn', () => {
  const READY = { status: 'READY', inputCount: 1_900, matchedCount: 1_330, audienceSize: 1_400 }

  it('reports what was uploaded and what of it was matched', async () => {
    made('linkedin', READY)
    expect(await read('linkedin')).toEqual({
      state: 'reported',
      total_records: 1_900,
      matched_records: 1_330,
      match_rate: 0.7,
      note: expect.stringMatching(/last 7 days/),
    })
    expect(double().received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /oauth/v2/accessToken',
      `GET /rest/dmpSegments/${LINKEDIN_ID}`,
    ])
  })

  it('a rate above 1 is told as it is', async () => {
    made('linkedin', { ...READY, matchedCount: 2_850 })
    expect(await read('linkedin')).toMatchObject({ matched_records: 2_850, match_rate: 1.5 })
  })

  it.each([
    ['nothing was uploaded', { status: 'BUILDING' }],
    ['it builds, whatever is counted so far', { ...READY, status: 'BUILDING' }],
    ['it is updated', { ...READY, status: 'UPDATING' }],
    ['a state that this app doesn’t know', { ...READY, status: 'SOMETHING' }],
    ['no matches yet', { ...READY, matchedCount: 0 }],
    ['matches that are not counted', { ...READY, matchedCount: -1 }],
    ['no counts at all', { status: 'READY', audienceSize: 1_400 }],
    ['an input that is out of the window of 7 days', { ...READY, inputCount: 0 }],
  ])('not yet: %s', async (_why, reported) => {
    made('linkedin', reported)
    expect(await read('linkedin')).toEqual({ state: 'not_yet' })
  })

  it.each([
    ['another run made the segment', {}, 'dist_0'],
    ['an earlier attempt made it', { metadata: again }, 'dist_1'],
  ])('%s: its counts are this run’s only after 7 days', async (_why, run, external) => {
    made('linkedin', READY, external)
    expect(await read('linkedin', { run })).toEqual({ state: 'not_yet' })
    expect(await read('linkedin', { run, now: () => later(7 * 24 - 1) })).toEqual({ state: 'not_yet' })
    expect(await read('linkedin', { run, now: () => later(7 * 24) })).toMatchObject({ state: 'reported' })
  })

  it.each(['EXPIRED', 'FAILED', 'ERROR'])('a segment that is %s has failed, in words', async status => {
    made('linkedin', { ...READY, status })
    const answer = await read('linkedin')
    expect(answer).toMatchObject({ state: 'failed', cause: 'rejected', retryable: false })
    expect(answer.state === 'failed' && answer.error.message).toContain(status)
  })

  it('a refresh token that was replaced is kept', async () => {
    made('linkedin', READY)
    const kept: object[] = []
    const saveTokens = async (tokens: object) => void kept.push(tokens)
    const values = { refresh_token: ROTATING }
    expect(await read('linkedin', { values, saveTokens })).toMatchObject({ state: 'reported' })
    expect(kept).toEqual([{ refresh_token: ROTATED }])
  })
})

describe('Meta', () => {
  const SETTLED = {
    approximate_count_lower_bound: 900,
    delivery_status: { code: 200, description: 'Ready' },
    operation_status: { code: 200, description: 'Normal' },
    time_content_updated: seconds(1),
  }

  it('reports an estimate of the people sent, and says so', async () => {
    made('meta', SETTLED)
    expect(await read('meta')).toEqual({
      state: 'reported',
      total_records: PEOPLE,
      matched_records: 900,
      match_rate: 0.45,
      note: expect.stringMatching(/^An estimate: .*lower bound.*people sent\.$/),
    })
    expect(double().received).toHaveLength(1)
    expect(double().received[0]?.query.has('access_token')).toBe(false)
  })

  it('what is known to have been sent counts before what was planned', async () => {
    made('meta', SETTLED)
    const match_results = { ...distributionOf().match_results, total_records: 1_800 }
    expect(await read('meta', { run: { match_results } })).toMatchObject({
      total_records: 1_800,
      match_rate: 0.5,
    })
  })

  it('without people sent there is no rate', async () => {
    made('meta', SETTLED)
    const { people: _, ...metadata } = again
    expect(await read('meta', { run: { metadata } })).toMatchObject({
      state: 'reported',
      total_records: null,
      matched_records: 900,
      match_rate: null,
    })
  })

  it.each([411, 412, 400])('status %d is a warning, and the numbers stand', async code => {
    made('meta', { ...SETTLED, operation_status: { code } })
    expect(await read('meta')).toMatchObject({ state: 'reported', matched_records: 900 })
  })

  const code = (operation: number) => ({ ...SETTLED, operation_status: { code: operation } })
  it.each([
    ['nothing was uploaded', {}],
    ['no file was uploaded', code(410)],
    ['a list is being replaced', code(414)],
    ['people are still being found', code(441)],
    ['the status is not available', code(0)],
    ['no status at all', { ...SETTLED, operation_status: null }],
    ['“too small”', { ...SETTLED, delivery_status: { code: 300, description: 'Too small' } }],
    ['a size of −1', { ...SETTLED, approximate_count_lower_bound: -1 }],
    ['a size of 0', { ...SETTLED, approximate_count_lower_bound: 0 }],
    ['no size', { ...SETTLED, approximate_count_lower_bound: null }],
    ['filled before this run began, by an earlier one', { ...SETTLED, time_content_updated: seconds(-1) }],
    ['filled so lately that it may still grow', { ...SETTLED, time_content_updated: seconds(24) }],
    ['it isn’t known when it was filled', { ...SETTLED, time_content_updated: null }],
  ])('not yet: %s', async (_why, reported) => {
    made('meta', reported)
    expect(await read('meta')).toEqual({ state: 'not_yet' })
  })

  it.each([
    [471, /health or finances/],
    [415, /replacement of its list/],
    [470, /no longer active/],
    [500, /has to be mended/],
  ])('status %d has failed, in words', async (operation, words) => {
    made('meta', code(operation))
    const answer = await read('meta')
    expect(answer).toMatchObject({ state: 'failed', cause: 'rejected', retryable: false })
    expect(answer.state === 'failed' && answer.error.message).toMatch(words)
  })
})

describe.each(['linkedin', 'meta'] as const)('%s: what can go wrong', type => {
  const wrong: Values =
    type === 'meta'
      ? { access_token: 'EAAB-never-known' }
      : { access_token: 'linkedin-never-known', refresh_token: '', client_id: '', client_secret: '' }
  const expired: Values = { ...wrong, access_token: type === 'meta' ? 'EAAB-expired' : 'linkedin-expired' }

  it.each([
    ['a wrong token', { values: wrong }, 'refused', false],
    ['an expired token', { values: expired }, 'expired', false],
    ['an account that isn’t complete', { values: { api_version: 'x y' } }, 'incomplete', false],
  ] as const)('%s', async (_what, asked, cause, retryable) => {
    made(type, {})
    const answer = await read(type, asked)
    expect(answer).toMatchObject({ state: 'failed', cause, retryable, retry_after_s: null })
    if (answer.state !== 'failed') return
    expect(answer.error.message).toMatch(SENTENCE)
    expect(answer.error.hint).toMatch(SENTENCE)
    expect(answer.error.hint).not.toMatch(/\bhere\b|retry the run/)
    const secrets = [...Object.values(asked.values), ...Object.values(OAUTH), ACCESS].filter(
      value => value.length > 6,
    )
    expect(leaks(answer as never, secrets)).toEqual([])
  })

  it('deleted at the platform: says which', async () => {
    const answer = await read(type)
    expect(answer).toMatchObject({ state: 'failed', cause: 'wrong_id', retryable: false })
    expect(answer.state === 'failed' && answer.error.message).toMatch(
      new RegExp(
        `${type === 'meta' ? META_ID : LINKEDIN_ID}, which this run was to fill, is no longer there`,
      ),
    )
  })

  it.each(['..', '../x', 'a/b', 'a?b', '', 'x'.repeat(201)])(
    'an id like %j goes into no address',
    async id => {
      expect(await read(type, { platform_audience_id: id })).toMatchObject({
        state: 'failed',
        cause: 'wrong_id',
      })
      expect(double().received).toEqual([])
    },
  )

  it.each([
    ['rate_limited', 'rate_limited', 120],
    ['fault', 'platform_fault', null],
    ['cut', 'offline', null],
  ] as const)('%s passes by itself', async (trouble, cause, retry_after_s) => {
    made(type, {})
    double().trouble = trouble
    expect(await read(type)).toMatchObject({ state: 'failed', cause, retryable: true, retry_after_s })
  })

  it('a sign-in page of a network is no answer', async () => {
    made(type, {})
    double().trouble = 'html'
    expect(await read(type)).toMatchObject({ state: 'failed', cause: 'unreadable' })
  })

  it('stopped while it waits', async () => {
    double().trouble = 'hang'
    const stop = new AbortController()
    const asked = read(type, { signal: stop.signal })
    await expect.poll(() => double().received.length).toBe(1)
    stop.abort()
    expect(await asked).toMatchObject({
      state: 'failed',
      cause: 'cancelled',
      error: { message: 'Reading the results was cancelled.' },
    })
  })
})
