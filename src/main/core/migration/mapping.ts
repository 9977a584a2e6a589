// What one row's mapping gathers on its way: what is wrong with it, what changes, and what can't stand where it stood.
import type { FieldError } from '../../../shared/errors.ts'
import { parseJson, placeIn } from '../lenient-json.ts'
import { isObject, type Row, textOf } from './cells.ts'

export type Mapping = ReturnType<typeof createMapping>

export function createMapping(row: Row) {
  const errors: FieldError[] = []
  const changed: string[] = []
  const counted: string[] = []
  const reference: Record<string, unknown> = {}

  function json(column: string): unknown {
    const value = row[column]
    if (typeof value !== 'string') return value ?? undefined
    const text = value.trim()
    if (text === '') return undefined
    try {
      return parseJson(text) ?? undefined
    } catch (error) {
      errors.push({ path: column, message: `is not valid JSON${placeIn(error, 'cell')}` })
      return undefined
    }
  }

  return {
    row,
    errors,
    changed,
    counted,
    /** What the record has no place for, as it was; kept in its metadata. */
    reference,
    /** Told of the row, one by one. */
    say: (message: string) => void changed.push(message),
    /** Told as a number of rows. */
    count: (what: string) => void counted.push(what),
    wrong: (path: string, message: string) => void errors.push({ path, message }),
    /** What a JSON column holds; undefined where it is empty. */
    json,
    /** What a text holds, as JSON; itself where it holds none. */
    parse(text: string): unknown {
      try {
        return parseJson(text)
      } catch {
        return text
      }
    },
    list(column: string): unknown[] {
      const value = json(column)
      if (value === undefined) return []
      if (Array.isArray(value)) return value
      errors.push({ path: column, message: 'must be a list' })
      return []
    },
    object(column: string): Record<string, unknown> {
      const value = json(column)
      if (value === undefined) return {}
      if (isObject(value)) return value
      errors.push({ path: column, message: 'must be a JSON object' })
      return {}
    },
    /** The time of a column in milliseconds, which the reading has worked out; a text is one that it couldn't. */
    time(column: string): number | null {
      const value = row[column]
      if (typeof value === 'number') return value
      if (textOf(value).trim() !== '') errors.push({ path: column, message: 'is not a time' })
      return null
    },
    /** Columns that the record doesn't know, with something in them. */
    extra: (known: ReadonlySet<string>): [string, unknown][] =>
      Object.entries(row).filter(([key, value]) => !known.has(key) && value !== null && value !== ''),
  }
}

/** Originals beyond this are dropped, and that is told: metadata has a limit of its own. */
const MAX_REFERENCE = 40_000

/** `metadata.reference`, where there is something to keep. */
export function referenceOf({ reference, say }: Mapping): { reference?: Record<string, unknown> } {
  if (Object.keys(reference).length === 0) return {}
  if (JSON.stringify(reference).length <= MAX_REFERENCE) return { reference }
  say('the originals of what changed are too large to be kept under reference')
  return {}
}

/** A fault in one line, for a row with several. */
export function oneLine(errors: readonly FieldError[]): string {
  const shown = errors.slice(0, 4).map(({ path, message }) => (path ? `${path} ${message}` : message))
  const more = errors.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

/**
 * Moves what a schema doesn't take, of an object's own keys, to where originals are kept. `faults` names the keys;
 * answers the rest.
 */
export function withoutFaults(
  mapping: Mapping,
  where: string,
  value: Record<string, unknown>,
  faults: (value: Record<string, unknown>) => readonly FieldError[],
): Record<string, unknown> {
  const rest = { ...value }
  for (const { path, message } of faults(value)) {
    const key = path.split(/[.[]/)[0] ?? ''
    if (!Object.hasOwn(rest, key)) continue
    mapping.reference[key] = rest[key]
    delete rest[key]
    mapping.say(`${where}.${key} ${message}; it is kept under reference`)
  }
  return rest
}
