// A JSON Schema as lines to read: each field by its path, its type in words, and what else it must be.
import type { Json } from './schemas.ts'

export type Field = {
  /** `segments[].name`; '' for the value itself. */
  path: string
  /** Names of components are in `refs`. */
  type: string
  needed: boolean
  note: string
}

const DEEPEST = 4

const isSchema = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isSchema) : [])
const nameOf = (ref: unknown) => (typeof ref === 'string' ? (ref.split('/').at(-1) ?? '') : '')
const isNull = ({ type }: Json) => type === 'null'
const unique = (words: string[]) => [...new Set(words)]

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
}

const choices = (schema: Json) => listOf(schema.anyOf).concat(listOf(schema.oneOf))

/** In words; the name of a component where it has one. */
export function typeOf(schema: Json): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map(value => JSON.stringify(value)).join(' · ')
  const any = choices(schema)
  if (any.length > 0) return unique(any.map(typeOf)).join(' or ')
  if (Array.isArray(schema.type)) return schema.type.map(type => TYPES[String(type)] ?? 'any').join(' or ')
  if (schema.type === 'array') return `list of ${isSchema(schema.items) ? typeOf(schema.items) : 'any'}`
  if (schema.type === 'string' && schema.format === 'date-time') return 'time'
  return TYPES[String(schema.type)] ?? 'any'
}

const MOST = Number.MAX_SAFE_INTEGER
const number = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en') : '')
const bound = (value: unknown, word: string) =>
  typeof value === 'number' && Math.abs(value) < MOST ? [`${word} ${number(value)}`] : []

/** Bounds and the default: `at least 1 · at most 500 · 100 unless said`. */
function noteOf(schema: Json): string {
  const counted = (value: unknown, what: string) =>
    typeof value === 'number' ? [`at most ${number(value)} ${what}`] : []
  const inner = choices(schema).filter(one => !isNull(one))
  const [only] = inner.length === 1 ? inner : []
  return [
    ...(typeof schema.description === 'string' ? [schema.description] : []),
    ...bound(schema.minimum, 'at least'),
    ...bound(schema.maximum, 'at most'),
    ...counted(schema.maxLength, 'characters'),
    ...counted(schema.maxItems, 'of them'),
    ...(only ? [noteOf(only)].filter(Boolean) : []),
    ...(schema.default !== undefined && JSON.stringify(schema.default).length <= 40
      ? [`${JSON.stringify(schema.default)} unless said`]
      : []),
  ].join(' · ')
}

/** What is below a value: itself where it is an object, the items of a list, the one choice that isn't null. */
function objectBelow(schema: Json): { schema: Json; mark: string } | null {
  if (isSchema(schema.properties)) return { schema, mark: '' }
  if (schema.type === 'array' && isSchema(schema.items)) {
    const below = objectBelow(schema.items)
    return below && { schema: below.schema, mark: `[]${below.mark}` }
  }
  const objects = choices(schema).flatMap(one => objectBelow(one) ?? [])
  return objects.length === 1 ? (objects[0] ?? null) : null
}

/** Every field of an object, and those of objects inside it; one line for anything else. */
export function fieldsOf(schema: Json, prefix = '', depth = 0): Field[] {
  const below = objectBelow(schema)
  if (!below || (below.schema !== schema && depth === 0 && prefix === '' && below.mark === '')) {
    const any = choices(schema)
    if (any.length > 0 && depth === 0) return any.flatMap(one => fieldsOf(one, prefix, depth))
    return [{ path: prefix, type: typeOf(schema), needed: true, note: noteOf(schema) }]
  }
  const required = Array.isArray(below.schema.required) ? below.schema.required : []
  const at = `${prefix}${below.mark}`
  return Object.entries(below.schema.properties as Record<string, Json>).flatMap(([name, field]) => {
    const path = at === '' ? name : `${at}.${name}`
    const line = { path, type: typeOf(field), needed: required.includes(name), note: noteOf(field) }
    const inner = depth < DEEPEST && objectBelow(field) ? fieldsOf(field, path, depth + 1) : []
    return [line, ...inner]
  })
}
