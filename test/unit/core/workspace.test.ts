// The workspace's operations, health, the gate's answers to bugs, and closing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/main/core/store/face.ts'
import type { Damage } from '../../../src/shared/contract/workspace.ts'
import type { CoreOperation } from '../../../src/shared/contract.ts'
import { fail, ok } from '../../../src/shared/errors.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, type TestCore } from '../../support/core.ts'
import { eventually } from '../../support/eventually.ts'
import { createMemoryStore } from '../../support/memory-store.ts'

const damage: Damage = {
  file: 'audiences/user_id=u/year=2026/month=11/part-00001.parquet',
  rows: 12,
  message: 'The file is cut short',
  hint: 'Restore it from a backup.',
  found_at: '2026-11-22T09:30:00.000Z',
}
const context = { user_id: RETAIL, session: 'desktop', door: 'test' } as const

let test: TestCore
let base: Store
let store: Store
beforeEach(async () => {
  base = createMemoryStore()
  store = { ...base }
  test = await createTestCore({ store })
})
afterEach(() => test.close())

describe('workspace', () => {
  it('answers its state, also before sign-in', async () => {
    expect(await test.core.invoke('workspace.info', {}, { ...context, user_id: null })).toEqual(
      ok(base.info()),
    )
  })

  it('writes out on demand and tells everyone', async () => {
    test.events.length = 0
    expect(await test.must('workspace.flush', {})).toEqual(base.info())
    expect(test.events).toEqual([{ event: 'workspace.changed', payload: base.info(), user_id: null }])
    store.flush = async () => fail('storage_full', 'The disk is full')
    expect((await test.refused('workspace.flush', {})).code).toBe('storage_full')
  })

  it('checks the files as a job and answers the damage', async () => {
    store.verify = async options => {
      options?.progress?.(4)
      return ok([damage])
    }
    expect(await test.must('workspace.verify', {})).toEqual({ damage: [damage] })
    const [job] = (await test.must('jobs.list', {})).jobs
    expect(job).toMatchObject({
      kind: 'verify',
      state: 'completed',
      progress: { done: 4 },
      result: {
        error_count: 1,
        errors: [{ path: damage.file, message: damage.message, row: 1, line: null }],
      },
    })
  })

  it('answers cancelled when the check is cancelled', async () => {
    store.verify = options =>
      new Promise(resolve => {
        options?.signal?.addEventListener('abort', () =>
          resolve(fail('cancelled', 'The check was cancelled')),
        )
      })
    const answer = test.refused('workspace.verify', {})
    const [job] = await eventually(async () => {
      const { jobs } = await test.must('jobs.list', {})
      expect(jobs).toHaveLength(1)
      return jobs
    })
    await test.must('jobs.cancel', { job_id: job?.job_id ?? '' })
    expect((await answer).code).toBe('cancelled')
  })

  it('answers internal when the check breaks', async () => {
    store.verify = async () => {
      throw new Error('boom')
    }
    expect((await test.refused('workspace.verify', {})).code).toBe('internal')
  })
})

describe('health', () => {
  const health = async () => {
    const result = await test.core.invoke('health.get', {}, { ...context, user_id: null })
    return result.ok ? result.value : result.error
  }

  it('is ok while the workspace is open and whole', async () => {
    expect(await health()).toMatchObject({ status: 'ok', version: '0.1.0', workspace: 'open' })
  })

  it('is degraded when it is read-only or damaged', async () => {
    store.info = () => ({ ...base.info(), state: 'read_only' })
    expect(await health()).toMatchObject({ status: 'degraded', workspace: 'read_only' })
    store.info = () => ({ ...base.info(), damage: [damage] })
    expect(await health()).toMatchObject({ status: 'degraded', workspace: 'open' })
  })
})

describe('the gate', () => {
  it('answers a bug with an id that is in the log, and nothing else of it', async () => {
    store.count = async () => {
      throw new Error('Binder Error: column secret_column')
    }
    const error = await test.refused('audiences.count', {})
    expect(error.code).toBe('internal')
    expect(JSON.stringify(error)).not.toMatch(/Binder|secret_column|\.ts/)
    const line = test.log.lines.find(({ event }) => event === 'internal_error')
    expect(line?.fields).toMatchObject({ log_id: error.details?.log_id, where: 'audiences.count' })
  })

  it('finds an answer that breaks the contract', async () => {
    store.facet = async () => ok([{ value: 'draft', count: 1.5 }])
    expect((await test.refused('audiences.count', {})).code).toBe('internal')
  })

  it.each(['audiences.drop', 'shell.info', '__proto__', 'constructor', ''])('knows no %j', async name => {
    expect((await test.refused(name as CoreOperation, {})).code).toBe('unsupported')
  })

  it('logs operations without what they carry', async () => {
    await test.must('audiences.create', audienceInput({ name: 'Secret launch cohort' }))
    await test.refused('audiences.get', { audience_id: 'aud_none' })
    const text = JSON.stringify(test.log.lines.filter(({ level }) => level !== 'debug'))
    expect(text).toContain('audiences.create')
    expect(text).toContain('not_found')
    expect(text).not.toContain('Secret launch cohort')
  })
})

describe('events', () => {
  it('reach the others when one listener throws, and stop when unsubscribed', async () => {
    const heard: string[] = []
    test.core.subscribe(() => {
      throw new Error('a door fell')
    })
    const off = test.core.subscribe(event => void heard.push(event.event))
    await test.must('workspace.flush', {})
    off()
    off()
    await test.must('workspace.flush', {})
    expect(heard).toEqual(['workspace.changed'])
  })
})

describe('closing', () => {
  it('waits for what is under way, then closes the store once', async () => {
    const order: string[] = []
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    store.commit = async (owner, puts, options) => {
      await held
      order.push('saved')
      return base.commit(owner, puts, options)
    }
    store.close = async () => void order.push('closed')
    const save = test.call('audiences.create', audienceInput())
    const closing = [test.core.close(), test.core.close()]
    expect((await test.refused('audiences.list', {})).code).toBe('storage_busy')
    release()
    expect((await save).ok).toBe(true)
    await Promise.all(closing)
    expect(order).toEqual(['saved', 'closed'])
  })
})
