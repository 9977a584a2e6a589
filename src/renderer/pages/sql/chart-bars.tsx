// Bars with their names and figures beside them: a list, so that what is drawn can be read as well.
import { t } from '../../messages/index.ts'
import type { Point } from './model/chart.ts'
import { shownCell } from './model/values.ts'

export function Bars({ label, points }: { label: string; points: readonly Point[] }) {
  const low = Math.min(0, ...points.map(({ value }) => value))
  const span = Math.max(0, ...points.map(({ value }) => value)) - low || 1
  const part = (value: number) => `${(value / span) * 100}%`
  return (
    <ul aria-label={label} className="max-w-[1100px]">
      {points.map(({ name, value }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two bars may have the same name; they never change places
          key={index}
          className="grid h-7 grid-cols-[minmax(100px,220px)_1fr_auto] items-center gap-3"
        >
          <span className="truncate text-ink-2" title={name}>
            {name}
          </span>
          <span aria-hidden className="relative block h-4">
            <span
              className="absolute inset-y-0 rounded-xs bg-chart-1"
              style={{
                left: part(Math.min(value, 0) - low),
                width: value === 0 ? 0 : `max(2px, ${part(Math.abs(value))})`,
              }}
            />
          </span>
          <span className="min-w-16 text-right tabular-nums">
            {shownCell(value, 'number') || t.common.dash}
          </span>
        </li>
      ))}
    </ul>
  )
}
