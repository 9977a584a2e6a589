// Numbers, dates and sizes as the system's locale writes them: short in the text, exact for the hover.
const number = new Intl.NumberFormat()
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 })
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })
const share = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 })
const decimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'long' })

/** `1,240,312`. */
export const exactNumber = (value: number) => number.format(value)

/** `1.24 M`; below 10,000 as it is. The space doesn't break. */
export function compactNumber(value: number): string {
  if (Math.abs(value) < 10_000) return number.format(value)
  return compact
    .formatToParts(value)
    .map((part, index, parts) =>
      part.type === 'compact' && parts[index - 1]?.type !== 'literal' ? `\u00a0${part.value}` : part.value,
    )
    .join('')
}

/** From a part of one: 0.42 → `42%`. */
export const formatPercent = (part: number) => percent.format(part)
/** From a percentage as segments keep it: 12.34 → `12.34%`. */
export const formatShare = (hundredths: number) => share.format(hundredths / 100)
/** Relevance 0 to 1 as a whole percentage. */
export const formatRelevance = (score: number) => percent.format(Math.round(score * 1_000) / 1_000)

export const exactDate = (iso: string) => dateTime.format(new Date(iso))
export const dayOf = (iso: string) => day.format(new Date(iso))

const STEPS: [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [3_600, 60, 'minute'],
  [86_400, 3_600, 'hour'],
  [86_400 * 14, 86_400, 'day'],
  [86_400 * 60, 86_400 * 7, 'week'],
  [86_400 * 365, 86_400 * 30.44, 'month'],
  [Number.POSITIVE_INFINITY, 86_400 * 365.25, 'year'],
]

/** `now`, `5 minutes ago`, `yesterday`, `3 months ago`. */
export function relativeDate(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1_000
  const distance = Math.abs(seconds)
  if (distance < 45) return relative.format(0, 'second')
  const [, size, unit] = STEPS.find(([limit]) => distance < limit) ?? [0, 86_400, 'day']
  return relative.format(Math.sign(seconds) * Math.max(1, Math.round(distance / size)), unit)
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `3.4 MB`, in thousands as disks are sold and Finder counts. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${decimal.format(bytes / 1_000 ** power)}\u00a0${BYTE_UNITS[power]}`
}

/** Reads what people type for a size: `1,200,000`, `1.2M`, `800k`. null when it isn't one. */
export function parseSize(text: string): number | null {
  const found = /^\s*([\d][\d\s,'’\u00a0\u202f]*(?:\.\d+)?)\s*([kmb])?\s*$/i.exec(text)
  if (!found?.[1]) return null
  const factor = { k: 1e3, m: 1e6, b: 1e9 }[(found[2] ?? '').toLowerCase()] ?? 1
  const value = Math.round(Number(found[1].replace(/[^\d.]/g, '')) * factor)
  return Number.isSafeInteger(value) ? value : null
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const weekday = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})

/** `09:30`. */
export const timeOfDay = (iso: string) => clock.format(new Date(iso))
const moment = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
})
/** `Tue, Nov 24, 9:00 AM`: where the year goes without saying. */
export const momentOf = (iso: string) => moment.format(new Date(iso))
/** `Sunday, November 22, 2026`. */
export const weekDay = (day: Date) => weekday.format(day)

const months = {
  long: new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  short: new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' }),
}
/** From `2026-11`: `Nov 2026`, or `Nov`. */
export const monthOf = (month: string, style: keyof typeof months = 'long') =>
  months[style].format(new Date(`${month}-01T00:00:00Z`))
