// Quick filters: a button for each of health, type and status, with its values and how many each would show.
import { ChevronDown, X } from 'lucide-react'
import { PLATFORM_STATUSES, PLATFORM_TYPES } from '../../../shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import { SHOWN_STATES } from '../../components/platform/health.ts'
import { Button } from '../../components/ui/button.tsx'
import { Menu, MenuCheck } from '../../components/ui/menu.tsx'
import { cx } from '../../lib/cx.ts'
import { exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import type { Facets } from './rows.ts'
import { type Filters, isFiltered, type View } from './view.ts'
import { clearFilters, toggleFilter } from './view-store.ts'

const words = t.platformList

type Option<T extends string> = { value: T; label: string }
type Props<T extends string> = {
  name: string
  options: readonly Option<T>[]
  chosen: readonly T[]
  counts: ReadonlyMap<T, number>
  onToggle: (value: T, on: boolean) => void
}

function QuickFilter<T extends string>({ name, options, chosen, counts, onToggle }: Props<T>) {
  const labels = options.filter(option => chosen.includes(option.value)).map(option => option.label)
  const said = labels.length > 2 ? t.filters.more(labels.length) : labels.join(', ')
  // What is chosen stays to be taken away, also when nothing has it any more.
  const offered = options.filter(({ value }) => (counts.get(value) ?? 0) > 0 || chosen.includes(value))
  return (
    <Menu
      label={`${words.filterBy} ${name.toLowerCase()}`}
      className="min-w-52"
      trigger={
        <Button
          variant="ghost"
          className={cx(labels.length > 0 && 'bg-accent-tint text-accent-text hover:bg-accent-tint-2')}
        >
          <span className="max-w-56 truncate">{said ? `${name}: ${said}` : name}</span>
          <ChevronDown size={14} aria-hidden className="-mr-0.5" />
        </Button>
      }
    >
      {offered.map(({ value, label }) => (
        <MenuCheck key={value} checked={chosen.includes(value)} onChange={on => onToggle(value, on)}>
          <span className="flex items-center gap-4">
            <span className="min-w-0 flex-1 truncate">{label}</span>
            <span className="text-sm text-ink-3">{exactNumber(counts.get(value) ?? 0)}</span>
          </span>
        </MenuCheck>
      ))}
      {offered.length === 0 && <p className="px-2 py-1.5 text-ink-2">{words.empty.noMatch}</p>}
    </Menu>
  )
}

const HEALTH = SHOWN_STATES.map(value => ({ value, label: t.platforms.health[value] }))
const TYPES = PLATFORM_TYPES.map(value => ({ value, label: PLATFORM_DEFINITIONS[value].name }))
const STATUSES = PLATFORM_STATUSES.map(value => ({ value, label: t.platforms.status[value] }))

const toggle =
  <N extends keyof Filters>(name: N) =>
  (value: Filters[N][number], on: boolean) =>
    toggleFilter(name, value, on)

export function QuickFilters({ view, facets }: { view: View; facets: Facets }) {
  const { health, platform_type, status } = view.filters
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a legend of its own
    <div role="group" aria-label={words.filterBy} className="flex min-w-0 items-center gap-0.5">
      {isFiltered(view) && (
        <Button variant="ghost" icon={<X size={14} />} onClick={clearFilters}>
          {words.clearFilters}
        </Button>
      )}
      <QuickFilter
        name={words.health}
        options={HEALTH}
        chosen={health}
        counts={facets.health}
        onToggle={toggle('health')}
      />
      <QuickFilter
        name={words.type}
        options={TYPES}
        chosen={platform_type}
        counts={facets.platform_type}
        onToggle={toggle('platform_type')}
      />
      <QuickFilter
        name={words.status}
        options={STATUSES}
        chosen={status}
        counts={facets.status}
        onToggle={toggle('status')}
      />
    </div>
  )
}
