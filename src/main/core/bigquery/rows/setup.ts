// The set-up as statements: from the templates in resources/bigquery, and what a table of an earlier version lacks.
import type { Column, ColumnType, Schema, Statement, Table, Target } from '../face.ts'
import { refuseOddTarget, tablePath } from './names.ts'

/** Templates of resources/bigquery that the app runs itself, in this order. The others are for administrators. */
export const SETUP_FILES = ['datasets.sql', 'tables.sql', 'views.sql'] as const

/**
 * The generation of the tables. A change that an older app must not push into raises it and adds a column to the table
 * `schema_version`: `version_2`, and so on. Columns are only ever added, so an older set-up never takes one back; and
 * columns that somebody adds to the other tables for themselves say nothing.
 */
export const SCHEMA_VERSION = 1
export const SCHEMA_TABLE = 'schema_version'

/** The generation that the columns of `schema_version` tell of; 0 where there is no such table. */
export const schemaVersionOf = (schema: Schema | null): number =>
  Math.max(0, ...(schema ?? []).map(({ name }) => Number(/^version_(\d{1,6})$/.exec(name)?.[1] ?? 0)))

/** Whether a newer version of the app has set the tables up: this one must not push into them. Of `schema_version`. */
export const isNewer = (schema: Schema | null): boolean => schemaVersionOf(schema) > SCHEMA_VERSION

/** A template's statements with names filled in. Each ends with a semicolon at the end of a line. */
function statementsOf(target: Target, template: string): string[] {
  const filled = template.replace(/^\s*--.*$/gm, '').replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value: unknown = Reflect.get(target, name)
    if (typeof value !== 'string') throw new RangeError(`The set-up knows no ${name}`)
    return value
  })
  return filled
    .split(/;\s*$/m)
    .map(statement => statement.trim())
    .filter(statement => statement !== '')
}

/** Safe to run again, and at any time: they add what is missing and change nothing that is there. */
export function setupStatements(target: Target, templates: readonly string[]): Statement[] {
  refuseOddTarget(target)
  return templates.flatMap(template => statementsOf(target, template)).map(sql => ({ sql }))
}

const SQL_TYPE: Readonly<Record<ColumnType, string>> = {
  STRING: 'STRING',
  INT64: 'INT64',
  BOOL: 'BOOL',
  TIMESTAMP: 'TIMESTAMP',
  JSON: 'JSON',
  'STRING[]': 'ARRAY<STRING>',
}

const same = (name: string) => name.toLowerCase()
const foundIn = (schema: Schema, column: Column) => schema.find(one => same(one.name) === same(column.name))

/** Adds the columns that a table lacks, in one statement, for changes of a table are rationed. None where it lacks none. */
export function missingColumns(target: Target, table: Table, schema: Schema): Statement[] {
  // None can be required: the rows that are there have no value.
  const actions = table.columns
    .filter(column => !foundIn(schema, column))
    .map(({ name, type }) => `ADD COLUMN IF NOT EXISTS ${name} ${SQL_TYPE[type]}`)
  if (actions.length === 0) return []
  return [{ sql: `ALTER TABLE ${tablePath(target, table.name)}\n  ${actions.join(',\n  ')}\n` }]
}

/** Columns of another type than ours, such as JSON that an earlier system keeps as text: a push would fail at them. */
export const otherTypes = (
  table: Table,
  schema: Schema,
): { name: string; is: Schema[number]['type']; needs: ColumnType }[] =>
  table.columns.flatMap(column => {
    const found = foundIn(schema, column)
    return found && found.type !== column.type
      ? [{ name: column.name, is: found.type, needs: column.type }]
      : []
  })
