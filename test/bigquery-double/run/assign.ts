// Whether a value may go into a column, and how it gets there. BigQuery converts little by itself.
import type { Table } from '../catalog.ts'
import type { Column } from '../engine.ts'
import { quoteText } from '../engine.ts'
import { invalidQuery } from '../errors.ts'
import type { Expr } from '../sql/cursor.ts'
import { readFilter } from '../sql/read.ts'
import { duckType, duckTypeOf, type Field, type Type, typeOfDuck } from '../types.ts'
import { contextOf, type Session } from './context.ts'

const WIDER: Partial<Record<Type, readonly Type[]>> = {
  INT64: ['FLOAT64', 'NUMERIC'],
  NUMERIC: ['FLOAT64'],
  DATE: ['DATETIME'],
}
/** Texts written in the statement or given as parameters become instants and days by themselves. */
const FROM_TEXT: readonly Type[] = ['TIMESTAMP', 'DATE', 'DATETIME']

function fits(field: Field, expr: Expr | null, { duck }: Column): boolean {
  if (expr?.kind === 'null' || expr?.kind === 'default' || expr?.sql === '[]') return true
  const found = typeOfDuck(duck)
  if (!found || found.repeated !== (field.mode === 'REPEATED')) return false
  if (found.type === field.type) return true
  if (found.repeated) return false
  if (WIDER[found.type]?.includes(field.type)) return true
  const isText = expr?.kind === 'string' || expr?.kind === 'param'
  return isText && found.type === 'STRING' && FROM_TEXT.includes(field.type)
}

const shown = ({ duck }: Column) => {
  const found = typeOfDuck(duck)
  if (!found) return duck
  return found.repeated ? `ARRAY<${found.type}>` : found.type
}

export function checkFits(field: Field, expr: Expr | null, column: Column) {
  if (fits(field, expr, column)) return
  const wanted = field.mode === 'REPEATED' ? `ARRAY<${field.type}>` : field.type
  const place = expr ? ` at [${expr.token.line}:${expr.token.column}]` : ''
  throw invalidQuery(
    `Value of type ${shown(column)} cannot be assigned to ${field.name}, which has type ${wanted}${place}`,
  )
}

const emptyOf = (field: Field) =>
  field.mode === 'REPEATED' ? `CAST([] AS ${duckType(field.type)}[])` : `CAST(NULL AS ${duckTypeOf(field)})`

/** DuckDB text of a column's default, as the statement at hand computes it. */
export const defaultOf = (session: Session, field: Field): string | null =>
  field.default === undefined ? null : readFilter(field.default, contextOf(session))

/** DuckDB text of what is stored: arrays are never NULL and hold no NULL. `fallback`: the default, if there is one. */
export function stored(field: Field, sql: string | null, fallback: string | null = null): string {
  if (sql === null || sql === 'DEFAULT') return fallback ?? emptyOf(field)
  const typed = `CAST(${sql} AS ${duckTypeOf(field)})`
  if (field.mode !== 'REPEATED') return typed
  const refused = quoteText(`Array cannot have a null element; error in writing field ${field.name}`)
  return `CASE WHEN list_count(${typed}) < len(${typed}) THEN error(${refused}) ELSE coalesce(${typed}, ${emptyOf(field)}) END`
}

/** For a description of types: DEFAULT stands only where a column is known. */
export const described = (expr: Expr) => (expr.kind === 'default' ? 'NULL' : expr.sql)

export function fieldNamed(table: Table, name: string): Field {
  const field = table.fields.find(one => one.name.toLowerCase() === name.toLowerCase())
  if (!field) throw invalidQuery(`Column ${name} is not present in table ${table.dataset}.${table.id}`)
  return field
}
