// The header by which a platform says how long to wait.

/**
 * Seconds to wait, from a Retry-After header: a number of seconds, or a date (RFC 9110, section 10.2.3,
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). Null when absent or not understood; never below 0.
 */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text)
  // Date.parse takes much that is no HTTP date, such as "-1"; these all begin with a weekday.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000))
}

/** "30 seconds", "2 minutes", "1 hour": rounded up, so that nobody comes back too early. */
export function waitWords(seconds: number): string {
  const say = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`
  if (seconds < 90) return say(Math.max(1, seconds), 'second')
  if (seconds < 90 * 60) return say(Math.ceil(seconds / 60), 'minute')
  return say(Math.ceil(seconds / 3600), 'hour')
}
