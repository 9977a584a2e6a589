// The engine: starts what is due, a few at a time, and takes each run from state to state, one commit a step. A run that a
// crash left in the middle goes on with the same attempt and the same key, so that nothing happens twice.
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { isDue, isRetryDue } from '../../../shared/domain/distribution-change.ts'
import { moves } from '../../../shared/domain/distribution-moves.ts'
import type { Log } from '../log/log.ts'
import type { Filter } from '../store/face.ts'
import type { Sources } from './attempt.ts'
import type { Notes } from './notes.ts'
import type { Receipts } from './receipts.ts'
import { putNew, successorOf } from './records.ts'
import { createSettling } from './settle.ts'
import { LIMITS } from './slots.ts'
import { createUnderWay } from './under-way.ts'

/** Platforms with something due that are looked at in one go. */
const PLATFORMS_AT_ONCE = 1_000
const INTERRUPTED_AT_ONCE = 500
/** A clock that was set, or a computer that slept, is noticed within this time; what the store refused is tried again. */
const LOOK_EVERY_MS = 15_000
export type EngineDeps = Sources & {
  log: Log
  /** Told of each change of state, once. */
  tell(user_id: string, moved: DistributionMoved): void
  receipt: Receipts['write']
  /** See `metadata.planned_in`. */
  home: () => Promise<string>
  /** See `createSettling`. */
  ended: Notes['ended']
  now: () => Date
  /** A save that the store refused may have been made all the same: runs that nobody works on can appear at any time. */
  uncertain?: boolean | undefined
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

export function createEngine(deps: EngineDeps): Engine {
  const { store, log, now } = deps
  const { move, settle } = createSettling(deps)
  const underWay = createUnderWay({
    ...deps,
    settle,
    ended: wake,
    broke: user_id => interrupted.add(user_id),
  })
  const { slots, inSlot, launch } = underWay
  /** Users of whom runs may be in the middle without anyone at work on them. */
  const interrupted = new Set<string>()
  const looking = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const users = new Map<string, NodeJS.Timeout>()
  let closed = false

  /** From scheduled, or from a failure whose time to try again has come, to an attempt under way. */
  const begin = (user_id: string, distribution_id: string, platform_id: string) =>
    inSlot(user_id, distribution_id, platform_id, async () => {
      const run = { user_id, distribution_id }
      const found = await store.get('distribution', user_id, distribution_id)
      if (!found.ok || !found.value) return false
      if (![undefined, await deps.home()].includes(found.value.metadata.planned_in)) return false
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
        { column: 'planned_in', is: 'one_of', values: ['', await deps.home()] },
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
        { column: 'planned_in', is: 'one_of', values: ['', await deps.home()] },
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
        limit: LIMITS.of_a_platform + underWay.aside(),
      })
      if (!found.ok) return
      for (const { distribution_id } of found.value.items) await begin(user_id, distribution_id, platform_id)
    }
  }

  async function look(user_id: string): Promise<void> {
    await underWay.settleAllOf(user_id)
    if ((interrupted.has(user_id) || deps.uncertain) && (await goOn(user_id))) interrupted.delete(user_id)
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
      const busy = underWay.attempts(but)
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
    stopped: underWay.stopped,
    alone: underWay.alone,
    idle,
    async close() {
      closed = true
      for (const timer of users.values()) clearInterval(timer)
      await underWay.close(idle)
    },
  }
}
