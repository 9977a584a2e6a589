// Importing audiences: look into a file, say what would happen, do it, and list what was refused.
import * as z from 'zod'
import {
  AudienceSet,
  DELIMITERS,
  ENCODINGS,
  IMPORT_FORMATS,
  ImportTarget,
  Mapping,
  Reading,
  SharedValues,
} from '../domain/import-table.ts'
import { Job, RowError } from '../domain/job.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})
const file_token = z.string().max(100)
export const ON_EXISTING = ['skip', 'update', 'copy'] as const

const rules = {
  /** A refused row: `stop` imports nothing and lists all refusals; `skip` imports the rest. */
  on_error: z.enum(['stop', 'skip']).default('stop'),
  /** A row whose id is there already: leave the record as it is, make the row its next version, or a new one with another id. */
  on_existing: z.enum(ON_EXISTING).default('skip'),
}

/** `mapping` null: columns go by their names, as `imports.inspect` suggests; records of JSON are taken as they are. */
const ImportFile = z.strictObject({
  file_token,
  reading: Reading.default({}),
  mapping: Mapping.nullable().default(null),
})

/**
 * Several files are one import: all of their rows or none. In a table, a row changes the fields that it has cells for; in
 * JSON it is the whole audience.
 * `replace`: audiences of the set that no row names go to the trash; the rows all come into the set.
 */
const ImportInput = z
  .strictObject({
    files: z.array(ImportFile).min(1).max(50),
    ...rules,
    shared: SharedValues.default({}),
    replace: AudienceSet.nullable().default(null),
  })
  .superRefine(({ replace, on_error, on_existing }, ctx) => {
    if (!replace) return
    // A row that can't be read may be of any audience of the set, which must not go to the trash for that.
    if (on_error !== 'stop')
      ctx.addIssue({
        code: 'custom',
        path: ['on_error'],
        message: 'must be stop where a set is replaced: every row has to be right',
      })
    if (on_existing !== 'update')
      ctx.addIssue({
        code: 'custom',
        path: ['on_existing'],
        message: 'must be update where a set is replaced',
      })
  })
export type ImportInput = z.infer<typeof ImportInput>

export const COLUMN_TYPES = ['text', 'number', 'date', 'true or false', 'list', 'JSON', 'empty'] as const

export const ImportColumn = z.object({
  name: z.string(),
  /** Of the cells in the first rows. */
  type: z.enum(COLUMN_TYPES),
  /** How many of the first rows have a cell. */
  filled: z.number().int(),
  target: ImportTarget,
})
export type ImportColumn = z.infer<typeof ImportColumn>

/** What is in a file, by its first rows. */
export const Inspection = z.object({
  file_token: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  /** As it is read: given or found out; null where the format has no such thing. */
  reading: z.object({
    format: z.enum(IMPORT_FORMATS),
    encoding: z.enum(ENCODINGS).nullable(),
    delimiter: z.enum(DELIMITERS).nullable(),
    header: z.boolean().nullable(),
    sheet: z.string().nullable(),
  }),
  /** Of a workbook. */
  sheets: z.array(z.string()),
  columns: z.array(ImportColumn),
  /** Cells as text, in the order of the columns; long ones are cut. */
  rows: z.array(z.array(z.string())),
  /** How many rows were looked at; `more`: the file has others behind them. */
  rows_seen: z.number().int(),
  more: z.boolean(),
  /** What is wrong among the rows looked at, before any is mapped. */
  errors: z.array(RowError),
  /** The targets are those that this profile chose for the same columns before. */
  remembered: z.boolean(),
  /** What the rows shared then. */
  shared: SharedValues,
})
export type Inspection = z.infer<typeof Inspection>

export const importOperations = {
  /** The file stays at hand for an hour after it was last used, or until it is imported. */
  'imports.inspect': read({
    input: z.strictObject({ file_token, reading: Reading.default({}) }),
    output: Inspection,
  }),
  /** Does everything but write: the job's result says in `counts` what an import would do now. */
  'imports.plan': write({ input: ImportInput, output: Job }),
  /** Imports files that were picked or uploaded; a `file_token` stands for each, so that no path crosses. */
  'imports.start': write({ input: ImportInput, output: Job }),
  /** Imports records that are at hand already, in the shape of `POST /api/audiences`. */
  'imports.records': write({
    input: z.strictObject({ records: z.array(z.json()).min(1).max(10_000), ...rules }),
    output: Job,
  }),
  /** Every refused row of an import or a plan, a page at a time, in the order of the file. */
  'imports.errors': read({
    input: z.strictObject({
      job_id: z.string().max(100),
      cursor: z.string().max(40).optional(),
      limit: z.number().int().min(1).max(5_000).default(1_000),
    }),
    output: z.object({ errors: z.array(RowError), next_cursor: z.string().nullable() }),
  }),
  /** All of them as CSV, to where `shell.chooseSaveFile` said. */
  'imports.saveErrors': write({
    input: z.strictObject({ job_id: z.string().max(100), file_token }),
    output: Job,
  }),
  /** The sample workspace. Loading it again changes nothing. */
  'samples.load': write({ input: nothing, output: Job }),
}
