// Match rate by month as one line a platform. Colours tell them apart also with the common colour blindnesses; so do their marks.
import { useRef } from 'react'
import { useWidth } from '../../components/table/use-width.ts'
import { formatPercent, monthOf } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { type Line, pathOf, topOf } from './insights-data.ts'

const words = t.insights
const HEIGHT = 220
const LEFT = 44
const RIGHT = 32
const TOP = 10
const BOTTOM = 24
/** Labels of months need about as much room. */
const LABEL_PX = 64

export const LINE_COLORS = [
  'text-chart-1',
  'text-chart-2',
  'text-chart-3',
  'text-chart-4',
  'text-chart-5',
  'text-chart-6',
  'text-chart-7',
  'text-chart-8',
]

/** Four shapes, so that no two of eight lines have the same colour and shape next to each other. */
function Mark({ shape, x, y }: { shape: number; x: number; y: number }) {
  switch (shape % 4) {
    case 0:
      return <circle cx={x} cy={y} r={3.5} fill="currentColor" />
    case 1:
      return <rect x={x - 3.5} y={y - 3.5} width={7} height={7} fill="currentColor" />
    case 2:
      return <path d={`M${x} ${y - 4.5}l4.5 8h-9z`} fill="currentColor" />
    default:
      return <path d={`M${x} ${y - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`} fill="currentColor" />
  }
}

export const LegendMark = ({ index }: { index: number }) => (
  <svg aria-hidden width={20} height={12} className={LINE_COLORS[index]}>
    <line x1={0} x2={20} y1={6} y2={6} stroke="currentColor" strokeWidth={2} />
    <Mark shape={index} x={10} y={6} />
  </svg>
)

export function LineChart({ lines, months }: { lines: readonly Line[]; months: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const top = topOf(lines)
  const inner = Math.max(0, width - LEFT - RIGHT)
  const xOf = (index: number) =>
    LEFT + (months.length > 1 ? (index / (months.length - 1)) * inner : inner / 2)
  const yOf = (rate: number) => TOP + (1 - rate / top) * (HEIGHT - TOP - BOTTOM)
  const steps = Array.from({ length: Math.round(top * 5) + 1 }, (_, index) => index / 5).filter(
    (_, index, all) => all.length <= 7 || index % 2 === 0,
  )
  const every = Math.max(1, Math.ceil((months.length * LABEL_PX) / Math.max(1, inner)))
  return (
    <div ref={box}>
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={words.rateChart(lines.length, months.length)}
        >
          {steps.map(rate => (
            <g key={rate}>
              <line
                x1={LEFT}
                x2={width - RIGHT}
                y1={yOf(rate)}
                y2={yOf(rate)}
                className={rate === 1 && top > 1 ? 'stroke-line-strong' : 'stroke-line'}
                strokeDasharray={rate === 1 && top > 1 ? '3 3' : undefined}
              />
              <text x={LEFT - 8} y={yOf(rate) + 4} textAnchor="end" className="fill-ink-3 text-xs">
                {formatPercent(rate)}
              </text>
            </g>
          ))}
          {months.map(
            (month, index) =>
              (months.length - 1 - index) % every === 0 && (
                <text
                  key={month}
                  x={xOf(index)}
                  y={HEIGHT - 6}
                  textAnchor="middle"
                  className="fill-ink-3 text-xs"
                >
                  {monthOf(month)}
                </text>
              ),
          )}
          {lines.map(({ platform, rates }, shape) => (
            <g key={platform.platform_id} className={LINE_COLORS[shape]}>
              <path
                d={pathOf(rates, xOf, yOf)}
                fill="none"
                stroke="currentColor"
                strokeWidth={2}
                strokeLinejoin="round"
              />
              {rates.map(
                (rate, index) =>
                  rate !== null && (
                    <g key={months[index]}>
                      <Mark shape={shape} x={xOf(index)} y={yOf(rate)} />
                      <title>
                        {`${platform.platform_name} · ${monthOf(months[index] ?? '')} · ${formatPercent(rate)}`}
                      </title>
                    </g>
                  ),
              )}
            </g>
          ))}
        </svg>
      )}
    </div>
  )
}
