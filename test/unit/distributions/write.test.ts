// What people do with a distribution: each operation in the states that allow it, refused in the others, and by version.
import { describe, expect, it } from 'vitest'
import type { InputOf } from '../../../src/shared/contract.ts'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import {
  AUDIENCE,
  createEnv,
  DONE,
  type Env,
  FOLDER,
  failedBy,
  folderPlatform,
  OWNER,
  record,
  WAITING,
} from './support.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const daily = { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' } as const
const at = (env: Env, ms: number) => new Date(env.clock.now + ms).toISOString()
const planned = (env: Env, over: Parameters<Env['plan']>[0] = {}) =>
  env.plan({ when: { kind: 'at', at: at(env, HOUR) }, ...over })

/** A run in each state, as it would be. */
async function inEachState(env: Env) {
  const states = ['scheduled', 'matching', 'completed', 'failed', 'cancelled'] as const
  const attempt = (id: string) => ({ number: 1, key: `${id}.1`, started_at: at(env, -HOUR) })
  await env.put(
    ...states.map(status =>
      record({
        distribution_id: status,
        status,
        scheduled_at: at(env, HOUR),
        ...(status === 'completed' && { completed_at: at(env, -MINUTE) }),
        ...(status !== 'scheduled' && { metadata: { attempt: attempt(status) } }),
        ...(status === 'failed' && {
          error_details: {
            error_code: 'platform_rejected',
            error_message: 'Refused.',
            hint: null,
            retryable: false,
            retry_count: 0,
            next_retry_at: null,
          },
        }),
      }),
    ),
  )
  env.platformSide.answer = input => env.hang(input)
  await env.put(record({ distribution_id: 'processing', scheduled_at: at(env, 0) }))
  await env.quiet()
  expect((await env.run('processing')).status).toBe('processing')
}

type Status = Distribution['status']
const CASES: Record<
  string,
  {
    does: (env: Env, distribution_id: string) => ReturnType<Env['call']>
    allowed: Partial<Record<Status, Status>>
  }
> = {
  update: {
    does: async (env, distribution_id) => {
      const { version } = await env.run(distribution_id)
      return env.call('distributions.update', {
        distribution_id,
        expected_version: version,
        patch: { notes: 'New' },
      })
    },
    allowed: { scheduled: 'scheduled' },
  },
  runNow: {
    does: (env, distribution_id) => env.call('distributions.runNow', { distribution_id }),
    allowed: { scheduled: 'scheduled' },
  },
  retry: {
    does: (env, distribution_id) => env.call('distributions.retry', { distribution_id }),
    allowed: { failed: 'scheduled' },
  },
  cancel: {
    does: (env, distribution_id) => env.call('distributions.cancel', { distribution_id }),
    allowed: { scheduled: 'cancelled', processing: 'cancelled', matching: 'cancelled', failed: 'cancelled' },
  },
  requestApproval: {
    does: (env, distribution_id) => env.call('distributions.requestApproval', { distribution_id }),
    allowed: { scheduled: 'scheduled' },
  },
  approve: {
    does: (env, distribution_id) => env.call('distributions.approve', { distribution_id }),
    allowed: {},
  },
  reject: {
    does: (env, distribution_id) => env.call('distributions.reject', { distribution_id }),
    allowed: {},
  },
  enterResults: {
    does: (env, distribution_id) =>
      env.call('distributions.enterResults', {
        distribution_id,
        results: { total_records: 10, matched_records: 12 },
      }),
    allowed: { matching: 'completed', completed: 'completed' },
  },
}

describe('an operation', () => {
  it.each(Object.entries(CASES))(
    '%s is made in the states that allow it and refused in the others',
    async (name, { does, allowed }) => {
      const env = await createEnv()
      await inEachState(env)
      for (const status of [
        'scheduled',
        'processing',
        'matching',
        'completed',
        'failed',
        'cancelled',
      ] as const) {
        const before = (await env.versions(status)).length
        const result = await does(env, status)
        const expected = allowed[status]
        if (expected) {
          expect(result.ok && result.value, `${name} of ${status}`).toMatchObject({ status: expected })
          continue
        }
        expect(!result.ok && result.error.code, `${name} of ${status}`).toBe('conflict')
        expect(!result.ok && result.error.message).not.toBe('')
        expect(await env.versions(status)).toHaveLength(before)
      }
    },
  )

  it.each(Object.entries(CASES).filter(([name]) => name !== 'update'))(
    '%s of a run that is another’s, or none, is not found',
    async (_, { does }) => {
      const env = await createEnv()
      await env.put(record({ distribution_id: 'dist_mine', scheduled_at: at(env, HOUR) }))
      const stranger = {
        ...env,
        call: ((operation, input) => env.call(operation, input, 'stranger')) as Env['call'],
      }
      for (const result of [await does(stranger, 'dist_mine'), await does(env, 'dist_none')])
        expect(!result.ok && [result.error.code, result.error.message]).toEqual([
          'not_found',
          'There is no such distribution',
        ])
    },
  )

  it('on a version that was changed meanwhile is a conflict that says who changed it', async () => {
    const env = await createEnv()
    await env.put(record({ distribution_id: 'dist_waits', status: 'matching' }))
    const id = await planned(env)
    await env.must('distributions.update', {
      distribution_id: id,
      expected_version: 1,
      patch: { notes: 'First' },
    })
    const patched = await env.refused('distributions.update', {
      distribution_id: id,
      expected_version: 1,
      patch: { notes: 'Second' },
    })
    expect([patched.code, patched.details]).toEqual([
      'conflict',
      expect.objectContaining({ current_version: 2, expected_version: 1, changed_by: OWNER }),
    ])
    const input = { distribution_id: 'dist_waits', expected_version: 7, results: {} }
    expect((await env.refused('distributions.enterResults', input)).code).toBe('conflict')
    expect((await env.run('dist_waits')).status).toBe('matching')
    for (const operation of [
      'distributions.cancel',
      'distributions.runNow',
      'distributions.retry',
      'distributions.requestApproval',
    ] as const) {
      const { code, details } = await env.refused(operation, { distribution_id: id, expected_version: 1 })
      expect([operation, code, details]).toMatchObject([operation, 'conflict', { current_version: 2 }])
    }
    expect(await env.run(id)).toMatchObject({ version: 2, status: 'scheduled', metadata: { notes: 'First' } })
  })
})

describe('update', () => {
  const patch = async (env: Env, id: string, change: InputOf<'distributions.update'>['patch']) =>
    env.call('distributions.update', {
      distribution_id: id,
      expected_version: (await env.run(id)).version,
      patch: change,
    })

  it('gives no time to a run that has none and waits for a person', async () => {
    const env = await createEnv()
    await env.put(record({ distribution_id: 'imported', status: 'scheduled', scheduled_at: null }))
    expect((await patch(env, 'imported', { notes: 'Look at it first' })).ok).toBe(true)
    await env.quiet()
    expect(await env.run('imported')).toMatchObject({ status: 'scheduled', scheduled_at: null })
    expect(env.calls).toHaveLength(0)
  })

  it('of the segments counts the people, the matches and the cost anew', async () => {
    const env = await createEnv()
    const priced = {
      ...folderPlatform({ platform_id: FOLDER }),
      settings: {
        path: '/drop',
        file_format: 'csv',
        auto_refresh: false,
        refresh_frequency: 'daily' as const,
        cpm_fee: 2,
        currency: 'USD',
        default_match_rate: 0.5,
      },
    }
    await env.put({ entity: 'platform', record: priced, expected: 'any' })
    const id = await planned(env)
    expect((await env.run(id)).metadata).toMatchObject({
      people: 2_000,
      cost_estimate: 4,
      forecast: { matches: 1_000 },
    })
    await patch(env, id, { segment_ids: ['2'] })
    const { metadata, segments_distributed } = await env.run(id)
    expect([
      segments_distributed,
      metadata.people,
      metadata.cost_estimate,
      metadata.forecast?.matches,
    ]).toEqual([['2'], 800, 1.6, 400])
    await env.must('distributions.runNow', { distribution_id: id })
    await env.quiet()
    expect((await env.run(id)).match_results.total_records).toBe(800)
    expect(env.calls[0]?.segments.map(one => one.segment_id)).toEqual(['2'])
  })

  it('refuses a segment that the audience doesn’t have, and a time that is over', async () => {
    const env = await createEnv()
    const id = await planned(env)
    for (const [change, path] of [
      [{ segment_ids: ['1', '9'] }, 'patch.segment_ids[1]'],
      [{ when: { kind: 'at', at: at(env, -HOUR) } }, 'when.at'],
      [{ when: { kind: 'repeat', schedule: { ...daily, zone: 'Mars/Base' } } }, 'when.schedule.zone'],
      [{ when: { kind: 'repeat', schedule: { ...daily, repeat: 'none' } } }, 'when.schedule.repeat'],
    ] as const) {
      const result = await patch(env, id, change as Parameters<typeof patch>[2])
      expect(!result.ok && result.error.details?.fields).toEqual([expect.objectContaining({ path })])
    }
    expect(await env.versions(id)).toHaveLength(1)
  })

  it('to a plan that repeats makes it the first of a series', async () => {
    const env = await createEnv()
    const id = await planned(env)
    await patch(env, id, { when: { kind: 'repeat', schedule: daily } })
    const { scheduled_at, metadata } = await env.run(id)
    expect(scheduled_at).toBe('2026-11-24T08:00:00.000Z')
    await env.later(DAY)
    const runs = await env.all()
    expect(runs.map(one => one.series_id)).toEqual([metadata.series_id, metadata.series_id])
    expect(metadata.series_id).toBeTruthy()
  })

  it('of a time to now starts it; to later lets it wait', async () => {
    const env = await createEnv()
    const [now, later] = [await planned(env), await planned(env)]
    await patch(env, now, { when: { kind: 'now' } })
    await patch(env, later, { when: { kind: 'at', at: at(env, 2 * HOUR) } })
    await env.later(HOUR)
    expect([(await env.run(now)).status, (await env.run(later)).status]).toEqual(['completed', 'scheduled'])
  })

  it('takes campaign and notes away again', async () => {
    const env = await createEnv()
    const id = await planned(env, { campaign_name: 'Spring', notes: 'For Ana' })
    await patch(env, id, { campaign_name: '', notes: '' })
    const keys = Object.keys((await env.run(id)).metadata)
    expect(keys).toContain('people')
    expect(keys).not.toContain('campaign_name')
    expect(keys).not.toContain('notes')
  })
})

describe('approval', () => {
  it('holds a run until it is given, and a rejection until it is taken back', async () => {
    const env = await createEnv()
    const id = await env.plan({ request_approval: true, approval_comment: 'Before Monday, please' })
    await env.later(DAY)
    expect(env.calls).toHaveLength(0)
    const rejected = await env.must('distributions.reject', { distribution_id: id, comment: 'Too many' })
    expect(rejected.metadata).toMatchObject({
      approval_status: 'rejected',
      approval_comment: 'Too many',
      approved_by: OWNER,
    })
    await env.must('distributions.runNow', { distribution_id: id })
    await env.later(DAY)
    expect(env.calls).toHaveLength(0)
    await env.must('distributions.requestApproval', { distribution_id: id, comment: 'Fewer now' })
    expect((await env.refused('distributions.requestApproval', { distribution_id: id })).details).toEqual({
      from: 'pending',
      to: 'pending',
    })
    await env.must('distributions.approve', { distribution_id: id })
    await env.quiet()
    const run = await env.run(id)
    expect([run.status, run.metadata.approved_at]).toEqual([
      'completed',
      new Date(env.clock.now).toISOString(),
    ])
    const { receipt } = await env.must('distributions.receipt', { distribution_id: id })
    expect(receipt).toMatchObject({ approved: { by: OWNER } })
  })

  it('is asked for again when other segments are sent, and the history says why', async () => {
    const env = await createEnv()
    const id = await planned(env, { request_approval: true, segment_ids: ['1'] })
    const approved = await env.must('distributions.approve', { distribution_id: id, comment: 'Fine' })
    await env.must('distributions.update', {
      distribution_id: id,
      expected_version: approved.version,
      patch: { when: { kind: 'at', at: at(env, 2 * HOUR) }, notes: 'An hour later' },
    })
    expect((await env.run(id)).metadata).toMatchObject({ approval_status: 'approved', approved_by: OWNER })
    const changed = await env.must('distributions.update', {
      distribution_id: id,
      expected_version: approved.version + 1,
      patch: { segment_ids: ['2'] },
    })
    expect(changed.metadata).toMatchObject({ approval_status: 'pending', requested_by: OWNER, people: 800 })
    expect(changed.metadata).not.toHaveProperty('approved_by')
    await env.later(DAY)
    expect(env.calls).toHaveLength(0)
    const { versions } = await env.must('distributions.history', { distribution_id: id })
    expect(versions.map(one => [one.approval_status, one.change_note])).toEqual([
      ['pending', 'Approval is asked for again: other segments are sent.'],
      ['approved', null],
      ['approved', null],
      ['pending', null],
    ])
    await env.must('distributions.approve', { distribution_id: id })
    await env.quiet()
    expect(env.calls[0]?.segments.map(one => one.segment_id)).toEqual(['2'])
  })

  it('of a plan that was changed since it was looked at is a conflict', async () => {
    const env = await createEnv()
    const id = await planned(env, { request_approval: true, segment_ids: ['1'] })
    const { version } = await env.run(id)
    await env.must('distributions.update', {
      distribution_id: id,
      expected_version: version,
      patch: { segment_ids: ['2'] },
    })
    for (const operation of ['distributions.approve', 'distributions.reject'] as const) {
      const refused = await env.refused(operation, { distribution_id: id, expected_version: version })
      expect([refused.code, refused.details]).toMatchObject(['conflict', { current_version: version + 1 }])
    }
    expect((await env.run(id)).metadata.approval_status).toBe('pending')
    await env.must('distributions.approve', { distribution_id: id, expected_version: version + 1 })
  })

  it('given to one run holds for those that follow, until their plan becomes another', async () => {
    const env = await createEnv()
    const id = await env.plan({ request_approval: true, when: { kind: 'repeat', schedule: daily } })
    await env.must('distributions.approve', { distribution_id: id })
    await env.later(DAY)
    const [next] = (await env.all()).filter(one => one.status === 'scheduled')
    expect([next?.approval_status, env.calls.length]).toEqual(['approved', 1])
    await env.must('distributions.update', {
      distribution_id: next?.distribution_id ?? '',
      expected_version: 1,
      patch: { when: { kind: 'repeat', schedule: { ...daily, repeat: 'weekly', weekday: 1 } } },
    })
    await env.later(31 * DAY)
    expect(env.calls).toHaveLength(1)
    expect((await env.run(next?.distribution_id ?? '')).change_note).toBe(
      'Approval is asked for again: it is sent at other intervals.',
    )
  })

  it('is needed where the platform says so', async () => {
    const env = await createEnv()
    const settings = {
      path: '/drop',
      file_format: 'csv',
      auto_refresh: false,
      refresh_frequency: 'daily' as const,
      approval_needed: true,
    }
    await env.put({
      entity: 'platform',
      record: folderPlatform({ platform_id: FOLDER, settings }),
      expected: 'any',
    })
    const id = await env.plan()
    await env.quiet()
    expect([(await env.run(id)).metadata.approval_status, env.calls.length]).toEqual(['pending', 0])
  })
})

describe('cancel', () => {
  it('of a run under way stops it first, and says both in one commit', async () => {
    const env = await createEnv()
    env.platformSide.answer = input => env.hang(input)
    const id = await env.plan()
    await env.quiet()
    await env.must('distributions.cancel', { distribution_id: id })
    expect((await env.versions(id)).map(({ status }) => status)).toEqual([
      'scheduled',
      'processing',
      'failed',
      'cancelled',
    ])
    expect(env.effects.size).toBe(0)
    await env.later(365 * DAY)
    expect(env.calls).toHaveLength(1)
  })

  it('of one whose start is being written down waits for it: nothing is sent behind its back', async () => {
    const env = await createEnv()
    const id = await planned(env)
    env.platformSide.answer = input => env.hang(input)
    let cancelled: ReturnType<Env['call']> | null = null
    env.refuse.commit = () => {
      env.refuse.commit = null
      cancelled = env.call('distributions.cancel', { distribution_id: id })
      return null
    }
    await env.later(HOUR)
    const result = await (cancelled as ReturnType<Env['call']> | null)
    expect(result?.ok && result.value).toMatchObject({ status: 'cancelled' })
    for (const { signal } of env.calls) expect(signal.aborted).toBe(true)
    expect(env.effects.size).toBe(0)
  })

  it('of one that ended meanwhile is refused with what became of it', async () => {
    const env = await createEnv()
    env.deliverTo(async input => {
      await env.hang(input)
      return DONE
    })
    const id = await env.plan()
    await env.quiet()
    const error = await env.refused('distributions.cancel', { distribution_id: id })
    expect([error.code, error.details]).toEqual(['conflict', { from: 'completed', to: 'cancelled' }])
    expect((await env.run(id)).status).toBe('completed')
  })

  it('of one that doesn’t heed its signal says so, and cancels it as soon as it can', async () => {
    const env = await createEnv({ end_within_ms: 5 })
    let end = () => {}
    env.deliverTo(async input => {
      await Promise.race([
        env.hang(input, true),
        new Promise<void>(resolve => {
          end = resolve
        }),
      ])
      return WAITING
    })
    const id = await env.plan()
    await env.quiet()
    expect((await env.refused('distributions.cancel', { distribution_id: id })).code).toBe('timeout')
    expect((await env.run(id)).status).toBe('processing')
    end()
    env.hanging.clear()
    await env.quiet()
    expect((await env.must('distributions.cancel', { distribution_id: id })).status).toBe('cancelled')
  })

  it('of a run that waits for results ends the waiting', async () => {
    const env = await createEnv()
    env.deliverTo(async () => WAITING)
    const id = await env.plan()
    await env.quiet()
    expect((await env.run(id)).metadata.handover).toMatchObject({ state: 'waiting', steps: ['Upload it.'] })
    expect((await env.must('distributions.cancel', { distribution_id: id })).status).toBe('cancelled')
  })

  it('of one run of a series plans the next in its place', async () => {
    const env = await createEnv()
    const id = await env.plan({ when: { kind: 'repeat', schedule: daily } })
    await env.must('distributions.cancel', { distribution_id: id })
    const runs = await env.all()
    expect(runs.map(({ status, scheduled_at }) => [status, scheduled_at]).sort()).toEqual([
      ['cancelled', '2026-11-24T08:00:00.000Z'],
      ['scheduled', '2026-11-25T08:00:00.000Z'],
    ])
  })

  it('of a series ends all that would have followed, also when it starts in this moment', async () => {
    const env = await createEnv()
    const first = await env.plan({ when: { kind: 'repeat', schedule: daily } })
    await env.later(DAY)
    expect((await env.run(first)).status).toBe('completed')
    // A completed one stays as it is; what is ended is the plan.
    env.clock.now += DAY
    const ended = env.must('distributions.cancel', { distribution_id: first, series: true })
    await Promise.all([ended, env.quiet()])
    expect((await ended).status).toBe('completed')
    expect((await env.all()).filter(one => one.status === 'scheduled')).toEqual([])
    const runs = (await env.all()).length
    await env.later(30 * DAY)
    expect(await env.all()).toHaveLength(runs)
  })

  it('of a series by its next run', async () => {
    const env = await createEnv()
    const id = await env.plan({ when: { kind: 'repeat', schedule: daily } })
    expect((await env.must('distributions.cancel', { distribution_id: id, series: true })).status).toBe(
      'cancelled',
    )
    expect(await env.all()).toHaveLength(1)
  })
})

describe('results', () => {
  it('that are entered complete a run that waits, and later correct it; above 100 % stays as it is', async () => {
    const env = await createEnv()
    env.deliverTo(async () => WAITING)
    const id = await env.plan()
    await env.quiet()
    const done = await env.must('distributions.enterResults', {
      distribution_id: id,
      results: {
        matched_records: 3_000,
        rejects: [
          { reason: 'Opted out', count: 2 },
          { reason: 'Opted out', count: 3 },
        ],
      },
    })
    expect(done).toMatchObject({
      status: 'completed',
      match_results: {
        total_records: 2_000,
        matched_records: 3_000,
        match_rate: 1.5,
        platform_audience_id: 'theirs-1',
      },
      metadata: {
        results_source: 'entered',
        results_by: OWNER,
        rejects: [{ reason: 'Opted out', count: 5 }],
        handover: { state: 'done' },
      },
    })
    const corrected = await env.must('distributions.enterResults', {
      distribution_id: id,
      results: { matched_records: 500 },
    })
    expect(corrected.match_results.match_rate).toBe(0.25)
    expect(corrected.completed_at).toBe(done.completed_at)
    expect(env.told.filter(({ to }) => to === 'completed')).toHaveLength(1)
  })

  it('that the platform reports are the run’s', async () => {
    const env = await createEnv()
    env.deliverTo(async () => ({
      ...DONE,
      platform_audience_id: 'theirs-2',
      results: { total_records: 2_000, matched_records: 900, rejected_records: 10 },
    }))
    const id = await env.plan()
    await env.quiet()
    expect(await env.run(id)).toMatchObject({
      status: 'completed',
      match_results: { matched_records: 900, match_rate: 0.45, platform_audience_id: 'theirs-2' },
      metadata: { results_source: 'api', results_by: 'Drop folder plat_folder' },
    })
    const again = await env.plan()
    await env.quiet()
    expect((await env.run(again)).distribution_type).toBe('refresh')
    expect(env.calls.at(-1)?.previous_platform_audience_id).toBe('theirs-2')
  })

  it('that can’t be are left out, and the run waits for true ones', async () => {
    const env = await createEnv()
    env.deliverTo(async () => ({
      ...DONE,
      results: { total_records: -1, matched_records: 0, rejected_records: 0 },
    }))
    const id = await env.plan()
    await env.quiet()
    expect((await env.run(id)).status).toBe('matching')
    expect(env.log.lines.map(({ event }) => event)).toContain('distribution.results_refused')
  })
})

describe('retry', () => {
  it('counts attempts, not people', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(false))
    const id = await env.plan({ audience_ids: [AUDIENCE] })
    await env.quiet()
    env.deliverTo(async () => DONE)
    await env.must('distributions.retry', { distribution_id: id })
    await env.quiet()
    const { status, match_results, metadata, error_details } = await env.run(id)
    expect([status, match_results.total_records, metadata.attempt?.number, error_details]).toEqual([
      'completed',
      2_000,
      2,
      null,
    ])
    expect([...env.effects.keys()]).toEqual([`${id}.2`])
  })
})
