// One platform: overview and history, found by its id in the address.
import { ChevronLeft, SearchX, Trash2 } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Platform } from '../../../shared/domain/platform.ts'
import type { AppError } from '../../../shared/errors.ts'
import { restorePlatform } from '../../actions/platforms.ts'
import { usePlatform } from '../../api/platforms.ts'
import { useCommands } from '../../commands/registry.ts'
import { Button } from '../../components/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { TabPanel, Tabs } from '../../components/ui/tabs.tsx'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { Header } from './header.tsx'
import { History } from './history/index.tsx'
import { Overview } from './overview.tsx'
import { platformHistoryRoute, platformRoute, platformsRoute } from './routes.ts'

const words = t.platform
const TABS = [
  { value: 'overview', label: words.overview },
  { value: 'history', label: words.history },
] as const

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

function Failed({ error, onRetry }: { error: AppError; onRetry: () => void }) {
  const [, go] = useLocation()
  const back = <Button onClick={() => go(platformsRoute)}>{words.backToList}</Button>
  if (error.code === 'not_found')
    return (
      <EmptyState icon={<SearchX size={20} />} title={words.notFound} actions={back}>
        {words.notFoundHint}
      </EmptyState>
    )
  const title = error.code === 'storage_corrupt' ? words.damaged : words.failed
  return <ErrorState error={error} title={title} onRetry={onRetry} actions={back} />
}

function TrashBanner({ platform }: { platform: Platform }) {
  return (
    <div role="status" className="mx-8 mt-4 flex items-center gap-3 rounded-md bg-red-tint py-2 pr-2 pl-3">
      <Trash2 size={16} aria-hidden className="shrink-0 text-red" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{words.inTrash}.</span>{' '}
        <span className="text-ink-2">{words.inTrashHint}</span>
      </p>
      <Button onClick={() => void restorePlatform(platform)}>{words.restore}</Button>
    </div>
  )
}

export default function PlatformPage({ id }: { id: string }) {
  const [here, go] = useLocation()
  const { data: platform, error, refetch } = usePlatform(id)
  useTitle(platform?.name ?? words.platforms)
  useCommands([
    {
      id: 'platform.back',
      title: words.backToList,
      group: 'go',
      icon: ChevronLeft,
      shortcut: 'esc',
      run: () => go(platformsRoute),
    },
  ])
  if (error && !platform) return <Failed error={error} onRetry={() => void refetch()} />
  if (!platform) return <Loading />
  const tab = here.split(/[?#]/)[0] === platformHistoryRoute(id) ? 'history' : 'overview'
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {platform.deleted && <TrashBanner platform={platform} />}
      <Header platform={platform} />
      <Tabs
        value={tab}
        tabs={TABS}
        label={words.tabs}
        className="sticky top-0 z-20 bg-surface px-8"
        onChange={value =>
          go(value === 'history' ? platformHistoryRoute(id) : platformRoute(id), { replace: true })
        }
      >
        <TabPanel value="overview" className="px-8 pt-6 pb-16">
          <Overview platform={platform} />
        </TabPanel>
        <TabPanel value="history" className="px-8 pt-6 pb-16">
          <History platform={platform} />
        </TabPanel>
      </Tabs>
    </div>
  )
}
