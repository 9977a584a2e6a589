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
} from './support.ts'
import { at, DAY, daily, HOUR, MINUTE, planned } from './write-support.ts'

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
