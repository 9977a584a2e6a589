// Audiences: the list with its filters, selection, changes and preview.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { copyRows } from '../../actions/export.ts'
import { usePreferences } from '../../api/preferences.ts'
import { useShown } from '../../api/windows.ts'
import { useExportCommands } from '../../components/export/menu.tsx'
import { ErrorState, Skeleton } from '../../components/ui/states.tsx'
import { useStore } from '../../lib/store.ts'
import { useTitle } from '../../lib/title.ts'
import { t } from '../../messages/index.ts'
import { BulkBar } from './bulk-bar.tsx'
import { EmptyList } from './empty.tsx'
import { exportSource, rowSource } from './export.ts'
import { Inspector } from './inspector.tsx'
import type { RowActions } from './row.tsx'
import { type MenuPlace, RowMenu } from './row-menu.tsx'
import { selectedCount } from './selection.ts'
import { TABLE_ID, Table } from './table.tsx'
import { Footer, Toolbar } from './toolbar.tsx'
import { useListKeys } from './use-list-keys.ts'
import { AUDIENCES, type Question, useRows } from './use-rows.ts'
import { useSelection } from './use-selection.ts'
import { baseFilter, TABS, tabCount, tabFilter, type View } from './view.ts'
import { changeView, viewStore } from './view-store.ts'

const TYPING_MS = 80
const ROW_PX = { regular: 32, compact: 24 }

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

const Waiting = () => (
  <div className="flex flex-1 flex-col gap-4 p-4" aria-busy="true">
    {[60, 72, 54, 66, 48, 70, 58].map(width => (
      <span key={width} style={{ width: `${width}%` }}>
        <Skeleton />
      </span>
    ))}
  </div>
)

export default function AudiencesPage() {
  useTitle(t.list.title)
  const view = useStore(viewStore)
  const question = useQuestion(view)
  const { shown, error, retry } = useShown(AUDIENCES, question, view.cursor)
  if (error && !shown)
    return <ErrorState className="flex-1" title={t.emptyList.failed} error={error} onRetry={retry} />
  if (!shown) return <Waiting />
  return <List view={view} shown={shown} error={error} onRetry={retry} />
}

type ListProps = {
  view: View
  shown: Question
  error: ReturnType<typeof useShown>['error']
  onRetry: () => void
}

function List({ view, shown, error, onRetry }: ListProps) {
  const [, go] = useLocation()
  const density = usePreferences().data?.density ?? 'regular'
  const rows = useRows(shown, view.cursor)
  const questionKey = JSON.stringify(shown)
  const cursor = Math.min(view.cursor, Math.max(0, rows.total - 1))
  const { selection, click, clear, selectAll, selectMatching, onKey } = useSelection({
    rows,
    cursor,
    questionKey,
  })
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  const current = rows.rowAt(cursor)

  const focusTable = useCallback(() => document.getElementById(TABLE_ID)?.focus(), [])
  const goRef = useRef(go)
  useEffect(() => {
    goRef.current = go
  })
  const actions = useMemo<RowActions>(
    () => ({
      click,
      open: id => goRef.current(`/audiences/${id}`),
      menu: (index, item, { x, y }) => {
        changeView({ cursor: index })
        setMenu({ item, x, y })
      },
    }),
    [click],
  )
  const onKeyDown = useListKeys({
    view,
    current,
    cursor,
    selection,
    copy: () => {
      const chosen = selection.all || selection.ids.size > 0
      if (chosen) void copyRows(exportSource(view, shown, rows.total, selection))
      else if (current) void copyRows(rowSource(view, current))
    },
    onKey,
    clear,
    openMenu: setMenu,
    open: actions.open,
  })

  const filter = tabFilter(shown.base, shown.tab)
  const source = exportSource(view, shown, rows.total, selection)
  useExportCommands('audiences', source)
  const all = rows.counts
    ? TABS.reduce(
        (sum, tab) => sum + (tab === 'all' ? 0 : tabCount(rows.counts ?? { by_status: {}, deleted: 0 }, tab)),
        0,
      )
    : 0
  const inTab = rows.counts ? tabCount(rows.counts, shown.tab === 'trash' ? 'trash' : 'all') : 0
  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <Toolbar view={view} counts={rows.counts} source={exportSource(view, shown, rows.total)} />
        {error ? (
          <ErrorState className="flex-1" title={t.emptyList.failed} error={error} onRetry={onRetry} />
        ) : rows.total === 0 && rows.counts ? (
          <div className="flex-1 overflow-y-auto">
            <EmptyList view={view} all={all} />
          </div>
        ) : (
          <Table
            rows={rows}
            rowHeight={ROW_PX[density]}
            hidden={view.hidden}
            sort={shown.sort}
            search={shown.base.search}
            cursor={cursor}
            selection={selection}
            actions={actions}
            onKeyDown={onKeyDown}
            onCheckAll={checked => (checked ? selectAll() : clear())}
            questionKey={questionKey}
          />
        )}
        <BulkBar
          selection={selection}
          total={rows.total}
          filter={filter}
          source={source}
          inTrash={shown.tab === 'trash'}
          onSelectMatching={selectMatching}
          onClear={() => {
            clear()
            focusTable()
          }}
        />
        <Footer total={rows.total} all={inTab} selected={selectedCount(selection, rows.total)} />
      </div>
      {view.inspector && <Inspector audienceId={current?.audience_id ?? null} />}
      <RowMenu view={view} place={menu} onClose={() => setMenu(null)} onClosed={focusTable} />
    </div>
  )
}
