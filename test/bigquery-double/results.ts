// Rows as BigQuery's REST API writes them: {f: [{v}]}, all values as text, arrays as lists of {v}.
import { DuckDBBlobValue, DuckDBListValue, DuckDBTimestampTZValue, type DuckDBValue } from '@duckdb/node-api'
import type { Column, Table } from './engine.ts'
import { invalidQuery } from './errors.ts'
import { restType, type Type, typeOfDuck } from './types.ts'

/** Instants wait for the caller's wish of a format. */
export type Cell = string | null | { micros: bigint } | Cell[]
export type ResultField = { name: string; type: Type; repeated: boolean }
export type Result = { fields: ResultField[]; rows: Cell[][] }

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value)
}

function cellOf(value: DuckDBValue, type: Type): Cell {
  if (value === null || value === undefined) return null
  if (value instanceof DuckDBTimestampTZValue) return { micros: value.micros }
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('base64')
  if (type === 'FLOAT64' && typeof value === 'number') return floatText(value)
  if (type === 'DATETIME') return String(value).replace(' ', 'T')
  if (type === 'NUMERIC') return String(value).replace(/\.?0+$/, '')
  return String(value)
}

export function fieldsOfColumns(columns: readonly Column[]): ResultField[] {
  const seen = new Set<string>()
  return columns.map(({ name, duck }) => {
    const found = typeOfDuck(duck)
    if (!found) throw invalidQuery(`The result column ${name} has a type that BigQuery has not: ${duck}`)
    if (seen.has(name.toLowerCase())) {
      throw invalidQuery(
        `Duplicate column names in the result are not supported. Found duplicate(s): ${name}`,
      )
    }
    seen.add(name.toLowerCase())
    return { name, ...found }
  })
}

export function resultOf({ columns, rows }: Table): Result {
  const fields = fieldsOfColumns(columns)
  const cells = rows.map(row =>
    fields.map(({ name, type, repeated }, at): Cell => {
      const value = row[at] ?? null
      if (!repeated) return cellOf(value, type)
      // Results have no NULL arrays either.
      const items = value instanceof DuckDBListValue ? value.items : []
      if (items.some(item => item === null)) {
        throw invalidQuery(`Array cannot have a null element; error in writing field ${name}`)
      }
      return items.map(item => cellOf(item, type))
    }),
  )
  return { fields, rows: cells }
}

export const resultSchema = (fields: readonly ResultField[]) => ({
  fields: fields.map(({ name, type, repeated }) => ({
    name,
    type: restType(type),
    mode: repeated ? 'REPEATED' : 'NULLABLE',
  })),
})

export type Format = 'int64' | 'float'

/** Seconds as a float, as BigQuery writes instants unless it is asked for whole microseconds. */
const seconds = (micros: bigint) => String(Number(micros) / 1e6)

function written(cell: Cell, format: Format): unknown {
  if (cell === null || typeof cell === 'string') return cell
  if (Array.isArray(cell)) return cell.map(one => ({ v: written(one, format) }))
  return format === 'int64' ? String(cell.micros) : seconds(cell.micros)
}

export type Window = { start: number; most: number }
export type Page = { rows: object[]; next: number | null }

export function pageOf({ rows }: Result, { start, most }: Window, format: Format): Page {
  const end = Math.min(start + most, rows.length)
  return {
    rows: rows.slice(start, end).map(row => ({ f: row.map(cell => ({ v: written(cell, format) })) })),
    next: end < rows.length ? end : null,
  }
}
