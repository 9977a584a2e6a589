// The workspace folder and its health, and what a person set up for themselves.
import * as z from 'zod'
import { AppError } from '../domain/error.ts'
import { Id } from '../domain/ids.ts'
import { Timestamp } from '../domain/values.ts'
import { optionalSource } from './backup-source.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})

/** Damage found in a file: what is affected and what can be done. */
export const Damage = z.object({
  /** Relative to the workspace. */
  file: z.string(),
  /** Versions of records that can't be read; null when not known. */
  rows: z.number().int().nullable(),
  message: z.string(),
  hint: z.string(),
  found_at: Timestamp,
})
export type Damage = z.infer<typeof Damage>

/** How it stands with BigQuery where the records are kept there, and what is here is a copy of them. */
export const Live = z.object({
  project: z.string(),
  dataset: z.string(),
  /** Whose rows these are; null before BigQuery was reached for the first time. */
  account: z.string().nullable(),
  /** What is shown stood so in BigQuery then; null before all of it was read once. */
  read_at: Timestamp.nullable(),
  reading: z.boolean(),
  /** Saves that BigQuery has not confirmed yet. */
  saving: z.number().int(),
  /** Why the last read failed; nothing can be saved until it is seen to, or has passed. */
  problem: AppError.nullable(),
})
export type Live = z.infer<typeof Live>

export const WorkspaceInfo = z.object({
  /** For display. Never accepted back. */
  folder: z.string(),
  state: z.enum(['open', 'read_only', 'unavailable']),
  /** Why it is not simply open; null when it is. */
  reason: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).nullable(),
  damage: z.array(Damage),
  /** Saved and safe in the log, but not yet in Parquet files. */
  unflushed_rows: z.number().int(),
  parts: z.number().int(),
  bytes: z.number().int(),
  format_version: z.number().int(),
  /** Left out where this computer's folder is where the records are kept. */
  live: Live.optional(),
})
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>

export const Preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['regular', 'compact']).default('regular'),
  /** Where the user was, as a path of the renderer's own router. */
  last_route: z.string().max(2_000).default('/'),
  /** Accounts are tested once a day while the application is open. */
  check_platforms_daily: z.boolean().default(true),
  /** Per view: filters, sort, columns, widths; the renderer's own shape. */
  views: z.record(z.string().max(100), z.json()).default({}),
})
export type Preferences = z.infer<typeof Preferences>
const PreferencesPatch = z.strictObject({
  theme: Preferences.shape.theme.unwrap().optional(),
  density: Preferences.shape.density.unwrap().optional(),
  last_route: Preferences.shape.last_route.unwrap().optional(),
  check_platforms_daily: Preferences.shape.check_platforms_daily.unwrap().optional(),
  views: z.record(z.string().max(100), z.json()).optional(),
})

/** An edit that isn't saved yet. `key` is `new` or the audience's id. */
const Draft = z.object({
  key: Id,
  base_version: z.number().int().nullable(),
  value: z.json(),
  saved_at: Timestamp,
})
export type Draft = z.infer<typeof Draft>

/** What became of one damaged file, or would. */
export const RepairStep = z.object({
  file: z.string(),
  outcome: z.enum(['restored', 'partly', 'set_aside', 'made_anew', 'lost']),
  /** Versions of records. */
  brought_back: z.number().int(),
  /** Versions that are still missing; null when not known. */
  lost: z.number().int().nullable(),
})

export type RepairStep = z.infer<typeof RepairStep>

export const workspaceOperations = {
  'workspace.info': read({ input: nothing, output: WorkspaceInfo }),
  /** Which workspace this is among those that share records: what `planned_in` of a distribution names. */
  'workspace.home': read({ input: nothing, output: z.object({ home: z.string() }) }),
  /** Writes what is only in the log into the Parquet files now. */
  'workspace.flush': write({ input: nothing, output: WorkspaceInfo }),
  /** Reads every file and compares it with its checksum, as a job whose errors name the damage. */
  'workspace.verify': write({ input: nothing, output: z.object({ damage: z.array(Damage) }) }),
  /**
   * Checks every file, sets aside what doesn't belong, and brings back from a backup what is damaged, as a job. Originals
   * stay in quarantine. `dry_run` changes nothing but what a check does. As for backups: at the desk, or for the only profile.
   */
  'workspace.repair': write({
    input: z.strictObject({ dry_run: z.boolean().default(false), ...optionalSource }),
    output: z.object({ steps: z.array(RepairStep), damage: z.array(Damage) }),
  }),
  'health.get': read({
    input: nothing,
    output: z.object({
      status: z.enum(['ok', 'degraded']),
      version: z.string(),
      workspace: WorkspaceInfo.shape.state,
      uptime_s: z.number(),
    }),
  }),
}

export const preferenceOperations = {
  'preferences.get': read({ input: nothing, output: Preferences }),
  /** Keys left out stay; `views` are merged by name. At most 256 kB in all. */
  'preferences.set': write({ input: PreferencesPatch, output: Preferences }),
  'drafts.list': read({ input: nothing, output: z.object({ drafts: z.array(Draft) }) }),
  /** At most 50 drafts of 1 MB each. */
  'drafts.save': write({
    input: z.strictObject({
      key: Id,
      base_version: z.number().int().nullable().default(null),
      value: z.json(),
    }),
    output: Draft,
  }),
  'drafts.remove': write({ input: z.strictObject({ key: Id }), output: z.null() }),
}
