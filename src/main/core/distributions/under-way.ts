// The runs that are under way: their places, their attempts, what became of them, and how they are stopped.
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { Log } from '../log/log.ts'
import { createSerial } from '../serial.ts'
import { makeAttempt, type Outcome, type Sources } from './attempt.ts'
import type { Settling } from './settle.ts'
import { createSlots } from './slots.ts'

/** An attempt that doesn't heed its signal is waited for as long, when a person stops it and when the core closes. */
const END_WITHIN_MS = 4_000

type Deps = Sources & {
  log: Log
  settle: Settling['settle']
  /** A place is free. */
  ended(user_id: string): void
  /** Something broke: a run of theirs may be in the middle without anyone at work on it. */
  broke(user_id: string): void
  end_within_ms?: number | undefined
}
type RunRef = Pick<Distribution, 'user_id' | 'distribution_id'>
type Running = { abort: AbortController; done: Promise<void> }

export function createUnderWay(deps: Deps) {
  const { log, settle } = deps
  const serial = createSerial()
  const slots = createSlots()
  const running = new Map<string, Running>()
  /** Ended, but the store wouldn't take it. */
  const unsettled = new Map<string, { run: Distribution; outcome: Outcome }>()
  /** Being stopped by a person: how often at once. */
  const held = new Map<string, number>()
  let closed = false
  let abandoned = false

  const within = (work: Promise<unknown>): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>(resolve => {
      timer = setTimeout(() => resolve(false), deps.end_within_ms ?? END_WITHIN_MS)
    })
    return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer))
  }

  /** Alone with the run. An outcome is kept until the store has taken it: what happened mustn't be done once more. */
  async function settleOrKeep(run: Distribution, outcome: Outcome): Promise<void> {
    unsettled.set(run.distribution_id, { run, outcome })
    const how = await settle(run, outcome).catch(error => {
      log.error('distribution.settle_broke', { distribution_id: run.distribution_id, error })
      return 'again'
    })
    if (how === 'ended') unsettled.delete(run.distribution_id)
  }

  const settleKept = (distribution_id: string) =>
    serial(distribution_id, async () => {
      const kept = unsettled.get(distribution_id)
      if (kept && !abandoned) await settleOrKeep(kept.run, kept.outcome)
    })

  async function attempt(run: Distribution, resumed: boolean, signal: AbortSignal): Promise<void> {
    const { distribution_id } = run
    const outcome = await makeAttempt(deps, run, { resumed, signal, progress: () => {} }).catch(
      (error): Outcome => {
        log.error('distribution.broke', { distribution_id, error })
        return { state: 'failed', error: BROKE, retry_after_s: null, delivered: null, sent: null }
      },
    )
    // Closing leaves what isn't delivered in the middle: the next start goes on with it.
    if (abandoned || (closed && outcome.state === 'failed')) return
    await serial(distribution_id, () => settleOrKeep(run, outcome))
  }

  /** Takes the place over that was taken for it. After closing nothing is begun: the next start goes on with the run. */
  function launch(run: Distribution, resumed: boolean): boolean {
    if (closed) return false
    const { distribution_id } = run
    const abort = new AbortController()
    const done = attempt(run, resumed, abort.signal)
      .catch(error => log.error('distribution.lost', { distribution_id, error }))
      .finally(() => {
        running.delete(distribution_id)
        slots.free(distribution_id)
        deps.ended(run.user_id)
      })
    running.set(distribution_id, { abort, done })
    return true
  }

  /** Alone with the run, with a place taken for it, which is given back unless the work launched it. */
  const inSlot = (
    user_id: string,
    distribution_id: string,
    platform_id: string,
    work: () => Promise<boolean>,
  ) =>
    serial(distribution_id, async () => {
      if (closed || held.has(distribution_id) || unsettled.has(distribution_id)) return
      if (!slots.take(distribution_id, platform_id)) return
      let launched = false
      try {
        launched = await work()
      } catch (error) {
        // One record that can't be worked on mustn't keep the others waiting.
        log.error('distribution.not_started', { distribution_id, error })
        deps.broke(user_id)
      } finally {
        if (!launched) slots.free(distribution_id)
      }
    })

  /** Those under way, but for these runs’. */
  const attempts = (but: ReadonlySet<string>) =>
    [...running].flatMap(([id, { done }]) => (but.has(id) ? [] : [done]))

  return {
    slots,
    alone: serial,
    inSlot,
    launch,
    attempts,
    /** Runs that the scheduler mustn't take for its next ones, though they look as if they were. */
    aside: () => held.size + unsettled.size,
    async settleAllOf(user_id: string) {
      for (const [distribution_id, { run }] of unsettled)
        if (run.user_id === user_id) await settleKept(distribution_id)
    },
    /** See `Engine`. */
    async stopped<T>({ distribution_id }: RunRef, work: (ended: boolean) => Promise<T>): Promise<T> {
      held.set(distribution_id, (held.get(distribution_id) ?? 0) + 1)
      try {
        // A start that is being written down is let end first: then there is something to stop.
        await serial(distribution_id, async () => {})
        const under_way = running.get(distribution_id)
        under_way?.abort.abort()
        const ended = under_way === undefined || (await within(under_way.done))
        await settleKept(distribution_id)
        return await work(ended)
      } finally {
        const others = (held.get(distribution_id) ?? 1) - 1
        if (others > 0) held.set(distribution_id, others)
        else held.delete(distribution_id)
      }
    },
    /** Stops every attempt; `quiet` resolves when nothing is under way. Whether it did in a few seconds. */
    async close(quiet: () => Promise<void>) {
      closed = true
      for (const { abort } of running.values()) abort.abort()
      const last = async () => {
        await quiet()
        for (const distribution_id of unsettled.keys()) await settleKept(distribution_id)
      }
      if (!(await within(last()))) log.warn('distributions.abandoned', { runs: running.size })
      abandoned = true
    },
  }
}

const BROKE = {
  code: 'internal',
  message: 'Something went wrong inside the application while this was delivered.',
  hint: 'Look at the platform whether it arrived; then retry it. The cause is in the log.',
  retryable: false,
} as const
