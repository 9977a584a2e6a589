// Small schemas and limits that several records share.
import * as z from 'zod'

/** Largest count we keep: beyond 2^53 − 1 JavaScript and pandas' float64 lose digits. */
export const MAX_COUNT = Number.MAX_SAFE_INTEGER

const printable = (text: string) => text.isWellFormed() && !text.includes('\u0000')
const CONTROL = /\p{Cc}/u

/** One line of text, trimmed, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters`)
    .refine(text => printable(text) && !CONTROL.test(text), 'must not contain control characters')

/** Free text; line breaks and tabs are kept. Not trimmed: it is the analyst's own wording. */
export const prose = (max: number) =>
  z
    .string()
    .max(max, `must be at most ${max.toLocaleString('en')} characters`)
    .refine(printable, 'must be valid Unicode text')

export const count = z
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must not be negative')
  .max(MAX_COUNT, 'is too large')

/** UTC, millisecond, ISO 8601: `2026-11-22T09:30:00.000Z`. Years 1970 to 9999. */
export const Timestamp = z.iso
  .datetime({ precision: 3, error: 'must be a UTC time such as 2026-11-22T09:30:00.000Z' })
  .refine(text => text >= '1970', 'must not be before 1970')

/** A JSON object kept as it came. Size is bounded so that one record can't fill the store. */
export const jsonObject = (maxBytes: number) =>
  z
    .record(z.string(), z.json())
    .refine(
      value => JSON.stringify(value).length <= maxBytes,
      `must be at most ${maxBytes / 1000} kB of JSON`,
    )

/** Rejects repeats and says which one. */
export function refuseRepeats<T>(
  items: readonly T[],
  key: (item: T) => string,
  ctx: z.RefinementCtx,
  name: string,
) {
  const seen = new Set<string>()
  items.forEach((item, index) => {
    const value = key(item)
    if (seen.has(value))
      ctx.addIssue({ code: 'custom', path: [index], message: `repeats ${name} “${value}”` })
    seen.add(value)
  })
}

/** What every version of a record carries besides its own fields. Written by the store and the services alone. */
export const versionFields = {
  created_at: Timestamp,
  updated_at: Timestamp,
  /** 1, 2, 3 … per record. */
  version: z.number().int().min(1),
  /** A tombstone: the record is in the trash. */
  deleted: z.boolean(),
  changed_by: z.string(),
  change_note: z.string().max(500).nullable(),
}

/** The same, for a record that belongs to a user. */
export const recordFields = { user_id: z.string().min(1).max(64), ...versionFields }
