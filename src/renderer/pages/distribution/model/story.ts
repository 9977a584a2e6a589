// What happened to a run, told from its versions: the states it went through with their times, and each attempt.
import type { DistributionVersionInfo } from '../../../../shared/contract/distributions.ts'
import type { Distribution, DistributionStatus } from '../../../../shared/domain/distribution.ts'

type Version = DistributionVersionInfo
export type StepState = 'scheduled' | 'processing' | 'matching' | 'completed' | 'failed' | 'cancelled'
export type Step = { state: StepState; at: string | null; standing: 'done' | 'now' | 'ahead' }

const PATH = ['scheduled', 'processing', 'matching', 'completed'] as const

export type Attempt = {
  number: number
  started_at: string
  /** Null while it runs, and while results are awaited. */
  ended_at: string | null
  outcome: DistributionStatus
  /** How often the app ended in the middle of it and went on with it. */
  resumed: number
  /** The version in which it failed, which holds why; null otherwise. */
  failed_in: number | null
  message: string | null
  /** Who stopped or retried it is in the versions; here what happened in order. */
  events: readonly { status: DistributionStatus; at: string; by: string; again: boolean }[]
}

/** Oldest attempt first. `versions` newest first, as the history answers them. */
export function attemptsOf(versions: readonly Version[]): Attempt[] {
  const ordered = [...versions].sort((a, b) => a.version - b.version)
  const numbers = [...new Set(ordered.map(({ attempt }) => attempt))].filter(number => number > 0)
  return numbers.map(number => {
    const own = ordered.filter(({ attempt }) => attempt === number)
    // A retry is scheduled again under the number of the attempt before: it is no part of it any more.
    const until = own.findIndex(({ status }) => status === 'scheduled')
    const mine = until < 0 ? own : own.slice(0, until)
    const events = mine
      .filter(
        (version, index) => version.status === 'processing' || version.status !== mine[index - 1]?.status,
      )
      .map(({ status, updated_at, changed_by }, index) => ({
        status,
        at: updated_at,
        by: changed_by,
        again: status === 'processing' && index > 0,
      }))
    const last = events.at(-1)
    const failed = mine.find(({ status }) => status === 'failed')
    const outcome = last?.status ?? 'processing'
    return {
      number,
      started_at: mine[0]?.updated_at ?? own[0]?.updated_at ?? '',
      ended_at: outcome === 'processing' || outcome === 'matching' ? null : (last?.at ?? null),
      outcome,
      resumed: events.filter(({ again }) => again).length,
      failed_in: failed?.version ?? null,
      message: failed?.message ?? null,
      events,
    }
  })
}

type Now = Pick<
  Distribution,
  'status' | 'scheduled_at' | 'executed_at' | 'completed_at' | 'updated_at' | 'created_at' | 'metadata'
>

/** When the newest attempt came into a state. */
function since(versions: readonly Version[], status: DistributionStatus, attempt: number): string | null {
  const found = versions.filter(each => each.status === status && each.attempt === attempt)
  return found.reduce<string | null>(
    (first, { updated_at }) => (first === null || updated_at < first ? updated_at : first),
    null,
  )
}

/** The way a run takes, up to where it is and on to where it leads. One that failed or was cancelled ends there. */
export function stepsOf(run: Now, versions: readonly Version[]): Step[] {
  const attempt = run.metadata.attempt?.number ?? 0
  const times: Record<StepState, string | null> = {
    scheduled: run.scheduled_at ?? run.created_at,
    processing: run.status === 'scheduled' ? null : run.executed_at,
    matching: attempt === 0 ? null : since(versions, 'matching', attempt),
    completed: run.completed_at,
    failed: since(versions, 'failed', attempt),
    cancelled: since(versions, 'cancelled', attempt) ?? (run.status === 'cancelled' ? run.updated_at : null),
  }
  if (run.status === 'failed' || run.status === 'cancelled') {
    const gone = PATH.filter(
      state => state === 'scheduled' || (times[state] !== null && state !== 'completed'),
    )
    return [
      ...gone.map(state => ({ state, at: times[state], standing: 'done' as const })),
      { state: run.status, at: times[run.status], standing: 'now' },
    ]
  }
  const here = PATH.indexOf(run.status)
  return PATH.map((state, index) => ({
    state,
    at: index <= here ? times[state] : null,
    standing: index < here ? 'done' : index === here ? 'now' : 'ahead',
  }))
}
