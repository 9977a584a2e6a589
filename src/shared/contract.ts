// Every operation and event of the application. IPC, the preload's methods, HTTP and the renderer's client derive from it.
import * as z from 'zod'
import { audienceOperations } from './contract/audiences.ts'
import { backupOperations } from './contract/backups.ts'
import { bigqueryOperations } from './contract/bigquery.ts'
import { DistributionMoved, distributionOperations } from './contract/distributions.ts'
import { exportOperations } from './contract/exports.ts'
import { importOperations } from './contract/imports.ts'
import { jobOperations } from './contract/jobs.ts'
import { migrationOperations } from './contract/migration.ts'
import { platformOperations } from './contract/platforms.ts'
import { profileOperations } from './contract/profiles.ts'
import { publishOperations } from './contract/publish.ts'
import { queryOperations } from './contract/queries.ts'
import { shellOperations } from './contract/shell.ts'
import { tokenOperations } from './contract/tokens.ts'
import { preferenceOperations, WorkspaceInfo, workspaceOperations } from './contract/workspace.ts'
import { Job } from './domain/job.ts'
import type { Result } from './errors.ts'
import type { EventName, OperationName } from './operation-names.ts'

export const contract = {
  ...audienceOperations,
  ...platformOperations,
  ...distributionOperations,
  ...bigqueryOperations,
  ...profileOperations,
  ...tokenOperations,
  ...backupOperations,
  ...importOperations,
  ...queryOperations,
  ...exportOperations,
  ...publishOperations,
  ...migrationOperations,
  ...jobOperations,
  ...preferenceOperations,
  ...workspaceOperations,
  ...shellOperations,
} satisfies Record<
  OperationName,
  { input: z.ZodType; output: z.ZodType; room: 'core' | 'shell'; effect: 'read' | 'write' }
>

export type Contract = typeof contract
export type { OperationName }
/** What a caller may send (defaults left out). */
export type InputOf<N extends OperationName> = z.input<Contract[N]['input']>
/** What a handler is given (defaults filled in). */
export type ParsedInput<N extends OperationName> = z.output<Contract[N]['input']>
export type OutputOf<N extends OperationName> = z.output<Contract[N]['output']>

type NamesIn<Room extends 'core' | 'shell'> = {
  [N in OperationName]: Contract[N]['room'] extends Room ? N : never
}[OperationName]
/** Operations the core answers, through any door. */
export type CoreOperation = NamesIn<'core'>
/** Operations that need a window; the core doesn't know them. */
export type ShellOperation = NamesIn<'shell'>

export const isOperation = (name: unknown): name is OperationName =>
  typeof name === 'string' && Object.hasOwn(contract, name)
export const isCoreOperation = (name: OperationName): name is CoreOperation => contract[name].room === 'core'

export const events = {
  /** Records of the signed-in profile changed. `ids` is null when there are more than 200. */
  'records.changed': z.object({
    entity: z.enum(['audience', 'platform', 'distribution', 'user']),
    ids: z.array(z.string()).nullable(),
  }),
  /** At most ten a second for one job; the last state always arrives. */
  'job.updated': Job,
  /** A distribution came into another state: told once for each. */
  'distribution.moved': DistributionMoved,
  /** How a profile stands with BigQuery changed: its status is to be asked anew. */
  'bigquery.changed': z.object({}),
  /** An access token was made or revoked. */
  'tokens.changed': z.object({}),
  /** Backups, what is known of them, or the one that is open changed. */
  'backups.changed': z.object({}),
  'workspace.changed': WorkspaceInfo,
  /** Another workspace is in the place of this one: everything shown is to be fetched anew. */
  'workspace.reopened': z.object({}),
  /** Someone else is signed in: everything shown is to be fetched anew. */
  'session.changed': z.object({ user_id: z.string().nullable() }),
  /** A command from the native menu, by its name in the renderer's command list. */
  'shell.command': z.object({ command: z.string() }),
} satisfies Record<EventName, z.ZodType>
export type EventOf<N extends EventName> = z.output<(typeof events)[N]>

/** `audiences.list` → `client.audiences.list`: the shape of the preload's bridge and of the renderer's client. */
export type Client = {
  [Group in OperationName extends `${infer G}.${string}` ? G : never]: {
    [Method in Extract<OperationName, `${Group}.${string}`> extends `${Group}.${infer M}` ? M : never]: (
      input: InputOf<Extract<`${Group}.${Method}`, OperationName>>,
    ) => Promise<Result<OutputOf<Extract<`${Group}.${Method}`, OperationName>>>>
  }
}

export type Unsubscribe = () => void
export type Subscribe = <N extends EventName>(
  event: N,
  listener: (payload: EventOf<N>) => void,
) => Unsubscribe
