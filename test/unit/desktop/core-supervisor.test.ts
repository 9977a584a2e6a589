// The supervisor, with processes that live and die as the test says and a clock that it turns.
import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import type { CoreCall, FromCore, ToCore } from '../../../src/main/desktop/core-messages.ts'
import { superviseCore } from '../../../src/main/desktop/core-supervisor.ts'

class FakeProcess extends EventEmitter {
  readonly received: ToCore[] = []
  killed = false
  postMessage = (message: ToCore) => void this.received.push(message)
  kill = () => {
    this.killed = true
    this.emit('exit', 9)
    return true
  }
  answer(value: unknown): void {
    const last = this.received.at(-1)
    if (!last || !('id' in last)) throw new Error('Nothing was asked')
    this.say({ id: last.id, result: { ok: true, value } })
  }
  say = (message: FromCore) => this.emit('message', message)
  die = (code = 139) => this.emit('exit', code)
}

const list: CoreCall = {
  call: 'invoke',
  operation: 'audiences.list',
  input: {},
  context: { user_id: 'user_1', session: 'desktop', door: 'desktop' },
}

function set() {
  const processes: FakeProcess[] = []
  const timers: { run: () => void; ms: number }[] = []
  let time = 0
  const parts = {
    spawn: () => {
      const process = new FakeProcess()
      processes.push(process)
      return process
    },
    config: () => ({ workspace: '/data', resources: '/resources', app_version: '0.1.0' }),
    apiPort: () => 8787,
    onEvent: vi.fn(),
    onReplaced: vi.fn(),
    onGivenUp: vi.fn(),
    queries: { receive: vi.fn(), endAll: vi.fn() },
    log: vi.fn(),
    now: () => time,
    later: (run: () => void, ms: number) => void timers.push({ run, ms }),
  }
  const core = superviseCore(parts)
  core.start()
  const latest = () => {
    const process = processes.at(-1)
    if (!process) throw new Error('No process was started')
    return process
  }
  const nextTimer = () => {
    const timer = timers.shift()
    timer?.run()
    return timer?.ms
  }
  return { core, processes, latest, nextTimer, parts, pass: (ms: number) => (time += ms) }
}

const refusal = (reason: string) => ({ ok: false, error: { details: { reason } } })

test('the folder is opened first, then calls go over and answers come back to who asked', async () => {
  const { core, latest } = set()
  const first = core.call(list)
  const second = core.call({ ...list, input: { limit: 5 } })
  const [open, one, two] = latest().received
  expect(open).toMatchObject({ call: 'open', config: { workspace: '/data' }, api_port: 8787 })
  expect(one).toMatchObject({ ...list, id: 1 })
  expect(two).toMatchObject({ input: { limit: 5 }, id: 2 })
  latest().say({ id: 2, result: { ok: true, value: 'second' } })
  latest().say({ id: 1, result: { ok: true, value: 'first' } })
  expect([await first, await second]).toEqual([
    { ok: true, value: 'first' },
    { ok: true, value: 'second' },
  ])
})

test('a death refuses all that wait; calls in the gap wait for the next process', async () => {
  const { core, processes, latest, nextTimer, parts } = set()
  const waiting = [core.call(list), core.call(list)]
  latest().die()
  for (const call of waiting) expect(await call).toMatchObject(refusal('core_stopped'))
  expect(parts.log).toHaveBeenCalledWith('The core process ended with code 139')
  const inGap = core.call(list)
  expect(processes).toHaveLength(1)
  expect(parts.onReplaced).not.toHaveBeenCalled()
  expect(nextTimer()).toBe(200)
  expect(processes).toHaveLength(2)
  expect(latest().received[0]).toMatchObject({ call: 'open' })
  latest().answer('late')
  expect(await inGap).toEqual({ ok: true, value: 'late' })
  expect(parts.onReplaced).toHaveBeenCalledOnce()
})

test('each death within a minute doubles the wait; the fifth ends it', async () => {
  const { core, processes, latest, nextTimer, parts } = set()
  const waits: (number | undefined)[] = []
  for (let deaths = 0; deaths < 4; deaths++) {
    latest().die()
    waits.push(nextTimer())
  }
  expect(waits).toEqual([200, 400, 800, 1600])
  const waiting = core.call(list)
  latest().die()
  expect(await waiting).toMatchObject(refusal('core_stopped'))
  expect(await core.call(list)).toMatchObject(refusal('core_given_up'))
  expect(nextTimer()).toBeUndefined()
  expect(processes).toHaveLength(5)
  expect(parts.onGivenUp).toHaveBeenCalledOnce()

  await core.restart()
  expect(processes).toHaveLength(6)
  const again = core.call(list)
  latest().answer('back')
  expect(await again).toEqual({ ok: true, value: 'back' })
})

test('deaths that are more than a minute apart are each the first', () => {
  const { latest, nextTimer, parts, pass } = set()
  for (let deaths = 0; deaths < 8; deaths++) {
    latest().die()
    expect(nextTimer()).toBe(200)
    pass(60_001)
  }
  expect(parts.onGivenUp).not.toHaveBeenCalled()
})

test('restart closes in order, refuses calls meanwhile, and opens with the config of then', async () => {
  const { core, processes, latest, parts } = set()
  const old = latest()
  const waiting = core.call(list)
  const restarted = core.restart()
  expect(old.received.at(-1)).toMatchObject({ call: 'close' })
  expect(await core.call(list)).toMatchObject(refusal('switching'))
  parts.config = () => ({ workspace: '/other', resources: '/resources', app_version: '0.1.0' })
  old.die(0)
  await restarted
  expect(await waiting).toMatchObject(refusal('switching'))
  expect(processes).toHaveLength(2)
  expect(parts.log).not.toHaveBeenCalled()
  old.say({ event: { event: 'session.changed', payload: { user_id: null }, user_id: null } })
  expect(parts.onEvent).not.toHaveBeenCalled()
})

test('close lets the process flush, refuses everything after, and starts nothing', async () => {
  const { core, processes, latest, nextTimer } = set()
  const closed = core.close(5_000)
  expect(await core.call(list)).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  latest().die(0)
  await closed
  nextTimer()
  expect(latest().killed).toBe(false)
  expect(processes).toHaveLength(1)
  await core.close(5_000)
})

test('a process that doesn’t close in time is ended', async () => {
  const { core, latest, nextTimer } = set()
  const closed = core.close(5_000)
  expect(nextTimer()).toBe(5_000)
  await closed
  expect(latest().killed).toBe(true)
})

test('events, and a folder that is free at last, are passed on', () => {
  const { latest, parts } = set()
  const event = {
    event: 'records.changed',
    payload: { entity: 'audience', ids: null },
    user_id: 'user_1',
  } as const
  latest().say({ event })
  expect(parts.onEvent).toHaveBeenCalledExactlyOnceWith(event)
  latest().say({ opened: true })
  expect(parts.onReplaced).toHaveBeenCalledOnce()
})

test('hands a query’s call on, tells the core of it, and ends the queries of a core that died', () => {
  const { parts, latest } = set()
  const first = latest()
  first.say({ query: { id: 1, do: 'start' } })
  const [call, tell] = parts.queries.receive.mock.calls[0] ?? []
  expect(call).toEqual({ id: 1, do: 'start' })
  tell({ id: 1, exit: 0 })
  expect(first.received.at(-1)).toEqual({ query: { id: 1, exit: 0 } })
  expect(parts.queries.endAll).not.toHaveBeenCalled()

  first.die()
  expect(parts.queries.endAll).toHaveBeenCalledOnce()
  const told = first.received.length
  tell({ id: 1, exit: 9 })
  expect(first.received).toHaveLength(told)
})
