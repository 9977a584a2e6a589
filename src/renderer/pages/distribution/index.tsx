// One run: how it stands, everything that happened to it, what is to be done by hand, its results and its receipt.
import { ChevronLeft, SearchX } from 'lucide-react'
import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { AppError } from '../../../shared/errors.ts'
import { useDistribution, useDistributionHistory } from '../../api/distributions.ts'
import { useCommands } from '../../commands/registry.ts'
import { focusControl } from '../../components/form/controls.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { distributionsRoute } from '../distributions/routes.ts'
import { Header } from './header.tsx'
import { Attempts } from './parts/attempts.tsx'
import { Facts } from './parts/facts.tsx'
import { HandoverSection } from './parts/handover.tsx'
import { ApprovalNotice, ElsewhereNotice, FailureNotice } from './parts/notices.tsx'
import { Path } from './parts/path.tsx'
import { ReceiptSection } from './parts/receipt.tsx'
import { Results } from './parts/results.tsx'
import { useActions } from './use-actions.ts'

const words = t.run

function Loading() {
  return (
    <div role="status" className="flex flex-col gap-6 px-8 py-6">
      <span className="sr-only">{t.common.loading}</span>
      <Skeleton className="h-7 w-96" />
      <Skeleton className="h-12 w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}

function Failed({ error, onRetry }: { error: AppError; onRetry: () => void }) {
  const [, go] = useLocation()
  const back = <Button onClick={() => go(distributionsRoute)}>{words.backToList}</Button>
  if (error.code === 'not_found')
    return (
      <EmptyState icon={<SearchX size={20} />} title={words.notFound} actions={back}>
        {words.notFoundHint}
      </EmptyState>
    )
  const title = error.code === 'storage_corrupt' ? words.damaged : words.failed
  return <ErrorState error={error} title={title} onRetry={onRetry} actions={back} />
}

function Shown({ run }: { run: Distribution }) {
  const [editing, setEditing] = useState(false)
  const edit = (next: boolean) => {
    setEditing(next)
    if (next) focusControl('matched_records')
  }
  const actions = useActions(run, () => edit(true))
  useCommands(actions.filter(({ reason }) => !reason))
  const { data: versions = [], error, refetch } = useDistributionHistory(run.distribution_id)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Header run={run} actions={actions} />
      <Path run={run} versions={versions} />
      <div className="@container px-8 pt-6 pb-16">
        <div className="grid gap-x-12 gap-y-10 @4xl:grid-cols-[minmax(0,1fr)_260px]">
          <div className="flex min-w-0 flex-col gap-10">
            <div className="flex flex-col gap-3 empty:hidden">
              <ApprovalNotice run={run} />
              <ElsewhereNotice run={run} />
              <FailureNotice run={run} />
            </div>
            <HandoverSection run={run} />
            <Results run={run} editing={editing} onEdit={edit} />
            <div className="grid items-start gap-x-12 gap-y-10 @[1500px]:grid-cols-2">
              {error ? (
                <ErrorState error={error} title={words.historyFailed} onRetry={() => void refetch()} />
              ) : (
                <Attempts run={run} versions={versions} />
              )}
              <ReceiptSection run={run} />
            </div>
          </div>
          <aside aria-label={words.details} className="flex min-w-0 flex-col gap-8">
            <Facts run={run} />
          </aside>
        </div>
      </div>
    </div>
  )
}

function DistributionPage({ id }: { id: string }) {
  const [, go] = useLocation()
  const { data: run, error, refetch } = useDistribution(id)
  useTitle(run ? words.title(run.audience_name, run.platform_name) : words.distributions)
  useCommands([
    {
      id: 'distribution.back',
      title: words.backToList,
      group: 'go',
      icon: ChevronLeft,
      shortcut: 'esc',
      run: () => go(distributionsRoute),
    },
  ])
  if (error && !run) return <Failed error={error} onRetry={() => void refetch()} />
  return run ? <Shown run={run} /> : <Loading />
}

/** An address with a query, opened in another window, reaches this page as an id: the router finds the right one by it. */
export default function Page({ id }: { id: string }) {
  return id.includes('?') ? (
    <Redirect to={`${distributionsRoute}/${id}`} replace />
  ) : (
    <DistributionPage id={id} />
  )
}
