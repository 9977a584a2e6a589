// Any sequence of moves, crashes and clock jumps: no illegal state, and each attempt has its effect once.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canMove, Distribution } from '../../../../src/shared/domain/distribution.ts'
import {
  BACKOFF_MINUTES,
  isDue,
  isRetryDue,
  type Move,
} from '../../../../src/shared/domain/distribution-change.ts'
import { moves } from '../../../../src/shared/domain/distribution-moves.ts'
import { distribution } from '../../../store/records.ts'

const START = Date.UTC(2026, 10, 22, 9, 30)
const fresh = (): Distribution => ({ ...distribution({ distribution_id: 'dist_1' }), version: 1 })

const count = fc.option(fc.integer({ min: -1, max: 5_000 }), { nil: undefined })
const results = fc.record({ total_records: count, matched_records: count, rejected_records: count })
type Call = (record: Distribution, now: Date) => Move
const always = (call: Call) => fc.constant(call)
/** Ends of the road, and what holds a run, are rarer, so that most sequences come far. */
const RARE = 1
const OFTEN = 6
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: RARE, arbitrary: always(record => moves.cancel(record)) },
  { weight: RARE, arbitrary: always((record, now) => moves.stop(record, { by: 'ann', now })) },
  { weight: OFTEN, arbitrary: always((record, now) => moves.requestApproval(record, { by: 'ann', now })) },
  { weight: RARE, arbitrary: always((record, now) => moves.reject(record, { by: 'bea', now })) },
  { weight: OFTEN, arbitrary: always((record, now) => moves.approve(record, { by: 'bea', now })) },
  {
    weight: RARE,
    arbitrary: always((record, now) =>
      moves.reschedule(record, { scheduled_at: now.toISOString(), schedule: null }),
    ),
  },
  {
    weight: OFTEN,
    arbitrary: fc.subarray(['1', '2', '3']).map(
      (segments_distributed): Call =>
        (record, now) =>
          moves.replan(record, { segments_distributed }, { by: 'cid', now }),
    ),
  },
  { weight: OFTEN, arbitrary: always((record, now) => moves.start(record, { now })) },
  { weight: RARE, arbitrary: always(record => moves.resume(record)) },
  {
    weight: OFTEN,
    arbitrary: always(record => moves.delivered(record, { platform_audience_id: 'p1', total_records: null })),
  },
  {
    weight: OFTEN,
    arbitrary: results.map(
      (told): Call =>
        (record, now) =>
          moves.complete(record, { results: told, source: 'api', by: 'Meta', now }),
    ),
  },
  {
    weight: OFTEN,
    arbitrary: results.map(
      (told): Call =>
        (record, now) =>
          moves.enterResults(record, { results: told, source: 'entered', by: 'ann', now }),
    ),
  },
  {
    weight: OFTEN,
    arbitrary: fc.tuple(fc.boolean(), fc.option(fc.double())).map(
      ([retryable, retry_after_s]): Call =>
        (record, now) =>
          moves.fail(record, {
            error: { code: 'offline', message: 'No connection.', retryable },
            retry_after_s,
            now,
          }),
    ),
  },
  {
    weight: OFTEN,
    arbitrary: fc.constantFrom('engine' as const, 'person' as const).map(
      (by): Call =>
        (record, now) =>
          moves.retry(record, { by, now }),
    ),
  },
)
/** Hours by which the clock goes on, or is put back. */
const jump = fc.oneof(fc.constant(0.01), fc.integer({ min: -100, max: 1_000 }))

describe('any sequence of moves', () => {
  it('makes no illegal transition, holds what is not approved, and counts attempts upward', () => {
    const seen = new Set<string>()
    let held = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(call, jump), { minLength: 40, maxLength: 40 }), steps => {
        let record = fresh()
        let clock = START
        /** Who was to be sent when it was approved. */
        let approved: string | null = null
        for (const [make, hours] of steps) {
          clock += hours * 3_600_000
          const move = make(record, new Date(clock))
          if (!move.ok) {
            expect(['conflict', 'validation_failed']).toContain(move.error.code)
            continue
          }
          const next = Distribution.parse({ ...record, ...move.value })
          const approval = record.metadata.approval_status
          seen.add(`${record.status} → ${next.status}`)
          if (next.status !== record.status) expect(canMove(record.status, next.status, approval)).toBe(true)
          if (record.status === 'cancelled') expect(next).toEqual(record)
          const who = [...next.segments_distributed].sort().join()
          if (next.metadata.approval_status === 'approved' && approval !== 'approved') approved = who
          if (next.status === 'processing' && approval !== undefined) expect(who).toBe(approved)
          if (next.metadata.approval_status === 'pending' && approval === 'approved') held += 1
          const attempts = (one: Distribution) => one.metadata.attempt?.number ?? 0
          const started = record.status === 'scheduled' && next.status === 'processing'
          expect(attempts(next) - attempts(record)).toBe(started ? 1 : 0)
          if (started) expect(next.metadata.attempt?.key).toBe(`dist_1.${attempts(next)}`)
          const retries = (one: Distribution) => one.error_details?.retry_count ?? 0
          if (next.status !== 'completed') expect(retries(next)).toBeGreaterThanOrEqual(retries(record))
          if (next.status !== 'failed') expect(next.error_details?.next_retry_at ?? null).toBeNull()
          expect(next.completed_at !== null).toBe(next.status === 'completed')
          record = next
        }
      }),
      { numRuns: 300 },
    )
    expect(held).toBeGreaterThan(0)
    expect([...seen].sort()).toEqual([
      'completed → completed',
      'failed → cancelled',
      'failed → scheduled',
      'matching → completed',
      'matching → failed',
      'processing → failed',
      'processing → matching',
      'processing → processing',
      'scheduled → cancelled',
      'scheduled → processing',
      'scheduled → scheduled',
    ])
  })

  it('tries by itself at most six times in all, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(jump, { minLength: 1, maxLength: 200 }), jumps => {
        let record = fresh()
        let clock = START
        let attempts = 0
        for (const hours of jumps) {
          clock += hours * 3_600_000
          const now = new Date(clock)
          const commit = (move: Move) => {
            if (move.ok) record = { ...record, ...move.value }
          }
          if (isRetryDue(record, now)) commit(moves.retry(record, { by: 'engine', now }))
          if (!isDue(record, now)) continue
          commit(moves.start(record, { now }))
          attempts += 1
          commit(moves.fail(record, { error: { code: 'offline', message: '', retryable: true }, now }))
        }
        expect(attempts).toBeLessThanOrEqual(BACKOFF_MINUTES.length + 1)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a run that is killed anywhere', () => {
  /** Where the core ends: after the call and before its commit, or before the call. */
  const fate = fc.constantFrom('goes on', 'killed before the call', 'killed before the commit', 'refused')

  it('has one effect for each attempt that succeeded, and ends', () => {
    fc.assert(
      fc.property(fc.array(fate, { maxLength: 30 }), fates => {
        let record = fresh()
        let clock = START
        let begun = ''
        const effects = new Map<string, number>()
        /** A destination that is idempotent under the key. */
        const deliver = (key: string) => effects.set(key, 1)
        const commit = (move: Move) => {
          if (!move.ok) throw new Error(move.error.message)
          record = { ...record, ...move.value }
        }
        const stopped = (message: string) => ({
          error: { code: 'internal' as const, message, retryable: true },
          now: new Date(clock),
        })
        for (const what of [...fates, ...Array<'goes on'>(4).fill('goes on')]) {
          clock += 5 * 3_600_000
          const now = new Date(clock)
          if (record.status === 'processing') {
            const resumed = moves.resume(record)
            if (resumed.ok) commit(resumed)
            else {
              commit(moves.fail(record, stopped(resumed.error.message)))
              continue
            }
          } else {
            if (isRetryDue(record, now)) commit(moves.retry(record, { by: 'engine', now }))
            if (!isDue(record, now)) continue
            commit(moves.start(record, { now }))
          }
          const key = record.metadata.attempt?.key ?? ''
          const isResumed = (record.metadata.attempt?.resumed ?? 0) > 0
          expect(key === begun).toBe(isResumed)
          begun = key
          if (what === 'killed before the call') continue
          if (what === 'refused') {
            commit(moves.fail(record, stopped('No connection.')))
            continue
          }
          deliver(key)
          if (what === 'killed before the commit') continue
          commit(moves.delivered(record, { platform_audience_id: null, total_records: null }))
          commit(moves.complete(record, { results: {}, source: 'api', by: 'folder', now }))
        }
        expect(['completed', 'failed']).toContain(record.status)
        if (record.status === 'completed') expect(effects.get(record.metadata.attempt?.key ?? '')).toBe(1)
        expect(effects.size).toBeLessThanOrEqual(record.metadata.attempt?.number ?? 0)
      }),
      { numRuns: 500 },
    )
  })
})
