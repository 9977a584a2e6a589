// How people end a distribution: cancelling it, and entering what came of it.
import { describe, expect, it } from 'vitest'
import { createEnv, DONE, type Env, OWNER, WAITING } from './support.ts'
import { DAY, daily, HOUR, planned } from './write-support.ts'

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
