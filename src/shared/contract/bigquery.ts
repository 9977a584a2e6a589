// Push to BigQuery and pull from it: where it is, what would be sent, what has to be decided, what was sent.
import * as z from 'zod'
import { DistributionSummary } from '../domain/distribution.ts'
import { AppError } from '../domain/error.ts'
import { Id } from '../domain/ids.ts'
import { Job } from '../domain/job.ts'
import { UserId } from '../domain/user.ts'
import { Timestamp } from '../domain/values.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})
const SYNCED = ['user', 'platform', 'audience', 'distribution'] as const
export const SyncedEntity = z.enum(SYNCED)
export type SyncedEntity = z.infer<typeof SyncedEntity>

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects, with a domain in front for old ones. */
const projectId = z
  .string()
  .trim()
  .regex(
    /^([a-z0-9.-]{1,253}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    'must be a project id such as retail-media-2031',
  )
const datasetId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_]{1,1000}$/, 'must be letters, digits and underscores')
const location = z
  .string()
  .trim()
  .max(64, 'must be at most 64 characters')
  .regex(/^[A-Za-z]+(-[A-Za-z]+\d*)*$/, 'must be a location such as EU or europe-west3')
const clientId = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,200}\.apps\.googleusercontent\.com$/, 'must end in .apps.googleusercontent.com')

/** Minutes between automatic pushes; each pulls first. */
export const EVERY_MINUTES = [15, 60, 240, 1_440] as const
export const Automatic = z.strictObject({
  every_minutes: z.literal(EVERY_MINUTES).nullable().default(null),
  on_quit: z.boolean().default(false),
})
export type Automatic = z.output<typeof Automatic>

const place = { project: projectId, dataset: datasetId, location }

/** Secrets go in here and nowhere comes one out. */
const SignIn = z.discriminatedUnion('kind', [
  /** The system's browser; the client is one of type “Desktop app” that an administrator made. */
  z.strictObject({
    kind: z.literal('browser'),
    client_id: clientId,
    client_secret: z.string().trim().min(1, 'must not be empty').max(200).optional(),
  }),
  /** `gcloud auth application-default login`, or what GOOGLE_APPLICATION_CREDENTIALS names. */
  z.strictObject({ kind: z.literal('application_default') }),
  /** The text of a key file. Left out: the one that is kept stays. */
  z.strictObject({ kind: z.literal('service_account'), key: z.string().min(1).max(16_000).optional() }),
])
export type SignIn = z.output<typeof SignIn>

const Connection = z.object({
  project: z.string(),
  dataset: z.string(),
  location: z.string(),
  /** Set by GOOGLE_CLOUD_PROJECT, ACTIVATION_BIGQUERY_DATASET, ACTIVATION_BIGQUERY_LOCATION: can't be changed here. */
  from_environment: z.array(z.enum(['project', 'dataset', 'location'])),
  sign_in: z.object({
    kind: z.enum(['browser', 'application_default', 'service_account']),
    client_id: z.string().nullable(),
    /** Who BigQuery takes us for; null until it was asked. */
    account: z.string().nullable(),
    /** `needed`: the browser has to be gone through (again) first. */
    state: z.enum(['ready', 'needed']),
  }),
  /** Whose rows these are in BigQuery, where that isn't this profile's own id. */
  remote_user_id: z.string().nullable(),
  automatic: Automatic,
})
export type Connection = z.infer<typeof Connection>

const Counts = z.object({
  user: z.number().int(),
  platform: z.number().int(),
  audience: z.number().int(),
  distribution: z.number().int(),
})

const PushedTable = z.object({
  entity: SyncedEntity,
  table: z.string(),
  rows: z.number().int(),
  conflicts: z.number().int(),
  bytes: z.number().int(),
  /** Jobs of this table in the order they ran; `url` opens one in the Google Cloud console. */
  jobs: z.array(z.object({ job_id: z.string(), url: z.string() })),
})
/** One push, from its first call to its end. */
export const PushRecord = z.object({
  push_id: z.string(),
  started_at: Timestamp,
  ended_at: Timestamp,
  outcome: z.enum(['completed', 'failed', 'cancelled']),
  /** What started it. */
  cause: z.enum(['person', 'schedule', 'quit']),
  pushed: z.number().int(),
  pulled: z.number().int(),
  merged: z.number().int(),
  conflicts: z.number().int(),
  /** Records whose rows were gone from BigQuery, and stand there again. */
  resent: z.number().int().default(0),
  tables: z.array(PushedTable),
  error: AppError.nullable(),
})
export type PushRecord = z.infer<typeof PushRecord>

export const SyncStatus = z.object({
  connection: Connection.nullable(),
  /** Saved here and not pushed yet. */
  unpushed: Counts.extend({ total: z.number().int() }),
  conflicts: z.number().int(),
  /** A push that was cut short and goes on with the next. */
  waiting_batch: z.boolean(),
  /** What runs now. */
  job_id: z.string().nullable(),
  last_push: PushRecord.nullable(),
  last_pull_at: Timestamp.nullable(),
  /** When all that stands in BigQuery was last compared with what should; it is by itself, once a day. */
  last_look_at: Timestamp.nullable(),
  /** Records whose rows were gone from BigQuery: they wait for the next push. */
  resent: z.number().int(),
  /** What keeps pushes from working until someone does something about it. */
  problem: AppError.nullable(),
})
export type SyncStatus = z.infer<typeof SyncStatus>

const SetupCheck = z.object({
  id: z.string(),
  state: z.enum(['ok', 'failed', 'skipped']),
  message: z.string(),
  hint: z.string().nullable(),
})
export type SetupCheck = z.infer<typeof SetupCheck>

const PreviewTable = z.object({
  entity: SyncedEntity,
  table: z.string(),
  added: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
  /** Of the file that would be sent, about. */
  bytes: z.number().int(),
})
export const Preview = z.object({
  tables: z.array(PreviewTable),
  rows: z.number().int(),
  bytes: z.number().int(),
  /** Upper bound of what Google bills, from a dry run; null while BigQuery can't be asked, and then `why` says so. */
  billed_bytes: z.number().int().nullable(),
  /** At the on-demand list price in US dollars; what is paid depends on the account. */
  cost_usd: z.number().nullable(),
  why: AppError.nullable(),
})
export type Preview = z.infer<typeof Preview>

const side = z.enum(['mine', 'theirs'])
export type Side = z.infer<typeof side>
const Field = z.object({ path: z.string(), base: z.json(), mine: z.json(), theirs: z.json() })
const RunAtStake = DistributionSummary.pick({
  distribution_id: true,
  audience_name: true,
  platform_name: true,
  status: true,
  scheduled_at: true,
})
export type RunAtStake = z.infer<typeof RunAtStake>
export const SyncConflict = z.object({
  entity: SyncedEntity,
  id: z.string(),
  name: z.string(),
  /** Whose version deleted the record while the other was edited. */
  deleted: side.nullable(),
  /** Runs here that use what was deleted in BigQuery: still to start here, or changed since the last push. */
  runs: z.object({ count: z.number().int(), first: z.array(RunAtStake) }),
  /** Fields that both changed, differently. What only one changed is taken over by itself. */
  fields: z.array(Field),
  mine: z.object({ changed_by: z.string(), updated_at: Timestamp, version: z.number().int() }),
  theirs: z.object({ changed_by: z.string(), updated_at: Timestamp }),
  found_at: Timestamp,
})
export type SyncConflict = z.infer<typeof SyncConflict>

const job = z.object({ job_id: z.string() })

export const bigqueryOperations = {
  'bigquery.status': read({ input: nothing, output: SyncStatus }),
  /** Where to push to and how to sign in. Secrets go to the vault; nothing is called yet. */
  'bigquery.connect': write({ input: z.strictObject({ ...place, sign_in: SignIn }), output: SyncStatus }),
  'bigquery.setAutomatic': write({ input: Automatic, output: SyncStatus }),
  /** Forgets the connection and its secrets here. What is in BigQuery stays there. */
  'bigquery.disconnect': write({ input: nothing, output: SyncStatus }),
  /** Opens the sign-in in the system's browser and waits for it; `url` is for a person whose browser didn't open. */
  'bigquery.signIn': write({ input: nothing, output: job.extend({ url: z.string() }) }),
  /** Asks BigQuery for all that a push needs, and changes nothing. */
  'bigquery.check': read({ input: nothing, output: z.object({ checks: z.array(SetupCheck) }) }),
  /** Makes the datasets, tables and views that are missing, and adds columns that are. */
  'bigquery.setUp': write({ input: nothing, output: Job }),
  /** Profiles of this account in BigQuery: a new computer goes on as one of them. */
  'bigquery.profiles': read({
    input: nothing,
    output: z.object({
      profiles: z.array(
        z.object({
          user_id: z.string(),
          display_name: z.string(),
          audiences: z.number().int(),
          updated_at: Timestamp.nullable(),
        }),
      ),
    }),
  }),
  /** Goes on as that profile. `conflict` once this one has pushed anything. */
  'bigquery.adopt': write({ input: z.strictObject({ user_id: UserId }), output: SyncStatus }),
  'bigquery.preview': read({ input: nothing, output: Preview }),
  /** Pulls what changed, then sends what did. Without changes and an unfinished push nothing is called. */
  'bigquery.push': write({ input: nothing, output: Job }),
  'bigquery.pull': write({ input: nothing, output: Job }),
  /** Reads every row and compares it with what should stand there: also changes by SQL that gave no sign of themselves. */
  'bigquery.compare': write({ input: nothing, output: Job }),
  'bigquery.conflicts': read({ input: nothing, output: z.object({ items: z.array(SyncConflict) }) }),
  /** One side for all fields, or a side for each path. The other version stays in the history. */
  'bigquery.resolve': write({
    input: z.strictObject({
      entity: SyncedEntity,
      id: z.union([Id, UserId]),
      choice: z.union([side, z.record(z.string().max(200), side)]),
    }),
    output: SyncStatus,
  }),
  'bigquery.resolveAll': write({ input: z.strictObject({ choice: side }), output: SyncStatus }),
  /** Newest first, the last 200. */
  'bigquery.history': read({ input: nothing, output: z.object({ pushes: z.array(PushRecord) }) }),
}
