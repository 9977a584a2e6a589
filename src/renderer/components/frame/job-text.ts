// What came of a job, in one line: by what it was for.
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
