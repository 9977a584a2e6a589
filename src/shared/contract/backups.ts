// Backups: one file with the whole workspace; by hand or by the clock, looked at, compared, and restored.
//
// A backup holds the records of every profile. So these operations are for whoever is at the desk, and for a token only
// where its profile is the workspace's only one; `forbidden` otherwise.
import * as z from 'zod'
import { AppError } from '../domain/error.ts'
import { Job } from '../domain/job.ts'
import { Timestamp } from '../domain/values.ts'
import { BackupPlace, source } from './backup-source.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})

/** Any text of 8 characters or more; it isn't changed. */
const NewPassphrase = z.string().min(8, 'must have at least 8 characters').max(1_000)

export const BACKUP_REPEATS = ['off', 'daily', 'weekly'] as const

export const BackupSettings = z.object({
  /** A full path; null until one was chosen. */
  folder: z.string().nullable(),
  repeat: z.enum(BACKUP_REPEATS),
  /** `HH:MM` by the clock of this computer. */
  at: z.string(),
  /** 0 is Sunday; for `weekly`. */
  weekday: z.number().int(),
  /** How many of the backups that the clock made stay: the newest of each of so many days, and of so many weeks. */
  keep_days: z.number().int(),
  keep_weeks: z.number().int(),
  /** The passphrase is in the keychain, and nowhere else. */
  encrypted: z.boolean(),
})
export type BackupSettings = z.infer<typeof BackupSettings>

const SettingsPatch = z.strictObject({
  folder: z.string().min(1).max(2_000).nullable().optional(),
  repeat: z.enum(BACKUP_REPEATS).optional(),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 18:30')
    .optional(),
  weekday: z.number().int().min(0).max(6).optional(),
  keep_days: z.number().int().min(1).max(90).optional(),
  keep_weeks: z.number().int().min(0).max(104).optional(),
  /** A passphrase: backups of the clock are encrypted with it from now on. null: they aren't. Left out: as before. */
  passphrase: NewPassphrase.nullable().optional(),
})

const Attempt = z.object({
  at: Timestamp,
  /** The file's name; null when there is none. */
  name: z.string().nullable(),
  error: AppError.nullable(),
})

export const BackupState = z.object({
  settings: BackupSettings,
  /** When the clock makes the next; null when it makes none. */
  next_at: Timestamp.nullable(),
  /** The last that the clock was to make. */
  last: Attempt.nullable(),
  /** When this workspace was last replaced by a backup, of when it was, and the backup of what was here before. */
  restored: z.object({ at: Timestamp, made_at: Timestamp, before: z.string().nullable() }).nullable(),
})
export type BackupState = z.infer<typeof BackupState>

export const BackupFile = z.object({
  place: BackupPlace,
  name: z.string(),
  bytes: z.number().int(),
  /** null when its beginning can't be read. */
  made_at: Timestamp.nullable(),
  encrypted: z.boolean(),
  /** Made by the clock: subject to what is kept. */
  scheduled: z.boolean(),
  /** When all of it was last read and found whole. */
  verified_at: Timestamp.nullable(),
})
export type BackupFile = z.infer<typeof BackupFile>

export const COMPARED = ['audience', 'platform', 'distribution', 'user'] as const
export const Compared = z.enum(COMPARED)
export type Compared = z.infer<typeof Compared>
/** In the backup but not living here; living here but not in the backup; in both, and different. */
export const DIFFERENCES = ['only_backup', 'only_here', 'differs'] as const
export const Difference = z.enum(DIFFERENCES)
export type Difference = z.infer<typeof Difference>

const Counts = z.object({
  only_backup: z.number().int(),
  only_here: z.number().int(),
  differs: z.number().int(),
  same: z.number().int(),
})
export const OpenedBackup = z.object({
  opened: z.string(),
  name: z.string(),
  made_at: Timestamp,
  app_version: z.string(),
  encrypted: z.boolean(),
  /** Versions of records in all. */
  versions: z.number().int(),
  profiles: z.array(z.object({ user_id: z.string(), display_name: z.string() })),
  /** Files that were damaged when it was made: what was in them is not in it. */
  missing: z.array(z.string()),
  /** Living records, by what they are. */
  counts: z.record(Compared, Counts),
})
export type OpenedBackup = z.infer<typeof OpenedBackup>

const Side = z.object({ version: z.number().int(), updated_at: Timestamp })
export const BackupDifference = z.object({
  entity: Compared,
  kind: Difference,
  user_id: z.string(),
  id: z.string(),
  name: z.string(),
  backup: Side.nullable(),
  here: Side.nullable(),
  /** Names of the fields that differ. */
  fields: z.array(z.string()),
})
export type BackupDifference = z.infer<typeof BackupDifference>

export const backupOperations = {
  'backups.state': read({ input: nothing, output: BackupState }),
  /** What is left out stays. The folder must be there, and be none of the workspace's own. */
  'backups.setUp': write({ input: SettingsPatch, output: BackupState }),
  /** Newest first: those of the folder, and those that were made before a restore. */
  'backups.list': read({ input: nothing, output: z.object({ backups: z.array(BackupFile) }) }),
  /** Into the chosen folder, or to a file that was chosen for it. */
  'backups.create': write({
    input: z.strictObject({
      to: z.union([z.literal('folder'), z.strictObject({ file_token: z.string().max(100) })]),
      passphrase: NewPassphrase.optional(),
    }),
    output: Job,
  }),
  /** Reads all of a backup and compares every byte with its checksums. */
  'backups.verify': write({ input: z.strictObject(source), output: Job }),
  /** Checks a backup, unpacks it beside the workspace, and compares it; then `backups.opened` answers it. One at a time. */
  'backups.open': write({ input: z.strictObject(source), output: Job }),
  'backups.opened': read({ input: nothing, output: OpenedBackup.nullable() }),
  'backups.close': write({ input: nothing, output: z.null() }),
  /** The records that differ, by name. */
  'backups.differences': read({
    input: z.strictObject({
      opened: z.string().max(100),
      entity: Compared,
      kind: Difference,
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({ items: z.array(BackupDifference), total: z.number().int() }),
  }),
  /**
   * `bring_back`: what is missing here, and where wanted what differs, as new versions; nothing is lost. `replace`: the
   * workspace becomes what the backup is, after a backup of what it was; it is opened anew. `new_folder`: a workspace of
   * its own, in a folder that isn't there yet or is empty.
   */
  'backups.restore': write({
    input: z.strictObject({
      opened: z.string().max(100),
      how: z.discriminatedUnion('how', [
        z.strictObject({
          how: z.literal('bring_back'),
          kinds: z.array(z.enum(['only_backup', 'differs'])).min(1),
          entities: z
            .array(Compared)
            .min(1)
            .default([...COMPARED]),
        }),
        z.strictObject({ how: z.literal('replace') }),
        z.strictObject({ how: z.literal('new_folder'), folder: z.string().min(1).max(2_000) }),
      ]),
    }),
    output: Job,
  }),
}
