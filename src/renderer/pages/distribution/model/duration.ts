// How long something took, in its two largest units.
const UNITS: [seconds: number, unit: 'day' | 'hour' | 'minute' | 'second'][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

const written = (value: number, unit: string) =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'short' }).format(value)

/** `3 min 12 sec`; milliseconds below one second, nothing negative. */
export function duration(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from))
  if (ms < 1_000) return written(ms, 'millisecond')
  const seconds = Math.round(ms / 1_000)
  const at = UNITS.findIndex(([size]) => seconds >= size)
  const [first, second] = UNITS.slice(at, at + 2)
  if (!first) return written(seconds, 'second')
  const rest = second ? Math.floor((seconds % first[0]) / second[0]) : 0
  const main = written(Math.floor(seconds / first[0]), first[1])
  return second && rest > 0 ? `${main} ${written(rest, second[1])}` : main
}
