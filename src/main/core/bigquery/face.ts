// The parts of push and pull, and what they know of each other. Types only.
import type { Result } from '../../../shared/errors.ts'
import type { Entity } from '../store/face.ts'

/** Parents first: a distribution never stands in BigQuery before the audience that it names. */
export const SYNC_ORDER = [
  'user',
  'platform',
  'audience',
  'distribution',
] as const satisfies readonly Entity[]

/** Where the tables are. `location` is the dataset's, such as `EU`; jobs of another location don't find it. */
export type Target = { project: string; dataset: string; staging_dataset: string; location: string }

/** One cell as it travels. INT64: a number within 2^53; TIMESTAMP: ISO 8601, UTC, milliseconds; JSON: its text. */
export type Cell = string | number | boolean | null | readonly string[]
export type Row = Readonly<Record<string, Cell>>

export type ColumnType = 'STRING' | 'INT64' | 'BOOL' | 'TIMESTAMP' | 'JSON' | 'STRING[]'
export type Column = { name: string; type: ColumnType; required?: boolean }
export type Table = { entity: Entity; name: string; id: string; columns: readonly Column[] }

/** A query's named parameters; `null` and empty lists keep their type. */
export type Parameter =
  | { type: 'STRING' | 'TIMESTAMP' | 'JSON'; value: string | null }
  | { type: 'INT64'; value: number | null }
  | { type: 'BOOL'; value: boolean | null }
  | { type: 'STRING[]'; value: readonly string[] }
export type Statement = { sql: string; parameters?: Readonly<Record<string, Parameter>> }

/**
 * One step of a batch. Google makes a job once for each id, so that a step whose answer was lost is found by its id, and
 * only one that is known to have failed is begun anew with the next.
 */
export type Step = {
  /** `am_<device>_<batch>_<table>_<step>_<attempt>`. */
  id(attempt: number): string
  /** The newest attempt whose id may have been used; 0 where none was. */
  attempt: number
  /** Keeps the number on the disk; called before its id is used. */
  begin(attempt: number): Promise<Result<null>>
}

/** `other`: a type that none of our columns has. */
export type Schema = readonly { name: string; type: ColumnType | 'other'; required?: boolean }[]
export type Dataset = { location: string }

/**
 * BigQuery as push and pull use it. What may pass by itself (transport, rate limits, 5xx, a token that ran out) is tried
 * again inside, with backoff, until `signal` aborts or some ten minutes are over.
 *
 * Refusals: `offline` and `timeout`; `unauthorized` (sign in again); `forbidden` (details.permission: what is missing);
 * `not_found` (details.what; also a wrong location); `quota_exceeded`; `rate_limited`; `bigquery_failed` (details.reason:
 * Google's own); `cancelled`. A message never holds a row's content or a token.
 */
export interface Remote {
  readonly target: Target
  /** Said before the first call of what somebody asks for: where there is no network, that call doesn't wait for one. */
  begin(): void
  /** Who BigQuery takes us for: `SESSION_USER()`. */
  account(signal?: AbortSignal): Promise<Result<string>>
  /** Columns of a table of the dataset; null where there is no such table. */
  schema(table: string, signal?: AbortSignal): Promise<Result<Schema | null>>
  /** Which state of its rows a table of the dataset is in: another after each change. Asking costs nothing. */
  modified(table: string, signal?: AbortSignal): Promise<Result<string>>
  /** null where there is no such dataset. */
  dataset(name: string, signal?: AbortSignal): Promise<Result<Dataset | null>>
  /** Which of the permissions the account has on a table of the dataset, such as `bigquery.tables.getData`. */
  permits(
    table: string,
    permissions: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<readonly string[]>>
  /**
   * Makes a table without rows in the staging dataset and takes it away again: which permissions a load lacks there. A
   * dry run would not ask for all of them.
   */
  tryStaging(signal?: AbortSignal): Promise<Result<readonly string[]>>
  /**
   * Loads a Parquet file into a fresh staging table, replacing what an earlier attempt put there. Answers the rows loaded.
   * The table's name must be of this batch alone: a call that was given up, such as `dropStaging`, may still arrive.
   */
  load(
    step: Step,
    what: { file: string; table: string; columns: readonly Column[] },
    signal?: AbortSignal,
  ): Promise<Result<{ job_id: string; rows: number }>>
  /**
   * Runs a statement or script as a job; `rows` are those of its last statement, page by page. It must do no harm when it
   * runs twice: a step that is taken up after its rows have expired (24 hours) runs it anew.
   */
  run(step: Step, statement: Statement, signal?: AbortSignal): Promise<Result<Ran>>
  /** A read that belongs to no batch. `columns` say how cells are to be read. */
  query(
    statement: Statement,
    columns: readonly Column[],
    signal?: AbortSignal,
  ): AsyncIterable<Result<readonly Row[]>>
  /** An upper bound of the bytes that a statement would read. */
  dryRun(statement: Statement, signal?: AbortSignal): Promise<Result<{ bytes: number }>>
  /** No refusal where it isn't there. */
  dropStaging(table: string, signal?: AbortSignal): Promise<Result<null>>
  close(): Promise<void>
}

export type Ran = {
  job_id: string
  /** Rows that a single INSERT, UPDATE, DELETE or MERGE changed; null for everything else. */
  changed: number | null
  /** Rows of the last statement. */
  rows(columns: readonly Column[], signal?: AbortSignal): AsyncIterable<Result<readonly Row[]>>
}

/** One thing that push and pull need, and how it stands. */
export type Checked = {
  /** `account`, `api`, `project`, `jobs`, `dataset`, `staging`, `staging_write`, `table:<name>`, `view:<name>`, `version`. */
  id: string
  /** `skipped`: something else that failed comes first. */
  state: 'ok' | 'failed' | 'skipped'
  message: string
  hint: string | null
}

/** What the set-up makes. `version`: the newest generation of the tables that this app knows. */
export type Wanted = {
  tables: readonly Pick<Table, 'name' | 'columns'>[]
  views: readonly string[]
  version: number
}
