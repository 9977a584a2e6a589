// From a connector's verdict to what the record keeps of it, and what a job tells.
import type { JobResult } from '../../../shared/domain/job.ts'
import type { Platform, PlatformConnection } from '../../../shared/domain/platform.ts'
import type { FailureCause, Verdict } from '../connectors/face.ts'

/**
 * Causes that lie in the network or the moment: they say nothing of the account, and pass by themselves. A guest network's
 * sign-in page is `unreadable`.
 */
const PASSING: ReadonlySet<FailureCause> = new Set([
  'offline',
  'timeout',
  'rate_limited',
  'platform_fault',
  'unreadable',
])
export const isPassing = (verdict: Verdict) => verdict.state === 'failed' && PASSING.has(verdict.cause)

export function connectionOf(verdict: Verdict, tested_at: string): PlatformConnection {
  const checked = [...verdict.checked]
  return verdict.state === 'ok'
    ? { state: 'ok', tested_at, account_label: verdict.account_label, checked, error: null }
    : { state: 'failed', tested_at, account_label: null, checked, error: verdict.error }
}

export type Tested = { platform: Platform; connection: PlatformConnection; stored: boolean }

const isFailed = ({ connection }: Tested) => connection.state === 'failed'

/** Accounts that were found well count as changed; each failing one has its line. */
export function resultOf(tested: readonly Tested[], skipped: number): JobResult {
  const failed = tested.filter(isFailed)
  const errors = failed.map(({ platform, connection }, index) => ({
    path: platform.name,
    message: [connection.error?.message, connection.error?.hint].filter(Boolean).join(' '),
    row: index + 1,
    line: null,
  }))
  return { changed: tested.length - failed.length, skipped, errors, error_count: errors.length }
}
