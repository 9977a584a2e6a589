// Results as a person types them, and what they come to.
import type { InputOf } from '../../../../shared/contract.ts'
import type { Distribution } from '../../../../shared/domain/distribution.ts'
import { t } from '../../../messages/index.ts'
import { countText, parseCount } from '../../audience-edit/model/numbers.ts'

export type Results = InputOf<'distributions.enterResults'>['results']
export type RejectRow = { id: number; reason: string; count: string }
export type ResultsForm = {
  total_records: string
  matched_records: string
  rejected_records: string
  platform_audience_id: string
  rejects: readonly RejectRow[]
}
export const COUNTS = ['total_records', 'matched_records', 'rejected_records'] as const

const words = t.run
let nextId = 1
export const rejectRow = (reason = '', count = ''): RejectRow => ({ id: nextId++, reason, count })

const textOf = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : countText(value)

/** What is known already; who was sent is known from the plan. */
export function formOfRun({
  match_results,
  metadata,
}: Pick<Distribution, 'match_results' | 'metadata'>): ResultsForm {
  return {
    total_records: textOf(match_results.total_records ?? metadata.people),
    matched_records: textOf(match_results.matched_records),
    rejected_records: textOf(match_results.rejected_records),
    platform_audience_id: match_results.platform_audience_id ?? '',
    rejects: (metadata.rejects ?? []).map(({ reason, count }) => rejectRow(reason, countText(count))),
  }
}

/** Reasons that a file counted take the place of those before, and their sum that of the rejected records. */
export const withRejects = (
  form: ResultsForm,
  rejects: readonly { reason: string; count: number }[],
  total: number,
): ResultsForm => ({
  ...form,
  rejected_records: countText(total),
  rejects: rejects.map(({ reason, count }) => rejectRow(reason, countText(count))),
})

function fault(text: string): string | null {
  const value = parseCount(text)
  if (value === undefined) return null
  if (Number.isNaN(value) || !Number.isSafeInteger(value)) return words.notANumber
  return value < 0 ? words.negative : null
}

/** Control name → the end of a sentence. Rows of rejects are named by their place: `rejects[2].count`. */
export function checkResults(form: ResultsForm): ReadonlyMap<string, string> {
  const errors = new Map<string, string>()
  for (const key of COUNTS) {
    const found = fault(form[key])
    if (found) errors.set(key, found)
  }
  if (form.matched_records.trim() === '' && form.rejected_records.trim() === '' && form.rejects.length === 0)
    errors.set('matched_records', words.nothing)
  if (form.platform_audience_id.trim().length > 500)
    errors.set('platform_audience_id', t.plan.errors.long(500))
  form.rejects.forEach(({ reason, count }, index) => {
    if (reason.trim() === '') errors.set(`rejects[${index}].reason`, words.empty)
    else if (reason.trim().length > 500) errors.set(`rejects[${index}].reason`, t.plan.errors.long(500))
    const found = count.trim() === '' ? words.notANumber : fault(count)
    if (found) errors.set(`rejects[${index}].count`, found)
  })
  return errors
}

/** What is sent of a form without faults. What was left empty stays as it was known. */
export function resultsOf(form: ResultsForm): Results {
  const counts = COUNTS.flatMap(key => {
    const value = parseCount(form[key])
    return value === undefined ? [] : [[key, value] as const]
  })
  const id = form.platform_audience_id.trim()
  return {
    ...Object.fromEntries(counts),
    ...(id !== '' && { platform_audience_id: id }),
    rejects: form.rejects.map(({ reason, count }) => ({
      reason: reason.trim(),
      count: parseCount(count) ?? 0,
    })),
  }
}

/** matched ÷ total as it would be; null while one of them can't be read. */
export function rateIn(form: ResultsForm): number | null {
  const total = parseCount(form.total_records)
  const matched = parseCount(form.matched_records)
  if (total === undefined || matched === undefined || !(total > 0) || !(matched >= 0)) return null
  return matched / total
}
