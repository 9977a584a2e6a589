// The story of a run from its versions, its results as they are typed, and how fact compares with forecast.
import { describe, expect, it } from 'vitest'
import { duration } from '../../../src/renderer/pages/distribution/model/duration.ts'
import {
  checkResults,
  formOfRun,
  type ResultsForm,
  rateIn,
  rejectRow,
  resultsOf,
  withRejects,
} from '../../../src/renderer/pages/distribution/model/results-form.ts'
import { attemptsOf, stepsOf } from '../../../src/renderer/pages/distribution/model/story.ts'
import { compared } from '../../../src/renderer/pages/distribution/model/words.ts'
import type { DistributionVersionInfo } from '../../../src/shared/contract/distributions.ts'
import type { DistributionStatus } from '../../../src/shared/domain/distribution.ts'

const time = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`
/** Newest first, as the history answers. */
const history = (...states: [DistributionStatus, attempt: number][]): DistributionVersionInfo[] =>
  states
    .map(([status, attempt], index) => ({
      version: index + 1,
      updated_at: time(index),
      changed_by: 'ana',
      change_note: null,
      status,
      approval_status: null,
      attempt,
      message: status === 'failed' ? `Failed in ${attempt}` : null,
    }))
    .reverse()

const FAILED_THEN_DONE = history(
  ['scheduled', 0],
  ['processing', 1],
  ['failed', 1],
  ['scheduled', 1],
  ['processing', 2],
  ['processing', 2],
  ['matching', 2],
  ['completed', 2],
  ['completed', 2],
)

const run = (
  status: DistributionStatus,
  attempt: number,
  at: Partial<Record<'executed' | 'completed', string>> = {},
) => ({
  status,
  scheduled_at: time(0),
  executed_at: at.executed ?? null,
  completed_at: at.completed ?? null,
  created_at: time(0),
  updated_at: time(9),
  metadata: attempt === 0 ? {} : { attempt: { number: attempt, key: `d.${attempt}`, started_at: time(1) } },
})

describe('attemptsOf', () => {
  it('tells each attempt, with the one that was gone on with', () => {
    const [first, second, ...others] = attemptsOf(FAILED_THEN_DONE)
    expect(others).toEqual([])
    expect(first).toMatchObject({
      number: 1,
      outcome: 'failed',
      failed_in: 3,
      message: 'Failed in 1',
      started_at: time(1),
      ended_at: time(2),
      resumed: 0,
    })
    expect(second).toMatchObject({
      number: 2,
      outcome: 'completed',
      resumed: 1,
      failed_in: null,
      ended_at: time(7),
    })
    expect(second?.events.map(({ status }) => status)).toEqual([
      'processing',
      'processing',
      'matching',
      'completed',
    ])
  })
  it('has none before the first start, and no end while one is under way', () => {
    expect(attemptsOf(history(['scheduled', 0], ['scheduled', 0]))).toEqual([])
    expect(attemptsOf(history(['scheduled', 0], ['processing', 1], ['matching', 1]))[0]?.ended_at).toBeNull()
  })
})

describe('stepsOf', () => {
  const told = (...args: Parameters<typeof stepsOf>) =>
    stepsOf(...args).map(({ state, at, standing }) => `${state} ${standing} ${at?.slice(14, 16) ?? '-'}`)
  it.each<[string, Parameters<typeof stepsOf>, string[]]>([
    [
      'scheduled',
      [run('scheduled', 0), history(['scheduled', 0])],
      ['scheduled now 00', 'processing ahead -', 'matching ahead -', 'completed ahead -'],
    ],
    [
      'completed after a retry',
      [run('completed', 2, { executed: time(4), completed: time(7) }), FAILED_THEN_DONE],
      ['scheduled done 00', 'processing done 04', 'matching done 06', 'completed now 07'],
    ],
    [
      'failed before it was delivered',
      [run('failed', 1, { executed: time(1) }), history(['scheduled', 0], ['processing', 1], ['failed', 1])],
      ['scheduled done 00', 'processing done 01', 'failed now 02'],
    ],
    [
      'cancelled before it started',
      [run('cancelled', 0), history(['scheduled', 0], ['cancelled', 0])],
      ['scheduled done 00', 'cancelled now 01'],
    ],
    [
      'scheduled again after a failure',
      [
        run('scheduled', 1, { executed: time(1) }),
        history(['scheduled', 0], ['processing', 1], ['failed', 1], ['scheduled', 1]),
      ],
      ['scheduled now 00', 'processing ahead -', 'matching ahead -', 'completed ahead -'],
    ],
  ])('%s', (_, given, expected) => expect(told(...given)).toEqual(expected))
})

describe('results', () => {
  const nothing = {
    match_results: {
      total_records: null,
      matched_records: null,
      rejected_records: null,
      match_rate: null,
      platform_audience_id: null,
    },
    metadata: { people: 1_000 },
  }
  const form = (patch: Partial<ResultsForm>): ResultsForm => ({ ...formOfRun(nothing), ...patch })
  it('begin with who was to be sent', () => {
    expect(formOfRun(nothing)).toMatchObject({ total_records: '1,000', matched_records: '', rejects: [] })
  })
  it.each<[string, Partial<ResultsForm>, string[]]>([
    ['nothing entered', {}, ['matched_records']],
    ['what is no number', { matched_records: 'many' }, ['matched_records']],
    ['a part of a person', { matched_records: '1.5' }, ['matched_records']],
    ['less than none', { matched_records: '-5' }, ['matched_records']],
    [
      'a reason without words',
      { matched_records: '1', rejects: [rejectRow('', '3')] },
      ['rejects[0].reason'],
    ],
    [
      'a reason without a count',
      { matched_records: '1', rejects: [rejectRow('Old', '')] },
      ['rejects[0].count'],
    ],
    ['more matched than sent', { matched_records: '1,074' }, []],
  ])('%s', (_, patch, expected) => expect([...checkResults(form(patch)).keys()]).toEqual(expected))
  it('are sent as numbers, and what is empty is left as it was', () => {
    expect(resultsOf(form({ matched_records: '1,2k', rejects: [rejectRow(' Old ', '1 200')] }))).toEqual({
      total_records: 1_000,
      matched_records: 1_200,
      rejects: [{ reason: 'Old', count: 1_200 }],
    })
  })
  it('take a file’s reasons and their sum', () => {
    const taken = withRejects(form({ matched_records: '5' }), [{ reason: 'Old', count: 3 }], 3)
    expect(resultsOf(taken)).toMatchObject({ rejected_records: 3, rejects: [{ reason: 'Old', count: 3 }] })
  })
  it('say the rate, above the whole too', () => {
    expect(rateIn(form({ matched_records: '1500' }))).toBe(1.5)
    expect(rateIn(form({ matched_records: '' }))).toBeNull()
    expect(rateIn(form({ matched_records: '5', total_records: '0' }))).toBeNull()
  })
})

describe('compared', () => {
  const of = (rate: number | null, low: number | null, high: number | null) =>
    compared({
      match_results: {
        total_records: 1,
        matched_records: 1,
        rejected_records: null,
        match_rate: rate,
        platform_audience_id: null,
      },
      metadata: { forecast: { rate: 0.4, low, high, basis: 'learned', runs: 3, matches: 400 } },
    })
  it.each([
    [0.45, 0.35, 0.5, { points: 5, within: true }],
    [0.2, 0.35, 0.5, { points: -20, within: false }],
    [1.074, null, null, { points: 67.4, within: null }],
    [null, 0.35, 0.5, null],
  ])('%j against 40 %%', (rate, low, high, expected) => expect(of(rate, low, high)).toEqual(expected))
})

it.each([
  [time(0), time(0), '0 ms'],
  [time(0), '2026-11-22T10:00:42.300Z', '42 sec'],
  [time(0), '2026-11-22T10:03:12.000Z', '3 min 12 sec'],
  [time(0), '2026-11-24T11:00:00.000Z', '2 days 1 hr'],
  [time(1), time(0), '0 ms'],
])('says how long it took: %s to %s', (from, to, expected) => expect(duration(from, to)).toBe(expected))
