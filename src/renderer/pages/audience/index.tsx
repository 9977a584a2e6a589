// One audience: overview, distributions and history, found by its id in the address.
import { ChevronLeft, SearchX, Trash2 } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Audience } from '../../../shared/domain/audience.ts'
import type { AppError } from '../../../shared/errors.ts'
import { useAudience } from '../../api/hooks.ts'
import { useCommands } from '../../commands/registry.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { TabPanel, Tabs } from '../../components/ui/tabs.tsx'
import { t } from '../../messages/index.ts'
import { restore } from './actions.ts'
import { Distributions } from './distributions.tsx'
import { Header } from './header.tsx'
import { History } from './history/index.tsx'
import { Overview } from './overview.tsx'
import { audienceDistributionsRoute, audienceRoute, historyRoute, listRoute } from './routes.ts'

const TABS = [
  { value: 'overview', label: t.audience.overview },
  { value: 'distributions', label: t.run.tab },
  { value: 'history', label: t.audience.history },
] as const
type Tab = (typeof TABS)[number]['value']

const ROUTES: Record<Tab, (id: string) => string> = {
  overview: audienceRoute,
  distributions: audienceDistributionsRoute,
  history: historyRoute,
}
const tabAt = (path: string, id: string): Tab =>
  TABS.find(({ value }) => ROUTES[value](id) === path)?.value ?? 'overview'

function Loading() {
  return (
    <div role="status" className="flex flex-col gap-6 px-8 py-6">
      <span className="sr-only">{t.common.loading}</span>
      <Skeleton className="h-7 w-96" />
      <Skeleton className="h-10 w-2/3" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}

function BackToList() {
  const [, go] = useLocation()
  return <Button onClick={() => go(listRoute)}>{t.audience.backToList}</Button>
}

function Failed({ error, onRetry }: { error: AppError; onRetry: () => void }) {
  if (error.code === 'not_found')
    return (
      <EmptyState icon={<SearchX size={20} />} title={t.audience.notFound} actions={<BackToList />}>
        {t.audience.notFoundHint}
      </EmptyState>
    )
  const title = error.code === 'storage_corrupt' ? t.audience.damaged : t.audience.failed
  return <ErrorState error={error} title={title} onRetry={onRetry} actions={<BackToList />} />
}

function TrashBanner({ audience }: { audience: Audience }) {
  return (
    <div
      role="status"
      className="mx-8 mt-4 flex items-center gap-3 rounded-md bg-red-tint py-2 pr-2 pl-3 text-base"
    >
      <Trash2 size={16} aria-hidden className="shrink-0 text-red" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{t.audience.inTrash}.</span>{' '}
        <span className="text-ink-2">{t.audience.inTrashHint}</span>
      </p>
      <Button onClick={() => void restore(audience)}>{t.audience.restore}</Button>
    </div>
  )
}

export default function AudiencePage({ id }: { id: string }) {
  const [here, go] = useLocation()
  const { data: audience, error, refetch } = useAudience(id)
  useCommands([
    {
      id: 'audience.back',
      title: t.audience.backToList,
      group: 'go',
      icon: ChevronLeft,
      shortcut: 'esc',
      run: () => go(listRoute),
    },
  ])
  if (error && !audience) return <Failed error={error} onRetry={() => void refetch()} />
  if (!audience) return <Loading />
  const tab = tabAt(here.split(/[?#]/)[0] ?? '', id)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {audience.deleted && <TrashBanner audience={audience} />}
      <Header audience={audience} />
      <Tabs
        value={tab}
        tabs={TABS}
        label={t.audience.tabs}
        className="sticky top-0 z-20 bg-surface px-8"
        onChange={value => go(ROUTES[value](id), { replace: true })}
      >
        <TabPanel value="overview" className="px-8 pt-6 pb-16">
          <Overview audience={audience} />
        </TabPanel>
        <TabPanel value="distributions" className="px-8 pt-6 pb-16">
          <Distributions audience={audience} />
        </TabPanel>
        <TabPanel value="history" className="px-8 pt-6 pb-16">
          <History audience={audience} />
        </TabPanel>
      </Tabs>
    </div>
  )
}
