// Migration from the reference system: a folder of its files is looked at, checked without a change, then taken over.
import * as z from 'zod'
import { Job } from '../domain/job.ts'
import { PlatformType } from '../domain/platform.ts'
import { read, write } from './operation.ts'

const count = z.number().int()
const token = z.strictObject({ folder_token: z.string().max(100) })

/**
 * Whose records are taken over. `mine`: those of one user of the folder, into the signed-in profile. `all`: those of
 * everyone, each into a profile of that id, made when missing; `mine` says which of them is the signed-in profile's own,
 * null that none is.
 */
const scope = {
  ...token.shape,
  who: z.enum(['mine', 'all']),
  mine: z.string().max(200).nullable().default(null),
}

export const MIGRATED_ENTITIES = ['audience', 'platform', 'distribution'] as const
export const MigratedEntity = z.enum(MIGRATED_ENTITIES)
export type MigratedEntity = z.infer<typeof MigratedEntity>

/** A user of the folder: how many files and rows there are of theirs. */
export const SourceUser = z.object({
  user_id: z.string(),
  files: count,
  rows: z.object({ audience: count, platform: count, distribution: count }),
})
export type SourceUser = z.infer<typeof SourceUser>

export const MigrationSource = z.object({
  folder_token: z.string(),
  /** For display. Never accepted back. */
  folder: z.string(),
  /** The folder is this workspace's own, or has it inside: its own data files are left out. */
  is_workspace: z.boolean(),
  users: z.array(SourceUser),
  /** The user of the folder that has the signed-in profile's id, or is the only one. */
  mine: z.string().nullable(),
  /** Whether other profiles can be filled from here: not with a token, which speaks for one profile. */
  may_all: z.boolean(),
})
export type MigrationSource = z.infer<typeof MigrationSource>

/** Rows of the folder, and what became of them, or will. */
export const MigrationCounts = z.object({
  rows: count,
  /** Records that are not here yet. */
  added: count,
  /** Further rows of them, which become their earlier versions. */
  earlier: count,
  /** Records that are here, untouched since they came, and have a newer row. */
  updated: count,
  /** Records that are here as the folder has them. */
  unchanged: count,
  /** Records that were edited here since: they stay as they are. */
  kept: count,
  /** Rows that can't be taken over. */
  refused: count,
})
export type MigrationCounts = z.infer<typeof MigrationCounts>

/** What is told of a row: it is left out, something in it changes on the way, or the record here stays as it is. */
export const MIGRATION_LEVELS = ['refused', 'changed', 'kept'] as const
export const MigrationNote = z.object({
  level: z.enum(MIGRATION_LEVELS),
  entity: MigratedEntity.nullable(),
  user_id: z.string(),
  /** Relative to the folder. */
  file: z.string(),
  /** Counted from 1; null where it is about the file. */
  row: z.number().int().nullable(),
  /** The record's id, as the folder has it. */
  id: z.string().nullable(),
  message: z.string(),
})
export type MigrationNote = z.infer<typeof MigrationNote>

export const MigrationReport = z.object({
  job_id: z.string(),
  folder: z.string(),
  /** A check changed nothing: its counts say what would become of the rows. */
  checked_only: z.boolean(),
  /** Ended before everything was looked at: cancelled, or failed. */
  complete: z.boolean(),
  users: z.array(
    z.object({
      user_id: z.string(),
      /** The profile that gets the records. */
      profile_id: z.string(),
      profile_is_new: z.boolean(),
      audience: MigrationCounts,
      platform: MigrationCounts,
      distribution: MigrationCounts,
    }),
  ),
  files: z.object({
    read: count,
    /** Can't be read at all. */
    unreadable: count,
    /** Not of the reference system: left alone. */
    foreign: count,
  }),
  /** What is written differently here, each with how many rows it is about, most frequent first. */
  changes: z.array(z.object({ what: z.string(), rows: count })),
  notes: z.object({ refused: count, changed: count, kept: count }),
  /** Accounts whose credentials have to be entered anew: they are never taken over. At most 1,000 are named. */
  credentials: z.array(
    z.object({
      profile_id: z.string(),
      platform_id: z.string(),
      name: z.string(),
      platform_type: PlatformType,
    }),
  ),
  credential_count: count,
})
export type MigrationReport = z.infer<typeof MigrationReport>

const NOTES_AT_ONCE = 200
const which = z.strictObject({ job_id: z.string().max(100) })

export const migrationOperations = {
  /** What a folder holds, by user. The token comes from `shell.chooseMigrationFolder`; it is good for hours. */
  'migration.look': read({ input: token, output: MigrationSource }),
  /** Reads and checks every row, as a job, and changes nothing. Its report says what would become of each. */
  'migration.inspect': write({ input: z.strictObject(scope), output: Job }),
  /** Takes the records over, as a job. What is here already stays; a record that was edited here isn't touched. */
  'migration.start': write({ input: z.strictObject(scope), output: Job }),
  /** What a check or a migration found, once its job has ended. Reports are kept until the application is closed. */
  'migration.report': read({ input: which, output: MigrationReport }),
  /** Its notes row by row, in the order they were found. */
  'migration.notes': read({
    input: which.extend({
      level: z.enum(MIGRATION_LEVELS).optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(NOTES_AT_ONCE).default(100),
    }),
    output: z.object({ notes: z.array(MigrationNote), total: count }),
  }),
  /** All of them as a CSV file, as a job: at the place of a save token, or as a download. */
  'migration.saveNotes': write({
    input: which.extend({ file_token: z.string().max(100) }),
    output: Job,
  }),
}
