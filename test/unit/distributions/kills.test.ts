// A core that ends at any point of an attempt: the next one goes on with the same key, and there is one effect.
import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Delivered } from '../../../src/main/core/delivery/face.ts'
import { verifyReceipts } from '../../../src/main/core/delivery/receipts.ts'
import type { Store } from '../../../src/main/core/store/face.ts'
import { fail } from '../../../src/shared/errors.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createEnv, DONE, type Env, FULL, failedBy, never, record, WAITING } from './support.ts'

const MINUTE = 60_000
const statuses = async (env: Env, id: string) => (await env.versions(id)).map(({ status }) => status)

/** Planned for a minute from now, so that a test can arrange what happens then. */
const soon = (env: Env) =>
  env.plan({ when: { kind: 'at', at: new Date(env.clock.now + MINUTE).toISOString() } })
const THROUGH = ['scheduled', 'processing', 'processing', 'matching', 'completed']

/** A platform that knows a key again, as the connectors make theirs do. */
function idempotent(env: Env, answer: (turn: number) => Promise<Delivered>) {
  let turn = 0
  env.platformSide.answer = async ({ key }) => {
    if (!env.effects.has(key)) env.happened(key)
    return answer(turn++)
  }
}
const dieAtNextCommit = (env: Env) => {
  env.refuse.commit = () => {
    env.refuse.commit = null
    env.drop()
    return FULL
  }
}

describe('a core that ends in the middle of an attempt', () => {
  it('after the start was written and before the call: the attempt is made by the next one', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.platformSide.answer = () => {
      env.drop()
      return never()
    }
    await env.later(MINUTE)
    expect(await statuses(env, id)).toEqual(['scheduled', 'processing'])
    idempotent(env, async () => DONE)
    await env.crash()
    expect(await statuses(env, id)).toEqual(THROUGH)
    expect(env.calls.map(({ key, resumed }) => [key, resumed])).toEqual([
      [`${id}.1`, false],
      [`${id}.1`, true],
    ])
    expect([...env.effects]).toEqual([[`${id}.1`, 1]])
  })

  it('after the effect and before the commit: the same key again, one effect, one receipt', async () => {
    const env = await createEnv()
    const id = await soon(env)
    idempotent(env, async turn => {
      if (turn === 0) dieAtNextCommit(env)
      return DONE
    })
    await env.later(MINUTE)
    expect(await statuses(env, id)).toEqual(['scheduled', 'processing'])
    // The receipt is written before the record names it.
    expect(await readdir(await env.receipts())).toHaveLength(1)
    await env.crash()
    expect(await statuses(env, id)).toEqual(THROUGH)
    expect(env.calls.map(({ key }) => key)).toEqual([`${id}.1`, `${id}.1`])
    expect([...env.effects]).toEqual([[`${id}.1`, 1]])
    expect(await readdir(await env.receipts())).toHaveLength(1)
    expect((await env.must('distributions.receipt', { distribution_id: id })).intact).toBe(true)
  })

  it('with another end the second time: both are told, and the record names the true one', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.platformSide.answer = async () => {
      dieAtNextCommit(env)
      return failedBy(false)
    }
    await env.later(MINUTE)
    idempotent(env, async () => DONE)
    await env.crash()
    expect((await env.run(id)).status).toBe('completed')
    const { receipt } = await env.must('distributions.receipt', { distribution_id: id })
    expect(receipt).toMatchObject({ receipt_id: `${id}.1-2`, outcome: 'delivered' })
    const all = await verifyReceipts(await env.receipts())
    expect(all.ok && [all.value.whole, all.value.files.length]).toEqual([true, 2])
  })

  it('between two runs’ receipts: the chain doesn’t fork when an older attempt goes on', async () => {
    const env = await createEnv()
    const first = await soon(env)
    idempotent(env, async turn => {
      if (turn === 0) dieAtNextCommit(env)
      return DONE
    })
    await env.later(MINUTE)
    // Another core writes a receipt after it before the first attempt is taken up: it is held by a full disk.
    await env.put(record({ distribution_id: 'dist_between', scheduled_at: '2026-11-23T00:00:00.000Z' }))
    env.refuse.commit = puts =>
      puts.some(({ record: one }) => 'distribution_id' in one && one.distribution_id === first) ? FULL : null
    await env.crash()
    expect((await env.run('dist_between')).status).toBe('completed')
    env.refuse.commit = null
    await env.quiet()
    expect((await env.run(first)).status).toBe('completed')
    await soon(env)
    await env.later(MINUTE)
    const all = await verifyReceipts(await env.receipts())
    expect(all.ok && [all.value.whole, all.value.files.length]).toEqual([true, 3])
  })

  it('again and again: it is given up with words, and not called once more', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.platformSide.answer = () => {
      env.drop()
      return never()
    }
    await env.later(MINUTE)
    for (let deaths = 0; deaths < 3; deaths++) await env.crash()
    expect(env.calls).toHaveLength(4)
    await env.crash()
    const run = await env.run(id)
    expect(run.status).toBe('failed')
    expect(run.error_details).toMatchObject({ error_code: 'internal', retryable: false, next_retry_at: null })
    expect(run.error_details?.error_message).toContain('interrupted 4 times')
    expect(run.error_details?.hint).toContain('Look at the platform')
    expect(env.calls).toHaveLength(4)
  })

  it('that was begun by another program: it is failed with a way on', async () => {
    const env = await createEnv()
    await env.put(record({ distribution_id: 'dist_foreign', status: 'processing' }))
    await env.quiet()
    const { status, error_details } = await env.run('dist_foreign')
    expect([status, error_details?.error_message]).toEqual([
      'failed',
      expect.stringContaining('was not started by this app'),
    ])
    expect(env.calls).toHaveLength(0)
  })
})

describe('a store that refuses', () => {
  it.each([
    ['is full', () => FULL],
    [
      'breaks',
      () => {
        throw new Error('The store broke')
      },
    ],
  ])(
    'the end of an attempt because it %s: the outcome is kept and written later, without another call',
    async (_, refuse) => {
      const env = await createEnv()
      const id = await soon(env)
      env.deliverTo(async () => {
        env.refuse.commit = refuse
        return WAITING
      })
      await env.later(MINUTE)
      expect((await env.run(id)).status).toBe('processing')
      await env.later(MINUTE)
      expect((await env.run(id)).status).toBe('processing')
      env.refuse.commit = null
      await env.later(MINUTE)
      expect(await statuses(env, id)).toEqual(['scheduled', 'processing', 'matching'])
      expect(env.calls).toHaveLength(1)
      expect(env.told.filter(({ to }) => to === 'matching')).toHaveLength(1)
    },
  )

  it('is asked a last time when the core closes', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.deliverTo(async () => {
      env.refuse.commit = () => FULL
      return DONE
    })
    await env.later(MINUTE)
    env.refuse.commit = null
    await env.close()
    expect((await env.versions(id)).at(-1)?.status).toBe('completed')
  })

  it('to go on with a run once: it isn’t given up, and goes on a little later', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.platformSide.answer = () => {
      env.drop()
      return never()
    }
    await env.later(MINUTE)
    idempotent(env, async () => DONE)
    env.refuse.commit = () => {
      env.refuse.commit = null
      return FULL
    }
    await env.crash()
    await env.quiet()
    expect(await statuses(env, id)).toEqual(THROUGH)
    expect(env.calls).toHaveLength(2)
  })

  it('to say what an earlier run made there: nothing is called, since it would be made a second time', async () => {
    const store = createMemoryStore()
    const busy = { now: true }
    const list: Store['list'] = async (entity, owner, query) =>
      busy.now && query.where.some(one => one.column === 'audience_id')
        ? fail('storage_busy', 'The store is busy')
        : store.list(entity, owner, query)
    const env = await createEnv({ store: { ...store, list } })
    await env.put(record({ distribution_id: 'dist_refresh', scheduled_at: '2026-11-23T00:00:00.000Z' }))
    await env.quiet()
    const { status, error_details } = await env.run('dist_refresh')
    expect([status, error_details?.error_code, error_details?.retryable]).toEqual([
      'failed',
      'storage_busy',
      true,
    ])
    expect(env.calls).toHaveLength(0)
    busy.now = false
    await env.later(MINUTE)
    expect((await env.run('dist_refresh')).status).toBe('completed')
  })

  it('a start: nothing is called, and it starts when it can', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.refuse.commit = () => FULL
    await env.later(MINUTE)
    expect([(await env.run(id)).status, env.calls.length]).toEqual(['scheduled', 0])
    env.refuse.commit = null
    await env.quiet()
    expect((await env.run(id)).status).toBe('completed')
  })
})

describe('closing', () => {
  it('stops an attempt and leaves its run to the next start, which goes on with the same key', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.platformSide.answer = input => env.hang(input)
    await env.later(MINUTE)
    idempotent(env, async () => DONE)
    await env.restart()
    expect(await statuses(env, id)).toEqual(THROUGH)
    expect(env.calls.map(({ key, resumed }) => [key, resumed])).toEqual([
      [`${id}.1`, false],
      [`${id}.1`, true],
    ])
    expect(env.told.map(({ to }) => to)).not.toContain('failed')
  })

  it('writes down what was delivered all the same', async () => {
    const env = await createEnv()
    const id = await soon(env)
    env.deliverTo(async input => {
      await env.hang(input)
      return DONE
    })
    await env.later(MINUTE)
    await env.close()
    expect((await env.versions(id)).at(-1)?.status).toBe('completed')
  })

  it('doesn’t wait for what never ends, and hears nothing of it any more', async () => {
    const env = await createEnv({ end_within_ms: 5 })
    const id = await soon(env)
    let end = (_: Delivered) => {}
    env.platformSide.answer = async input => {
      void env.hang(input, true)
      return new Promise(resolve => {
        end = resolve
      })
    }
    await env.later(MINUTE)
    await env.close()
    expect(env.log.lines.map(({ event }) => event)).toContain('distributions.abandoned')
    end(DONE)
    await new Promise(resolve => setImmediate(resolve))
    expect((await env.versions(id)).at(-1)?.status).toBe('processing')
  })

  it('begins nothing that was just about to be', async () => {
    const env = await createEnv()
    const id = await soon(env)
    let closing: Promise<void> | null = null
    env.refuse.commit = () => {
      closing ??= env.close()
      return null
    }
    await env.later(MINUTE)
    await closing
    expect(env.calls).toHaveLength(0)
    expect((await env.versions(id)).at(-1)?.status).toBe('processing')
    await env.restart()
    expect((await env.run(id)).status).toBe('completed')
  })
})

describe('a mistake inside', () => {
  it('of a connector fails the run with words, and the cause is in the log', async () => {
    const env = await createEnv()
    env.platformSide.answer = async () => {
      throw new Error('A mistake in a connector')
    }
    const id = await env.plan()
    await env.quiet()
    const { status, error_details } = await env.run(id)
    expect([status, error_details?.error_code, error_details?.next_retry_at]).toEqual([
      'failed',
      'internal',
      null,
    ])
    expect(error_details?.error_message).not.toContain('A mistake')
    expect(env.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', event: 'distribution.broke' }),
    )
  })

  it('of one record doesn’t keep the others waiting', async () => {
    const env = await createEnv()
    const at = '2026-11-23T00:00:00.000Z'
    await env.put(
      record({ distribution_id: 'dist_broken', scheduled_at: at }),
      record({ distribution_id: 'dist_whole', scheduled_at: at }),
    )
    env.refuse.commit = puts => {
      if (puts.some(({ record: one }) => 'distribution_id' in one && one.distribution_id === 'dist_broken'))
        throw new Error('A mistake in the store')
      return null
    }
    await env.quiet()
    expect((await env.run('dist_whole')).status).toBe('completed')
  })
})
