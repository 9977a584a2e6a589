// Above the table: title and count, the ways to look at it, insights, planning one, the tabs, the quick filters.
import { CalendarDays, ChartLine, Plus, Rows3, Table2 } from 'lucide-react'
import { useLocation } from 'wouter'
import type { ExportSource } from '../../actions/export.ts'
import { ExportMenu } from '../../components/export/menu.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ChoiceTabs } from '../../components/ui/choice-tabs.tsx'
import { Kbd } from '../../components/ui/kbd.tsx'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { WriteButton } from '../../components/ui/write-button.tsx'
import { exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { QuickFilters } from './filters.tsx'
import { insightsRoute, newDistributionRoute } from './routes.ts'
import { type Counts, type Mode, TABS, tabCount, type View } from './view.ts'
import { changeView } from './view-store.ts'

const words = t.distributionList

const MODES: { value: Mode; label: string; icon: React.ReactNode }[] = [
  { value: 'table', label: words.modes.table, icon: <Table2 size={14} aria-hidden /> },
  { value: 'board', label: words.modes.board, icon: <CalendarDays size={14} aria-hidden /> },
  { value: 'timeline', label: words.modes.timeline, icon: <Rows3 size={14} aria-hidden /> },
]

type Props = { view: View; counts: Counts | undefined; none: boolean; source: ExportSource }

export function Toolbar({ view, counts, none, source }: Props) {
  const [, go] = useLocation()
  return (
    <div className="shrink-0">
      <div className="flex h-12 items-center gap-3 px-4">
        <h1 className="text-lg font-semibold">{words.title}</h1>
        {!none && (
          <>
            <SegmentedControl
              label={words.modesLabel}
              value={view.mode}
              options={MODES}
              onChange={mode => changeView({ mode })}
            />
            <div className="ml-auto flex items-center gap-2">
              <ExportMenu source={source} />
              <Button icon={<ChartLine size={16} />} onClick={() => go(insightsRoute)}>
                {words.insights}
              </Button>
              <WriteButton
                primary
                shortcut="c"
                icon={<Plus size={16} />}
                onClick={() => go(newDistributionRoute)}
              >
                {words.create}
              </WriteButton>
            </div>
          </>
        )}
      </div>
      {!none && (
        <div className="flex flex-wrap-reverse items-center border-b border-line">
          {view.mode === 'board' ? (
            <p className="px-4 text-ink-2">{words.boardHint}</p>
          ) : (
            <div className="-mb-px">
              <ChoiceTabs
                label={words.views}
                value={view.tab}
                onChange={tab => changeView({ tab })}
                tabs={TABS.map(tab => ({
                  value: tab,
                  label: words.tabs[tab],
                  count: counts && exactNumber(tabCount(counts, tab)),
                }))}
              />
            </div>
          )}
          <div className="ml-auto py-0.5 pr-3 pl-2">
            <QuickFilters view={view} counts={counts} />
          </div>
        </div>
      )}
    </div>
  )
}

/** The line under the table: how many there are, and the keys. */
export function Footer({ shown, filtered, hints }: { shown: number; filtered: boolean; hints: boolean }) {
  const keys = [
    ['enter', t.distributions.actions.open],
    ['space', words.preview],
    ['r', t.distributions.actions.retry],
    ['?', t.list.allKeys],
  ] as const
  return (
    <footer className="flex h-8 shrink-0 items-center gap-3 border-t border-line px-4 text-sm text-ink-2">
      <p role="status">{filtered ? words.matching(shown) : t.distributionCount(shown)}</p>
      {hints && shown > 0 && (
        <p className="ml-auto flex items-center gap-3 text-ink-3 max-[1160px]:hidden">
          {keys.map(([key, label]) => (
            <span key={key} className="flex items-center gap-1.5">
              <Kbd shortcut={key} /> {label}
            </span>
          ))}
        </p>
      )}
    </footer>
  )
}
