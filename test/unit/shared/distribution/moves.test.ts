// Every move from every state, what each changes, and the times of retries.
import { describe, expect, it } from 'vitest'
import {
  DISTRIBUTION_STATUSES,
  Distribution,
  type DistributionStatus,
  type Schedule,
} from '../../../../src/shared/domain/distribution.ts'
import {
  BACKOFF_MINUTES,
  isDue,
  isRetryDue,
  LONGEST_WAIT_S,
  type Move,
  nextRetryAt,
  STATUS_WORDS,
} from '../../../../src/shared/domain/distribution-change.ts'
import { moves, whyAskAnew } from '../../../../src/shared/domain/distribution-moves.ts'
import { MOST_RESUMES } from '../../../../src/shared/domain/distribution-run-moves.ts'
import { fieldErrors } from '../../../../src/shared/errors.ts'
import { distribution } from '../../../store/records.ts'

const NOW = new Date('2026-11-22T09:30:00.000Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const by = 'ann'
const failure = { code: 'offline', message: 'No connection.', hint: 'Wait.', retryable: true } as const
const results = { total_records: 1_000, matched_records: 400 }

const at = (status: DistributionStatus, over: Partial<Distribution> = {}): Distribution => ({
  ...distribution({ distribution_id: 'dist_1', status }),
  version: 3,
  ...(status === 'failed'
    ? {
        error_details: {
          error_code: 'offline',
          error_message: 'No connection.',
          hint: null,
          retryable: true,
          retry_count: 0,
          next_retry_at: NOW.toISOString(),
        },
      }
    : {}),
  metadata: {
    campaign_name: 'Q4',
    ...(status === 'scheduled'
      ? {}
      : { attempt: { number: 1, key: 'dist_1.1', started_at: '2026-11-22T09:00:00.000Z' } }),
  },
  ...over,
})
const pending = (record: Distribution): Distribution => ({
  ...record,
  metadata: { ...record.metadata, approval_status: 'pending' },
})

/** The record after a move, as the schema takes it. */
function moved(record: Distribution, move: Move): Distribution {
  if (!move.ok) throw new Error(move.error.message)
  return Distribution.parse({ ...record, ...move.value })
}
function refusal(move: Move) {
  if (move.ok) throw new Error('was allowed')
  return move.error
}

const MAKE: Record<keyof typeof moves, (record: Distribution) => Move> = {
  reschedule: record => moves.reschedule(record, { scheduled_at: NOW.toISOString(), schedule: null }),
  replan: record => moves.replan(record, { segments_distributed: ['1'] }, { by, now: NOW }),
  requestApproval: record => moves.requestApproval(record, { by, now: NOW }),
  approve: record =>
    moves.approve(record.status === 'scheduled' ? pending(record) : record, { by, now: NOW }),
  reject: record => moves.reject(record.status === 'scheduled' ? pending(record) : record, { by, now: NOW }),
  start: record => moves.start(record, { now: NOW }),
  resume: record => moves.resume(record),
  delivered: record => moves.delivered(record, { platform_audience_id: 'p1', total_records: 1_000 }),
  complete: record => moves.complete(record, { results, source: 'api', by, now: NOW }),
  fail: record => moves.fail(record, { error: failure, now: NOW }),
  stop: record => moves.stop(record, { by, now: NOW }),
  retry: record => moves.retry(record, { by: 'person', now: NOW }),
  cancel: record => moves.cancel(record),
  enterResults: record => moves.enterResults(record, { results, source: 'entered', by, now: NOW }),
}
/** By move: the state that each state becomes. What isn't here is a conflict. */
const LEGAL: Record<keyof typeof moves, Partial<Record<DistributionStatus, DistributionStatus>>> = {
  reschedule: { scheduled: 'scheduled' },
  replan: { scheduled: 'scheduled' },
  requestApproval: { scheduled: 'scheduled' },
  approve: { scheduled: 'scheduled' },
  reject: { scheduled: 'scheduled' },
  start: { scheduled: 'processing' },
  resume: { processing: 'processing' },
  delivered: { processing: 'matching' },
  complete: { matching: 'completed' },
  fail: { processing: 'failed', matching: 'failed' },
  stop: { processing: 'failed', matching: 'failed' },
  retry: { failed: 'scheduled' },
  cancel: { scheduled: 'cancelled', failed: 'cancelled' },
  enterResults: { matching: 'completed', completed: 'completed' },
}
const NAMES = Object.keys(MAKE) as (keyof typeof moves)[]
const ALL = NAMES.flatMap(move => DISTRIBUTION_STATUSES.map(from => ({ move, from })))

describe('every move from every state', () => {
  it.each(ALL)('$move when $from', ({ move, from }) => {
    const record = at(from)
    const made = MAKE[move](record)
    const to = LEGAL[move][from]
    if (to) {
      expect(moved(record, made).status).toBe(to)
      return
    }
    const error = refusal(made)
    expect(error.code).toBe('conflict')
    expect(error.details?.from).toBe(from)
    expect(DISTRIBUTION_STATUSES).toContain(error.details?.to)
    expect(error.message).toContain(STATUS_WORDS[from])
    expect(error.message).toContain(STATUS_WORDS[error.details?.to as DistributionStatus])
    expect(error.hint).toBeTruthy()
  })

  it.each(ALL)('$move when $from and in the trash', ({ move, from }) => {
    expect(refusal(MAKE[move](at(from, { deleted: true }))).message).toContain('in the trash')
  })

  it('never changes the record it is given', () => {
    for (const { move, from } of ALL) {
      const record = at(from)
      const before = structuredClone(record)
      MAKE[move](record)
      expect(record).toEqual(before)
    }
  })
})

describe('approval', () => {
  const scheduled = at('scheduled')
  const asked = moved(
    scheduled,
    moves.requestApproval(scheduled, { by: 'ann', comment: 'For Monday', now: NOW }),
  )

  it('is asked for, with who, when and why, and holds the run', () => {
    expect(asked.metadata).toEqual({
      campaign_name: 'Q4',
      approval_status: 'pending',
      approval_comment: 'For Monday',
      requested_by: 'ann',
      requested_at: NOW.toISOString(),
    })
    expect(isDue(asked, later(1_000))).toBe(false)
    const error = refusal(moves.start(asked, { now: NOW }))
    expect(error).toMatchObject({ code: 'conflict', hint: 'It waits for approval. Approve it first.' })
  })

  it('given, lets it run; taken back, holds it again; asked for again, forgets the decision', () => {
    const approved = moved(asked, moves.approve(asked, { by: 'bea', comment: 'Fine', now: later(5) }))
    expect(approved.metadata).toMatchObject({
      approval_status: 'approved',
      approved_by: 'bea',
      approved_at: later(5).toISOString(),
      approval_comment: 'Fine',
      requested_by: 'ann',
    })
    expect(moved(approved, moves.start(approved, { now: NOW })).status).toBe('processing')
    const rejected = moved(approved, moves.reject(approved, { by: 'bea', now: later(6) }))
    expect(rejected.metadata.approval_status).toBe('rejected')
    expect(rejected.metadata).not.toHaveProperty('approval_comment')
    expect(refusal(moves.start(rejected, { now: NOW })).hint).toContain('rejected')
    const again = moved(rejected, moves.requestApproval(rejected, { by: 'ann', now: later(7) }))
    expect(again.metadata.approval_status).toBe('pending')
    expect(again.metadata).not.toHaveProperty('approved_by')
    expect(again.metadata).not.toHaveProperty('approved_at')
  })

  const weekly = { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 1 } as const
  const monthly = { repeat: 'monthly', at: '09:00', zone: 'Europe/Berlin', day: 1 } as const
  const plan = (segments_distributed: string[], schedule?: Schedule, more: object = {}) => ({
    segments_distributed,
    metadata: { ...(schedule && { schedule }), ...more },
  })
  it.each([
    ['other segments', plan(['1', '2']), plan(['1', '3']), /other segments/],
    ['more segments', plan(['1']), plan(['1', '2']), /other segments/],
    ['fewer segments', plan(['1', '2']), plan(['1']), /other segments/],
    ['all instead of some', plan(['1']), plan([]), /other segments/],
    ['some instead of all', plan([]), plan(['1']), /other segments/],
    ['ids that look the same in a row', plan(['1', '11']), plan(['11', '1', '1']), null],
    ['another order', plan(['1', '2']), plan(['2', '1']), null],
    ['a repeat of one run', plan([]), plan([], weekly), /other intervals/],
    ['another interval', plan([], weekly), plan([], monthly), /other intervals/],
    ['another day and time', plan([], weekly), plan([], { ...weekly, weekday: 5, at: '17:30' }), null],
    ['the end of a repeat', plan([], weekly), plan([]), null],
    ['other words and costs', plan(['1']), plan(['1'], undefined, { notes: 'x', cost_estimate: 4 }), null],
  ])('is asked for again after %s, or stands', (_what, before, after, why) => {
    const waits = { ...asked, ...before, metadata: { ...asked.metadata, ...before.metadata } }
    const change = { ...after, metadata: { ...waits.metadata, schedule: undefined, ...after.metadata } }
    const changed = (record: Distribution) => ({
      ...change,
      metadata: { ...record.metadata, schedule: undefined, ...after.metadata },
    })
    // Nothing was decided yet: what is asked for is the plan as it stands.
    const still = moved(waits, moves.replan(waits, change, { by: 'cid', now: later(9) }))
    expect(still.metadata).toMatchObject({ approval_status: 'pending', requested_by: 'ann' })
    expect(whyAskAnew(waits, still)).toBeNull()
    for (const decide of [moves.approve, moves.reject]) {
      const decided = moved(waits, decide(waits, { by: 'bea', comment: 'Fine', now: later(5) }))
      const planned = moved(decided, moves.replan(decided, changed(decided), { by: 'cid', now: later(9) }))
      expect(planned.segments_distributed).toEqual(after.segments_distributed)
      if (why === null) {
        const { approval_status, approved_by, approved_at, requested_by } = decided.metadata
        expect(planned.metadata).toMatchObject({
          approval_status,
          approved_by,
          approved_at,
          requested_by,
        })
        expect(whyAskAnew(decided, planned)).toBeNull()
        continue
      }
      expect(planned.metadata).toMatchObject({
        approval_status: 'pending',
        requested_by: 'cid',
        requested_at: later(9).toISOString(),
      })
      for (const gone of ['approved_by', 'approved_at', 'approval_comment'])
        expect(planned.metadata).not.toHaveProperty(gone)
      expect(whyAskAnew(decided, planned)).toMatch(why)
      expect(refusal(moves.start(planned, { now: later(9) })).hint).toBe(
        'It waits for approval. Approve it first.',
      )
    }
  })

  it('is not asked for where none was needed', () => {
    const planned = moved(
      scheduled,
      moves.replan(scheduled, { segments_distributed: ['1'] }, { by, now: NOW }),
    )
    expect(planned.metadata).not.toHaveProperty('approval_status')
    expect(isDue({ ...planned, scheduled_at: NOW.toISOString() }, later(1))).toBe(true)
  })

  it.each([
    ['requestApproval', 'pending', 'waiting for approval'],
    ['requestApproval', 'approved', 'waiting for approval'],
    ['approve', 'approved', 'approved'],
    ['reject', 'rejected', 'rejected'],
    ['approve', undefined, 'approved'],
    ['reject', undefined, 'rejected'],
  ] as const)('%s of one that is %s is a conflict', (move, approval_status, to) => {
    const record = at('scheduled', { metadata: approval_status ? { approval_status } : {} })
    const error = refusal(moves[move](record, { by, now: NOW }))
    expect(error).toMatchObject({ code: 'conflict', details: { from: approval_status ?? 'none' } })
    expect(error.message).toContain(`can’t become ${to}`)
  })
})

describe('a run', () => {
  const scheduled = at('scheduled', {
    match_results: {
      total_records: 9,
      matched_records: 8,
      rejected_records: 1,
      match_rate: 0.9,
      platform_audience_id: 'p0',
    },
    metadata: {
      attempt: { number: 2, key: 'dist_1.2', started_at: '2026-11-22T09:00:00.000Z', resumed: 3 },
      handover: { state: 'done', reason: 'r', package: 'p', steps: [] },
      rejects: [{ reason: 'x', count: 1 }],
      results_source: 'entered',
      results_by: 'ann',
      results_at: NOW.toISOString(),
      receipt: { file: 'r.json', sha256: 'a'.repeat(64) },
      more: 'kept',
    },
  })
  const running = moved(scheduled, moves.start(scheduled, { now: NOW }))

  it('starts with a new attempt and nothing of the last one, but for what the platform calls the audience', () => {
    expect(running).toMatchObject({ executed_at: NOW.toISOString(), completed_at: null })
    expect(running.match_results).toEqual({
      total_records: null,
      matched_records: null,
      rejected_records: null,
      match_rate: null,
      platform_audience_id: 'p0',
    })
    expect(running.metadata).toEqual({
      attempt: { number: 3, key: 'dist_1.3', started_at: NOW.toISOString() },
      receipt: { file: 'r.json', sha256: 'a'.repeat(64) },
      more: 'kept',
    })
  })

  it('is resumed with the same key, three times', () => {
    let record = running
    for (let n = 1; n <= MOST_RESUMES; n++) {
      record = moved(record, moves.resume(record))
      expect(record.metadata.attempt).toMatchObject({ number: 3, key: 'dist_1.3', resumed: n })
    }
    expect(refusal(moves.resume(record)).message).toContain('interrupted 4 times')
    expect(moved(record, moves.fail(record, { error: failure, now: NOW })).status).toBe('failed')
  })

  it('that another system began is never resumed', () => {
    expect(refusal(moves.resume(at('processing', { metadata: {} }))).message).toContain(
      'not started by this app',
    )
  })

  it('delivered by hand waits for its results', () => {
    const handover = { reason: 'Members are uploaded by hand.', package: '/p/1', steps: ['Open it.'] }
    const receipt = { file: 'dist_1.3.receipt.json', sha256: 'b'.repeat(64) }
    const input = { platform_audience_id: 'p1', total_records: 500, handover, receipt }
    const record = moved(running, moves.delivered(running, input))
    expect(record.metadata).toMatchObject({ handover: { ...handover, state: 'waiting' }, receipt })
    expect(record.match_results).toMatchObject({ total_records: 500, platform_audience_id: 'p1' })
    const done = moved(
      record,
      moves.enterResults(record, {
        results: { matched_records: 200 },
        source: 'entered',
        by,
        now: later(60),
      }),
    )
    expect(done).toMatchObject({
      status: 'completed',
      completed_at: later(60).toISOString(),
      error_details: null,
    })
    expect(done.match_results).toMatchObject({ total_records: 500, matched_records: 200, match_rate: 0.4 })
    expect(done.metadata).toMatchObject({
      handover: { state: 'done' },
      results_source: 'entered',
      results_by: 'ann',
      results_at: later(60).toISOString(),
    })
  })

  it('names nobody as the teller of results when nobody told any', () => {
    const record = moved(
      running,
      moves.delivered(running, { platform_audience_id: null, total_records: 500 }),
    )
    const done = moved(record, moves.complete(record, { results: {}, source: 'api', by, now: NOW }))
    expect(done).toMatchObject({
      status: 'completed',
      match_results: { total_records: 500, match_rate: null },
    })
    for (const key of ['results_source', 'results_by', 'results_at'])
      expect(done.metadata).not.toHaveProperty(key)
  })

  it('that gives no new name of the audience keeps the one it had', () => {
    const record = moved(
      running,
      moves.delivered(running, { platform_audience_id: null, total_records: null }),
    )
    expect(record.match_results.platform_audience_id).toBe('p0')
  })

  it('that is stopped is failed with the code cancelled, isn’t tried again, and can be cancelled', () => {
    const stopped = moved(running, moves.stop(running, { by: 'ann', now: NOW }))
    expect(stopped.error_details).toMatchObject({
      error_code: 'cancelled',
      error_message: 'ann stopped the run.',
      retryable: false,
      next_retry_at: null,
    })
    expect(moved(stopped, moves.cancel(stopped)).status).toBe('cancelled')
  })
})

describe('results', () => {
  const matching = at('matching')
  const enter = (record: Distribution, input: Parameters<typeof moves.enterResults>[1]['results']) =>
    moves.enterResults(record, { results: input, source: 'entered', by, now: NOW })

  it.each([
    ['of the counts', { total_records: 1_000, matched_records: 250 }, 0.25],
    ['above 1, not clamped', { total_records: 100, matched_records: 130 }, 1.3],
    ['of the platform', { total_records: 100, matched_records: 40, match_rate: 0.45 }, 0.45],
    ['of the platform, without counts', { match_rate: 0.45 }, 0.45],
    ['unknown without a total', { matched_records: 40 }, null],
    ['unknown when nobody was sent', { total_records: 0, matched_records: 0 }, null],
    ['unknown when nothing is told', {}, null],
  ])('have a rate %s', (_name, input, rate) => {
    expect(moved(matching, enter(matching, input)).match_results.match_rate).toBe(rate)
  })

  it('that come late correct the numbers, and say who; what isn’t told stays', () => {
    const completed = at('completed', {
      completed_at: '2026-11-20T00:00:00.000Z',
      match_results: {
        total_records: 100,
        matched_records: 40,
        rejected_records: 5,
        match_rate: 0.45,
        platform_audience_id: 'p',
      },
    })
    const named = moved(completed, enter(completed, { platform_audience_id: 'p2' }))
    expect(named.match_results).toEqual({ ...completed.match_results, platform_audience_id: 'p2' })
    const corrected = moved(completed, enter(completed, { matched_records: 60 }))
    expect(corrected.match_results).toMatchObject({
      total_records: 100,
      matched_records: 60,
      rejected_records: 5,
      match_rate: 0.6,
    })
    expect(corrected.completed_at).toBe('2026-11-20T00:00:00.000Z')
    expect(corrected.metadata).toMatchObject({ results_by: 'ann', results_at: NOW.toISOString() })
    expect(moved(completed, enter(completed, { matched_records: null })).match_results.match_rate).toBeNull()
  })

  it('name each number that is none', () => {
    const error = refusal(
      enter(matching, {
        total_records: -1,
        matched_records: 1.5,
        match_rate: Number.NaN,
        rejects: [
          { reason: 'a', count: 1 },
          { reason: 'b', count: -2 },
        ],
      }),
    )
    expect(error.code).toBe('validation_failed')
    expect(fieldErrors(error).map(({ path }) => path)).toEqual([
      'results.total_records',
      'results.matched_records',
      'results.rejects[1].count',
      'results.match_rate',
    ])
  })

  it('add up rejects of one reason, most frequent first, and lose none of very many', () => {
    const few = moved(
      matching,
      enter(matching, {
        rejects: [
          { reason: 'a', count: 1 },
          { reason: 'b', count: 5 },
          { reason: 'a', count: 2 },
        ],
      }),
    )
    expect(few.metadata.rejects).toEqual([
      { reason: 'b', count: 5 },
      { reason: 'a', count: 3 },
    ])
    const many = Array.from({ length: 500 }, (_, n) => ({ reason: `reason ${n}`, count: n + 1 }))
    const kept = moved(matching, enter(matching, { rejects: many })).metadata.rejects ?? []
    expect(kept).toHaveLength(200)
    expect(kept.reduce((sum, { count }) => sum + count, 0)).toBe((500 * 501) / 2)
    expect(kept[199]?.reason).toBe('Other reasons')
  })
})

describe('retries', () => {
  it.each([
    [0, null, 1],
    [1, null, 5],
    [2, null, 15],
    [3, null, 60],
    [4, null, 240],
    [5, null, null],
    [0, 30, 1],
    [0, 600, 10],
    [4, 600, 240],
    [0, 0.5, 1],
    [0, -5, 1],
    [0, Number.NaN, 1],
    [0, LONGEST_WAIT_S, LONGEST_WAIT_S / 60],
    [0, LONGEST_WAIT_S + 1, null],
    [0, Number.POSITIVE_INFINITY, null],
  ])('after %i of them and a Retry-After of %s s: in %s minutes', (used, asked, minutes) => {
    expect(nextRetryAt(used, asked, NOW)).toBe(minutes === null ? null : later(minutes).toISOString())
  })

  it('are five, at growing distances, counted as retries; a person’s retry begins them anew', () => {
    let record = at('scheduled')
    let now = NOW
    const failOnce = () => {
      record = moved(record, moves.start(record, { now }))
      record = moved(record, moves.fail(record, { error: failure, now }))
    }
    for (const [index, minutes] of BACKOFF_MINUTES.entries()) {
      failOnce()
      const due = new Date(now.getTime() + minutes * 60_000)
      expect(record.error_details).toMatchObject({ retry_count: index, next_retry_at: due.toISOString() })
      const early = new Date(due.getTime() - 1)
      expect(isRetryDue(record, early)).toBe(false)
      expect(refusal(moves.retry(record, { by: 'engine', now: early })).code).toBe('conflict')
      expect(isRetryDue(record, due)).toBe(true)
      record = moved(record, moves.retry(record, { by: 'engine', now: due }))
      expect(isDue(record, due)).toBe(true)
      now = due
    }
    failOnce()
    expect(record.error_details).toMatchObject({ retry_count: 5, next_retry_at: null, retryable: true })
    expect(isRetryDue(record, later(1_000_000))).toBe(false)
    record = moved(record, moves.retry(record, { by: 'person', now }))
    failOnce()
    expect(record.error_details).toMatchObject({
      retry_count: 6,
      next_retry_at: new Date(now.getTime() + 60_000).toISOString(),
    })
    expect(record.metadata.attempt?.number).toBe(7)
  })

  it('don’t follow a refusal that stays, but a person may try', () => {
    const running = at('processing')
    const refused = moved(
      running,
      moves.fail(running, { error: { ...failure, retryable: false }, retry_after_s: 60, now: NOW }),
    )
    expect(refused.error_details).toMatchObject({ retryable: false, next_retry_at: null })
    expect(isRetryDue(refused, later(1_000_000))).toBe(false)
    expect(moved(refused, moves.retry(refused, { by: 'person', now: NOW })).status).toBe('scheduled')
  })

  it('of one that came from elsewhere without a reason', () => {
    const bare = at('failed', { error_details: null })
    expect(isRetryDue(bare, NOW)).toBe(false)
    const again = moved(bare, moves.retry(bare, { by: 'person', now: NOW }))
    expect(again.error_details).toBeNull()
    expect(isDue(again, NOW)).toBe(true)
  })
})

describe('what is due', () => {
  const due = at('scheduled', { scheduled_at: NOW.toISOString() })
  it.each<[string, Distribution, Date, boolean]>([
    ['at its time', due, NOW, true],
    ['a month later', due, later(43_200), true],
    ['a millisecond before', due, new Date(NOW.getTime() - 1), false],
    ['without a time', { ...due, scheduled_at: null }, NOW, false],
    ['in the trash', { ...due, deleted: true }, NOW, false],
    ['while it waits for approval', pending(due), NOW, false],
    ['when it runs already', { ...due, status: 'processing' }, NOW, false],
  ])('%s: %#', (_name, record, now, expected) => expect(isDue(record, now)).toBe(expected))
})
