// The engine's bounds: how many at once, whose turn, when a failed run is tried again, what a person stops, whose runs.
import { describe, expect, it } from 'vitest'
import {
  AUDIENCE,
  createEnv,
  DONE,
  type Env,
  FOLDER,
  failedBy,
  folderPlatform,
  HOME,
  OWNER,
  profile,
  record,
} from './support.ts'

const MINUTE = 60_000
const DUE = '2026-11-23T00:00:00.000Z'

async function queue(env: Env, lengths: Record<string, number>) {
  for (const [platform_id, length] of Object.entries(lengths)) {
    await env.put(
      { entity: 'platform', record: folderPlatform({ platform_id }), expected: 'any' },
      ...Array.from({ length }, (_, n) =>
        record({ distribution_id: `${platform_id}_${n}`, platform_id, scheduled_at: DUE }),
      ),
    )
  }
}

/** Holds every call until it is let go, and says how many there are, by platform. */
function gate(env: Env) {
  const open: { platform_id: string; go(): void }[] = []
  const most = { all: 0, by: new Map<string, number>() }
  const order: string[] = []
  env.deliverTo(async input => {
    const { platform_id } = input.platform
    order.push(platform_id)
    await new Promise<void>(resolve => {
      open.push({ platform_id, go: resolve })
      most.all = Math.max(most.all, open.length)
      const here = open.filter(one => one.platform_id === platform_id).length
      most.by.set(platform_id, Math.max(most.by.get(platform_id) ?? 0, here))
    })
    return DONE
  })
  return {
    open,
    most,
    order,
    async letOne() {
      const [first] = open.splice(0, 1)
      first?.go()
    },
  }
}

describe('how many run at once', () => {
  it('is two to one platform and eight in all, of several users too', async () => {
    const env = await createEnv()
    await queue(env, { plat_a: 3, plat_b: 3, plat_c: 3 })
    const theirs = ['plat_x', 'plat_y', 'plat_z'].flatMap(platform_id => [
      {
        entity: 'platform' as const,
        record: folderPlatform({ platform_id, user_id: 'travel' }),
        expected: 'any' as const,
      },
      ...[1, 2].map(n =>
        record({ distribution_id: `${platform_id}_${n}`, platform_id, scheduled_at: DUE, user_id: 'travel' }),
      ),
    ])
    const { version: _, ...audience } = (await env.store
      .get('audience', OWNER, AUDIENCE)
      .then(found => (found.ok ? found.value : null))) ?? { version: 0 }
    await env.store.commit('travel', [
      profile('travel'),
      { entity: 'audience', record: { ...audience, user_id: 'travel' } as never, expected: 'new' },
      ...theirs,
    ])
    const { open, most, letOne } = gate(env)
    const both = Promise.all([env.quiet(), env.quiet('travel')])
    await expect.poll(() => open.length).toBe(8)
    for (let done = 0; done < 15; done++) {
      await expect.poll(() => open.length).toBeGreaterThan(0)
      await letOne()
    }
    await both
    expect(env.effects.size).toBe(15)
    expect(most.all).toBe(8)
    expect([...most.by.values()]).toEqual([2, 2, 2, 2, 2, 2])
    // Each sees their own, and is told of their own.
    expect((await env.all('travel')).map(one => one.status)).toEqual(Array(6).fill('completed'))
    expect(new Set(env.told.filter(one => one.user_id === 'travel').map(one => one.platform_name)).size).toBe(
      1,
    )
    expect(env.told.filter(one => one.user_id === 'travel')).toHaveLength(18)
  })

  it('and long queues don’t keep a short one waiting', async () => {
    const env = await createEnv()
    await queue(env, { plat_a: 30, plat_b: 30, plat_c: 30, plat_d: 30, plat_e: 1 })
    const { open, order, letOne } = gate(env)
    const all = env.quiet()
    for (let done = 0; done < 121; done++) {
      await expect.poll(() => open.length).toBeGreaterThan(0)
      await letOne()
    }
    await all
    // Eight were begun before there was a place again; the short queue is among the next.
    expect(order.indexOf('plat_e')).toBeLessThan(10)
  })

  it('and the oldest of a platform goes first', async () => {
    const env = await createEnv()
    await env.put(
      ...[3, 1, 2].map(hour =>
        record({ distribution_id: `dist_${hour}`, scheduled_at: `2026-11-23T0${hour}:00:00.000Z` }),
      ),
    )
    await env.quiet()
    expect(env.calls.map(({ distribution }) => distribution.distribution_id)).toEqual([
      'dist_1',
      'dist_2',
      'dist_3',
    ])
  })
})

describe('a failed run', () => {
  it('is tried again after 1, 5, 15, 60 and 240 minutes, and then no more', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(true))
    const id = await env.plan()
    await env.quiet()
    for (const [index, minutes] of [1, 5, 15, 60, 240].entries()) {
      const { error_details } = await env.run(id)
      expect(error_details).toMatchObject({
        retry_count: index,
        next_retry_at: new Date(env.clock.now + minutes * MINUTE).toISOString(),
      })
      await env.later(minutes * MINUTE - 1)
      expect(env.calls).toHaveLength(index + 1)
      await env.later(1)
      expect(env.calls).toHaveLength(index + 2)
    }
    const { status, error_details, metadata } = await env.run(id)
    expect([status, error_details?.retry_count, error_details?.next_retry_at]).toEqual(['failed', 5, null])
    expect(metadata.attempt).toMatchObject({ number: 6, key: `${id}.6` })
    expect(env.effects.size).toBe(0)
    await env.later(365 * 24 * 60 * MINUTE)
    expect(env.calls).toHaveLength(6)
    // By hand it starts anew, with as many tries of its own.
    await env.must('distributions.retry', { distribution_id: id })
    await env.quiet()
    expect((await env.run(id)).error_details?.next_retry_at).toBe(
      new Date(env.clock.now + MINUTE).toISOString(),
    )
  })

  it('waits as long as the platform asks, where that is longer', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(true, 600))
    const id = await env.plan()
    await env.quiet()
    await env.later(600_000 - 1)
    expect(env.calls).toHaveLength(1)
    env.deliverTo(async () => DONE)
    await env.later(1)
    expect((await env.run(id)).status).toBe('completed')
    expect(env.effects).toEqual(new Map([[`${id}.2`, 1]]))
  })

  it('that won’t pass by itself is left to a person', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(false))
    const id = await env.plan()
    await env.later(365 * 24 * 60 * MINUTE)
    expect((await env.run(id)).error_details).toMatchObject({
      error_code: 'platform_rejected',
      error_message: 'The platform refused it.',
      hint: 'Look at its words.',
      next_retry_at: null,
    })
    expect(env.calls).toHaveLength(1)
  })

  it('isn’t tried early by a clock that is set back', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(true))
    await env.plan()
    await env.quiet()
    await env.later(-24 * 60 * MINUTE)
    expect(env.calls).toHaveLength(1)
    await env.later(24 * 60 * MINUTE + MINUTE)
    expect(env.calls).toHaveLength(2)
  })
})

describe('a platform that is gone', () => {
  const trash = (env: Env) =>
    env.put({
      entity: 'platform',
      record: folderPlatform({ platform_id: FOLDER, deleted: true }),
      expected: 'any',
    })

  it('before the start fails the run, and nothing is called', async () => {
    const env = await createEnv()
    const id = await env.plan({ when: { kind: 'at', at: new Date(env.clock.now + MINUTE).toISOString() } })
    await trash(env)
    await env.later(MINUTE)
    const { status, error_details } = await env.run(id)
    expect([status, error_details?.retryable]).toEqual(['failed', false])
    expect(error_details?.error_message).toContain('is in the trash')
    expect(env.calls).toHaveLength(0)
  })

  it('while a run is under way lets it end with what really happened', async () => {
    const env = await createEnv()
    env.deliverTo(async () => {
      await trash(env)
      return DONE
    })
    const id = await env.plan()
    await env.quiet()
    expect((await env.run(id)).status).toBe('completed')
    expect((await env.must('distributions.receipt', { distribution_id: id })).intact).toBe(true)
  })
})

describe('a repeating plan', () => {
  const daily = { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' } as const
  const schedules = {
    daily,
    weekly: { ...daily, repeat: 'weekly', weekday: 1 },
    monthly: { ...daily, repeat: 'monthly', day: 31 },
  } as const

  it('after a month with the app closed runs once, and next in the future', async () => {
    const env = await createEnv()
    for (const schedule of Object.values(schedules)) await env.plan({ when: { kind: 'repeat', schedule } })
    await env.close()
    // Until 24 January, past the monthly one of 31 December.
    env.clock.now += 62 * 24 * 60 * MINUTE
    const now = new Date(env.clock.now).toISOString()
    await env.restart()
    expect(env.calls).toHaveLength(3)
    expect(env.effects.size).toBe(3)
    const runs = await env.all()
    for (const repeat of Object.keys(schedules)) {
      const own = runs.filter(one => one.repeat === repeat)
      expect(own.map(one => one.status).sort(), repeat).toEqual(['completed', 'scheduled'])
      const [next] = own.filter(one => one.status === 'scheduled')
      expect(next?.scheduled_at && next.scheduled_at > now).toBe(true)
      expect(next?.series_id).toBe(own.find(one => one.status === 'completed')?.series_id)
    }
    const times = runs
      .filter(one => one.status === 'scheduled')
      .map(one => one.scheduled_at)
      .sort()
    expect(times).toEqual([
      '2027-01-25T08:00:00.000Z',
      '2027-01-25T08:00:00.000Z',
      '2027-01-31T08:00:00.000Z',
    ])
  })

  it('has one run for each time while the app is open, each refreshing the one before', async () => {
    const env = await createEnv()
    await env.plan({ when: { kind: 'repeat', schedule: daily } })
    for (let day = 0; day < 5; day++) await env.later(24 * 60 * MINUTE)
    const runs = (await env.all()).toSorted((a, b) =>
      (a.scheduled_at ?? '') < (b.scheduled_at ?? '') ? -1 : 1,
    )
    expect(runs.map(one => one.status)).toEqual([...Array(5).fill('completed'), 'scheduled'])
    expect(new Set(runs.map(one => one.scheduled_at)).size).toBe(6)
    expect(runs.map(one => one.distribution_type)).toEqual(['initial', ...Array(5).fill('refresh')])
    expect(env.effects.size).toBe(5)
  })

  it('isn’t planned twice by retries, nor by a clock that is set back', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(true))
    await env.plan({ when: { kind: 'repeat', schedule: daily } })
    await env.later(24 * 60 * MINUTE)
    await env.later(MINUTE)
    expect(env.calls).toHaveLength(2)
    await env.later(-2 * 24 * 60 * MINUTE)
    await env.later(2 * 24 * 60 * MINUTE)
    const ahead = (await env.all()).filter(one => one.status === 'scheduled')
    expect(ahead).toHaveLength(1)
  })

  it('is planned in the same commit in which a run starts', async () => {
    const env = await createEnv()
    await env.plan({ when: { kind: 'repeat', schedule: daily } })
    const together: number[] = []
    env.refuse.commit = puts => {
      together.push(puts.length)
      return null
    }
    await env.later(24 * 60 * MINUTE)
    // The start with the next run; the delivery with its completion.
    expect(together).toEqual([2, 2])
  })
})

describe('what is told', () => {
  it('is each change of state once, with words where it failed', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(true))
    const id = await env.plan()
    await env.quiet()
    env.deliverTo(async () => DONE)
    await env.later(MINUTE)
    expect(env.told.map(({ from, to, message, hint }) => [from, to, message, hint])).toEqual([
      ['scheduled', 'processing', '', null],
      ['processing', 'failed', 'The platform can’t be reached.', 'Connect this computer.'],
      ['failed', 'scheduled', '', null],
      ['scheduled', 'processing', '', null],
      ['processing', 'matching', '', null],
      ['matching', 'completed', '', null],
    ])
    expect(env.told.every(one => one.distribution_id === id)).toBe(true)
  })
})

describe('a run that was planned on another computer', () => {
  const elsewhere = { metadata: { planned_in: 'fedcba9876543210' } }
  const here = { metadata: { planned_in: HOME } }

  it('is left to that one, whether it is due or in the middle; those of this one and of nobody run', async () => {
    const env = await createEnv()
    await env.put(
      record({ distribution_id: 'theirs', scheduled_at: DUE, ...elsewhere }),
      record({ distribution_id: 'theirs_under_way', status: 'processing', executed_at: DUE, ...elsewhere }),
      record({ distribution_id: 'ours', scheduled_at: DUE, ...here }),
      record({ distribution_id: 'imported', scheduled_at: DUE }),
    )
    await env.quiet()
    const states = await Promise.all(
      ['theirs', 'theirs_under_way', 'ours', 'imported'].map(async id => (await env.run(id)).status),
    )
    expect(states).toEqual(['scheduled', 'processing', 'completed', 'completed'])
    expect(env.calls.map(({ distribution }) => distribution.distribution_id).sort()).toEqual([
      'imported',
      'ours',
    ])
  })

  it.each([
    ['starts it', (env: Env) => env.must('distributions.runNow', { distribution_id: 'theirs' })],
    [
      'changes it to start now',
      (env: Env) =>
        env.must('distributions.update', {
          distribution_id: 'theirs',
          expected_version: 1,
          patch: { when: { kind: 'now' } },
        }),
    ],
  ])('belongs to this one once a person %s here', async (_, start) => {
    const env = await createEnv()
    await env.put(
      record({ distribution_id: 'theirs', scheduled_at: '2027-01-04T08:00:00.000Z', ...elsewhere }),
    )
    await env.quiet()
    await start(env)
    await env.quiet()
    const run = await env.run('theirs')
    expect([run.status, run.metadata.planned_in]).toEqual(['completed', HOME])
  })
})
