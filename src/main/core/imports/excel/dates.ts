// Dates of a workbook: numbers of days that a cell's format makes a date of.

/** Formats that every workbook has by number (ECMA-376, 18.8.30), and those of the East Asian editions. */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47])
const inEastAsia = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

/** Whether a number format shows a date: it has a letter of one, outside quotes, colours and escapes. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.has(id) || inEastAsia(id)
  const [first = ''] = code.split(';')
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
  return /[dmyhs]/i.test(bare) && !/^general$/i.test(bare)
}

const DAY_MS = 86_400_000
/** Day 0 of each of the two calendars; 1900 counts a 29 February that never was, before which it is a day off. */
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
const LAST_DAY = 2_958_466

/** ISO 8601, UTC; null when it is no day of the calendar. */
export function dateOf(serial: number, from1904: boolean): string | null {
  if (!(serial >= 0 && serial < LAST_DAY)) return null
  const days = !from1904 && serial < 60 ? serial + 1 : serial
  const instant = (from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * DAY_MS)
  return new Date(instant).toISOString()
}
