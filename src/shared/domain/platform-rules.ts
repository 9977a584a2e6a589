// The rules of a platform that are more than the shape of one field: what is missing, what an edit changes, copies, names.
import { type FieldError, fail, fieldErrors, invalid, ok, type Result } from '../errors.ts'
import { parseInput } from '../parse.ts'
import { type CredentialChange, checkCredentials, checkSettings } from '../platforms/check.ts'
import { PLATFORM_DEFINITIONS, type PlatformDefinition } from '../platforms/definition.ts'
import { copyName } from './audience-rules.ts'
import {
  type CredentialField,
  PLATFORM_LIMITS,
  PLATFORM_TYPE_ALIASES,
  PLATFORM_TYPES,
  type Platform,
  type PlatformConnection,
  type PlatformContent,
  type PlatformPatch,
  PlatformSettings,
  type PlatformStatus,
  type PlatformType,
} from './platform.ts'

type CredentialFields = Platform['credential_fields']

export const UNTESTED: PlatformConnection = {
  state: 'untested',
  tested_at: null,
  account_label: null,
  checked: [],
  error: null,
}

/** A type by its name or by one that older data uses, ignoring case; null for what is neither. */
export function platformTypeOf(raw: unknown): PlatformType | null {
  if (typeof raw !== 'string') return null
  const name = raw.trim().toLowerCase()
  const alias = Object.hasOwn(PLATFORM_TYPE_ALIASES, name) ? PLATFORM_TYPE_ALIASES[name] : undefined
  return alias ?? PLATFORM_TYPES.find(type => type === name) ?? null
}

/** Older data says `connected` of a platform in use. Null for what is no status. */
export function platformStatusOf(raw: unknown): PlatformStatus | null {
  if (raw === 'connected') return 'active'
  return raw === 'active' || raw === 'inactive' ? raw : null
}

/** Names are unique per user, ignoring case: two of the same key are the same name. */
export const nameKey = (name: string) => name.normalize('NFC').trim().toLowerCase()

/** A refusal when another platform of the user has the name; `taken` holds the name keys of the others. */
export const freeName = (name: string, taken: ReadonlySet<string>): Result<null> =>
  taken.has(nameKey(name))
    ? fail('conflict', `There is a platform named “${name}” already.`, {
        hint: 'Choose another name; upper and lower case count as the same.',
        details: { fields: [{ path: 'name', message: 'is taken by another platform' }] },
      })
    : ok(null)

export type CredentialState =
  | { state: 'complete'; set: string }
  /** Keys of the fields that the way to sign in which lacks fewest still needs. */
  | { state: 'incomplete'; missing: readonly string[] }

/** Whether one way to sign in has all it needs. Of several incomplete ones the nearest to complete counts. */
export function credentialState(
  definition: Pick<PlatformDefinition, 'credential_sets'>,
  fields: CredentialFields,
): CredentialState {
  const sets = definition.credential_sets.map(({ name, fields: needed }) => ({
    name,
    missing: needed.filter(key => !Object.hasOwn(fields, key) || fields[key]?.state !== 'set'),
  }))
  const nearest = sets.reduce((best, next) => (next.missing.length < best.missing.length ? next : best))
  return nearest.missing.length === 0
    ? { state: 'complete', set: nearest.name }
    : { state: 'incomplete', missing: nearest.missing }
}

/** Each credential of the type, as the vault knows it; what the type doesn't have is left out. */
export function credentialFields(
  definition: PlatformDefinition,
  known: Readonly<Record<string, CredentialField>> = {},
): CredentialFields {
  const entry = (key: string): [string, CredentialField] => [
    key,
    (Object.hasOwn(known, key) ? known[key] : undefined) ?? { state: 'missing' },
  ]
  return Object.fromEntries(definition.credentials.map(field => entry(field.key)))
}

/** Keys of required settings that have no value yet. */
export const missingSettings = (definition: PlatformDefinition, settings: PlatformSettings) =>
  definition.settings
    .filter(field => field.required && (!Object.hasOwn(settings, field.key) || settings[field.key] === ''))
    .map(field => field.key)

/** Labels of all that a platform still needs before it can be used, credentials first. */
export function missingLabels(platform: Pick<Platform, 'platform_type' | 'credential_fields' | 'settings'>) {
  const definition = PLATFORM_DEFINITIONS[platform.platform_type]
  const signIn = credentialState(definition, platform.credential_fields)
  const keys = new Set([
    ...(signIn.state === 'incomplete' ? signIn.missing : []),
    ...missingSettings(definition, platform.settings),
  ])
  return [...definition.credentials, ...definition.settings]
    .filter(field => keys.has(field.key))
    .map(field => field.label)
}

/** Whether new distributions may name it. A failed connection doesn't forbid: it may be mended before they are due. */
export function acceptsDistributions(
  platform: Pick<
    Platform,
    'name' | 'status' | 'deleted' | 'platform_type' | 'credential_fields' | 'settings'
  >,
): Result<null> {
  const refuse = (why: string, hint: string) => fail('conflict', `“${platform.name}” ${why}.`, { hint })
  if (platform.deleted) return refuse('is in the trash', 'Restore the platform or choose another one.')
  if (platform.status === 'inactive')
    return refuse('is inactive and takes no new distributions', 'Activate it or choose another platform.')
  const missing = missingLabels(platform)
  return missing.length === 0
    ? ok(null)
    : refuse(`is not complete: ${missing.join(', ')} missing`, 'Complete it under Platforms, then try again.')
}

/** Expected matched ÷ sent, 0 to 1: its own setting, else the type's starting value; null when neither is known. */
export const expectedMatchRate = ({
  platform_type,
  settings,
}: Pick<Platform, 'platform_type' | 'settings'>) =>
  settings.default_match_rate ?? PLATFORM_DEFINITIONS[platform_type].default_match_rate?.rate ?? null

/** A parsed input in its two halves: what is stored, and what goes to the vault and nowhere else. */
export function splitInput<T extends { credentials: Readonly<Record<string, string>> }>(
  input: T,
): { content: Omit<T, 'credentials'>; credentials: Readonly<Record<string, string>> } {
  const { credentials, ...content } = input
  return { content, credentials }
}

export type PlatformChange = {
  content: PlatformContent
  credentials: CredentialChange
  /** Credentials or a setting of the type changed: the last test says nothing any more. */
  connection: PlatformConnection
}

/**
 * Applies a partial edit. Only what is given is checked against the type, so that an older value that no longer passes
 * can't block a new name. `validation_failed` names each bad field.
 */
export function applyPlatformPatch(
  current: Pick<Platform, 'platform_type' | 'name' | 'status' | 'notes' | 'settings' | 'connection'>,
  patch: PlatformPatch,
): Result<PlatformChange> {
  const definition = PLATFORM_DEFINITIONS[current.platform_type]
  const given = Object.entries(patch.settings ?? {}).filter(([, value]) => value !== undefined)
  const removed = new Set(given.filter(([, value]) => value === null).map(([key]) => key))
  const checked = checkSettings(definition, Object.fromEntries(given.filter(([, value]) => value !== null)))
  const secrets = checkCredentials(definition, patch.credentials ?? {})
  const errors: FieldError[] = [...checked.errors, ...secrets.errors]

  const named = new Set(given.map(([key]) => key))
  const isNew = ([key]: [string, unknown]) => named.has(key)
  const checkedEntries = Object.entries(checked.settings)
  const merged = {
    ...Object.fromEntries(checkedEntries.filter(entry => !isNew(entry))),
    ...Object.fromEntries(Object.entries(current.settings).filter(([key]) => !removed.has(key))),
    ...Object.fromEntries(checkedEntries.filter(isNew)),
  }
  const settings = patch.settings ? parseInput(PlatformSettings, merged) : ok(current.settings)
  if (!settings.ok)
    errors.push(
      ...fieldErrors(settings.error).map(one => ({
        ...one,
        path: one.path ? `settings.${one.path}` : 'settings',
      })),
    )
  if (errors.length > 0 || !settings.ok) return invalid(errors)

  const { set, clear } = secrets
  const ofType = definition.settings.map(field => field.key)
  const retest =
    Object.keys(set).length + clear.length > 0 ||
    ofType.some(key => settings.value[key] !== current.settings[key])
  return ok({
    content: {
      platform_type: current.platform_type,
      name: patch.name ?? current.name,
      status: patch.status ?? current.status,
      notes: patch.notes ?? current.notes,
      settings: settings.value,
    },
    credentials: { set, clear },
    connection: retest ? UNTESTED : current.connection,
  })
}

/**
 * A copy with a free name. Secrets are never copied: it needs its own, and is untested. `taken` holds the name keys of
 * the user's other platforms.
 */
export function duplicatePlatform(
  platform: Pick<Platform, 'platform_type' | 'name' | 'status' | 'notes' | 'settings'>,
  taken: ReadonlySet<string>,
) {
  const { platform_type, name, status, notes, settings } = platform
  const free = copyName(name, { has: candidate => taken.has(nameKey(candidate)) }, PLATFORM_LIMITS.name)
  return {
    platform_type,
    name: free,
    status,
    notes,
    settings: structuredClone(settings),
    credential_fields: credentialFields(PLATFORM_DEFINITIONS[platform_type]),
    connection: UNTESTED,
    last_sync: null,
    sync_status: null,
  } satisfies Partial<Platform>
}
