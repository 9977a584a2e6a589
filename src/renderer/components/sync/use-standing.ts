// What the title bar and the page say of BigQuery, kept fresh: its status, the network, and the job that runs.
import { useSyncExternalStore } from 'react'
import type { Job } from '../../../shared/domain/job.ts'
import { useSyncStatus } from '../../api/bigquery.ts'
import { isRunning } from '../../api/events.ts'
import { useJobs } from '../../api/hooks.ts'
import { isSync, type Standing, standingOf } from './standing.ts'

function onNetwork(listener: () => void) {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
export const useOnline = () => useSyncExternalStore(onNetwork, () => navigator.onLine)

/** The push, pull or comparison that runs, whoever began it. */
export const useRunningSync = (): Job | null =>
  useJobs().data?.find(job => isSync(job.kind) && isRunning(job)) ?? null

/** null until the status is known. */
export function useStanding(): Standing | null {
  const status = useSyncStatus().data
  const online = useOnline()
  const job = useRunningSync()
  return status ? standingOf(status, online, job) : null
}
