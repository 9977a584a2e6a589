// What saving sends: a whole input for a new platform, only what changed for one that is there.
import type { Platform, PlatformInput, PlatformPatch } from '../../../../shared/domain/platform.ts'
import type { PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { typedValue } from './check.ts'
import { type Form, KEPT } from './form.ts'
import { currencyIn, parseNumber, parseRate } from './numbers.ts'
import type { Secrets } from './secrets.ts'

/** The one place that a secret's text is read from: what is made here goes to the core and is not kept. */
function credentialsOf(
  definition: PlatformDefinition,
  form: Form,
  secrets: Pick<Secrets, 'get'>,
): Record<string, string | null> {
  return Object.fromEntries(
    definition.credentials.flatMap(({ key }): [string, string | null][] => {
      const { act } = form.secrets[key] ?? KEPT
      if (act === 'keep') return []
      return [[key, act === 'remove' ? null : secrets.get(key)]]
    }),
  )
}

/** Whether saving would send or remove a secret. */
export const touchesSecrets = (form: Form) => Object.values(form.secrets).some(({ act }) => act !== 'keep')

export function inputOf(
  definition: PlatformDefinition,
  form: Form,
  secrets: Pick<Secrets, 'get'> | null,
): PlatformInput {
  const own = definition.settings.flatMap((field): [string, string | number][] => {
    const text = form.settings[field.key] ?? ''
    return text.trim() === '' ? [] : [[field.key, typedValue(field, text)]]
  })
  return {
    name: form.name.trim(),
    platform_type: definition.type,
    notes: form.notes,
    settings: {
      ...Object.fromEntries(own),
      ...(form.match_rate.trim() !== '' && { default_match_rate: parseRate(form.match_rate) }),
      auto_refresh: form.auto_refresh,
      refresh_frequency: form.refresh_frequency,
      ...(form.approval_needed && { approval_needed: true }),
      ...(form.cpm_fee.trim() !== '' && { cpm_fee: parseNumber(form.cpm_fee) }),
      ...(form.currency.trim() !== '' && { currency: currencyIn(form.currency) }),
    },
    credentials: secrets ? credentialsOf(definition, form, secrets) : {},
  }
}

/** An emptied setting is sent as null, which takes it back to its default. `secrets` null leaves credentials out. */
export function patchOf(
  definition: PlatformDefinition,
  form: Form,
  baseline: Form,
  secrets: Pick<Secrets, 'get'> | null,
): PlatformPatch {
  const settings: NonNullable<PlatformPatch['settings']> = {}
  for (const field of definition.settings) {
    const text = form.settings[field.key] ?? ''
    if (text !== (baseline.settings[field.key] ?? ''))
      settings[field.key] = text.trim() === '' ? null : typedValue(field, text)
  }
  if (form.match_rate.trim() !== baseline.match_rate)
    settings.default_match_rate = form.match_rate.trim() === '' ? null : parseRate(form.match_rate)
  if (form.auto_refresh !== baseline.auto_refresh) settings.auto_refresh = form.auto_refresh
  if (form.refresh_frequency !== baseline.refresh_frequency)
    settings.refresh_frequency = form.refresh_frequency
  if (form.approval_needed !== baseline.approval_needed)
    settings.approval_needed = form.approval_needed || null
  if (form.cpm_fee.trim() !== baseline.cpm_fee)
    settings.cpm_fee = form.cpm_fee.trim() === '' ? null : parseNumber(form.cpm_fee)
  if (form.currency.trim() !== baseline.currency)
    settings.currency = form.currency.trim() === '' ? null : currencyIn(form.currency)
  const credentials = secrets ? credentialsOf(definition, form, secrets) : {}
  return {
    ...(form.name.trim() !== baseline.name && { name: form.name.trim() }),
    ...(form.notes !== baseline.notes && { notes: form.notes }),
    ...(Object.keys(settings).length > 0 && { settings }),
    ...(Object.keys(credentials).length > 0 && { credentials }),
  }
}

export const isEmptyPatch = (patch: PlatformPatch) => Object.keys(patch).length === 0

/** The credentials as they would be after saving: for saying which way to sign in is complete. */
export function fieldsAfter(
  definition: PlatformDefinition,
  form: Form,
  kept: Platform['credential_fields'],
): Platform['credential_fields'] {
  return Object.fromEntries(
    definition.credentials.map(({ key }) => {
      const { act } = form.secrets[key] ?? KEPT
      const now = Object.hasOwn(kept, key) ? kept[key] : undefined
      if (act === 'keep') return [key, now ?? { state: 'missing' as const }]
      return [key, { state: act === 'set' ? ('set' as const) : ('missing' as const) }]
    }),
  )
}
