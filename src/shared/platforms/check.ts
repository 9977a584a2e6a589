// A platform's settings and credentials against its type's definition: what is kept, and every field that isn't right.
import { isPortableJson, isPrintable } from '../domain/values.ts'
import type { FieldError } from '../errors.ts'
import { checkField } from './check-field.ts'
import type { PlatformDefinition } from './definition.ts'
import { holdsSecret, isSecretName } from './secrets.ts'

type Raw = Readonly<Record<string, unknown>>

/** Settings that every type has; their shape is checked by their schema. */
export const COMMON_SETTINGS = [
  'default_match_rate',
  'auto_refresh',
  'refresh_frequency',
  'approval_needed',
  'cpm_fee',
  'currency',
] as const
const LOOKS_SECRET = 'looks like a secret; it belongs among the credentials'
const MAX_UNKNOWN_KEY = 64
/** A name that is none may be a secret that was pasted: an error doesn't repeat it. */
const pathOf = (key: string) => (/^[a-z][a-z0-9_]{0,31}$/i.test(key) ? `settings.${key}` : 'settings')

const isUnset = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** Unknown settings survive, for they may be another version's; but not what is secret or what files can't hold. */
function unknownFault(key: string, value: unknown, credentialKeys: ReadonlySet<string>): string | null {
  if (credentialKeys.has(key) || isSecretName(key) || holdsSecret(value)) return LOOKS_SECRET
  if (key.length > MAX_UNKNOWN_KEY) return `must have a name of at most ${MAX_UNKNOWN_KEY} characters`
  return isPrintable(key) && isPortableJson(value) ? null : 'must be JSON with valid Unicode text'
}

/**
 * Settings as they are kept: per-type values cleaned, defaults filled in, harmless unknown ones as they came. A required
 * one that is missing is no error here: the platform is saved as incomplete. Paths begin with `settings.`.
 */
export function checkSettings(
  definition: PlatformDefinition,
  raw: Raw,
): { settings: Record<string, unknown>; errors: FieldError[] } {
  const settings: [string, unknown][] = []
  const errors: FieldError[] = []
  const credentialKeys = new Set(definition.credentials.map(field => field.key))
  const own = new Map(definition.settings.map(field => [field.key, field]))
  for (const [key, value] of Object.entries(raw)) {
    if (own.has(key) || value === undefined) continue
    const common = COMMON_SETTINGS.some(name => name === key)
    const message = common ? null : unknownFault(key, value, credentialKeys)
    if (message) errors.push({ path: pathOf(key), message })
    else settings.push([key, value])
  }
  for (const field of definition.settings) {
    const given = Object.hasOwn(raw, field.key) && !isUnset(raw[field.key])
    const value = given ? raw[field.key] : field.default
    if (value === undefined) continue
    const checked = checkField(field, value)
    const refused = !checked.ok ? checked.message : holdsSecret(checked.value) ? LOOKS_SECRET : null
    if (refused !== null) errors.push({ path: `settings.${field.key}`, message: refused })
    else if (checked.ok) settings.push([field.key, checked.value])
  }
  return { settings: Object.fromEntries(settings), errors }
}

/** Credentials to keep and to remove. `null` removes one; an empty text leaves it as it is. */
export type CredentialChange = {
  set: Readonly<Record<string, string>>
  clear: readonly string[]
}

/**
 * Neither values nor unknown names are repeated in an error: someone may have pasted a secret into either. Values are
 * trimmed, and take at most 2,048 bytes of UTF-8 each.
 */
export function checkCredentials(
  definition: PlatformDefinition,
  raw: Raw,
): CredentialChange & { errors: FieldError[] } {
  const set: [string, string][] = []
  const clear: string[] = []
  const errors: FieldError[] = []
  for (const field of definition.credentials) {
    const value = Object.hasOwn(raw, field.key) ? raw[field.key] : undefined
    if (value === null) clear.push(field.key)
    if (isUnset(value)) continue
    const checked = checkField(field, value)
    if (checked.ok) set.push([field.key, String(checked.value)])
    else errors.push({ path: `credentials.${field.key}`, message: checked.message })
  }
  const known = definition.credentials.map(field => field.key)
  if (Object.keys(raw).some(key => !known.includes(key))) {
    const takes = known.length > 0 ? `${definition.name} takes ${known.join(', ')}` : 'this type takes none'
    errors.push({ path: 'credentials', message: `has a field that is not known; ${takes}` })
  }
  return { set: Object.fromEntries(set), clear, errors }
}
