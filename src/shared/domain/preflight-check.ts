// The shape of one finding of a pre-flight, and how numbers and times stand in its sentences.

export type PreflightLevel = 'ok' | 'note' | 'warning' | 'block'

/** Where the next step is taken. */
export type PreflightNext =
  | 'edit_platform'
  | 'activate_platform'
  | 'test_platform'
  | 'open_platform'
  | 'unlock_secrets'
  | 'open_audience'
  | 'choose_segments'
  | 'rename_audience'
  | 'change_schedule'
  | 'request_approval'
  | 'open_distribution'

/** A warning and a block always say what to do. */
export type PreflightCheck = {
  id: string
  message: string
  /** Runs that it speaks of, the one that it names first. */
  distribution_ids?: string[]
} & (
  | { level: 'ok' | 'note'; hint: string | null; next: PreflightNext | null }
  | { level: 'warning' | 'block'; hint: string; next: PreflightNext }
)

export const fine = (id: string, message: string): PreflightCheck => ({
  id,
  level: 'ok',
  message,
  hint: null,
  next: null,
})
export const note = (
  id: string,
  message: string,
  hint: string | null = null,
  next: PreflightNext | null = null,
): PreflightCheck => ({ id, level: 'note', message, hint, next })
export const trouble = (
  level: 'warning' | 'block',
  id: string,
  message: string,
  hint: string,
  next: PreflightNext,
): PreflightCheck => ({ id, level, message, hint, next })

export const number = (value: number) => value.toLocaleString('en')
export const people = (value: number) => (value === 1 ? '1 person' : `${number(value)} people`)
/** Whole percents, but for small ones. */
export const percent = (rate: number) =>
  `${(rate * 100).toLocaleString('en', { maximumFractionDigits: rate < 0.1 ? 1 : 0 })} %`

/** `22 Nov 2026, 09:30` in the zone, or in UTC, saying so, where the zone isn't known here. */
export function moment(timestamp: string, zone: string): string {
  const format = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }).format(Date.parse(timestamp))
  try {
    return format(zone)
  } catch {
    return `${format('UTC')} UTC`
  }
}
