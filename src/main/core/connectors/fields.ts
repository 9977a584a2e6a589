// What a connection test reads of a platform: fields of its type's definition, checked as they are when it is saved.
import { checkField } from '../../../shared/platforms/check-field.ts'
import type { FieldDefinition, PlatformDefinition } from '../../../shared/platforms/definition.ts'
import type { TestConnectionInput } from './face.ts'
import type { Failure } from './failure.ts'

export type Fields = {
  /** The field's value, trimmed and cleaned; '' when not given. Asking for one that the test doesn't read is a bug. */
  value(key: string): string
  /** Every credential that was given, known to the type or not. */
  secrets: ReadonlySet<string>
  /** Why no call can be made with these; null when it can. */
  failure: Failure | null
}

/** `raw` is what was given, `text` what is sent of it: '' with a fault. */
type Value = { field: FieldDefinition; raw: string; text: string; fault: string | null }
type Given = Readonly<Record<string, unknown>>

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const listed = (words: readonly string[], last: 'and' | 'or' = 'and') =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

/** The field as it stands in a sentence: "the ad account ID", "the API token". */
export function inWords({ label, in_words }: FieldDefinition): string {
  const acronym = /^\p{Lu}{2}/u.test(label)
  return in_words ?? `the ${acronym ? label : label.charAt(0).toLowerCase() + label.slice(1)}`
}

const isUnset = (raw: unknown) =>
  raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '')

/** Where the check's own words suit whoever typed the value, and not whoever finds it stored. */
function faultWords({ kind, choices }: FieldDefinition, value: unknown): string | null {
  // The form offers labels; the values behind them would say nothing.
  const labels = choices?.map(choice => choice.label)
  if (labels) return `must be ${listed(labels, 'or')}`
  return kind === 'id' && typeof value === 'number' && !Number.isSafeInteger(value)
    ? 'was stored as a number, which cannot hold all its digits'
    : null
}

/** A value of an earlier version, or of a file, may be of another shape than today's definition asks for. */
function readValue(field: FieldDefinition, given: Given): Value {
  const own = Object.hasOwn(given, field.key) ? given[field.key] : undefined
  const value = isUnset(own) ? field.default : own
  const raw = typeof value === 'string' ? value.trim() : ''
  if (value === undefined) return { field, raw, text: '', fault: null }
  const checked = checkField(field, value)
  if (checked.ok) return { field, raw, text: String(checked.value), fault: null }
  return { field, raw, text: '', fault: faultWords(field, value) ?? checked.message }
}

function missingFailure(
  service: string,
  { credential_sets, credentials }: PlatformDefinition,
  values: ReadonlyMap<string, Value>,
): Failure | null {
  const isMissing = (key: string) => values.get(key)?.text === '' && values.get(key)?.fault === null
  const ways = credential_sets.map(({ fields }) => ({ fields, missing: fields.filter(isMissing) }))
  // Of two ways to sign in that lack as much, the longer one was begun.
  const nearest = ways.reduce((best, next) => {
    const fewer = best.missing.length - next.missing.length
    return fewer > 0 || (fewer === 0 && next.fields.length > best.fields.length) ? next : best
  })
  const isCredential = (key: string) => credentials.some(field => field.key === key)
  const missing = [...values.values()].filter(({ field }) =>
    isCredential(field.key) ? nearest.missing.includes(field.key) : field.required && isMissing(field.key),
  )
  if (missing.length === 0) return null
  const wordsOf = (keys: readonly string[]) =>
    listed(credentials.filter(field => keys.includes(field.key)).map(inWords))
  const others = nearest.missing.length === 0 ? [] : ways.filter(way => way !== nearest)
  const instead = others.map(({ fields }) =>
    fields.length === 1
      ? ` ${capital(wordsOf(fields))} alone is enough too.`
      : ` ${capital(wordsOf(fields))} together are enough too.`,
  )
  const labels = listed(missing.map(({ field }) => inWords(field)))
  return {
    cause: 'incomplete',
    message: `${service} cannot be tested yet: ${labels} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    hint: `Fill in ${labels}, then test again.${instead.join('')}`,
  }
}

/** Credentials go into headers, where a line break or a letter beyond ASCII can't stand; a bad paste is the usual reason. */
const credentialFault = ({ field, raw }: Value): Failure | null =>
  /[^\x21-\x7e]/.test(raw)
    ? {
        cause: 'incomplete',
        message: `${capital(inWords(field))} holds spaces, line breaks or characters that it cannot have.`,
        hint: `Copy ${inWords(field)} again as a whole, save it here, then test again.`,
      }
    : null

function faultOf({ field, fault }: Value, isCredential: boolean): Failure | null {
  if (fault === null) return null
  const words = inWords(field)
  return {
    cause: field.kind === 'id' ? 'wrong_id' : 'incomplete',
    code: 'validation_failed',
    message: `${capital(words)} cannot be used as it is: it ${fault}.`,
    hint: isCredential
      ? `Copy ${words} again as a whole, save it here, then test again.`
      : `${field.choices || field.kind === 'folder' ? 'Choose' : 'Enter'} ${words} again, save, then test again.`,
  }
}

/**
 * Reads all credentials of the type and the settings named; defaults are the definition's. Settings that only a delivery
 * needs are left out, so that one of them can't keep the sign-in from being tested.
 */
export function fieldReader(service: string, definition: PlatformDefinition, settings: readonly string[]) {
  const read = settings.map(key => {
    const field = definition.settings.find(one => one.key === key)
    if (!field) throw new Error(`${definition.name} has no setting ${key}`)
    return field
  })
  return (input: Pick<TestConnectionInput, 'credentials' | 'settings'>): Fields => {
    const signIn = definition.credentials.map(field => readValue(field, input.credentials))
    const others = read.map(field => readValue(field, input.settings))
    const values = new Map([...signIn, ...others].map(value => [value.field.key, value]))
    const given = Object.values(input.credentials).filter(value => typeof value === 'string')
    const failures = [
      missingFailure(service, definition, values),
      ...signIn.flatMap(value => [credentialFault(value), faultOf(value, true)]),
      ...others.map(value => faultOf(value, false)),
    ]
    return {
      value(key) {
        const value = values.get(key)
        if (!value) throw new Error(`The test of ${definition.name} does not read ${key}`)
        return value.text
      },
      secrets: new Set([...given.flatMap(text => [text, text.trim()]), ...signIn.map(({ text }) => text)]),
      failure: failures.find(failure => failure !== null) ?? null,
    }
  }
}
