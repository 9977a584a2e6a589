// What to send: only what the person changed, so that two people's edits of different fields don't collide.
import type { AudienceContent, AudiencePatch } from '../../../../shared/domain/audience.ts'
import { AudienceInput } from '../../../../shared/domain/audience.ts'
import { type SettledContent, settle } from '../../../../shared/domain/audience-rules.ts'
import { sameJson } from '../../../../shared/domain/diff.ts'
import { parseInput } from '../../../../shared/parse.ts'
import { type Form, formOf } from './form.ts'
import { toInput } from './input.ts'

/** A stored audience as the form would send it back untouched; what the form can't tell apart isn't a change. */
export function asFormSees(content: SettledContent): SettledContent {
  const parsed = parseInput(AudienceInput, toInput(formOf(content)).raw)
  return parsed.ok ? settle(parsed.value) : content
}

const PLAIN = [
  'name',
  'description',
  'status',
  'data_type',
  'identifier_type',
  'original_query',
  'segments',
  'metadata',
] as const satisfies readonly (keyof AudiencePatch)[]

/** The part of `next` that differs from `base`. Empty when nothing does. */
export function patchFor(base: SettledContent, next: AudienceContent): AudiencePatch {
  const settled = settle(next)
  const patch: AudiencePatch = {}
  for (const field of PLAIN)
    if (!sameJson(base[field], settled[field])) Object.assign(patch, { [field]: settled[field] })
  const sameVariables =
    sameJson(base.selected_variables, settled.selected_variables) &&
    sameJson(base.variable_details, settled.variable_details)
  // Sent together: details may only name variables that are selected.
  if (!sameVariables) {
    patch.selected_variables = settled.selected_variables
    patch.variable_details = settled.variable_details
  }
  if (settled.size_source !== base.size_source || settled.total_audience_size !== base.total_audience_size) {
    if (settled.size_source !== 'segments') patch.total_audience_size = settled.total_audience_size
    else if (base.size_source !== 'segments') patch.total_audience_size = null
  }
  return patch
}

export const isEmptyPatch = (patch: AudiencePatch) => Object.keys(patch).length === 0

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.every(isBlank))

/** Whether anything was typed that would be lost. Lists that are the same by identity aren't looked into. */
export function isDirty(form: Form, baseline: Form): boolean {
  if (form === baseline) return false
  if (!isBlank(form.change_note) && form.change_note !== baseline.change_note) return true
  const same = {
    ...(form.variables === baseline.variables && { variables: [] }),
    ...(form.segments === baseline.segments && { segments: [] }),
  }
  return !sameJson(toInput({ ...form, ...same }).raw, toInput({ ...baseline, ...same }).raw)
}
