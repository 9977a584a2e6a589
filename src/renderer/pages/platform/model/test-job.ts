// How the newest test of an account bears on what is shown: still going on, ended without a verdict, or nothing any more.
import type { Job } from '../../../../shared/domain/job.ts'
import type { Platform } from '../../../../shared/domain/platform.ts'

type Shown = { connection: Pick<Platform['connection'], 'tested_at'>; updated_at: string }
type Ended = Pick<Job, 'state' | 'created_at' | 'finished_at'>

/** An edit after the test makes it tell nothing any more. */
const isOfNow = ({ finished_at }: Ended, { updated_at }: Shown) =>
  finished_at !== null && updated_at <= finished_at

/**
 * `running`: to be waited for, also in the moment between the test’s end and the arrival of its verdict. `unfinished`:
 * cancelled, or failed before there was a verdict.
 */
export function standingOf(job: Ended | null, platform: Shown): 'running' | 'unfinished' | 'none' {
  if (!job) return 'none'
  if (job.state === 'queued' || job.state === 'running') return 'running'
  if (!isOfNow(job, platform)) return 'none'
  if (job.state !== 'completed') return 'unfinished'
  return (platform.connection.tested_at ?? '') < job.created_at ? 'running' : 'none'
}
