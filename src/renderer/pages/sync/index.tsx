// BigQuery: what isn't pushed yet, the push with its progress and result, and all pushes before it.
import { CloudUpload } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Connection, SyncStatus } from '../../../shared/contract/bigquery.ts'
import { useSyncStatus } from '../../api/bigquery.ts'
import { useWorkspace } from '../../api/hooks.ts'
import { useRunningSync } from '../../components/sync/use-standing.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { LivePage } from './live.tsx'
import { Automatic, ConnectionFacts } from './parts/facts.tsx'
import { Head } from './parts/head.tsx'
import { History } from './parts/history.tsx'
import { Notices } from './parts/notices.tsx'
import { LatestOutcome } from './parts/outcome.tsx'
import { PreviewSection } from './parts/preview.tsx'
import { Running } from './parts/running.tsx'
import { setUpRoute } from './routes.ts'

const words = t.bigquery

export function Loading() {
  return (
    <div role="status" className="flex flex-col gap-6 px-8 py-6">
      <span className="sr-only">{t.common.loading}</span>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}

function First() {
  const [, go] = useLocation()
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <h1 className="sr-only">{words.title}</h1>
      <EmptyState
        className="flex-1"
        icon={<CloudUpload size={20} aria-hidden />}
        title={words.empty.title}
        actions={
          <Button variant="primary" size="lg" onClick={() => go(setUpRoute)}>
            {words.empty.start}
          </Button>
        }
      >
        <p>{words.empty.hint}</p>
        <ol className="mt-4 grid gap-1.5 text-left text-ink-2">
          {words.empty.steps.map((step, index) => (
            <li key={step} className="flex items-start gap-2">
              <span
                aria-hidden
                className="mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-grey-tint text-sm text-ink-2"
              >
                {index + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
      </EmptyState>
    </div>
  )
}

function Connected({ status, connection }: { status: SyncStatus; connection: Connection }) {
  const job = useRunningSync()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Head status={{ ...status, connection }} />
      <div className="@container px-8 pt-5 pb-16">
        <Notices status={status} />
        <div className="grid gap-x-12 gap-y-10 @4xl:grid-cols-[minmax(0,1fr)_260px]">
          <div className="flex min-w-0 flex-col gap-8">
            {job ? <Running job={job} /> : <LatestOutcome status={status} />}
            <PreviewSection status={status} />
            <History />
          </div>
          <aside aria-label={words.settings} className="flex min-w-0 flex-col gap-8">
            <ConnectionFacts connection={connection} status={status} />
            <Automatic setting={connection.automatic} />
          </aside>
        </div>
      </div>
    </div>
  )
}

export default function SyncPage() {
  useTitle(words.title)
  const { data: status, error, refetch } = useSyncStatus()
  const live = useWorkspace().data?.live
  if (error && !status)
    return <ErrorState className="flex-1" title={words.failed} error={error} onRetry={() => void refetch()} />
  if (!status) return <Loading />
  if (live && status.connection)
    return <LivePage status={status} connection={status.connection} live={live} />
  return status.connection ? <Connected status={status} connection={status.connection} /> : <First />
}
