// Small schemas and limits that several records share.
import * as z from 'zod'

/** Largest count we keep: beyond 2^53 − 1 JavaScript and pandas' float64 lose digits. */
export const MAX_COUNT = Number.MAX_SAFE_INTEGER

/** Text that every file format and reader takes: valid Unicode without NUL. */
export const isPrintable = (text: string) => text.isWellFormed() && !text.includes('\u0000')
const CONTROL = /\p{Cc}/u

/** One line of text, trimmed, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters`)
    .refine(text => isPrintable(text) && !CONTROL.test(text), 'must not contain control characters')

/** Byte order marks that a text brought along from a file: no part of it, and readers of the stored files take them away. */
const MARKS = /^\ufeff+/
export const unmarked = (text: string) => text.replace(MARKS, '')

/** Free text; line breaks and tabs are kept. Not trimmed: it is the analyst's own wording. */
export const prose = (max: number) =>
  z
    .string()
    .overwrite(unmarked)
    .max(max, `must be at most ${max.toLocaleString('en')} characters`)
    .refine(isPrintable, 'must be valid Unicode text')

export const count = z
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must not be negative')
  .max(MAX_COUNT, 'is too large')

/** UTC, millisecond, ISO 8601: `2026-11-22T09:30:00.000Z`. Years 1970 to 9999. */
export const Timestamp = z.iso
  .datetime({ precision: 3, error: 'must be a UTC time such as 2026-11-22T09:30:00.000Z' })
  .refine(text => text >= '1970', 'must not be before 1970')

/** Whether it is JSON that every reader of the files can take: finite numbers, and text, keys too, that is valid Unicode without NUL. */
export function isPortableJson(value: unknown): boolean {
  if (typeof value === 'string') return isPrintable(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'boolean'
  if (value === null) return true
  if (Array.isArray(value)) return value.every(isPortableJson)
  return Object.entries(value).every(([key, item]) => isPrintable(key) && isPortableJson(item))
}

/** JSON is kept as it came, within bounds: one record mustn't fill the store, nor hold what a file can't. */
export function refuseUnkeepable(value: object, maxBytes: number, ctx: z.RefinementCtx) {
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || (isPrintable(key) && isPortableJson(item))) continue
    ctx.addIssue({ code: 'custom', path: [key], message: 'must be JSON with valid Unicode text' })
    return
  }
  if (JSON.stringify(value).length > maxBytes)
    ctx.addIssue({ code: 'custom', message: `must be at most ${maxBytes / 1000} kB of JSON` })
}

/** A JSON object kept as it came. */
export const jsonObject = (maxBytes: number) =>
  z.record(z.string(), z.json()).superRefine((value, ctx) => refuseUnkeepable(value, maxBytes, ctx))

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
