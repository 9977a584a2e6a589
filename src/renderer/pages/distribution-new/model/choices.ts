// Choosing audiences, platforms and pairs of them, with what a choice takes along.
import { leftOutOf, type PlanPair } from '../../../../shared/domain/plan-pairs.ts'
import type { PlanForm } from './form.ts'

/** Adds what isn't there and takes away what is. */
export const toggled = (ids: readonly string[], id: string): string[] =>
  ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id]

/** The segments are those of the audience before. */
export const withAudiences = (form: PlanForm, audience_ids: readonly string[]): PlanForm => ({
  ...form,
  audience_ids,
  segments: 'all',
  segment_ids: [],
  leave_out: form.leave_out.filter(({ audience_id }) => audience_ids.includes(audience_id)),
})

export const withPlatforms = (form: PlanForm, platform_ids: readonly string[]): PlanForm => ({
  ...form,
  platform_ids,
  leave_out: form.leave_out.filter(({ platform_id }) => platform_ids.includes(platform_id)),
})

const pairOf = ({ audience_id, platform_id }: PlanPair): PlanPair => ({ audience_id, platform_id })

export function withLeftOut(form: PlanForm, pairs: readonly PlanPair[]): PlanForm {
  const left = leftOutOf(form)
  return { ...form, leave_out: [...form.leave_out, ...pairs.filter(pair => !left.has(pair)).map(pairOf)] }
}

export function withPutBack(form: PlanForm, pairs: readonly PlanPair[]): PlanForm {
  const back = leftOutOf({ leave_out: pairs })
  return { ...form, leave_out: form.leave_out.filter(pair => !back.has(pair)) }
}
