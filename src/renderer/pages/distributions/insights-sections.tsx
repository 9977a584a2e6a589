// What all runs say together, a section each: match rates, causes of failures, forecasts against what came, people sent.
import { type ReactNode, useId, useMemo } from 'react'
import { Link } from 'wouter'
import type { Insights } from '../../../shared/contract/distributions.ts'
import { Figures } from '../../components/table/figures.tsx'
import { exactNumber, formatPercent, monthOf } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { MonthBars } from './chart-bars.tsx'
import { LegendMark, LineChart } from './chart-lines.tsx'
import { linesOf, sumsOf } from './insights-data.ts'
import { showDistributions } from './view-store.ts'

const words = t.insights

function Section({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="min-w-0 border-t border-line pt-4">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      <p className="mb-3 max-w-[68ch] text-pretty text-ink-2">{hint}</p>
      {children}
    </section>
  )
}

const Nothing = ({ children }: { children: string }) => <p className="py-6 text-ink-3">{children}</p>

type Of = { insights: Insights; months: readonly string[] }

export function Rates({ insights, months }: Of) {
  const { lines, left_out } = useMemo(() => linesOf(insights, months), [insights, months])
  return (
    <Section title={words.rates} hint={words.ratesHint}>
      {lines.length === 0 ? (
        <Nothing>{words.noRates}</Nothing>
      ) : (
        <>
          <LineChart lines={lines} months={months} />
          <ul aria-label={words.legend} className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
            {lines.map(({ platform }, index) => (
              <li key={platform.platform_id}>
                <Link
                  href="/distributions"
                  onClick={() =>
                    showDistributions({
                      tab: 'completed',
                      filters: { platform_ids: [platform.platform_id] },
                    })
                  }
                  className="flex items-center gap-2 text-ink-2 underline-offset-2 hover:text-ink hover:underline"
                >
                  <LegendMark index={index} />
                  {platform.platform_name}
                </Link>
              </li>
            ))}
            {left_out > 0 && <li className="text-ink-3">{words.leftOut(left_out)}</li>}
          </ul>
          <Figures
            caption={words.rates}
            head={[words.month, ...lines.map(({ platform }) => platform.platform_name)]}
            rows={months.map((month, index) => [
              monthOf(month),
              ...lines.map(({ rates }) => {
                const rate = rates[index] ?? null
                return rate === null ? t.common.dash : formatPercent(rate)
              }),
            ])}
          />
        </>
      )}
    </Section>
  )
}

export function Failures({ insights }: { insights: Insights }) {
  const causes = insights.failures.map(({ error_code, count }) => ({
    name: t.distributions.cause(error_code),
    error_codes: [error_code],
    count,
  }))
  const untold = insights.by_status.failed - causes.reduce((sum, { count }) => sum + count, 0)
  if (untold > 0) causes.push({ name: words.noCause, error_codes: [], count: untold })
  const most = Math.max(1, ...causes.map(({ count }) => count))
  return (
    <Section title={words.failures} hint={words.failuresHint}>
      {causes.length === 0 ? (
        <Nothing>{words.noFailures}</Nothing>
      ) : (
        <ul aria-label={words.failures}>
          {causes.map(({ name, error_codes, count }) => (
            <li key={name} className="border-b border-line last:border-0">
              <Link
                href="/distributions"
                onClick={() => showDistributions({ tab: 'failed', filters: { error_codes } })}
                className="group grid grid-cols-[minmax(120px,200px)_1fr_auto] items-center gap-3 rounded-sm px-1 py-1.5 hover:bg-hover"
              >
                <span className="truncate underline-offset-2 group-hover:underline">{name}</span>
                <span aria-hidden className="block h-2 overflow-hidden rounded-full bg-grey-tint">
                  <span
                    className="block h-full rounded-full bg-chart-4"
                    style={{ width: `${Math.max(2, (count / most) * 100)}%` }}
                  />
                </span>
                <span className="min-w-8 text-right text-ink-2">
                  {exactNumber(count)}
                  <span className="sr-only"> {words.failedRuns(count)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const Key = ({ fill, name }: { fill: string; name: string }) => (
  <li className="flex items-center gap-2 text-ink-2">
    <span aria-hidden className={`size-3 rounded-xs ${fill}`} />
    {name}
  </li>
)

export function Forecasts({ insights, months }: Of) {
  const sums = useMemo(() => sumsOf(insights, months), [insights, months])
  const any = sums.some(sum => sum.forecast_matches > 0)
  return (
    <Section title={words.forecasts} hint={words.forecastsHint}>
      {any ? (
        <>
          <MonthBars
            label={words.forecasts}
            months={months}
            series={[
              { name: words.expected, fill: 'bg-chart-2', values: sums.map(sum => sum.forecast_matches) },
              { name: words.matched, fill: 'bg-chart-1', values: sums.map(sum => sum.forecast_matched) },
            ]}
          />
          <ul className="mt-2 flex gap-5">
            <Key fill="bg-chart-2" name={words.expected} />
            <Key fill="bg-chart-1" name={words.matched} />
          </ul>
          <Figures
            caption={words.forecasts}
            head={[words.month, words.expected, words.matched, words.difference]}
            rows={sums.map(sum => [
              monthOf(sum.month),
              exactNumber(sum.forecast_matches),
              exactNumber(sum.forecast_matched),
              sum.forecast_matches > 0
                ? formatPercent(sum.forecast_matched / sum.forecast_matches - 1)
                : t.common.dash,
            ])}
          />
        </>
      ) : (
        <Nothing>{words.noForecasts}</Nothing>
      )}
    </Section>
  )
}

export function People({ insights, months }: Of) {
  const sums = useMemo(() => sumsOf(insights, months), [insights, months])
  return (
    <Section title={words.people} hint={words.peopleHint}>
      {sums.some(sum => sum.total_records > 0) ? (
        <>
          <MonthBars
            label={words.people}
            months={months}
            series={[{ name: words.sent, fill: 'bg-chart-3', values: sums.map(sum => sum.total_records) }]}
          />
          <Figures
            caption={words.people}
            head={[words.month, words.sent, words.completedRuns, words.failedHead]}
            rows={sums.map(sum => [
              monthOf(sum.month),
              exactNumber(sum.total_records),
              exactNumber(sum.completed),
              exactNumber(sum.failed),
            ])}
          />
        </>
      ) : (
        <Nothing>{words.noPeople}</Nothing>
      )}
    </Section>
  )
}
