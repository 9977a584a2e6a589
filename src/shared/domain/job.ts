// Job: long work that shows progress and can be cancelled (import, bulk change, compaction …).
import * as z from 'zod'
import { AppError, FieldError } from './error.ts'
import { Timestamp } from './values.ts'

export const JOB_KINDS = [
  'import',
  'import_check',
  'import_errors',
  'sample',
  'bulk',
  'compaction',
  'verify',
  'connection_test',
  'health_check',
  'push',
  'pull',
  'compare',
  'set_up',
  'sign_in',
  'export',
  'publish',
  'migration_check',
  'migration',
  'backup',
  'backup_check',
  'backup_open',
  'restore',
  'repair',
] as const
export const JobState = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled'])
export type JobState = z.infer<typeof JobState>

/** A row of an import that was refused. `line` and `row` count from 1; `file` where there are several. */
export const RowError = FieldError.extend({
  row: z.number().int(),
  line: z.number().int().nullable(),
  file: z.string().optional(),
})
export type RowError = z.infer<typeof RowError>

/** A file that a job wrote. `file_token` stands for it: to show it in its folder, or to fetch it (`/api/downloads`). */
export const SavedFile = z.object({ file_token: z.string(), name: z.string(), bytes: z.number().int() })
export type SavedFile = z.infer<typeof SavedFile>

/** What an import did, or would do: audiences that are new, changed, as they were, and moved to the trash. */
export const ImportCounts = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  trashed: z.number().int(),
})
export type ImportCounts = z.infer<typeof ImportCounts>

export const JobResult = z.object({
  /** Records written. */
  changed: z.number().int(),
  /** Records left as they were, e.g. already there or already in that state. */
  skipped: z.number().int(),
  /** The first 1,000 refused rows; `error_count` is their whole number. */
  errors: z.array(RowError),
  error_count: z.number().int(),
  /** Of a job that writes one. */
  file: SavedFile.optional(),
  /** Of an import and of its plan. */
  counts: ImportCounts.optional(),
})
export type JobResult = z.infer<typeof JobResult>

export const Job = z.object({
  job_id: z.string(),
  kind: z.enum(JOB_KINDS),
  /** What it does, in words: `Import audiences.json`. */
  title: z.string(),
  state: JobState,
  /** `total` is null while it isn't known. `unit` is what is counted: audiences, bytes. */
  progress: z.object({ done: z.number(), total: z.number().nullable(), unit: z.string() }),
  message: z.string(),
  cancellable: z.boolean(),
  result: JobResult.nullable(),
  error: AppError.nullable(),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
})
export type Job = z.infer<typeof Job>
