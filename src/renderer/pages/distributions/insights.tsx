// Insights: what all runs say together. Match rates over time, why runs fail, forecasts against what came, people sent.
import { ChartLine, ChevronLeft, Plus } from 'lucide-react'
import { type ReactNode, useId, useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Insights } from '../../../shared/contract/distributions.ts'
import { useInsights } from '../../api/distributions.ts'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { exactNumber, formatPercent, monthOf } from '../../lib/format.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { MonthBars } from './chart-bars.tsx'
import { LegendMark, LineChart } from './chart-lines.tsx'
import { Figures } from './figures.tsx'
import { endOf, linesOf, monthsOf, SPANS, type Span, startOf, sumsOf } from './insights-data.ts'
import { newDistributionRoute } from './routes.ts'
import { showDistributions } from './view-store.ts'
import { WriteButton } from './write-button.tsx'

const words = t.insights
const SPAN_OPTIONS = (Object.keys(SPANS) as Span[]).map(value => ({ value, label: words.spans[value] }))

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

function Rates({ insights, months }: Of) {
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

function Failures({ insights }: { insights: Insights }) {
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

function Forecasts({ insights, months }: Of) {
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
              { name: words.matched, fill: 'bg-chart-1', values: sums.map(sum => sum.matched_records) },
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
              exactNumber(sum.matched_records),
              sum.forecast_matches > 0
                ? formatPercent(sum.matched_records / sum.forecast_matches - 1)
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

function People({ insights, months }: Of) {
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

export default function InsightsPage() {
  useTitle(words.title)
  const [, go] = useLocation()
  const [span, setSpan] = useState<Span>('year')
  const { input, months } = useMemo(() => {
    const now = new Date()
    return { input: { from: startOf(span, now), to: endOf(now) }, months: monthsOf(span, now) }
  }, [span])
  const { data, error, refetch } = useInsights(input)
  const none = data !== undefined && data.months.length === 0
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-360 px-6 pb-10">
        <header className="flex flex-wrap items-center gap-3 py-4">
          <div className="mr-auto">
            <Link
              href="/distributions"
              className="flex w-fit items-center gap-1 text-sm text-ink-2 hover:text-ink"
            >
              <ChevronLeft size={14} aria-hidden /> {t.distributionList.title}
            </Link>
            <h1 className="text-title font-semibold">{words.title}</h1>
          </div>
          <SegmentedControl label={words.span} value={span} options={SPAN_OPTIONS} onChange={setSpan} />
        </header>
        {error && !data ? (
          <ErrorState title={words.failed} error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <div role="status" className="grid gap-4">
            <span className="sr-only">{t.common.loading}</span>
            <Skeleton className="h-55" />
          </div>
        ) : none ? (
          <EmptyState
            icon={<ChartLine size={20} aria-hidden />}
            title={words.empty}
            actions={
              <WriteButton
                primary
                size="lg"
                icon={<Plus size={16} />}
                onClick={() => go(newDistributionRoute)}
              >
                {t.distributionList.create}
              </WriteButton>
            }
          >
            {words.emptyHint}
          </EmptyState>
        ) : (
          <div className="grid gap-x-10 gap-y-8 min-[1360px]:grid-cols-2">
            <Rates insights={data} months={months} />
            <Failures insights={data} />
            <Forecasts insights={data} months={months} />
            <People insights={data} months={months} />
          </div>
        )}
      </div>
    </div>
  )
}
