// Platforms: the accounts that audiences are delivered to, how each is doing, and what to do about it.
import { Plus, Search } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { useRunningTests } from '../../actions/platforms.ts'
import { useProfile } from '../../api/hooks.ts'
import { keys } from '../../api/keys.ts'
import { usePreferences } from '../../api/preferences.ts'
import { queryClient } from '../../api/query-client.ts'
import { useCommands } from '../../commands/registry.ts'
import { useExportCommands } from '../../components/export/menu.tsx'
import { ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { focusSearch } from '../../lib/search.ts'
import { useStore } from '../../lib/store.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { newPlatformRoute, platformRoute } from '../platform/routes.ts'
import { EmptyList } from './empty.tsx'
import { exportSource } from './export.ts'
import { Inspector } from './inspector.tsx'
import type { RowActions } from './row.tsx'
import { type MenuPlace, RowMenu } from './row-menu.tsx'
import { StoreBanner } from './store-banner.tsx'
import { TABLE_ID, Table } from './table.tsx'
import { Footer, Toolbar } from './toolbar.tsx'
import { useList } from './use-list.ts'
import { useListKeys } from './use-list-keys.ts'
import { changeView, loadView, viewStore } from './view-store.ts'

const words = t.platformList

/** Two lines, or one in compact rows. */
const ROW_PX = { regular: 48, compact: 24 }

const Waiting = () => (
  <div className="flex flex-1 flex-col gap-4 p-4" role="status">
    <span className="sr-only">{t.common.loading}</span>
    {[60, 72, 54, 66, 48].map(width => (
      <span key={width} style={{ width: `${width}%` }}>
        <Skeleton />
      </span>
    ))}
  </div>
)

/** `C` creates and `/` searches what the page lists. */
function useListCommands() {
  const [, go] = useLocation()
  useCommands([
    {
      id: 'audience.create',
      title: t.commands.create,
      group: 'audiences',
      icon: Plus,
      run: () => go('/audiences/new'),
    },
    {
      id: 'platform.create',
      title: words.connect,
      group: 'platforms',
      icon: Plus,
      shortcut: 'c',
      run: () => go(newPlatformRoute),
    },
    {
      id: 'search.focus',
      title: t.commands.searchPlatforms,
      group: 'platforms',
      icon: Search,
      shortcut: '/',
      run: focusSearch,
    },
  ])
}

export default function PlatformsPage() {
  useTitle(words.title)
  useListCommands()
  const user_id = useProfile().data?.user_id ?? ''
  // Before the first drawing, so that the page opens as it was left.
  useState(() => {
    const kept = queryClient.getQueryData<Preferences>(keys.preferences)
    if (kept) loadView(user_id, kept)
  })
  return <List />
}

function List() {
  const [, go] = useLocation()
  const view = useStore(viewStore)
  const density = usePreferences().data?.density ?? 'regular'
  const { rows, all, facets, counts, cursor, waiting, error, retry } = useList(view)
  const tests = useRunningTests()
  const testingKey = [...tests.keys()].sort().join()
  const testing = useMemo(() => new Set(testingKey.split(',')), [testingKey])
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  const row = rows[cursor]

  const latest = useRef({ rows, go })
  useEffect(() => {
    latest.current = { rows, go }
  })
  const moveTo = useCallback((index: number) => {
    const current = latest.current.rows[index]?.platform.platform_id
    if (current) changeView({ current, cursor: index })
  }, [])
  const actions = useMemo<RowActions>(
    () => ({
      moveTo,
      open: id => latest.current.go(platformRoute(id)),
      menu: (index, { x, y }) => {
        moveTo(index)
        const at = latest.current.rows[index]
        if (at) setMenu({ row: at, x, y })
      },
    }),
    [moveTo],
  )
  const onKeyDown = useListKeys({ view, rows, cursor, moveTo, open: actions.open, openMenu: actions.menu })
  const source = exportSource(view, rows)
  useExportCommands('platforms', source)
  const focusTable = useCallback(() => document.getElementById(TABLE_ID)?.focus(), [])

  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <StoreBanner />
        {waiting ? (
          <Waiting />
        ) : (
          <>
            <Toolbar view={view} counts={counts} facets={facets} source={source} />
            {error ? (
              <ErrorState className="flex-1" title={words.empty.failed} error={error} onRetry={retry} />
            ) : rows.length === 0 ? (
              <div className="flex-1 overflow-y-auto">
                <EmptyList view={view} living={counts.all} />
              </div>
            ) : (
              <Table
                rows={rows}
                rowHeight={ROW_PX[density]}
                tall={density === 'regular'}
                sort={view.sort}
                search={view.search}
                cursor={cursor}
                testing={testing}
                actions={actions}
                onKeyDown={onKeyDown}
              />
            )}
            {!error && <Footer shown={rows.length} all={all.length} />}
          </>
        )}
      </div>
      {view.inspector && <Inspector row={row} />}
      <RowMenu place={menu} onClose={() => setMenu(null)} onClosed={focusTable} />
    </div>
  )
}
