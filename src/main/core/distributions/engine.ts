// The engine: starts what is due, a few at a time, and takes each run from state to state, one commit a step. A run that a
// crash left in the middle goes on with the same attempt and the same key, so that nothing happens twice.
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { isDue, isRetryDue } from '../../../shared/domain/distribution-change.ts'
import { moves } from '../../../shared/domain/distribution-moves.ts'
import type { Log } from '../log/log.ts'
import { createSerial } from '../serial.ts'
import type { Filter } from '../store/face.ts'
import { makeAttempt, type Outcome, type Sources } from './attempt.ts'
import type { Receipts } from './receipts.ts'
import { putNew, successorOf } from './records.ts'
import { createSettling } from './settle.ts'
import { createSlots, LIMITS } from './slots.ts'

/** Platforms with something due that are looked at in one go. */
const PLATFORMS_AT_ONCE = 1_000
const INTERRUPTED_AT_ONCE = 500
/** A clock that was set, or a computer that slept, is noticed within this time; what the store refused is tried again. */
const LOOK_EVERY_MS = 15_000
/** An attempt that doesn't heed its signal is waited for as long, when a person stops it and when the core closes. */
const END_WITHIN_MS = 4_000

export type EngineDeps = Sources & {
  log: Log
  /** Told of each change of state, once. */
  tell(user_id: string, moved: DistributionMoved): void
  receipt: Receipts['write']
  now: () => Date
  look_every_ms?: number | undefined
  end_within_ms?: number | undefined
}

export type Engine = {
  /** A signed-in user asked for something: theirs are the runs to look after. The first time, interrupted ones go on. */
  seen(user_id: string): void
  /** Something may be due now. */
  wake(user_id: string): void
  /**
   * Stops a run's attempt, if it is under way here, and does the work when it has ended, or when it didn't in a few
   * seconds. Meanwhile the run isn't started.
   */
  stopped<T>(
    run: Pick<Distribution, 'user_id' | 'distribution_id'>,
    work: (ended: boolean) => Promise<T>,
  ): Promise<T>
  /** Work on one run, one after another. */
  alone<T>(distribution_id: string, work: () => Promise<T>): Promise<T>
  /** Resolves when nothing is due and nothing runs but these runs: for tests. */
  idle(but?: ReadonlySet<string>): Promise<void>
  /** Stops every attempt and leaves its run as it is, for the next start to go on with. */
  close(): Promise<void>
}

type Running = { abort: AbortController; done: Promise<void> }

export function createEngine(deps: EngineDeps): Engine {
  const { store, log, now } = deps
  const { move, settle } = createSettling(deps)
  const serial = createSerial()
  const slots = createSlots()
  const running = new Map<string, Running>()
  /** Ended, but the store wouldn't take it. */
  const unsettled = new Map<string, { run: Distribution; outcome: Outcome }>()
  /** Being stopped by a person: how often at once. */
  const held = new Map<string, number>()
  /** Users of whom runs may be in the middle without anyone at work on them. */
  const interrupted = new Set<string>()
  const looking = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const users = new Map<string, NodeJS.Timeout>()
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
        wake(run.user_id)
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
        interrupted.add(user_id)
      } finally {
        if (!launched) slots.free(distribution_id)
      }
    })

  /** From scheduled, or from a failure whose time to try again has come, to an attempt under way. */
  const begin = (user_id: string, distribution_id: string, platform_id: string) =>
    inSlot(user_id, distribution_id, platform_id, async () => {
      const run = { user_id, distribution_id }
      const found = await store.get('distribution', user_id, distribution_id)
      if (!found.ok || !found.value) return false
      // One instant for all: a clock that is set in between mustn't plan the same occurrence again.
      const at = now()
      if (isRetryDue(found.value, at)) {
        const retried = await move(run, current => moves.retry(current, { by: 'engine', now: at }))
        if (!retried.ok) return false
      } else if (!isDue(found.value, at)) return false
      const started = await move(
        run,
        current => moves.start(current, { now: at }),
        current => {
          const next = current.metadata.attempt === undefined ? successorOf(current, at) : null
          return next ? [putNew(next)] : []
        },
      )
      if (started.ok) return launch(started.value, false)
      log.info('distribution.not_started', { distribution_id, code: started.error.code })
      return false
    })

  const goOnWith = (user_id: string, distribution_id: string, platform_id: string) =>
    inSlot(user_id, distribution_id, platform_id, async () => {
      const run = { user_id, distribution_id }
      const resumed = await move(run, current => moves.resume(current))
      if (resumed.ok) return launch(resumed.value, true)
      if (resumed.by === 'store') return false
      const { message, hint } = resumed.error
      const error = { code: 'internal', message, hint, retryable: false } as const
      await move(run, current =>
        current.status === 'processing' ? moves.fail(current, { error, now: now() }) : resumed,
      )
      return false
    })

  /** Runs that were under way when the last core ended. Whether there are none left that nobody works on. */
  async function goOn(user_id: string): Promise<boolean> {
    const found = await store.list('distribution', user_id, {
      where: [
        { column: 'status', is: 'one_of', values: ['processing'] },
        { column: 'deleted', is: 'one_of', values: [false] },
      ],
      sort: { by: 'happens_at', direction: 'asc' },
      limit: INTERRUPTED_AT_ONCE,
    })
    if (!found.ok) return false
    const left = found.value.items.filter(one => !slots.has(one.distribution_id))
    for (const { distribution_id, platform_id } of left) await goOnWith(user_id, distribution_id, platform_id)
    return left.length === 0
  }

  /** By platform, the one first that was served longest ago, so that a long queue doesn't keep the others waiting. */
  async function startDue(user_id: string): Promise<void> {
    const due: Filter = {
      where: [
        { column: 'due_at', is: 'below', value: new Date(now().getTime() + 1).toISOString() },
        { column: 'deleted', is: 'one_of', values: [false] },
      ],
    }
    const platforms = await store.facet('distribution', user_id, due, 'platform_id', PLATFORMS_AT_ONCE)
    if (!platforms.ok) return
    for (const platform_id of slots.inTurn(platforms.value.map(({ value }) => value))) {
      if (closed || slots.full()) return
      if (slots.roomOf(platform_id) <= 0) continue
      const of = { column: 'platform_id', is: 'one_of', values: [platform_id] } as const
      const found = await store.list('distribution', user_id, {
        where: [...due.where, of],
        sort: { by: 'happens_at', direction: 'asc' },
        limit: LIMITS.of_a_platform + held.size + unsettled.size,
      })
      if (!found.ok) return
      for (const { distribution_id } of found.value.items) await begin(user_id, distribution_id, platform_id)
    }
  }

  async function look(user_id: string): Promise<void> {
    for (const [distribution_id, { run }] of unsettled)
      if (run.user_id === user_id) await settleKept(distribution_id)
    if (interrupted.has(user_id) && (await goOn(user_id))) interrupted.delete(user_id)
    await startDue(user_id)
  }

  /** Looks, and once more if something asked for it meanwhile; two looks at once would see the same. */
  function wake(user_id: string): void {
    if (closed || !users.has(user_id)) return
    if (looking.has(user_id)) {
      again.add(user_id)
      return
    }
    const turn = look(user_id)
      .catch(error => log.error('distributions.look_failed', { error }))
      .finally(() => {
        looking.delete(user_id)
        if (again.delete(user_id)) wake(user_id)
      })
    looking.set(user_id, turn)
  }

  async function idle(but: ReadonlySet<string> = new Set()): Promise<void> {
    for (;;) {
      const busy = [...running].flatMap(([id, { done }]) => (but.has(id) ? [] : [done]))
      if (looking.size === 0 && busy.length === 0) return
      await Promise.all([...looking.values(), ...busy])
    }
  }

  return {
    seen(user_id) {
      if (users.has(user_id) || closed) return
      const timer = setInterval(() => wake(user_id), deps.look_every_ms ?? LOOK_EVERY_MS)
      timer.unref()
      users.set(user_id, timer)
      interrupted.add(user_id)
      wake(user_id)
    },
    wake,
    async stopped({ distribution_id }, work) {
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
    alone: serial,
    idle,
    async close() {
      closed = true
      for (const timer of users.values()) clearInterval(timer)
      for (const { abort } of running.values()) abort.abort()
      const last = async () => {
        await idle()
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
