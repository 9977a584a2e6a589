// Column types: BigQuery's names, those of its REST API, and DuckDB's.
import { z } from 'zod'
import { invalid } from './errors.ts'

export const TYPES = [
  'STRING',
  'INT64',
  'FLOAT64',
  'BOOL',
  'TIMESTAMP',
  'DATE',
  'DATETIME',
  'JSON',
  'BYTES',
  'NUMERIC',
] as const
export type Type = (typeof TYPES)[number]
export type Mode = 'NULLABLE' | 'REQUIRED' | 'REPEATED'
export type Field = {
  name: string
  type: Type
  mode: Mode
  description?: string /** GoogleSQL. */
  default?: string
}

const ALIASES: Readonly<Record<string, Type>> = {
  INTEGER: 'INT64',
  INT: 'INT64',
  BIGINT: 'INT64',
  FLOAT: 'FLOAT64',
  BOOLEAN: 'BOOL',
  DECIMAL: 'NUMERIC',
}
const REST: Partial<Record<Type, string>> = { INT64: 'INTEGER', FLOAT64: 'FLOAT', BOOL: 'BOOLEAN' }
const DUCK: Record<Type, string> = {
  STRING: 'VARCHAR',
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  BOOL: 'BOOLEAN',
  TIMESTAMP: 'TIMESTAMP WITH TIME ZONE',
  DATE: 'DATE',
  DATETIME: 'TIMESTAMP',
  JSON: 'JSON',
  BYTES: 'BLOB',
  NUMERIC: 'DECIMAL(38,9)',
}

export function typeNamed(name: string): Type | null {
  const upper = name.toUpperCase()
  return TYPES.find(type => type === upper) ?? ALIASES[upper] ?? null
}

export const duckType = (type: Type, repeated = false) => (repeated ? `${DUCK[type]}[]` : DUCK[type])
export const duckTypeOf = (field: Field) => duckType(field.type, field.mode === 'REPEATED')

/** What DuckDB calls a column, as BigQuery would; null for a type that BigQuery has not. */
export function typeOfDuck(name: string): { type: Type; repeated: boolean } | null {
  if (name.endsWith('[]')) {
    const inner = typeOfDuck(name.slice(0, -2))
    return inner && !inner.repeated ? { type: inner.type, repeated: true } : null
  }
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|"NULL")$/.test(name)) {
    return { type: 'INT64', repeated: false }
  }
  if (name === 'FLOAT') return { type: 'FLOAT64', repeated: false }
  if (name === 'UUID') return { type: 'STRING', repeated: false }
  if (name.startsWith('DECIMAL')) return { type: 'NUMERIC', repeated: false }
  const found = TYPES.find(type => DUCK[type] === name)
  return found ? { type: found, repeated: false } : null
}

const RestField = z.object({
  name: z.string(),
  type: z.string(),
  mode: z.string().optional(),
  description: z.string().optional(),
})
export const RestSchema = z.object({ fields: z.array(RestField).default([]) })
export type RestSchema = z.infer<typeof RestSchema>

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,299}$/

export function checkNames(fields: readonly Field[]) {
  const seen = new Set<string>()
  for (const { name } of fields) {
    if (!NAME.test(name)) throw invalid(`Invalid field name "${name}".`)
    if (seen.has(name.toLowerCase())) throw invalid(`Duplicate field name ${name}`)
    seen.add(name.toLowerCase())
  }
}

export function fieldsOf(schema: RestSchema): Field[] {
  const fields = schema.fields.map((one): Field => {
    const type = typeNamed(one.type)
    if (!type) throw invalid(`Invalid value for type: ${one.type} is not a valid value`)
    const mode = (one.mode ?? 'NULLABLE').toUpperCase()
    if (mode !== 'NULLABLE' && mode !== 'REQUIRED' && mode !== 'REPEATED') {
      throw invalid(`Invalid value for mode: ${one.mode} is not a valid value`)
    }
    return { name: one.name, type, mode, ...(one.description && { description: one.description }) }
  })
  checkNames(fields)
  return fields
}

export const restType = (type: Type) => REST[type] ?? type

/** As tables.get answers. */
export const restSchema = (fields: readonly Field[]) => ({
  fields: fields.map(({ name, type, mode, description }) => ({
    name,
    type: restType(type),
    mode,
    ...(description && { description }),
  })),
})
