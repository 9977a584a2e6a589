// Insights: the page of figures, its time span, and what it says where there is nothing to compare.
import { ChartLine, ChevronLeft, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useInsights } from '../../api/distributions.ts'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { WriteButton } from '../../components/ui/write-button.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { askedOf, monthsOf, SPANS, type Span } from './insights-data.ts'
import { Failures, Forecasts, People, Rates } from './insights-sections.tsx'
import { newDistributionRoute } from './routes.ts'

const words = t.insights
const SPAN_OPTIONS = (Object.keys(SPANS) as Span[]).map(value => ({ value, label: words.spans[value] }))

export default function InsightsPage() {
  useTitle(words.title)
  const [, go] = useLocation()
  const [span, setSpan] = useState<Span>('year')
  const { input, months } = useMemo(() => {
    const now = new Date()
    return { input: askedOf(span, now), months: monthsOf(span, now) }
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
