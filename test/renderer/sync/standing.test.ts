// What the title bar says of BigQuery, and what a notice leads to.
import { describe, expect, it, test } from 'vitest'
import { isQuiet, resultText } from '../../../src/renderer/components/frame/job-text.ts'
import { mendingOf, type Standing, standingOf } from '../../../src/renderer/components/sync/standing.ts'
import { standingOf as badgeOf } from '../../../src/renderer/components/ui/status.tsx'
import { outcomeOf } from '../../../src/renderer/pages/sync/model/outcome.ts'
import type { SyncStatus } from '../../../src/shared/contract/bigquery.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { AT, pushRecord, status } from './samples.ts'

const unpushed = (audience: number) => ({ user: 0, platform: 0, audience, distribution: 0, total: audience })
const running = (kind: Job['kind'], done: number, total: number | null) => ({
  kind,
  progress: { done, total, unit: 'rows' },
})
const offline = { code: 'offline' as const, message: 'There is no network.' }

test.each<[string, Partial<SyncStatus>, boolean, ReturnType<typeof running> | null, Standing]>([
  ['not connected', { connection: null }, true, null, { kind: 'off' }],
  ['all is pushed', {}, true, null, { kind: 'done' }],
  ['changes', { unpushed: unpushed(12) }, true, null, { kind: 'waiting', count: 12 }],
  ['no network here', { unpushed: unpushed(12) }, false, null, { kind: 'offline', waiting: 12 }],
  [
    'no network for the last push',
    { last_push: pushRecord({ outcome: 'failed', error: offline }) },
    true,
    null,
    { kind: 'offline', waiting: 0 },
  ],
  [
    'conflicts come before changes',
    { unpushed: unpushed(2), conflicts: 3 },
    true,
    null,
    { kind: 'decide', count: 3 },
  ],
  ['a batch that waits', { waiting_batch: true }, true, null, { kind: 'cut_short' }],
  [
    'a problem comes before conflicts',
    { problem: { code: 'forbidden', message: 'Not permitted.' }, conflicts: 3 },
    true,
    null,
    { kind: 'problem' },
  ],
  [
    'a push under way',
    { job_id: 'j' },
    true,
    running('push', 40, 100),
    { kind: 'running', what: 'push', part: 0.4 },
  ],
  [
    'a pull under way',
    { job_id: 'j' },
    true,
    running('pull', 7, null),
    { kind: 'running', what: 'pull', part: null },
  ],
  [
    'a push whose job isn’t known yet',
    { job_id: 'j' },
    true,
    null,
    { kind: 'running', what: 'push', part: null },
  ],
])('%s', (_name, part, online, job, expected) =>
  expect(standingOf({ ...status, ...part }, online, job)).toEqual(expected),
)

test('a sign-in that is needed comes before a problem', () => {
  const { connection } = status
  if (!connection) throw new Error('The sample is connected')
  const needed = { ...connection, sign_in: { ...connection.sign_in, state: 'needed' as const } }
  const given = { ...status, connection: needed, problem: { code: 'unauthorized' as const, message: 'No.' } }
  expect(standingOf(given, true, null)).toEqual({ kind: 'sign_in' })
})

test.each([
  ['unauthorized', 'sign_in'],
  ['not_found', 'set_up'],
  ['forbidden', 'check'],
  ['quota_exceeded', 'check'],
  ['internal', null],
])('%s is mended by %s', (code, step) => expect(mendingOf(code)).toBe(step))

const result = (changed: number, skipped = 0, errors: string[] = []): NonNullable<Job['result']> => ({
  changed,
  skipped,
  errors: errors.map((path, row) => ({ path, message: 'is not a record', row, line: null })),
  error_count: errors.length,
})

describe('the tray', () => {
  it.each<[Job['kind'], Job['result'], string, string]>([
    ['push', result(0), 'Nothing had changed', 'completed'],
    ['push', result(1), '1 record brought over', 'completed'],
    ['pull', result(1_204, 2), '1,204 records brought over · 2 to decide', 'completed'],
    ['pull', result(0, 0, ['audiences a1']), '0 records brought over · 1 refused', 'partly'],
    ['compare', result(2), '2 records brought over', 'completed'],
    ['set_up', result(9), 'Datasets, tables and views are there', 'completed'],
    ['sign_in', result(0), 'Signed in', 'completed'],
  ])('%s with %j', (kind, given, text, standing) => {
    expect(resultText({ kind, result: given })).toBe(text)
    expect(badgeOf({ kind, result: given, state: 'completed' })).toBe(standing)
  })

  it.each<[string, Job['state'], Job['result'], Job['error'], boolean, boolean]>([
    ['by the clock, done', 'completed', result(3), null, false, true],
    ['by the clock, with a conflict', 'completed', result(3, 1), null, false, false],
    ['by the clock, without a network', 'failed', null, offline, false, true],
    ['by the clock, refused', 'failed', null, { code: 'forbidden', message: 'No.' }, false, false],
    ['asked for, without a network', 'failed', null, offline, true, false],
    ['asked for, done', 'completed', result(3), null, true, false],
  ])('says nothing of a push %s: %s', (_name, state, given, error, asked, quiet) =>
    expect(isQuiet({ kind: 'push', state, result: given, error }, asked)).toBe(quiet),
  )
})

describe('what came of it', () => {
  const job = (part: Partial<Job>) => ({
    kind: 'push' as const,
    state: 'completed' as const,
    result: result(0),
    error: null,
    created_at: AT.begun,
    ...part,
  })
  const own = pushRecord({ pushed: 12, pulled: 2, merged: 1 })
  const before = pushRecord({ ended_at: AT.before })

  it('counts what was sent, taken over and brought together', () => {
    const { state, title, lines, record } = outcomeOf(job({ result: result(15, 1) }), own)
    expect({ state, title }).toEqual({ state: 'done', title: '12 records pushed' })
    expect(lines).toEqual([
      '2 records taken over from BigQuery.',
      '1 record changed here and there, brought together by themselves.',
      '1 record needs a decision.',
    ])
    expect(record).toBe(own)
  })
  it('doesn’t take an earlier push for its own', () => {
    const { title, record } = outcomeOf(job({}), before)
    expect({ title, record }).toEqual({ title: 'Nothing had to be pushed', record: null })
  })
  it('says why it failed, and what to do', () => {
    const error = { code: 'forbidden' as const, message: 'Not permitted.', hint: 'Ask for the role.' }
    const { state, title, lines } = outcomeOf(job({ state: 'failed', error }), own)
    expect({ state, title, lines }).toEqual({
      state: 'failed',
      title: 'The push failed',
      lines: ['Not permitted.', 'Ask for the role.'],
    })
  })
  it('tells a pull by what it took over', () => {
    expect(outcomeOf(job({ kind: 'pull', result: result(3) }), own).title).toBe(
      '3 records taken over from BigQuery',
    )
    expect(outcomeOf(job({ kind: 'pull' }), own).title).toBe('Nothing new in BigQuery')
    expect(outcomeOf(job({ kind: 'pull', state: 'cancelled' }), own).title).toBe('The pull was cancelled')
  })
  it('tells a comparison by what had been changed without a sign', () => {
    const compared = (part: Partial<Job>) => outcomeOf(job({ kind: 'compare', ...part }), own)
    expect(compared({}).title).toBe('Compared: no row had been changed in BigQuery')
    expect(compared({ result: result(2, 1) })).toMatchObject({
      title: '2 records changed in BigQuery without a sign, and taken over',
      lines: ['1 record needs a decision.'],
      record: null,
    })
    expect(compared({ state: 'cancelled' }).lines).toEqual(['What was brought over by then stays.'])
  })
  it('says which rows stand there again', () => {
    const { lines } = outcomeOf(job({}), pushRecord({ pushed: 2, resent: 2 }))
    expect(lines).toEqual(['2 records had been deleted in BigQuery and stand there again.'])
  })
})
