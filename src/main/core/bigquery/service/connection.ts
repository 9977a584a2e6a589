// Where a profile pushes to and how it signs in: what is kept of it, without any secret.
import { join } from 'node:path'
import * as z from 'zod'
import { Automatic, type Connection } from '../../../../shared/contract/bigquery.ts'
import { invalid, ok, type Result } from '../../../../shared/errors.ts'
import type { Log } from '../../log/log.ts'
import { readJson, removeFile, safeName, writeJson } from '../../personal/files.ts'
import type { Target } from '../face.ts'

const Kept = z.object({
  project: z.string(),
  dataset: z.string(),
  location: z.string(),
  sign_in: z.object({
    kind: z.enum(['browser', 'application_default', 'service_account']),
    client_id: z.string().nullable(),
    account: z.string().nullable(),
    /** Set once the browser was gone through. */
    done: z.boolean(),
  }),
  remote_user_id: z.string().nullable(),
  automatic: Automatic,
})
export type Kept = z.output<typeof Kept>

/** `GOOGLE_CLOUD_PROJECT`, `ACTIVATION_BIGQUERY_DATASET`, `ACTIVATION_BIGQUERY_LOCATION`. */
export type FromEnvironment = { project?: string; dataset?: string; location?: string }

const NAMED = ['project', 'dataset', 'location'] as const

export const DEFAULTS = { dataset: 'activation_manager', location: 'US' } as const

/** A project named by the environment connects whoever has no connection of their own, with the credentials of this computer. */
export const standing = ({ project, dataset, location }: FromEnvironment): Kept | null =>
  project
    ? {
        project,
        dataset: dataset ?? DEFAULTS.dataset,
        location: location ?? DEFAULTS.location,
        sign_in: { kind: 'application_default', client_id: null, account: null, done: true },
        remote_user_id: null,
        automatic: { every_minutes: null, on_quit: false },
      }
    : null

export function createConnections(workspace: string, environment: FromEnvironment, log: Log) {
  const pathOf = (user_id: string) => join(workspace, '_meta', 'outbox', safeName(user_id), 'connection.json')
  const parse = (value: unknown): Result<Kept> => {
    const parsed = Kept.safeParse(value)
    return parsed.success ? ok(parsed.data) : invalid([{ path: '', message: 'is not a connection' }])
  }
  return {
    async of(user_id: string): Promise<Kept | null> {
      const kept = (await readJson(pathOf(user_id), parse, log)) ?? standing(environment)
      if (!kept) return kept
      const { project = kept.project, dataset = kept.dataset, location = kept.location } = environment
      return { ...kept, project, dataset, location }
    },
    keep: (user_id: string, kept: Kept): Promise<Result<null>> => writeJson(pathOf(user_id), kept),
    forget: (user_id: string): Promise<Result<null>> => removeFile(pathOf(user_id)),
    shown: (kept: Kept): Connection => ({
      project: kept.project,
      dataset: kept.dataset,
      location: kept.location,
      from_environment: NAMED.filter(part => environment[part] !== undefined),
      sign_in: {
        kind: kept.sign_in.kind,
        client_id: kept.sign_in.client_id,
        account: kept.sign_in.account,
        state: kept.sign_in.done ? 'ready' : 'needed',
      },
      remote_user_id: kept.remote_user_id,
      automatic: kept.automatic,
    }),
  }
}
export type Connections = ReturnType<typeof createConnections>

export const targetOf = ({ project, dataset, location }: Kept): Target => ({
  project,
  dataset,
  location,
  staging_dataset: `${dataset}_staging`,
})
