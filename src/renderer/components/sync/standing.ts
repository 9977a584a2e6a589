// How this profile stands with BigQuery, in one word for the title bar and the page: the gravest or most current first.
import type { SyncStatus } from '../../../shared/contract/bigquery.ts'
import type { Job } from '../../../shared/domain/job.ts'

export type Sync = 'push' | 'pull' | 'compare'
export const isSync = (kind: Job['kind']): kind is Sync =>
  kind === 'push' || kind === 'pull' || kind === 'compare'

export type Standing =
  | { kind: 'off' }
  | { kind: 'running'; what: Sync; part: number | null }
  | { kind: 'sign_in' }
  | { kind: 'problem' }
  | { kind: 'decide'; count: number }
  | { kind: 'offline'; waiting: number }
  | { kind: 'waiting'; count: number }
  | { kind: 'cut_short' }
  | { kind: 'done' }

const NO_NETWORK = new Set<string>(['offline', 'timeout'])
export const isNoNetwork = (error: { code: string } | null | undefined) =>
  error !== null && error !== undefined && NO_NETWORK.has(error.code)

/** Whether the computer has no network, or the last push found none. */
export const isOffline = ({ last_push }: Pick<SyncStatus, 'last_push'>, online: boolean) =>
  !online || isNoNetwork(last_push?.error)

type Running = Pick<Job, 'kind' | 'progress'>

export function standingOf(status: SyncStatus, online: boolean, job: Running | null): Standing {
  const { connection, unpushed, conflicts, problem, job_id, waiting_batch } = status
  if (!connection) return { kind: 'off' }
  if (job_id !== null || job) {
    const { done = 0, total = null } = job?.progress ?? {}
    const part = total ? Math.min(1, done / total) : null
    return { kind: 'running', what: job && isSync(job.kind) ? job.kind : 'push', part }
  }
  if (connection.sign_in.state === 'needed') return { kind: 'sign_in' }
  if (problem) return { kind: 'problem' }
  if (conflicts > 0) return { kind: 'decide', count: conflicts }
  if (isOffline(status, online)) return { kind: 'offline', waiting: unpushed.total }
  if (unpushed.total > 0) return { kind: 'waiting', count: unpushed.total }
  return waiting_batch ? { kind: 'cut_short' } : { kind: 'done' }
}

/** What someone has to do about a lasting problem; null where only trying again helps. */
export function mendingOf(code: string): 'sign_in' | 'check' | 'set_up' | null {
  if (code === 'unauthorized') return 'sign_in'
  if (code === 'not_found') return 'set_up'
  if (code === 'forbidden' || code === 'unsupported' || code === 'quota_exceeded') return 'check'
  return null
}
