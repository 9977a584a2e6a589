// What came of a job, in one line by what it was for; and whether its end is told at all.
import type { Job } from '../../../shared/domain/job.ts'
import { t } from '../../messages/index.ts'

/** null when the job has no result. */
export function resultText({ kind, result }: Pick<Job, 'kind' | 'result'>): string | null {
  if (!result) return null
  const { changed, skipped, errors, error_count } = result
  switch (kind) {
    case 'connection_test':
      return errors[0]?.message ?? t.jobs.connected
    case 'health_check':
      return t.jobs.checkedAccounts(changed, error_count)
    default:
      return t.jobs.result(changed, skipped, error_count)
  }
}

const BACKGROUND: ReadonlySet<Job['kind']> = new Set(['compaction', 'verify'])

/** What lies in the network is counted as left out, too: it passes by itself. */
const hasLasting = (result: Job['result']) => result !== null && result.error_count > result.skipped

/**
 * Work that nobody asked for ends without a notice, unless it failed, or is a check of accounts that found a problem
 * which lasts.
 */
export function isQuiet({ kind, state, result }: Pick<Job, 'kind' | 'state' | 'result'>, asked: boolean) {
  if (state !== 'completed') return false
  return BACKGROUND.has(kind) || (kind === 'health_check' && !asked && !hasLasting(result))
}
