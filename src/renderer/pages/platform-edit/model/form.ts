// What the form holds: every value as it is typed. Of a secret only that it was typed; its text is kept elsewhere (secrets.ts).
import type { Platform, PlatformSettings } from '../../../../shared/domain/platform.ts'
import type { FieldDefinition, PlatformDefinition } from '../../../../shared/platforms/definition.ts'

/** `edit` counts what was typed, so that a complaint can tell whether its secret is still the same. */
export type SecretEdit = { act: 'keep' | 'set' | 'remove'; edit: number }
export const KEPT: SecretEdit = { act: 'keep', edit: 0 }

export type Form = {
  name: string
  notes: string
  /** By key, of all fields that the type has; '' where nothing is set. */
  settings: Readonly<Record<string, string>>
  /** A percentage, as it is typed. */
  match_rate: string
  auto_refresh: boolean
  refresh_frequency: PlatformSettings['refresh_frequency']
  approval_needed: boolean
  /** For a thousand people, as it is typed, and in which currency. */
  cpm_fee: string
  currency: string
  /** By key, of those that were touched. */
  secrets: Readonly<Record<string, SecretEdit>>
  change_note: string
}

/** Grouping of long numbers as the system writes it, in digits that can be read back. */
const numberText = (value: number) =>
  value.toLocaleString(undefined, { maximumFractionDigits: 20, numberingSystem: 'latn' })

/** A kept value as it stands in its control. */
export function textOf(field: FieldDefinition, value: unknown): string {
  if (value === undefined || value === null) return ''
  return field.kind === 'number' && typeof value === 'number' ? numberText(value) : String(value)
}

/** 0.385 → `38.5`. */
export const rateText = (rate: number | undefined) =>
  rate === undefined ? '' : String(Math.round(rate * 1_000_000) / 10_000)

/** A new platform begins with its type's defaults. */
export function emptyForm(definition: PlatformDefinition): Form {
  return {
    name: '',
    notes: '',
    settings: Object.fromEntries(definition.settings.map(field => [field.key, textOf(field, field.default)])),
    match_rate: '',
    auto_refresh: false,
    refresh_frequency: 'weekly',
    approval_needed: false,
    cpm_fee: '',
    currency: '',
    secrets: {},
    change_note: '',
  }
}

type Kept = Pick<Platform, 'name' | 'notes' | 'settings'>

export function formOfPlatform(definition: PlatformDefinition, { name, notes, settings }: Kept): Form {
  return {
    name,
    notes,
    settings: Object.fromEntries(
      definition.settings.map(field => [field.key, textOf(field, settings[field.key])]),
    ),
    match_rate: rateText(settings.default_match_rate),
    auto_refresh: settings.auto_refresh,
    refresh_frequency: settings.refresh_frequency,
    approval_needed: settings.approval_needed === true,
    cpm_fee: settings.cpm_fee === undefined ? '' : numberText(settings.cpm_fee),
    currency: settings.currency ?? '',
    secrets: {},
    change_note: '',
  }
}

/** The value of a control by its name, to tell whether it changed since. */
export function valueAt(form: Form, control: string): string {
  const [group = '', key = ''] = control.split(/\.(.*)/s, 2)
  if (group === 'credentials') {
    const { act, edit } = form.secrets[key] ?? KEPT
    return `${act} ${edit}`
  }
  if (control === 'settings.default_match_rate') return form.match_rate
  if (control === 'settings.auto_refresh') return String(form.auto_refresh)
  if (control === 'settings.refresh_frequency') return form.refresh_frequency
  if (control === 'settings.approval_needed') return String(form.approval_needed)
  if (control === 'settings.cpm_fee') return form.cpm_fee
  if (control === 'settings.currency') return form.currency
  if (group === 'settings') return form.settings[key] ?? ''
  if (control === 'name' || control === 'notes' || control === 'change_note') return form[control]
  return ''
}

const secretsTouched = (form: Form) => Object.values(form.secrets).some(({ act }) => act !== 'keep')

const sameTexts = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  Object.keys({ ...a, ...b }).every(key => (a[key] ?? '') === (b[key] ?? ''))

/** Whether anything was typed that saving would keep. A note alone is no change. */
export const isDirty = (form: Form, baseline: Form): boolean =>
  secretsTouched(form) ||
  form.name !== baseline.name ||
  form.notes !== baseline.notes ||
  form.match_rate.trim() !== baseline.match_rate ||
  form.auto_refresh !== baseline.auto_refresh ||
  form.refresh_frequency !== baseline.refresh_frequency ||
  form.approval_needed !== baseline.approval_needed ||
  form.cpm_fee.trim() !== baseline.cpm_fee ||
  form.currency.trim() !== baseline.currency ||
  !sameTexts(form.settings, baseline.settings)
