// A line through the numbers of a result in the order of its rows. Its figures stand below it as a table.
import { useRef } from 'react'
import { useWidth } from '../../components/table/use-width.ts'
import { compactNumber } from '../../lib/format.ts'
import { type Point, ticksOf } from './model/chart.ts'
import { shownCell } from './model/values.ts'

const HEIGHT = 260
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 24, 12, 28]
/** A name of the axis needs about as much room. */
const NAME_PX = 92
/** With more points their marks would touch. */
const MARKED = 60

export function LineOverTime({ label, points }: { label: string; points: readonly Point[] }) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const ticks = ticksOf(points.map(({ value }) => value))
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const inner = Math.max(0, width - LEFT - RIGHT)
  const xOf = (index: number) =>
    LEFT + (points.length > 1 ? (index / (points.length - 1)) * inner : inner / 2)
  const yOf = (value: number) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM)
  const every = Math.max(1, Math.ceil((points.length * NAME_PX) / Math.max(1, inner)))
  const path = points
    .map(({ value }, index) => `${index === 0 ? 'M' : 'L'}${xOf(index).toFixed(1)} ${yOf(value).toFixed(1)}`)
    .join('')
  return (
    <div ref={box}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={label}>
          {ticks.map(value => (
            <g key={value}>
              <line
                x1={LEFT}
                x2={width - RIGHT}
                y1={yOf(value)}
                y2={yOf(value)}
                className={value === 0 ? 'stroke-line-strong' : 'stroke-line'}
              />
              <text x={LEFT - 8} y={yOf(value) + 4} textAnchor="end" className="fill-ink-3 text-xs">
                {compactNumber(value)}
              </text>
            </g>
          ))}
          {points.map(
            ({ name }, index) =>
              (points.length - 1 - index) % every === 0 && (
                <text
                  // biome-ignore lint/suspicious/noArrayIndexKey: two points may have the same name; they never change places
                  key={index}
                  x={xOf(index)}
                  y={HEIGHT - 8}
                  textAnchor="middle"
                  className="fill-ink-3 text-xs"
                >
                  {name.length > 14 ? `${name.slice(0, 13)}…` : name}
                </text>
              ),
          )}
          <g className="text-chart-1">
            <path d={path} fill="none" stroke="currentColor" strokeWidth={2} strokeLinejoin="round" />
            {points.length <= MARKED &&
              points.map(({ name, value }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <circle key={index} cx={xOf(index)} cy={yOf(value)} r={3.5} fill="currentColor">
                  <title>{`${name} · ${shownCell(value, 'number')}`}</title>
                </circle>
              ))}
          </g>
        </svg>
      )}
    </div>
  )
}
