// Distributions: every run of an audience to a platform, as a table, a board of what is scheduled, or by day.
import { Plus, Search } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { useDistributionCounts } from '../../api/distributions.ts'
import { usePreferences } from '../../api/preferences.ts'
import { useShown } from '../../api/windows.ts'
import { useCommands } from '../../commands/registry.ts'
import { useExportCommands } from '../../components/export/menu.tsx'
import { ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { focusSearch } from '../../lib/search.ts'
import { useStore } from '../../lib/store.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { Board } from './board.tsx'
import { EmptyList } from './empty.tsx'
import { exportSource } from './export.ts'
import { Inspector } from './inspector.tsx'
import { distributionRoute, newDistributionRoute } from './routes.ts'
import type { RowActions } from './row.tsx'
import { type MenuPlace, RowMenu } from './row-menu.tsx'
import { TABLE_ID, Table } from './table.tsx'
import { Timeline } from './timeline.tsx'
import { Footer, Toolbar } from './toolbar.tsx'
import { useListKeys } from './use-list-keys.ts'
import { DISTRIBUTIONS, type Question, useRows } from './use-rows.ts'
import { baseFilter, isFiltered, tabFilter, type View } from './view.ts'
import { changeView, viewStore } from './view-store.ts'

const words = t.distributionList
const TYPING_MS = 80
/** Two lines, or one in compact rows. */
const ROW_PX = { regular: 48, compact: 24 }

/** The text after a short pause in typing; other changes are taken at once. */
function useAfterTyping(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  // Cleared fields show everything without a pause.
  return text === '' ? '' : settled
}

function useQuestion(view: View): Question {
  const search = useAfterTyping(view.search)
  const { filters, tab, sort } = view
  return useMemo(() => ({ base: baseFilter({ search, filters }), tab, sort }), [search, filters, tab, sort])
}

/** `C` plans and `/` searches what the page lists. */
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
      id: 'distribution.create',
      title: words.create,
      group: 'distributions',
      icon: Plus,
      shortcut: 'c',
      run: () => go(newDistributionRoute),
    },
    {
      id: 'search.focus',
      title: t.commands.searchDistributions,
      group: 'distributions',
      icon: Search,
      shortcut: '/',
      run: focusSearch,
    },
  ])
}

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

export default function DistributionsPage() {
  useTitle(words.title)
  useListCommands()
  const view = useStore(viewStore)
  const question = useQuestion(view)
  const { shown, error, retry } = useShown(DISTRIBUTIONS, question, view.cursor)
  const all = useDistributionCounts({}).data?.total
  if (error && !shown)
    return (
      <>
        <h1 className="flex h-12 shrink-0 items-center px-4 text-lg font-semibold">{words.title}</h1>
        <ErrorState className="flex-1" title={words.empty.failed} error={error} onRetry={retry} />
      </>
    )
  if (!shown || all === undefined) return <Waiting />
  const failed = error && (
    <ErrorState className="flex-1" title={words.empty.failed} error={error} onRetry={retry} />
  )
  return <List view={view} question={question} shown={shown} none={all === 0} failed={failed} />
}

type ListProps = { view: View; question: Question; shown: Question; none: boolean; failed: ReactNode }

function List({ view, question, shown, none, failed }: ListProps) {
  const [, go] = useLocation()
  const density = usePreferences().data?.density ?? 'regular'
  const rows = useRows(shown, view.cursor)
  const questionKey = JSON.stringify(shown)
  const cursor = Math.min(view.cursor, Math.max(0, rows.total - 1))
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  const current = rows.rowAt(cursor)
  const { mode } = view

  const goRef = useRef(go)
  useEffect(() => {
    goRef.current = go
  })
  const moveTo = useCallback((index: number) => changeView({ cursor: index }), [])
  const openMenu = useCallback(
    (run: DistributionSummary, { x, y }: { x: number; y: number }) => setMenu({ run, x, y }),
    [],
  )
  const actions = useMemo<RowActions>(
    () => ({
      moveTo,
      open: id => goRef.current(distributionRoute(id)),
      menu: (index, run, at) => {
        moveTo(index)
        openMenu(run, at)
      },
    }),
    [moveTo, openMenu],
  )
  const onKeyDown = useListKeys({
    view,
    total: rows.total,
    cursor,
    run: current,
    moveTo,
    open: actions.open,
    openMenu: actions.menu,
  })
  const source = exportSource(view, question, rows.total)
  useExportCommands('distributions', source)
  const focusTable = useCallback(() => document.getElementById(TABLE_ID)?.focus(), [])
  const filtered = isFiltered(view) || view.tab !== 'all'

  const body = (): ReactNode => {
    if (failed) return failed
    if (none || (rows.total === 0 && rows.counts && mode !== 'board'))
      return (
        <div className="flex-1 overflow-y-auto">
          <EmptyList view={view} none={none} />
        </div>
      )
    if (mode === 'board') return <Board base={question.base} openMenu={openMenu} />
    if (mode === 'timeline') return <Timeline filter={tabFilter(shown.base, shown.tab)} openMenu={openMenu} />
    return (
      <Table
        rows={rows}
        rowHeight={ROW_PX[density]}
        tall={density === 'regular'}
        sort={shown.sort}
        search={shown.base.search ?? ''}
        cursor={cursor}
        actions={actions}
        onKeyDown={onKeyDown}
        questionKey={questionKey}
      />
    )
  }

  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <Toolbar view={view} counts={rows.counts} none={none} source={source} />
        {body()}
        {!none && mode !== 'board' && (
          <Footer shown={rows.total} filtered={filtered} hints={mode === 'table'} />
        )}
      </div>
      {view.inspector && mode === 'table' && !none && <Inspector run={current} />}
      <RowMenu place={menu} onClose={() => setMenu(null)} onClosed={focusTable} />
    </div>
  )
}
