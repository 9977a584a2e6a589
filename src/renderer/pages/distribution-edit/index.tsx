// Changes a planned run: what it waits for, what it can't be any more, or the form.
import { Lock, SearchX } from 'lucide-react'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { useDistribution } from '../../api/distributions.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { t } from '../../messages/index.ts'
import { leftAt } from '../distribution-new/use-leaving.ts'
import { changeRunRoute, distributionRoute, distributionsRoute } from '../distributions/routes.ts'
import { EditorView } from './editor-view.tsx'
import { formOfRun } from './model/form.ts'

const words = t.runEdit

/** What the form starts from is taken once: it mustn't change while it is open. */
function Editing({ run }: { run: Distribution }) {
  const [start] = useState(() => {
    const opened = new Date()
    const left = leftAt(changeRunRoute(run.distribution_id))
    const base = left?.base ?? run
    return { base, form: left?.form ?? formOfRun(base, opened), opened }
  })
  return <EditorView start={start} latest={run} />
}

export default function DistributionEditPage({ id }: { id: string }) {
  const [, go] = useLocation()
  const { data: run, error, refetch } = useDistribution(id)
  // A form that was open when its run started stays open, and says so.
  const wasScheduled = useRef(leftAt(changeRunRoute(id)) !== null)
  if (run?.status === 'scheduled' && !run.deleted) wasScheduled.current = true
  if (run && wasScheduled.current) return <Editing run={run} />
  if (run)
    return (
      <EmptyState
        icon={<Lock size={20} />}
        title={run.deleted ? words.trashed : words.notScheduled}
        actions={<Button onClick={() => go(distributionRoute(id))}>{words.open}</Button>}
      >
        {words.notScheduledHint}
      </EmptyState>
    )
  const back = <Button onClick={() => go(distributionsRoute)}>{t.run.backToList}</Button>
  if (!error)
    return (
      <div role="status" className="flex flex-col gap-4 px-8 py-6">
        <span className="sr-only">{t.common.loading}</span>
        <Skeleton className="h-7 w-80" />
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-24 w-full" />
      </div>
    )
  return error.code === 'not_found' ? (
    <EmptyState icon={<SearchX size={20} />} title={t.run.notFound} actions={back}>
      {t.run.notFoundHint}
    </EmptyState>
  ) : (
    <ErrorState error={error} title={t.run.failed} onRetry={() => void refetch()} actions={back} />
  )
}
