// The engine: starts what is due, a few at a time, and takes each run from state to state, one commit a step. A run that a
// crash left in the middle goes on with the same attempt and the same key, so that nothing happens twice.
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { isDue, isRetryDue, type Move } from '../../../shared/domain/distribution-change.ts'
import { moves } from '../../../shared/domain/distribution-moves.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Log } from '../log/log.ts'
import { createSerial } from '../serial.ts'
import type { Filter } from '../store/face.ts'
import { makeAttempt, type Outcome, type Sources } from './attempt.ts'
import { commitMove, putNew, successorOf } from './records.ts'

const LIMITS = { all: 8, of_a_platform: 2 }
/** Platforms with something due that are looked at in one go. */
const PLATFORMS_AT_ONCE = 200
/** A clock that was set, or a computer that slept, is noticed within this time. */
const LOOK_EVERY_MS = 15_000

export type EngineDeps = Sources & {
  log: Log
  /** Told of each change of state, once. */
  tell(user_id: string, moved: DistributionMoved): void
  /** Writes the receipt of an attempt that ended, before the record says so. Null where there was nothing to write of. */
  receipt(run: Distribution, outcome: Outcome): Promise<{ file: string; sha256: string } | null>
  now?: () => Date
  look_every_ms?: number
}

export type Engine = {
  /** A signed-in user asked for something: theirs are the runs to look after. The first time, interrupted ones go on. */
  seen(user_id: string): void
  /** Something may be due now. */
  wake(user_id: string): void
  /** Stops a run's attempt, if it is under way here, and waits until it has. */
  stop(run: Pick<Distribution, 'user_id' | 'distribution_id'>): Promise<void>
  /** Work on one run, one after another. */
  alone<T>(distribution_id: string, work: () => Promise<T>): Promise<T>
  /** Resolves when nothing is due and nothing runs: for tests. */
  idle(): Promise<void>
  close(): Promise<void>
}

type Running = { platform_id: string; abort: AbortController; done: Promise<void> }

export function createEngine(deps: EngineDeps): Engine {
  const { store, log } = deps
  const now = deps.now ?? (() => new Date())
  const serial = createSerial()
  const running = new Map<string, Running>()
  const looking = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const users = new Map<string, NodeJS.Timeout>()
  let closed = false

  function say(before: Distribution | null, after: Distribution) {
    if (before && before.status === after.status) return
    deps.tell(after.user_id, {
      distribution_id: after.distribution_id,
      audience_name: after.audience_name,
      platform_name: after.platform_name,
      from: before?.status ?? null,
      to: after.status,
      message: after.status === 'failed' ? (after.error_details?.error_message ?? '') : '',
      hint: after.status === 'failed' ? (after.error_details?.hint ?? null) : null,
    })
  }

  /** Reads the run, asks for the move, commits it. The engine acts for the run's owner. */
  async function move(
    run: Pick<Distribution, 'user_id' | 'distribution_id'>,
    decide: (current: Distribution) => Move,
    more: (current: Distribution) => Parameters<typeof commitMove>[3]['more'] = () => [],
  ): Promise<Result<Distribution>> {
    const found = await store.get('distribution', run.user_id, run.distribution_id)
    if (!found.ok) return found
    if (!found.value) throw new Error(`The run ${run.distribution_id} is gone`)
    const change = decide(found.value)
    if (!change.ok) return change
    const others = more(found.value) ?? []
    const saved = await commitMove(store, found.value, change.value, {
      changed_by: run.user_id,
      more: others,
    })
    if (saved.ok) say(found.value, saved.value)
    return saved
  }

  async function settle(run: Distribution, outcome: Outcome): Promise<void> {
    const receipt = await deps.receipt(run, outcome)
    const at = now()
    if (outcome.state === 'failed') {
      const { error, retry_after_s } = outcome
      const stopped = error.code === 'cancelled'
      const ended = await move(run, current => {
        const change = stopped
          ? moves.stop(current, { by: current.user_id, now: at })
          : moves.fail(current, { error, retry_after_s, now: at })
        return change.ok && receipt
          ? ok({ ...change.value, metadata: { ...(change.value.metadata ?? current.metadata), receipt } })
          : change
      })
      if (!ended.ok) log.warn('distribution.not_ended', { code: ended.error.code })
      return
    }
    const { delivered } = outcome
    const { platform_audience_id, handover, results } = delivered
    const handed = await move(run, current =>
      moves.delivered(current, {
        platform_audience_id,
        total_records: run.metadata.people ?? null,
        handover: handover && { ...handover, steps: [...handover.steps] },
        receipt: receipt ?? undefined,
      }),
    )
    if (!handed.ok) {
      log.warn('distribution.not_ended', { code: handed.error.code })
      return
    }
    // Where nobody reports what was matched, and nothing is left to do by hand, it is complete as it is.
    if (delivered.state === 'waiting') return
    await move(run, current =>
      moves.complete(current, {
        results: results ?? {},
        source: 'api',
        by: current.platform_name,
        now: now(),
      }),
    )
  }

  function launch(run: Distribution, resumed: boolean): void {
    const abort = new AbortController()
    const work = async () => {
      try {
        const outcome = await makeAttempt(deps, run, {
          resumed,
          signal: abort.signal,
          progress: () => {},
        })
        // Closing leaves the run in the middle: the next start goes on with it.
        if (closed && abort.signal.aborted) return
        await serial(run.distribution_id, () => settle(run, outcome))
      } catch (error) {
        log.error('distribution.broke', { distribution_id: run.distribution_id, error })
        await serial(run.distribution_id, async () => {
          await move(run, current => moves.fail(current, { error: BROKE, now: now() }))
        }).catch(() => undefined)
      }
    }
    const done = work().finally(() => {
      running.delete(run.distribution_id)
      wake(run.user_id)
    })
    running.set(run.distribution_id, { platform_id: run.platform_id, abort, done })
  }

  const roomOf = (platform_id: string) =>
    Math.min(
      LIMITS.all - running.size,
      LIMITS.of_a_platform - [...running.values()].filter(one => one.platform_id === platform_id).length,
    )

  /** From scheduled, or from a failure whose time to try again has come, to an attempt under way. */
  const begin = (user_id: string, distribution_id: string) =>
    serial(distribution_id, async () => {
      const found = await store.get('distribution', user_id, distribution_id)
      if (!found.ok || !found.value || running.has(distribution_id) || closed) return
      let run = found.value
      if (roomOf(run.platform_id) <= 0) return
      if (isRetryDue(run, now())) {
        const retried = await move(run, current => moves.retry(current, { by: 'engine', now: now() }))
        if (!retried.ok) return
        run = retried.value
      }
      if (!isDue(run, now())) return
      const started = await move(
        run,
        current => moves.start(current, { now: now() }),
        current => {
          const first = current.metadata.attempt === undefined
          const next = first ? successorOf(current, now()) : null
          return next ? [putNew(next)] : []
        },
      )
      if (started.ok) launch(started.value, false)
      else log.info('distribution.not_started', { distribution_id, code: started.error.code })
    })

  /** Runs that were under way when the last core ended. */
  async function goOn(user_id: string): Promise<void> {
    const found = await store.list('distribution', user_id, {
      where: [
        { column: 'status', is: 'one_of', values: ['processing'] },
        { column: 'deleted', is: 'one_of', values: [false] },
      ],
      sort: { by: 'happens_at', direction: 'asc' },
      limit: 500,
    })
    if (!found.ok) return
    for (const { distribution_id } of found.value.items)
      await serial(distribution_id, async () => {
        if (running.has(distribution_id) || closed) return
        const run = { user_id, distribution_id }
        const resumed = await move(run, current => moves.resume(current))
        if (resumed.ok) return launch(resumed.value, true)
        const { message, hint } = resumed.error
        await move(run, current =>
          moves.fail(current, { error: { code: 'internal', message, hint, retryable: false }, now: now() }),
        )
      })
  }

  /** By platform, so that one with a long queue doesn't keep the others waiting. */
  async function look(user_id: string): Promise<void> {
    const due: Filter = {
      where: [
        { column: 'due_at', is: 'below', value: new Date(now().getTime() + 1).toISOString() },
        { column: 'deleted', is: 'one_of', values: [false] },
      ],
    }
    const platforms = await store.facet('distribution', user_id, due, 'platform_id', PLATFORMS_AT_ONCE)
    if (!platforms.ok) return
    for (const { value: platform_id } of platforms.value) {
      if (closed || roomOf(platform_id) <= 0) continue
      const of = { column: 'platform_id', is: 'one_of', values: [platform_id] } as const
      const found = await store.list('distribution', user_id, {
        where: [...due.where, of],
        sort: { by: 'happens_at', direction: 'asc' },
        limit: LIMITS.of_a_platform,
      })
      if (!found.ok) return
      for (const { distribution_id } of found.value.items)
        if (!closed && !running.has(distribution_id)) await begin(user_id, distribution_id)
    }
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

  return {
    seen(user_id) {
      if (users.has(user_id) || closed) return
      const timer = setInterval(() => wake(user_id), deps.look_every_ms ?? LOOK_EVERY_MS)
      timer.unref()
      users.set(user_id, timer)
      const first = goOn(user_id)
        .catch(error => log.error('distributions.resume_failed', { error }))
        .finally(() => {
          looking.delete(user_id)
          wake(user_id)
        })
      looking.set(user_id, first)
    },
    wake,
    async stop({ distribution_id }) {
      const under_way = running.get(distribution_id)
      under_way?.abort.abort()
      await under_way?.done
    },
    alone: serial,
    async idle() {
      while (looking.size > 0 || running.size > 0)
        await Promise.all([...looking.values(), ...[...running.values()].map(({ done }) => done)])
    },
    async close() {
      closed = true
      for (const timer of users.values()) clearInterval(timer)
      for (const { abort } of running.values()) abort.abort()
      await Promise.all([...looking.values(), ...[...running.values()].map(({ done }) => done)])
    },
  }
}

const BROKE = {
  code: 'internal',
  message: 'Something went wrong inside the application while this was delivered.',
  hint: 'Look at the platform whether it arrived; then retry it. The cause is in the log.',
  retryable: false,
} as const
