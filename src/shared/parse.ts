// The one validation: every door parses what it is sent with this before anything else looks at it.
import type * as z from 'zod'
import { type FieldError, invalid, ok, type Result } from './errors.ts'

const MAX_DEPTH = 32
const MAX_FIELDS_NAMED = 50
/** The largest import of records at hand has fewer. More would keep a process busy for seconds before it is refused. */
const MAX_VALUES = 2_000_000
const NOT_JSON = 'is not JSON'
/** An error repeats only so much of what was sent. */
const MAX_TEXT = 300
const cut = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)

/** Someone may have pasted a secret as a name: below credentials only what looks like a field's name is repeated. */
function tellable(path: readonly PropertyKey[]): readonly PropertyKey[] {
  const from = path.indexOf('credentials') + 1
  const odd = path.findIndex((key, at) => from > 0 && at >= from && !/^[a-z_]{1,32}$/.test(String(key)))
  return odd < 0 ? path : path.slice(0, odd)
}

/** `segments[2].size`, as a user would write it. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = tellable(path).reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : before ? `${before}.${String(key)}` : String(key),
    '',
  )
  return cut(text)
}

/** How many values may still be looked at. One that is shared counts at each place where it is. */
type Budget = { values: number }

/**
 * What no schema should meet: keys that reach for a prototype, nesting that exhausts the stack, what JSON doesn't have
 * (structured clones carry maps, dates, big integers and holes), and more values than can be looked at in a moment: a
 * list of four billion holes, or few objects that share each other to become billions, cost the sender nothing.
 */
function hostileField(value: unknown, path: PropertyKey[], depth: number, budget: Budget): FieldError | null {
  const refuse = (message: string, at = path) => ({ path: pathText(at), message })
  if (typeof value !== 'object' || value === null) {
    const foreign = typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol'
    return foreign ? refuse(NOT_JSON) : null
  }
  if (depth > MAX_DEPTH) return refuse(`is nested deeper than ${MAX_DEPTH} levels`)
  if (!isPlain(value)) return refuse(NOT_JSON)
  const keys: { length: number } & Iterable<PropertyKey> = Array.isArray(value)
    ? Object.assign(value.keys(), { length: value.length })
    : Object.keys(value)
  budget.values -= keys.length
  if (budget.values < 0) return refuse(`has more than ${MAX_VALUES.toLocaleString('en')} values`)
  for (const key of keys) {
    if (key === '__proto__') return refuse('is not an allowed key', [...path, key])
    const child: unknown = Reflect.get(value, key)
    if (isHarmless(child)) continue
    const found = hostileField(child, [...path, key], depth + 1, budget)
    if (found) return found
  }
  return null
}

/** Of this or another realm, or without a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}

const isHarmless = (value: unknown) =>
  value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)

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
  const hostile = hostileField(raw, [], 0, { values: MAX_VALUES })
  if (hostile) return invalid([hostile])
  const parsed = schema.safeParse(raw, { reportInput: true })
  if (parsed.success) return ok(parsed.data)
  return invalid(
    parsed.error.issues
      .slice(0, MAX_FIELDS_NAMED)
      .map(issue => ({ path: pathText(issue.path), message: cut(messageOf(issue)) })),
  )
}
