// Operations on platforms and on where their secrets are kept. Secrets go in with `create` and `update`; nothing answers one.
import * as z from 'zod'
import { Id } from '../domain/ids.ts'
import { Job } from '../domain/job.ts'
import { Platform, PlatformInput, PlatformPatch, PlatformStatus, PlatformType } from '../domain/platform.ts'
import { line, prose, Timestamp } from '../domain/values.ts'
import { read, write } from './operation.ts'

export const PLATFORM_SORT_FIELDS = ['name', 'platform_type', 'status', 'updated_at', 'created_at'] as const

const oneOf = <S extends z.ZodType>(item: S) => z.array(item).max(50).optional()

/** Conditions are ANDed; the values within one list are ORed. */
export const PlatformFilter = z.strictObject({
  /** Words found in the name, ignoring case. */
  search: prose(200).optional(),
  platform_type: oneOf(PlatformType),
  status: oneOf(PlatformStatus),
  /** The trash instead of the living. */
  deleted: z.boolean().default(false),
})
export type PlatformFilter = z.input<typeof PlatformFilter>
export type ParsedPlatformFilter = z.output<typeof PlatformFilter>

export const PlatformQuery = z.strictObject({
  filter: PlatformFilter.prefault({}),
  sort: z
    .strictObject({
      by: z.enum(PLATFORM_SORT_FIELDS).default('name'),
      direction: z.enum(['asc', 'desc']).default('asc'),
    })
    .prefault({}),
  limit: z.number().int().min(1).max(500).default(100),
  /** `next_cursor` of the page before. */
  cursor: z.string().max(2_000).optional(),
})

const one = { platform_id: Id }
const expected_version = z.number().int().min(1)

const PlatformVersionInfo = z.object({
  version: z.number().int(),
  updated_at: Timestamp,
  changed_by: z.string(),
  change_note: z.string().nullable(),
  deleted: z.boolean(),
  name: z.string(),
  status: PlatformStatus,
  connection_state: Platform.shape.connection.shape.state,
  /** Paths that differ from the version before, such as `name` or `settings.region`; empty for the first. */
  changed_fields: z.array(z.string()),
})
export type PlatformVersionInfo = z.infer<typeof PlatformVersionInfo>

/** The distribution of an account that was begun last, or else one that is planned, and the match rates of its completed ones, oldest first. */
const PlatformActivity = z.object({
  platform_id: z.string(),
  last: z
    .object({
      distribution_id: z.string(),
      audience_name: z.string(),
      status: z.string(),
      at: Timestamp,
    })
    .nullable(),
  /** matched ÷ total of at most the last 12; may exceed 1, as some platforms report. */
  match_rates: z.array(
    z.object({
      distribution_id: z.string(),
      audience_name: z.string(),
      at: Timestamp,
      match_rate: z.number(),
    }),
  ),
})
export type PlatformActivity = z.infer<typeof PlatformActivity>

/** Where secrets are kept in this run, whether they can be reached now, and what to do if not. */
export const CredentialStore = z.object({
  kind: z.enum(['keychain', 'file', 'memory']),
  state: z.enum(['available', 'locked', 'unavailable']),
  message: z.string(),
  hint: z.string().nullable(),
  /** Deleted platforms whose secrets could not be removed yet; tried again whenever the keychain answers. */
  removals_waiting: z.number().int(),
})
export type CredentialStore = z.infer<typeof CredentialStore>

export const platformOperations = {
  /**
   * Saves the record and puts its secrets into the keychain: both or neither. `conflict` for a name that is taken,
   * `keychain_locked` or `keychain_unavailable` where secrets were given and can't be kept.
   */
  'platforms.create': write({ input: PlatformInput, output: Platform }),
  /** The current version, or the one asked for. A record in the trash is found, with `deleted: true`. */
  'platforms.get': read({
    input: z.strictObject({ ...one, version: z.number().int().min(1).optional() }),
    output: Platform,
  }),
  'platforms.list': read({
    input: PlatformQuery,
    output: z.object({ items: z.array(Platform), next_cursor: z.string().nullable() }),
  }),
  /**
   * A connection test in the meantime is no conflict; another edit is. Changing credentials or a setting of the type
   * makes the connection untested.
   */
  'platforms.update': write({
    input: z.strictObject({
      ...one,
      expected_version,
      patch: PlatformPatch,
      change_note: prose(500).optional(),
    }),
    output: Platform,
  }),
  'platforms.setStatus': write({
    input: z.strictObject({ ...one, status: PlatformStatus, expected_version: expected_version.optional() }),
    output: Platform,
  }),
  /** A copy without secrets: they are never copied. */
  'platforms.duplicate': write({
    input: z.strictObject({ ...one, name: line(200).optional() }),
    output: Platform,
  }),
  /** To the trash. Its secrets are removed from the keychain, at once or as soon as the keychain answers. */
  'platforms.delete': write({
    input: z.strictObject({ ...one, expected_version: expected_version.optional() }),
    output: Platform,
  }),
  /** Out of the trash, without secrets: they have to be entered again. */
  'platforms.undelete': write({ input: z.strictObject(one), output: Platform }),
  /** Newest first. */
  'platforms.history': read({
    input: z.strictObject(one),
    output: z.object({ versions: z.array(PlatformVersionInfo) }),
  }),
  /** Makes the name, notes, status and settings of an old version the newest again. Secrets stay as they are. */
  'platforms.restoreVersion': write({
    input: z.strictObject({ ...one, version: z.number().int().min(1), expected_version }),
    output: Platform,
  }),
  'platforms.activity': read({
    input: z.strictObject({ platform_ids: z.array(Id).min(1).max(100) }),
    output: z.object({ platforms: z.array(PlatformActivity) }),
  }),
  /**
   * One real, harmless call of the account, as a job. Its verdict is in the platform's `connection` when the job has
   * completed, also when the verdict is bad; the job fails where no verdict could be reached. A test that is running
   * already is answered again.
   */
  'platforms.testConnection': write({ input: z.strictObject(one), output: Job }),
  /** Tests every active account that is complete, as one job whose errors name the failing ones. */
  'platforms.testAll': write({ input: z.strictObject({}), output: Job }),
  /** May take some seconds where the keychain is slow; nothing should wait for it. */
  'credentials.state': read({ input: z.strictObject({}), output: CredentialStore }),
}
