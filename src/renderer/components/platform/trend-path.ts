// The geometry of a match-rate trend: a line whose height shows changes without making noise look like news.

export type Box = { width: number; height: number; pad: number }
export type TrendShape = {
  /** As an SVG path. */
  line: string
  newest: { x: number; y: number }
  /** Height of 100 %, when some rate is above it. */
  whole: number | null
}

/** The least span of the axis: a change of a point or two stays a small one. */
const LEAST_SPAN = 0.2

/** `rates` are matched ÷ total, oldest first; above 1 they are drawn where they are. null when there is none. */
export function trendShape(rates: readonly number[], { width, height, pad }: Box): TrendShape | null {
  const last = rates.at(-1)
  if (last === undefined) return null
  const low = Math.min(...rates)
  const high = Math.max(...rates)
  const over = high > 1
  const span = Math.max(high - low, LEAST_SPAN)
  const bottom = Math.max(0, (low + high - span) / 2)
  const xOf = (index: number) =>
    rates.length === 1 ? width - pad : pad + (index / (rates.length - 1)) * (width - 2 * pad)
  const yOf = (rate: number) => height - pad - ((rate - bottom) / span) * (height - 2 * pad)
  const round = (value: number) => Math.round(value * 10) / 10
  const line = rates
    .map((rate, index) => `${index ? 'L' : 'M'}${round(xOf(index))} ${round(yOf(rate))}`)
    .join('')
  const showsWhole = over && bottom <= 1
  return {
    line,
    newest: { x: round(xOf(rates.length - 1)), y: round(yOf(last)) },
    whole: showsWhole ? round(yOf(1)) : null,
  }
}
