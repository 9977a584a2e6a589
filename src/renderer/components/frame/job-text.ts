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
    case 'push':
    case 'pull':
    case 'compare':
      return t.jobs.synced(changed, skipped, error_count)
    case 'set_up':
      return t.jobs.setUp
    case 'sign_in':
      return t.jobs.signedIn
    case 'migration_check':
      return t.jobs.migrationChecked(changed, error_count)
    case 'backup':
      return t.backups.results.backedUp(changed)
    case 'backup_check':
      return t.backups.results.whole(changed)
    case 'backup_open':
      return t.backups.results.opened
    case 'restore':
      return t.backups.results.restored(changed)
    case 'repair':
      return t.backups.results.repaired(changed, error_count)
    case 'export':
    case 'publish':
      return t.jobs.exported(changed)
    case 'import':
    case 'sample':
      return result.counts
        ? t.jobs.imported(result.counts, error_count)
        : t.jobs.result(changed, skipped, error_count)
    case 'import_errors':
      return t.jobs.rowsSaved(changed)
    default:
      return t.jobs.result(changed, skipped, error_count)
  }
}

const BACKGROUND: ReadonlySet<Job['kind']> = new Set(['compaction', 'verify', 'migration_check'])

type Ended = Pick<Job, 'kind' | 'state' | 'result'> & Partial<Pick<Job, 'error'>>

/** What lies in the network is counted as left out, too: it passes by itself. */
const hasLasting = (result: Job['result']) => result !== null && result.error_count > result.skipped

const NO_NETWORK: ReadonlySet<string> = new Set(['offline', 'timeout'])

/**
 * Work that nobody asked for ends without a notice, unless it failed, or is a check of accounts that found a problem
 * which lasts. A push by the clock that finds no network tries again by itself: the title bar says that it is offline.
 */
export function isQuiet({ kind, state, result, error }: Ended, asked: boolean) {
  // The page that asked for it shows what came of it.
  if (kind === 'import_check') return true
  if (kind === 'push' && !asked && error && NO_NETWORK.has(error.code)) return true
  // Its dialog waits for it and tells how it went.
  if (kind === 'backup_open') return true
  if (state !== 'completed') return false
  if (kind === 'push' && !asked) return result === null || result.skipped + result.error_count === 0
  return BACKGROUND.has(kind) || (kind === 'health_check' && !asked && !hasLasting(result))
}
