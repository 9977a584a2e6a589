// What rows, cards and the preview say of a distribution in words.
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { shownRun } from '../../components/distribution/state.ts'
import { relativeDate } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'

const words = t.distributionList

/** The line under its state: the error, or what it waits for. Null where the state says all. */
export function noteOf(run: DistributionSummary): string | null {
  switch (shownRun(run)) {
    case 'retrying':
      return run.next_retry_at
        ? words.retries(relativeDate(run.next_retry_at), run.error_message ?? '')
        : run.error_message
    case 'failed':
      return run.error_message
    case 'matching':
      return run.handover_state === 'waiting' ? words.handover : words.platformReports
    case 'approval':
      return Date.parse(run.happens_at) < Date.now() ? words.startsWhenApproved : null
    case 'rejected':
      return words.neverStarts
    default:
      return null
  }
}

/** Those who were sent, or are to be, as far as they are known. */
export function peopleOf(run: DistributionSummary): { count: number; of: string } | null {
  if (run.total_records !== null) return { count: run.total_records, of: words.sent }
  return run.people === null ? null : { count: run.people, of: words.planned }
}

const REPEATS: Record<string, string> = {
  daily: t.distributions.repeat.daily,
  weekly: t.distributions.repeat.weekly,
  monthly: t.distributions.repeat.monthly,
}

/** `Daily`, `Weekly`, `Monthly`; null for one that runs once. */
export const repeatOf = (run: Pick<DistributionSummary, 'repeat'>): string | null =>
  REPEATS[run.repeat] ?? null

/** Whether other runs of the same plan would follow. */
export const repeats = (run: Pick<DistributionSummary, 'repeat' | 'series_id'>) =>
  run.series_id !== null && repeatOf(run) !== null
