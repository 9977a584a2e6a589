// Cells as the reference system's files have them: JSON in texts (Python's, with NaN), numbers that aren't, times.

import { unmarked } from '../../../shared/domain/values.ts'

export type Row = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

/** null for what is no finite number. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** A count: whole, never below zero; data frames keep counts as decimals. */
export function countOf(value: unknown): number | null {
  const number = numberOf(value)
  return number === null || number < 0 ? null : Math.round(number)
}

const EARLIEST = 0
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** null outside the years 1970 to 9999. */
export const isoOf = (ms: number): string | null =>
  ms >= EARLIEST && ms <= LATEST ? new Date(ms).toISOString() : null

/** `First-Party` and `first party` are `first_party`. */
export const wordOf = (value: unknown): string =>
  textOf(value)
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')

/** The first characters of a text, never half of a pair. */
const startOf = (text: string, max: number) =>
  text.length <= max ? text : text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '')

/** Free text of at most so many characters, without those that no field can hold. */
export const proseOf = (value: unknown, max = Number.POSITIVE_INFINITY): string =>
  startOf(unmarked(textOf(value).toWellFormed().replaceAll('\0', '')), max)

const CONTROL = /\p{Cc}+/gu

/** A text as one line of at most so many characters. */
export function lineOf(value: unknown, max: number): string {
  const line = textOf(value).toWellFormed().replace(CONTROL, ' ').trim()
  return startOf(line, max).trimEnd()
}
