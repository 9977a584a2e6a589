// Processes that run queries: a few at once, each for one query, ended by force when one doesn't end by itself.

import { QUERY_LIMITS, type QueryResult } from '../../../shared/contract/queries.ts'
import { fail, type Result } from '../../../shared/errors.ts'
import type { QueryProcess, QueryTask, StartQueryProcess } from './face.ts'

/** What is interrupted may take a moment to say so; native work that doesn't look is ended with its process. */
const GRACE_MS = 500
/** A process is started ahead of the next query, and let go of when none comes. */
const SPARE_MS = 60_000

type Outcome = Result<QueryResult>
type Ending = 'timeout' | 'cancelled'

const ENDINGS = {
  timeout: (seconds: number) =>
    fail('timeout', `The query took longer than ${seconds} seconds and was stopped`, {
      hint: 'Read fewer rows, or join on a column.',
    }),
  cancelled: () => fail('cancelled', 'The query was cancelled', { hint: 'Run it again when you like.' }),
}
const OUTGROWN = fail('quota_exceeded', 'The query needs more memory than it may take', {
  hint: 'Read fewer rows or columns, or add up before joining.',
})
const DIED = fail('unsupported', 'The query ended the process it ran in', {
  hint: 'Nothing else was touched. Write the query in a simpler way.',
})
const NO_PROCESS = fail('unsupported', 'Queries can’t be run by this build of the app', {
  hint: 'Build the app first: npm run build.',
})

export function createProcesses(start: StartQueryProcess, seconds: number = QUERY_LIMITS.seconds) {
  const waiting: (() => void)[] = []
  let running = 0
  let closed = false
  let spare: { process: QueryProcess; timer: NodeJS.Timeout } | null = null

  function dropSpare() {
    if (!spare) return
    clearTimeout(spare.timer)
    spare.process.kill()
    spare = null
  }

  /** Starting takes a tenth of a second, which nobody has to wait for. */
  function prepare() {
    if (closed || spare) return
    const process = start()
    if (!process) return
    const timer = setTimeout(dropSpare, SPARE_MS)
    timer.unref()
    spare = { process, timer }
    process.onExit(() => {
      if (spare?.process === process) dropSpare()
    })
  }

  function take(): QueryProcess | null {
    if (!spare) return start()
    const { process, timer } = spare
    clearTimeout(timer)
    spare = null
    return process
  }

  /** False for one that is cancelled before its turn. */
  async function turn(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false
    if (running < QUERY_LIMITS.at_once) {
      running += 1
      return true
    }
    return new Promise(resolve => {
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1)
        resolve(false)
      }
      // Whoever ends hands its place on.
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve(true)
      }
      waiting.push(enter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
  function done() {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  function inProcess(process: QueryProcess, task: QueryTask, signal: AbortSignal): Promise<Outcome> {
    return new Promise(resolve => {
      let ending: Ending | null = null
      const timers: NodeJS.Timeout[] = []
      const said = (): Outcome | null =>
        ending === null ? null : ending === 'timeout' ? ENDINGS.timeout(seconds) : ENDINGS.cancelled()
      function settle(outcome: Outcome) {
        for (const timer of timers) clearTimeout(timer)
        signal.removeEventListener('abort', cancel)
        process.kill()
        resolve(outcome)
      }
      function end(why: Ending) {
        if (ending !== null) return
        ending = why
        process.send({ interrupt: true })
        timers.push(setTimeout(() => settle(said() ?? ENDINGS.cancelled()), GRACE_MS))
      }
      const cancel = () => end('cancelled')
      process.onMessage(message => {
        if ('outgrown' in message) return settle(OUTGROWN)
        settle(message.result.ok ? message.result : (said() ?? message.result))
      })
      process.onExit(() => settle(said() ?? DIED))
      timers.push(setTimeout(() => end('timeout'), seconds * 1_000))
      signal.addEventListener('abort', cancel)
      process.send({ task })
    })
  }

  return {
    prepare,
    /** Ends as `timeout`, or `cancelled` when the signal says so, and then at once whatever the query does. */
    async run(task: () => Promise<Result<QueryTask>>, signal: AbortSignal): Promise<Outcome> {
      if (!(await turn(signal))) return ENDINGS.cancelled()
      try {
        if (closed || signal.aborted) return ENDINGS.cancelled()
        const given = await task()
        if (!given.ok) return given
        if (closed || signal.aborted) return ENDINGS.cancelled()
        const process = take()
        if (!process) return NO_PROCESS
        const outcome = await inProcess(process, given.value, signal)
        prepare()
        return outcome
      } finally {
        done()
      }
    },
    close() {
      closed = true
      dropSpare()
    },
  }
}
export type Processes = ReturnType<typeof createProcesses>
