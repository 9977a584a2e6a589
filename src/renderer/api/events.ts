// Keeps the cache true to the core: each event of the contract says what is no longer fresh.
import { useEffect } from 'react'
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts'
import type { OutputOf } from '../../shared/contract.ts'
import type { Job } from '../../shared/domain/job.ts'
import { onReconnect, subscribe } from './client.ts'
import { keys } from './keys.ts'
import { invalidate, queryClient } from './query-client.ts'

const COALESCE_MS = 60
/** A burst of saves is counted once: what isn't pushed yet, and, with calls to BigQuery, what a push would cost. */
const COUNT_MS = 1_000
const PREVIEW_MS = 3_000

const RUNNING = new Set(['queued', 'running'])
export const isRunning = (job: Job) => RUNNING.has(job.state)

/** Running ones first, then the newest, as `jobs.list` answers them. */
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  return [job, ...jobs.filter(other => other.job_id !== job.job_id)].sort(
    (a, b) => Number(isRunning(b)) - Number(isRunning(a)) || b.created_at.localeCompare(a.created_at),
  )
}

/** An ended job stays ended: the answer that it has begun can arrive after the event that it is done. */
const isOvertaken = (jobs: readonly Job[], job: Job) =>
  isRunning(job) && jobs.some(known => known.job_id === job.job_id && !isRunning(known))

/** Puts a job that an operation answered with, or that an event told of, into the list. */
export function noteJob(job: Job): void {
  queryClient.setQueryData<OutputOf<'jobs.list'>>(keys.jobs, current => {
    const jobs = current?.jobs ?? []
    return isOvertaken(jobs, job) ? current : { jobs: withJob(jobs, job) }
  })
}

/** Collects the ids that changed, so that a burst of saves is one refetch of the branch. */
function freshener(branch: readonly string[]) {
  let changedIds: Set<string> | null = new Set()
  let timer: ReturnType<typeof setTimeout> | undefined
  const refetchChanged = () => {
    timer = undefined
    const ids = changedIds
    changedIds = new Set()
    invalidate({
      queryKey: branch,
      predicate: ({ queryKey }) =>
        queryKey[1] !== 'one' || ids === null || (typeof queryKey[2] === 'string' && ids.has(queryKey[2])),
    })
  }
  return {
    note: (ids: readonly string[] | null) => {
      if (ids === null) changedIds = null
      for (const id of ids ?? []) changedIds?.add(id)
      timer ??= setTimeout(refetchChanged, COALESCE_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

/** Runs at most once in this time after the first call; the last call always counts. */
function throttled(run: () => void, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    note: () => {
      timer ??= setTimeout(() => {
        timer = undefined
        run()
      }, ms)
    },
    stop: () => clearTimeout(timer),
  }
}

function keepFresh(): () => void {
  const audiences = freshener(keys.audiences)
  const platforms = freshener(keys.platforms)
  const distributions = freshener(keys.distributions)
  const sync = throttled(() => invalidate({ queryKey: keys.bigquery }), COALESCE_MS)
  const unpushed = throttled(() => invalidate({ queryKey: keys.bigqueryStatus }), COUNT_MS)
  const preview = throttled(() => invalidate({ queryKey: keys.bigqueryPreview }), PREVIEW_MS)
  const stops = [
    sync.stop,
    unpushed.stop,
    preview.stop,
    audiences.stop,
    platforms.stop,
    distributions.stop,
    subscribe('bigquery.changed', sync.note),
    subscribe('tokens.changed', () => invalidate({ queryKey: keys.tokens })),
    subscribe('records.changed', ({ entity, ids }) => {
      unpushed.note()
      preview.note()
      if (entity === 'user') invalidate({ queryKey: keys.profiles })
      else if (entity === 'audience') audiences.note(ids)
      else if (entity === 'platform') platforms.note(ids)
      else {
        distributions.note(ids)
        // When a platform was last delivered to, and how that went, is told by its runs.
        platforms.note(null)
      }
    }),
    subscribe('job.updated', job => {
      noteJob(job)
      if (job.kind === 'publish' && !isRunning(job)) invalidate({ queryKey: keys.publish })
    }),
    subscribe('workspace.changed', info => {
      const before = queryClient.getQueryData<WorkspaceInfo>(keys.workspace)
      queryClient.setQueryData<WorkspaceInfo>(keys.workspace, info)
      const other = before?.folder !== info.folder || (before.state !== 'open' && info.state === 'open')
      if (before && other) invalidate()
      // Nobody is signed in yet, so nobody is told of the profiles that a read brought.
      else if (info.live?.read_at !== before?.live?.read_at) invalidate({ queryKey: keys.profiles })
    }),
    subscribe('backups.changed', () => invalidate({ queryKey: keys.backups })),
    subscribe('workspace.reopened', () => invalidate()),
    subscribe('session.changed', () => void queryClient.resetQueries()),
    onReconnect(() => invalidate()),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

export const useFreshData = () => useEffect(keepFresh, [])
