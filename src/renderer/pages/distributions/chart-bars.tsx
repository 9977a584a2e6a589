// Bars by month, one or two a month; each month leads to its runs.
import { Link } from 'wouter'
import { cx } from '../../lib/cx.ts'
import { compactNumber, exactNumber, monthOf } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { daysOf } from './insights-data.ts'
import { showDistributions } from './view-store.ts'

export type BarSeries = { name: string; fill: string; values: readonly number[] }

type Props = { label: string; months: readonly string[]; series: readonly BarSeries[] }

export function MonthBars({ label, months, series }: Props) {
  const most = Math.max(1, ...series.flatMap(({ values }) => values))
  const every = months.length > 12 ? 3 : 1
  // Beside two bars one figure would say nothing.
  const one = series.length === 1
  return (
    <ul aria-label={label} className="flex h-55 gap-1 border-b border-line pt-5">
      {months.map((month, index) => {
        const values = series.map(({ name, values }) => [name, values[index] ?? 0] as const)
        const said = values.map(([name, value]) => `${name}: ${exactNumber(value)}`).join(', ')
        const highest = Math.max(...values.map(([, value]) => value))
        return (
          <li key={month} className="min-w-0 flex-1">
            <Link
              href="/distributions"
              onClick={() => showDistributions({ filters: { happens: daysOf(month) } })}
              aria-label={t.insights.monthRuns(monthOf(month), said)}
              title={`${monthOf(month)} · ${said}`}
              className="group flex h-full flex-col rounded-sm hover:bg-hover"
            >
              <span className="flex min-h-0 flex-1 items-end justify-center gap-px">
                {series.map(({ name, fill, values }) => {
                  const value = values[index] ?? 0
                  return (
                    <span key={name} className="relative flex h-full w-full max-w-8 items-end">
                      <span
                        className={cx('w-full rounded-t-xs', fill)}
                        style={{ height: value > 0 ? `max(2px, ${(value / most) * 100}%)` : 0 }}
                      />
                    </span>
                  )
                })}
              </span>
              <span
                aria-hidden
                className="flex h-9 shrink-0 flex-col items-center justify-center overflow-hidden text-xs whitespace-nowrap text-ink-3"
              >
                {(months.length - 1 - index) % every === 0 && (
                  <>
                    <span className="text-ink-2">{one && highest > 0 ? compactNumber(highest) : ''}</span>
                    <span>{monthOf(month, 'short')}</span>
                  </>
                )}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
