// Above the table: title and count, checking all accounts, connecting one, the tabs, the quick filters.
import { Plus, ShieldCheck, X } from 'lucide-react'
import { useLocation } from 'wouter'
import type { ExportSource } from '../../actions/export.ts'
import { cancelJob, checkAll, useCheckAll } from '../../actions/platforms.ts'
import { ExportMenu } from '../../components/export/menu.tsx'
import { IconButton } from '../../components/ui/button.tsx'
import { ChoiceTabs } from '../../components/ui/choice-tabs.tsx'
import { Kbd } from '../../components/ui/kbd.tsx'
import { WriteButton } from '../../components/ui/write-button.tsx'
import { exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { newPlatformRoute } from '../platform/routes.ts'
import { QuickFilters } from './filters.tsx'
import type { Facets } from './rows.ts'
import { TABS, type Tab, type View } from './view.ts'
import { changeView } from './view-store.ts'

const words = t.platformList

function CheckAll({ any }: { any: boolean }) {
  const job = useCheckAll()
  if (!job)
    return any ? (
      <WriteButton icon={<ShieldCheck size={16} />} onClick={() => void checkAll()}>
        {words.checkAll}
      </WriteButton>
    ) : null
  const { done, total } = job.progress
  return (
    <div className="flex h-7 items-center gap-2 rounded-md border border-line pr-0.5 pl-2.5">
      <progress
        aria-label={words.checkingAll}
        value={total ? done : undefined}
        max={total ?? undefined}
        className="block h-1 w-20 appearance-none overflow-hidden rounded-full bg-grey-tint [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-grey-tint [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent"
      />
      <span role="status" className="whitespace-nowrap text-ink-2">
        {total ? words.checked(exactNumber(done), exactNumber(total)) : words.checkingAll}
      </span>
      <IconButton label={words.cancelCheck} size="sm" onClick={() => void cancelJob(job.job_id)}>
        <X size={14} />
      </IconButton>
    </div>
  )
}

type Props = { view: View; counts: Record<Tab, number>; facets: Facets; source: ExportSource }

export function Toolbar({ view, counts, facets, source }: Props) {
  const [, go] = useLocation()
  const none = counts.all + counts.trash === 0
  return (
    <div className="shrink-0">
      <div className="flex h-12 items-center gap-2 px-4">
        <h1 className="text-lg font-semibold">{words.title}</h1>
        {counts.all > 0 && <span className="text-ink-3">{exactNumber(counts.all)}</span>}
        <div className="ml-auto flex items-center gap-2">
          {!none && <ExportMenu source={source} />}
          <CheckAll any={counts.all > 0} />
          {/* The first steps below offer the same, and more. */}
          {!none && (
            <WriteButton primary shortcut="c" icon={<Plus size={16} />} onClick={() => go(newPlatformRoute)}>
              {words.connect}
            </WriteButton>
          )}
        </div>
      </div>
      {!none && (
        <div className="relative">
          <ChoiceTabs
            label={words.views}
            value={view.tab}
            onChange={tab => changeView({ tab })}
            tabs={TABS.map(tab => ({ value: tab, label: words.tabs[tab], count: exactNumber(counts[tab]) }))}
          />
          <div className="absolute top-0 right-3">
            <QuickFilters view={view} facets={facets} />
          </div>
        </div>
      )}
    </div>
  )
}

/** The line under the table: how many there are, and the keys. */
export function Footer({ shown, all }: { shown: number; all: number }) {
  const hints = [
    ['enter', t.platforms.actions.open],
    ['space', words.preview],
    ['t', t.platforms.actions.test],
    ['?', t.list.allKeys],
  ] as const
  return (
    <footer className="flex h-8 shrink-0 items-center gap-3 border-t border-line px-4 text-sm text-ink-2">
      <p role="status">{shown === all ? words.total(shown) : words.matching(shown, all)}</p>
      {shown > 0 && (
        <p className="ml-auto flex items-center gap-3 text-ink-3 max-[1160px]:hidden">
          {hints.map(([key, label]) => (
            <span key={key} className="flex items-center gap-1.5">
              <Kbd shortcut={key} /> {label}
            </span>
          ))}
        </p>
      )}
    </footer>
  )
}
