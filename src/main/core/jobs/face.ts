// Jobs: the face that services which start long work know. Types only.
import type { Job, JobResult } from '../../../shared/domain/job.ts'
import type { Result } from '../../../shared/errors.ts'

export type JobContext = {
  /** Aborted when the user cancels or the application closes. The work then answers `cancelled` with nothing half done. */
  signal: AbortSignal
  /** May be called as often as is convenient: events are throttled. `total` stays as it was when left out. */
  progress(done: number, total?: number): void
  message(text: string): void
}

export type JobSpec = {
  user_id: string
  kind: Job['kind']
  /** What it does, in words: `Import audiences.json`. */
  title: string
  /** What `progress` counts: audiences, bytes. */
  unit: string
  /** What it waits for most: calls over the network go on beside work on the disk. */
  lane?: 'disk' | 'network'
  run(context: JobContext): Promise<Result<JobResult>>
  /** Told once, however it ended; also when it was cancelled before it ran. */
  ended?(job: Job): void
}

export interface Jobs {
  /** Starts at once, or queues it when as many as its lane takes are running already. A thrown error ends the job as failed with `internal`. */
  start(spec: JobSpec): Job
  /** Running and queued ones first, then finished ones of this run, newest first. */
  list(user_id: string): Job[]
  get(user_id: string, job_id: string): Result<Job>
  /** Cancelling a finished job is a conflict. Work that is past the point of no return still completes. */
  cancel(user_id: string, job_id: string): Result<Job>
  dismiss(user_id: string, job_id: string): Result<null>
  /** Cancels everything and waits until it has stopped. */
  close(): Promise<void>
}
