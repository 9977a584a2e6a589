// How a distribution is doing, as pages show it: its status with the approval and the automatic retry, and what may be done.
import type { Distribution, DistributionSummary } from '../../../shared/domain/distribution.ts'

export type ShownRun =
  | DistributionSummary['status']
  | 'approval'
  | 'rejected'
  /** Failed, with a time at which it is tried again by itself. */
  | 'retrying'

export type RunFacts = Pick<DistributionSummary, 'status' | 'deleted' | 'approval_status' | 'next_retry_at'>

/** A whole record as the marks and actions take it. */
export const factsOf = (run: Distribution): RunFacts => ({
  status: run.status,
  deleted: run.deleted,
  approval_status: run.metadata.approval_status ?? null,
  next_retry_at: run.error_details?.next_retry_at ?? null,
})

export function shownRun({ status, approval_status, next_retry_at }: Omit<RunFacts, 'deleted'>): ShownRun {
  if (status === 'scheduled' && approval_status === 'pending') return 'approval'
  if (status === 'scheduled' && approval_status === 'rejected') return 'rejected'
  if (status === 'failed' && next_retry_at !== null) return 'retrying'
  return status
}

export type RunAction =
  | 'runNow'
  | 'change'
  | 'retry'
  | 'approve'
  | 'reject'
  | 'request'
  | 'results'
  | 'cancel'

/** What the state machine allows now, the likeliest first. */
export function actionsOf(run: RunFacts): readonly RunAction[] {
  if (run.deleted) return []
  switch (shownRun(run)) {
    case 'approval':
      return ['approve', 'reject', 'change', 'cancel']
    case 'rejected':
      return ['change', 'request', 'approve', 'cancel']
    case 'scheduled':
      return run.approval_status === 'approved'
        ? ['runNow', 'change', 'reject', 'cancel']
        : ['runNow', 'change', 'request', 'cancel']
    case 'failed':
    case 'retrying':
      return ['retry', 'cancel']
    case 'processing':
      return ['cancel']
    case 'matching':
      return ['results', 'cancel']
    case 'completed':
      return ['results']
    case 'cancelled':
      return []
  }
}
