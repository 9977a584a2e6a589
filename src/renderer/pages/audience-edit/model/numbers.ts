// Reads counts, shares and scores the way people type or paste them; NaN means it can't be read.

/** Blanks, no-break blanks and apostrophes group digits in some locales. */
const GROUP_MARKS = /[\s\u00a0\u202f'’_]/g
/** Groups of three, or of two before the last three as in India. */
const GROUPED = /^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/
const SCALE: Record<string, number> = { k: 1e3, m: 1e6, mn: 1e6, mio: 1e6, b: 1e9, bn: 1e9 }

const plain = (text: string) =>
  /^\d+([.,]\d*)?$|^[.,]\d+$/.test(text) ? Number(text.replace(',', '.')) : NaN

/**
 * `1,240,000`, `1 240 000`, `1.240.000`, `1240000`, `1.24M`, `310k`. A single mark before exactly three digits groups
 * (counts have no decimals); with a scale letter it is a decimal mark. undefined when empty.
 */
export function parseCount(text: string): number | undefined {
  const bare = text.replace(GROUP_MARKS, '').toLowerCase()
  if (bare === '') return undefined
  const scaled = /^([\d.,]+)(k|mn|mio|m|bn|b)$/.exec(bare)
  if (scaled) return Math.round(plain(scaled[1] ?? '') * (SCALE[scaled[2] ?? ''] ?? NaN))
  if (GROUPED.test(bare)) return Number(bare.replace(/[.,]/g, ''))
  if (/^-/.test(bare)) return -(parseCount(bare.slice(1)) ?? NaN)
  return plain(bare)
}

/** `38.5`, `38,5`, `38.5 %`. undefined when empty. */
export function parseShare(text: string): number | undefined {
  const bare = text.replace(GROUP_MARKS, '').replace(/%$/, '')
  if (bare === '') return undefined
  return bare.startsWith('-') ? -plain(bare.slice(1)) : plain(bare)
}

/** A relevance from 0 to 1; `86%` is read as 0.86. undefined when empty. */
export function parseScore(text: string): number | undefined {
  const value = parseShare(text)
  return value !== undefined && text.trim().endsWith('%') ? value / 100 : value
}

/** How a count stands in an input: grouped by the system locale, in digits that `parseCount` reads back. */
export const countText = (value: number) =>
  value.toLocaleString(undefined, { maximumFractionDigits: 20, numberingSystem: 'latn' })

/** Two decimals at most, with a point, without trailing zeros. */
export const shareText = (value: number) => String(Math.round(value * 100) / 100)
