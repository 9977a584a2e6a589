// Questions in SQL over the signed-in profile's own records, and those that are kept. Nothing can be changed by them.
import * as z from 'zod'
import { Id } from '../domain/ids.ts'
import { Job } from '../domain/job.ts'
import { line, Timestamp } from '../domain/values.ts'
import { ExportFormat } from './exports.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})
/** Not trimmed: a fault is told by its place in the text. */
const Sql = z.string().min(1, 'must not be empty').max(100_000, 'must be at most 100,000 characters')
/** Chosen by who asks, so that what runs can be cancelled. */
const RunId = Id

export const QUERY_LIMITS = {
  /** Rows that are answered at most. */
  rows: 10_000,
  /** Characters of a result in all. */
  characters: 16_000_000,
  seconds: 30,
  memory_mb: 1_024,
  /** Queries of all profiles that run at once; others wait for one of them to end. */
  at_once: 2,
  /** Kept by one profile. */
  saved: 200,
} as const

/** What a value is, whatever the name of its type: how it is shown, aligned and drawn. */
export const ColumnKind = z.enum(['number', 'text', 'boolean', 'instant', 'date', 'json'])
export type ColumnKind = z.infer<typeof ColumnKind>
export const ResultColumn = z.object({ name: z.string(), type: z.string(), kind: ColumnKind })
export type ResultColumn = z.infer<typeof ResultColumn>
/** Whole numbers beyond 2^53, decimals of more than 15 digits and what is no number (NaN) are text; lists and objects are JSON text. */
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Cell = z.infer<typeof Cell>

export const QueryResult = z.object({
  columns: z.array(ResultColumn),
  rows: z.array(z.array(Cell)),
  /** Why there is more than what is answered: too many rows, or too much text; null when this is all. */
  cut: z.enum(['rows', 'characters']).nullable(),
  elapsed_ms: z.number(),
})
export type QueryResult = z.infer<typeof QueryResult>

const TableInfo = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
})
export type TableInfo = z.infer<typeof TableInfo>

export const SavedQuery = z.object({ query_id: Id, name: line(200), sql: Sql, updated_at: Timestamp })
export type SavedQuery = z.infer<typeof SavedQuery>

export const queryOperations = {
  /** The tables that a query can name, with their columns. */
  'queries.tables': read({ input: nothing, output: z.object({ tables: z.array(TableInfo) }) }),
  /**
   * Runs one SELECT over the current rows, those just saved among them. Refusals: `validation_failed` for SQL that is wrong
   * (details: `line` and `column`, from 1, and `offset`, where the place is known), `forbidden` for what a query may not do,
   * `timeout`, `cancelled`, `quota_exceeded` for memory.
   */
  'queries.run': read({ input: z.strictObject({ run_id: RunId, sql: Sql }), output: QueryResult }),
  /** Ends a run of this profile. False when there is none of this id: it has ended. */
  'queries.cancel': read({
    input: z.strictObject({ run_id: RunId }),
    output: z.object({ cancelled: z.boolean() }),
  }),
  /** Runs the query and writes what `queries.run` would answer to the file that `shell.chooseSaveFile` chose. */
  'queries.export': write({
    input: z.strictObject({ file_token: z.string().max(100), format: ExportFormat, sql: Sql }),
    output: Job,
  }),
  /** By name. */
  'queries.list': read({ input: nothing, output: z.object({ queries: z.array(SavedQuery) }) }),
  /** Keeps a new query, or changes the one that is named. A name that another one has is a `conflict`. */
  'queries.save': write({
    input: z.strictObject({ query_id: Id.optional(), name: line(200), sql: Sql }),
    output: SavedQuery,
  }),
  'queries.remove': write({ input: z.strictObject({ query_id: Id }), output: z.null() }),
}
