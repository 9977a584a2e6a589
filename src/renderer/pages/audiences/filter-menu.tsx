// Choosing a filter: first what by, then its values. A chip opens its own filter directly.
import {
  CalendarDays,
  ChevronLeft,
  ChevronRight,
  Fingerprint,
  Layers,
  type LucideIcon,
  Megaphone,
  Tag,
  Users,
  Variable,
} from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { Popover } from '../../components/ui/popover.tsx'
import { t } from '../../messages/index.ts'
import { DatesFilter } from './filter-dates.tsx'
import { SizeFilter } from './filter-size.tsx'
import { FILTER_NAMES } from './filter-text.ts'
import { ValuesFilter } from './filter-values.tsx'
import { VariablesFilter } from './filter-variables.tsx'
import type { FilterName, View } from './view.ts'

const ICONS: Record<FilterName, LucideIcon> = {
  data_type: Layers,
  identifier_type: Fingerprint,
  tags: Tag,
  campaign_ids: Megaphone,
  size: Users,
  updated: CalendarDays,
  variables: Variable,
}

type PanelProps = { name: FilterName; view: View; onDone: () => void }

function Panel({ name, view, onDone }: PanelProps) {
  switch (name) {
    case 'size':
      return <SizeFilter value={view.filters.size} onDone={onDone} />
    case 'updated':
      return <DatesFilter value={view.filters.updated} onDone={onDone} />
    case 'variables':
      return <VariablesFilter value={view.filters.variables ?? []} />
    default:
      return <ValuesFilter name={name} view={view} />
  }
}

type Props = { view: View; trigger: ReactElement; only?: FilterName }

export function FilterMenu({ view, trigger, only }: Props) {
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<FilterName | null>(null)
  const name = only ?? chosen
  const close = () => setOpen(false)
  return (
    <Popover
      trigger={trigger}
      label={name ? t.filters.names[name] : t.filters.choose}
      align={only ? 'start' : 'end'}
      open={open}
      onOpenChange={next => {
        setOpen(next)
        if (next) setChosen(null)
      }}
      className={name ? 'w-72' : 'w-52'}
    >
      {name ? (
        <>
          <div className="flex h-9 items-center gap-1 border-b border-line px-2">
            {!only && (
              <button
                type="button"
                aria-label={t.common.back}
                onClick={() => setChosen(null)}
                className="flex size-6 items-center justify-center rounded-sm text-ink-3 hover:bg-hover"
              >
                <ChevronLeft size={16} aria-hidden />
              </button>
            )}
            <h2 className="px-1 font-medium">{t.filters.names[name]}</h2>
          </div>
          <Panel name={name} view={view} onDone={close} />
        </>
      ) : (
        <ul className="p-1">
          {FILTER_NAMES.map(filter => {
            const Icon = ICONS[filter]
            return (
              <li key={filter}>
                <button
                  type="button"
                  onClick={() => setChosen(filter)}
                  className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover focus-visible:bg-hover"
                >
                  <Icon size={16} aria-hidden className="text-ink-3" />
                  <span className="flex-1">{t.filters.names[filter]}</span>
                  <ChevronRight size={14} aria-hidden className="text-ink-3" />
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </Popover>
  )
}
