// Reads numbers the way people type them into a setting; NaN means it can't be read.

/** Blanks, no-break blanks, apostrophes and underscores group digits in some locales. */
const GROUP_MARKS = /[\s\u00a0\u202f'’_]/g
const GROUPED = /^-?\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/

const plain = (text: string) =>
  /^-?(\d+([.,]\d*)?|[.,]\d+)$/.test(text) ? Number(text.replace(',', '.')) : NaN

/** `1,500`, `1 500`, `1.500`, `1500`, `2.5`. A single mark before exactly three digits groups. */
export function parseNumber(text: string): number {
  const bare = text.replace(GROUP_MARKS, '')
  return GROUPED.test(bare) ? Number(bare.replace(/[.,]/g, '')) : plain(bare)
}

/** A percentage as a part of one: `38.5`, `38,5`, `38.5 %` → 0.385. */
export function parseRate(text: string): number {
  const part = plain(text.replace(GROUP_MARKS, '').replace(/%$/, '')) / 100
  return Math.round(part * 1_000_000) / 1_000_000
}

/** ` usd` → `USD`, as ISO 4217 writes it. */
export const currencyIn = (text: string) => text.trim().toUpperCase()
