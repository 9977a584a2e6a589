// The core's face: what the doors (desktop, server, command line) know of it. Types only.
import type { CoreOperation, EventOf } from '../../shared/contract.ts'
import type { Result } from '../../shared/errors.ts'
import type { EventName } from '../../shared/operation-names.ts'
import type { VaultConfig } from './credentials/index.ts'
import type { OfferedTarget, Place, SavedAt } from './targets/index.ts'
import type { TokenHolder } from './tokens/index.ts'

export type CoreConfig = {
  /** Absolute path of the workspace folder; made when missing. */
  workspace: string
  /** Folder that holds `sample/`, the BigQuery set-up SQL and so on. */
  resources: string
  app_version: string
  log_level?: 'debug' | 'info' | 'warn' | 'error'
  /** Where the secrets of platforms are kept; chosen by itself when left out. */
  credentials?: Pick<VaultConfig, 'encryption_key' | 'only'>
  /** Developer setting: every call to a platform goes here. https, or http on the loopback. */
  platform_base_url?: string | undefined
  /** Where records are kept, as `STORAGE_BACKEND` says it: `local` (as without it) or `bigquery`. */
  storage_backend?: string
  /** Project, dataset and location that the environment names, and addresses instead of Google's own (see `endpointsFrom`). */
  bigquery?: {
    project?: string
    dataset?: string
    location?: string
    BIGQUERY_API_ENDPOINT?: string
    BIGQUERY_OAUTH_ENDPOINT?: string
  }
}

/** Who asks. Made by the door from its session or token, never from what the renderer or a request body says. */
export type Context = {
  /** The signed-in profile; null before sign-in, when only `profiles.*`, `workspace.info`, `health.get` answer. */
  user_id: string | null
  /** A token speaks for its one profile and can't choose another. */
  session: 'desktop' | 'token'
  /** For the log only. */
  door: 'desktop' | 'server' | 'cli' | 'test'
  /** The same. */
  request_id?: string
}

export type CoreEvent = {
  [N in EventName]: {
    event: N
    payload: EventOf<N> /** Whose it is; null for everyone. */
    user_id: string | null
  }
}[EventName]

export interface Core {
  /** Parses the input with the contract's schema and answers. Never throws; a bug is `internal` with an id that is in the log. */
  invoke(operation: CoreOperation, input: unknown, context: Context): Promise<Result<unknown>>
  /** Events of everyone; the door passes on those of its own user. */
  subscribe(listener: (event: CoreEvent) => void): () => void
  /**
   * Lets the door hand over a file the user picked (desktop dialog) or uploaded (browser). Returns the token that
   * `imports.start` takes. `temporary` files are removed after the import.
   */
  offerFile(
    path: string,
    name: string,
    user_id: string,
    temporary: boolean,
  ): Promise<Result<{ file_token: string; name: string; bytes: number }>>
  /**
   * Lets the door say where a file is to be written: a path the user chose, or a download by the name it is to have.
   * Returns the token that `exports.start` and others take.
   */
  offerTarget(place: Place, user_id: string): Promise<Result<OfferedTarget>>
  /** Where a finished file is, for the door to show or to send. */
  savedFile(file_token: string, user_id: string): Promise<Result<SavedAt>>
  /** Whom an access token speaks for; null where nobody has it (any more). The door asks anew for each request. */
  tokenHolder(token: string): Promise<Result<TokenHolder | null>>
  /** The same for a folder of the reference system: the token that `migration.*` takes, and the folder's path for display. */
  offerFolder(path: string, user_id: string): Promise<Result<{ folder_token: string; folder: string }>>
  /** The profile of this id, made when missing: for the command line's `--profile`. */
  ensureProfile(user_id: string, display_name: string): Promise<Result<null>>
  /** Stops jobs, flushes, releases the workspace. */
  close(): Promise<void>
}

export type CreateCore = (config: CoreConfig) => Promise<Result<Core>>
