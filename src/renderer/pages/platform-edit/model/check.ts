// What is wrong in the form, by control: each field against the same rule as the core's, so that neither refuses what the other takes.
import { PLATFORM_LIMITS } from '../../../../shared/domain/platform.ts'
import { line, prose } from '../../../../shared/domain/values.ts'
import { checkField } from '../../../../shared/platforms/check-field.ts'
import type { FieldDefinition, PlatformDefinition } from '../../../../shared/platforms/definition.ts'
import { type Form, KEPT } from './form.ts'
import { currencyIn, parseNumber, parseRate } from './numbers.ts'
import type { Secrets } from './secrets.ts'

/** Control name → the end of a sentence, such as `must be ten digits`. In the order of the form. */
export type FormErrors = ReadonlyMap<string, string>
export const NO_ERRORS: FormErrors = new Map()

const LINE = line(PLATFORM_LIMITS.name)
const NOTES = prose(PLATFORM_LIMITS.notes)
const CHANGE_NOTE = prose(500)

type Text = {
  safeParse: (text: string) => { success: boolean; error?: { issues: { message: string }[] } | undefined }
}
const faultOf = (schema: Text, text: string): string | null =>
  schema.safeParse(text).error?.issues[0]?.message ?? null

/** What is sent for a text in a control. */
export const typedValue = (field: FieldDefinition, text: string): string | number =>
  field.kind === 'number' ? parseNumber(text) : text.trim()

function fieldFault(field: FieldDefinition, text: string): string | null {
  const checked = checkField(field, typedValue(field, text))
  return checked.ok ? null : checked.message
}

const MOST_FEE = 1_000_000

function feeFault(fee: number): string | null {
  if (Number.isNaN(fee)) return 'must be a number such as 1.50'
  if (fee < 0) return 'must not be negative'
  return fee > MOST_FEE ? 'is too large' : null
}

/** Kept values that no longer pass don't stand in the way of other edits: only what was changed is checked. */
export function checkForm(
  definition: PlatformDefinition,
  form: Form,
  baseline: Form,
  secrets: Pick<Secrets, 'get'>,
): FormErrors {
  const errors = new Map<string, string>()
  const note = (control: string, fault: string | null) => fault !== null && errors.set(control, fault)
  note('name', faultOf(LINE, form.name))
  note('notes', faultOf(NOTES, form.notes))
  for (const field of definition.credentials)
    if ((form.secrets[field.key] ?? KEPT).act === 'set')
      note(`credentials.${field.key}`, fieldFault(field, secrets.get(field.key)))
  for (const field of definition.settings) {
    const text = form.settings[field.key] ?? ''
    if (text.trim() !== '' && text !== baseline.settings[field.key])
      note(`settings.${field.key}`, fieldFault(field, text))
  }
  if (form.match_rate.trim() !== '') {
    const rate = parseRate(form.match_rate)
    const fault = Number.isNaN(rate)
      ? 'must be a percentage such as 45'
      : rate < 0 || rate > 1
        ? 'must be from 0 to 100'
        : null
    note('settings.default_match_rate', fault)
  }
  const fee = form.cpm_fee.trim() === '' ? null : parseNumber(form.cpm_fee)
  const code = currencyIn(form.currency)
  if (fee !== null) note('settings.cpm_fee', feeFault(fee))
  if (code !== '' && !/^[A-Z]{3}$/.test(code)) note('settings.currency', 'must be a currency such as USD')
  // One without the other says nothing.
  else if (fee !== null && code === '') note('settings.currency', 'is needed for the fee')
  else if (fee === null && code !== '') note('settings.cpm_fee', 'is needed for the currency')
  note('change_note', faultOf(CHANGE_NOTE, form.change_note))
  return errors
}
