// Keeps the core process alive: starts it, carries calls to it, fails what was outstanding when it dies, starts it anew.
import { fail, type Result } from '../../shared/errors.ts'
import type { CoreConfig, CoreEvent } from '../core/face.ts'
import type { CoreCall, FromCore, ToCore } from './core-messages.ts'
import type { QueryProcesses } from './query-processes.ts'

/** The part of Electron's UtilityProcess that is used. */
export type CoreProcess = {
  postMessage(message: ToCore): void
  kill(): boolean
  on(event: 'message', listener: (message: FromCore) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

export type SupervisorParts = {
  spawn(): CoreProcess
  config(): CoreConfig
  /** Where the REST API is to be served; null while it is switched off. */
  apiPort(): number | null
  onEvent(event: CoreEvent): void
  /** Another core answers now: after a death, on another folder, or on a folder that was held at first. */
  onReplaced(): void
  /** It died too often; nothing is started until `restart`. */
  onGivenUp(): void
  /** Where the core's queries run. */
  queries: QueryProcesses
  log(message: string): void
  now?: () => number
  later?: (run: () => void, ms: number) => void
}

export interface Supervisor {
  start(): void
  call(call: CoreCall): Promise<Result<unknown>>
  /** Lets the process close its workspace, then starts one with the present config. */
  restart(): Promise<void>
  /** Refuses new calls, lets the process flush and end, and ends it by force after the timeout. */
  close(timeoutMs: number): Promise<void>
}

const DEATHS_TO_GIVE_UP = 5
const DEATHS_WITHIN_MS = 60_000
const FIRST_WAIT_MS = 200
const CLOSE_TIMEOUT_MS = 10_000

const STOPPED = fail('internal', 'The data service stopped before it could confirm this', {
  hint: 'It starts again by itself, and what was confirmed as saved is safe. Check whether this change is there, then try again.',
  details: { reason: 'core_stopped' },
})
const GIVEN_UP = fail('internal', 'The data service keeps stopping', {
  hint: 'Restart the app. If it happens again, open the log folder from the Help menu.',
  details: { reason: 'core_given_up' },
})
const SWITCHING = fail('cancelled', 'The workspace is being changed', {
  hint: 'Try again in a moment.',
  details: { reason: 'switching' },
})
const CLOSING = fail('cancelled', 'The app is closing', { details: { reason: 'closing' } })

function refusalIn(phase: Phase): Result<unknown> | null {
  if (phase === 'switching') return SWITCHING
  if (phase === 'given_up') return GIVEN_UP
  return phase === 'closing' ? CLOSING : null
}

type Waiting = { call: CoreCall; settle: (result: Result<unknown>) => void }
type Phase = 'running' | 'waiting' | 'switching' | 'given_up' | 'closing'

export function superviseCore(parts: SupervisorParts): Supervisor {
  const now = parts.now ?? Date.now
  const later = parts.later ?? ((run, ms) => void setTimeout(run, ms))
  const outstanding = new Map<number, Waiting>()
  /** Calls that came while there was no process. */
  let queued: Waiting[] = []
  let deaths: number[] = []
  let phase: Phase = 'waiting'
  let current: CoreProcess | null = null
  let lastId = 0
  let replacing = false
  let onExit: (() => void) | null = null

  function send(process: CoreProcess, waiting: Waiting): void {
    const id = ++lastId
    outstanding.set(id, waiting)
    process.postMessage({ ...waiting.call, id })
  }

  function start(): void {
    const process = parts.spawn()
    current = process
    phase = 'running'
    process.on('message', message => {
      if (process !== current) return
      if ('event' in message) return parts.onEvent(message.event)
      if ('opened' in message) return parts.onReplaced()
      if ('query' in message)
        return parts.queries.receive(message.query, query => {
          if (process === current) process.postMessage({ query })
        })
      const waiting = outstanding.get(message.id)
      outstanding.delete(message.id)
      waiting?.settle(message.result)
    })
    process.on('exit', code => died(process, code))
    process.postMessage({ call: 'open', config: parts.config(), api_port: parts.apiPort() })
    const held = queued
    queued = []
    for (const waiting of held) send(process, waiting)
    if (replacing) parts.onReplaced()
    replacing = true
  }

  /** A call meant for one folder must not be answered by the next, so nothing is kept over a change. */
  function refuseQueued(next: 'switching' | 'given_up' | 'closing'): void {
    phase = next
    const refused = queued
    queued = []
    for (const waiting of refused) waiting.settle(refusalIn(next) ?? STOPPED)
  }

  function died(process: CoreProcess, code: number): void {
    if (process !== current) return
    current = null
    parts.queries.endAll()
    const expected = onExit
    onExit = null
    for (const waiting of outstanding.values()) waiting.settle(refusalIn(phase) ?? STOPPED)
    outstanding.clear()
    if (expected) {
      expected()
      return
    }
    parts.log(`The core process ended with code ${code}`)
    const at = now()
    deaths = [...deaths.filter(time => at - time < DEATHS_WITHIN_MS), at]
    if (deaths.length >= DEATHS_TO_GIVE_UP) {
      refuseQueued('given_up')
      parts.onGivenUp()
      return
    }
    phase = 'waiting'
    later(
      () => {
        if (phase === 'waiting') start()
      },
      FIRST_WAIT_MS * 2 ** (deaths.length - 1),
    )
  }

  /** Ends the process in good order; by force when it takes longer. */
  async function stop(timeoutMs: number): Promise<void> {
    const process = current
    if (!process) return
    await new Promise<void>(resolve => {
      onExit = resolve
      send(process, { call: { call: 'close' }, settle: () => {} })
      later(() => {
        if (current !== process) return
        parts.log('The core process did not close in time and is ended')
        process.kill()
      }, timeoutMs)
    })
  }

  return {
    start,
    call: call =>
      new Promise(settle => {
        const refusal = refusalIn(phase)
        if (refusal) return settle(refusal)
        if (current) return send(current, { call, settle })
        queued.push({ call, settle })
      }),
    async restart() {
      deaths = []
      refuseQueued('switching')
      await stop(CLOSE_TIMEOUT_MS)
      if (phase === 'switching') start()
    },
    async close(timeoutMs) {
      refuseQueued('closing')
      await stop(timeoutMs)
    },
  }
}
