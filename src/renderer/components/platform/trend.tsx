// The match rates of the last runs as a small line, with the newest as a figure. Above 100 % is shown, never cut.
import type { PlatformActivity } from '../../api/platforms.ts'
import { cx } from '../../lib/cx.ts'
import { formatPercent } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { trendShape } from './trend-path.ts'

const words = t.platforms.trend

/** In words, for the hover and for assistive technology. */
export function trendText(rates: readonly number[]): string {
  const newest = rates.at(-1)
  if (newest === undefined) return words.none
  const said = words.newest(formatPercent(newest), rates.length)
  if (rates.length === 1) return said
  return `${said} · ${words.range(formatPercent(Math.min(...rates)), formatPercent(Math.max(...rates)))}`
}

type Props = {
  rates: PlatformActivity['match_rates']
  width?: number
  height?: number
  className?: string
}

export function Trend({ rates, width = 64, height = 18, className }: Props) {
  const values = rates.map(run => run.match_rate)
  const newest = values.at(-1)
  const shape = trendShape(values, { width, height, pad: 2.5 })
  if (shape === null || newest === undefined)
    return <span className={cx('text-ink-3', className)}>{words.none}</span>
  return (
    <span className={cx('inline-flex items-center gap-2', className)} title={trendText(values)}>
      <svg
        role="img"
        aria-label={trendText(values)}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="shrink-0 text-chart-1"
      >
        {shape.whole !== null && (
          <line
            x1={0}
            x2={width}
            y1={shape.whole}
            y2={shape.whole}
            strokeDasharray="2 2"
            className="stroke-line-strong"
          />
        )}
        <path
          d={shape.line}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx={shape.newest.x} cy={shape.newest.y} r={2} fill="currentColor" />
      </svg>
      <span aria-hidden className="min-w-12 text-right text-ink">
        {formatPercent(newest)}
      </span>
    </span>
  )
}
