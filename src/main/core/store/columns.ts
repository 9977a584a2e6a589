// Columns of the Parquet files, of the read model, and how records become either.
import { DuckDBListValue } from '@duckdb/node-api'

/** How a field of a record is kept in a Parquet column. Order of columns is fixed; new ones only at the end. */
export type FileColumn = {
  name: string
  /** text VARCHAR · json VARCHAR holding JSON · list VARCHAR[] · count BIGINT · int INTEGER · instant TIMESTAMPTZ (micros, UTC) */
  kind: 'text' | 'json' | 'list' | 'count' | 'int' | 'instant' | 'boolean'
  /** Field of the record when it has another name than the column. */
  field?: string
}

/** A column for outside readers and the read model, worked out from the others: SQL over the record's fields. */
export type DerivedColumn = { name: string; type: string; sql: string }

/** A column of the in-memory read model. `sql` reads it from a Parquet row, `of` from a record. */
export type ModelColumn = {
  name: string
  type: 'VARCHAR' | 'BIGINT' | 'INTEGER' | 'BOOLEAN' | 'VARCHAR[]'
  sql: string
  of: (record: Record<string, unknown>) => string | number | boolean | null | readonly string[]
  /** Conditions and sorts give ISO times; the column keeps milliseconds. */
  instant?: boolean
  /** All values there can be, in alphabetical order: kept as a one-byte ENUM, which filters twice as fast as text. */
  values?: readonly string[]
}

/** A column's type in the read model. */
export const typeOf = ({ type, values }: ModelColumn): string =>
  values ? `ENUM(${values.map(value => `'${value}'`).join(', ')})` : type

export type Definition = {
  folder: string
  id: string
  columns: readonly FileColumn[]
  derived: readonly DerivedColumn[]
  model: readonly ModelColumn[]
  /** Name a caller sorts by → column of the model. */
  sorts: Readonly<Record<string, string>>
  /** What full-text search looks through, from a record and (the same text) from a Parquet row. */
  searchText: (record: Record<string, unknown>) => string
  searchSql: string
  /** Exact keys of the search index, e.g. `v:AGE_25_34`; and the condition column that asks for them. */
  keys: (record: Record<string, unknown>) => string[]
  keysSql: string
  keyColumn?: { name: string; prefix: string }
  /** What a list answers when it isn't whole records: from a row of the model. */
  summary?: (row: Record<string, unknown>) => object
}

export const isoOf = (ms: unknown) => new Date(Number(ms)).toISOString()

export const text = (name: string, field?: string): FileColumn => ({
  name,
  kind: 'text',
  ...(field ? { field } : {}),
})
export const json = (name: string): FileColumn => ({ name, kind: 'json' })
export const list = (name: string): FileColumn => ({ name, kind: 'list' })
export const total = (name: string): FileColumn => ({ name, kind: 'count' })
export const instant = (name: string): FileColumn => ({ name, kind: 'instant' })

/** Columns that every record ends with, before the store's own `seq`. */
export const versionColumns: readonly FileColumn[] = [
  instant('created_at'),
  instant('updated_at'),
  { name: 'version', kind: 'int' },
  { name: 'deleted', kind: 'boolean' },
  text('changed_by'),
  text('change_note'),
]

/** A model column that is the field itself. */
export const plain = (name: string, type: ModelColumn['type'] = 'VARCHAR'): ModelColumn => ({
  name,
  type,
  sql: name,
  of: record => (record[name] ?? null) as string | number | boolean | null,
})

/** A field with few values. */
export const choice = (name: string, values: readonly string[]): ModelColumn => {
  const sorted = [...values].sort()
  const column = { ...plain(name), values: sorted }
  return { ...column, sql: `TRY_CAST(${name} AS ${typeOf(column)})` }
}

export const moment = (name: string): ModelColumn => ({
  name,
  type: 'BIGINT',
  sql: `epoch_ms(${name})`,
  of: record =>
    record[name] === null || record[name] === undefined ? null : Date.parse(String(record[name])),
  instant: true,
})

/** For sorting by a text as people expect, whatever its case. */
export const folded = (name: string): ModelColumn => ({
  name: `${name}_folded`,
  type: 'VARCHAR',
  sql: `lower(${name})`,
  of: record => String(record[name]).toLowerCase(),
})

/** What every model has. */
export const commonModel: readonly ModelColumn[] = [
  moment('created_at'),
  moment('updated_at'),
  plain('version', 'INTEGER'),
]

const READ_TYPE = {
  text: 'VARCHAR',
  json: 'JSON',
  list: 'VARCHAR[]',
  count: 'BIGINT',
  int: 'INTEGER',
  instant: 'TIMESTAMPTZ',
  boolean: 'BOOLEAN',
} as const

/** `read_json` over staged NDJSON: one record a line, with the store's `seq` (or none yet). */
export function stagedSource(definition: Definition): string {
  // A profile's id is also its owner: one field of the record, two columns of the part.
  const fields = new Map(definition.columns.map(({ name, field, kind }) => [field ?? name, READ_TYPE[kind]]))
  const columns = [...fields].map(([field, type]) => `"${field}": '${type}'`)
  return `read_json($1, format = 'newline_delimited', maximum_object_size = 67108864, columns = {${columns.join(', ')}, "seq": 'BIGINT'})`
}

/** The select list that turns a staged record into a row of a part. */
export function partSelect(definition: Definition, seq: string): string {
  const columns = definition.columns.map(({ name, field, kind }) => {
    const source = `"${field ?? name}"`
    if (kind === 'json') return `nullif(${source}::VARCHAR, 'null') AS ${name}`
    if (name === 'version') return `coalesce(${source}, 1) AS ${name}`
    return `${source} AS ${name}`
  })
  const derived = definition.derived.map(({ name, type, sql }) => `(${sql})::${type} AS ${name}`)
  return [...columns, `${seq} AS seq`, ...derived].join(', ')
}

/** Columns of a part in their fixed order. */
export const partColumns = (definition: Definition) => [
  ...definition.columns.map(column => column.name),
  'seq',
  ...definition.derived.map(column => column.name),
]

/** The select list that reads whole records back from a part; see `recordOf`. */
export function recordSelect(definition: Definition): string {
  const columns = definition.columns.map(({ name, kind }) =>
    kind === 'instant' ? `epoch_ms(${name}) AS ${name}` : name,
  )
  return [...columns, 'seq'].join(', ')
}

/** A record, and its number, from the cells of a row that `recordSelect` read. */
export function recordOf(definition: Definition, cells: readonly unknown[]) {
  const record: Record<string, unknown> = {}
  for (const [at, { name, field, kind }] of definition.columns.entries()) {
    const value = cells[at] ?? null
    record[field ?? name] = value === null ? null : fieldOf(kind, value)
  }
  return { seq: Number(cells[definition.columns.length]), record }
}

function fieldOf(kind: FileColumn['kind'], value: unknown): unknown {
  switch (kind) {
    case 'json':
      return JSON.parse(String(value)) as unknown
    case 'count':
    case 'int':
      return Number(value)
    case 'instant':
      return isoOf(value)
    case 'list':
      return value instanceof DuckDBListValue ? [...value.items] : value
    case 'text':
    case 'boolean':
      return value
  }
}

/**
 * SQL for a record as a line of JSON, the same that \`recordOf\` gives. JSON that is stored goes in as it stands; a field of
 * two columns is written twice, with the same value.
 */
export function recordText(definition: Definition): string {
  const members = definition.columns.flatMap(({ name, field, kind }, at) => [
    `'${at === 0 ? '{' : ','}"${field ?? name}":'`,
    `coalesce(${jsonSql(name, kind)}, 'null')`,
  ])
  // Not by `||`, which makes a text of each pair: five times the work.
  return `concat(${members.join(', ')}, '}', chr(10))`
}

function jsonSql(name: string, kind: FileColumn['kind']): string {
  switch (kind) {
    case 'text':
    case 'list':
      return `to_json(${name})::VARCHAR`
    case 'instant':
      return `strftime(make_timestamp_ms(epoch_ms(${name})), '"%Y-%m-%dT%H:%M:%S.%gZ"')`
    case 'json':
      return name
    default:
      return `${name}::VARCHAR`
  }
}
