// The one validation: every door parses what it is sent with this before anything else looks at it.
import type * as z from 'zod'
import { type FieldError, invalid, ok, type Result } from './errors.ts'

const MAX_DEPTH = 32
const MAX_FIELDS_NAMED = 50
/** An error repeats only so much of what was sent. */
const MAX_TEXT = 300
const cut = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)

/** `segments[2].size`, as a user would write it. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : before ? `${before}.${String(key)}` : String(key),
    '',
  )
  return cut(text)
}

/** What no schema should meet: keys that reach for a prototype, and nesting that exhausts the stack. */
function hostileField(value: unknown, path: PropertyKey[], depth: number): FieldError | null {
  if (typeof value !== 'object' || value === null) return null
  if (depth > MAX_DEPTH) return { path: pathText(path), message: `is nested deeper than ${MAX_DEPTH} levels` }
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return { path: pathText([...path, key]), message: 'is not an allowed key' }
    const child: unknown = Reflect.get(value, key)
    if (typeof child !== 'object' || child === null) continue
    const found = hostileField(child, [...path, Array.isArray(value) ? Number(key) : key], depth + 1)
    if (found) return found
  }
  return null
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
  record: 'a JSON object',
}

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item' }

/** `must be at most 500`, `must have at least 1 item`. */
function boundText(word: 'least' | 'most', bound: number | bigint, origin: string): string {
  const unit = UNITS[origin]
  const amount = `at ${word} ${bound.toLocaleString('en')}`
  return unit ? `must have ${amount} ${unit}${Number(bound) === 1 ? '' : 's'}` : `must be ${amount}`
}

/** In our words. Messages that a schema gives itself stay; the library's own are replaced. */
function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is required'
      if (!issue.message.startsWith('Invalid')) return issue.message
      return `must be ${TYPES[issue.expected] ?? `a ${issue.expected}`}`
    case 'unrecognized_keys':
      return `has unknown ${issue.keys.length > 1 ? 'fields' : 'field'} ${issue.keys
        .slice(0, 5)
        .map(key => `“${key.slice(0, 60)}”`)
        .join(', ')}`
    case 'invalid_union':
      return issue.input === undefined ? 'is required' : 'is not of a type that is allowed here'
    case 'invalid_value':
      if (!issue.message.startsWith('Invalid')) return issue.message
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      if (!issue.message.startsWith('Too small')) return issue.message
      return boundText('least', issue.minimum, issue.origin)
    case 'too_big':
      if (!issue.message.startsWith('Too big')) return issue.message
      return boundText('most', issue.maximum, issue.origin)
    default:
      return issue.message
  }
}

/** Parses untrusted input. A refusal is `validation_failed` and names each bad field (the first 50). */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): Result<z.output<S>> {
  const hostile = hostileField(raw, [], 0)
  if (hostile) return invalid([hostile])
  const parsed = schema.safeParse(raw, { reportInput: true })
  if (parsed.success) return ok(parsed.data)
  return invalid(
    parsed.error.issues
      .slice(0, MAX_FIELDS_NAMED)
      .map(issue => ({ path: pathText(issue.path), message: cut(messageOf(issue)) })),
  )
}
