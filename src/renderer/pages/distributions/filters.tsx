// Quick filters: a button for each of platform, state, type and time; an audience or a cause of failures where a link asked for it.
import { Check, ChevronDown, X } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { DISTRIBUTION_STATUSES, DistributionType } from '../../../shared/domain/distribution.ts'
import { useAudienceNames } from '../../api/hooks.ts'
import { usePlatforms } from '../../api/platforms.ts'
import { Button } from '../../components/ui/button.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { Menu, MenuCheck } from '../../components/ui/menu.tsx'
import { Popover } from '../../components/ui/popover.tsx'
import { cx } from '../../lib/cx.ts'
import { dayOf, exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { type Counts, type DateRange, isFiltered, PRESETS, type Preset, type View } from './view.ts'
import { clearFilters, setFilter, toggleFilter } from './view-store.ts'

const words = t.distributionList

const ON = 'bg-accent-tint text-accent-text hover:bg-accent-tint-2'

type Option<T extends string> = { value: T; label: string; count?: number }
type Props<T extends string> = {
  name: string
  options: readonly Option<T>[]
  chosen: readonly T[]
  onToggle: (value: T, on: boolean) => void
}

function QuickFilter<T extends string>({ name, options, chosen, onToggle }: Props<T>) {
  const labels = options.filter(option => chosen.includes(option.value)).map(option => option.label)
  const said = labels.length > 2 ? t.filters.more(labels.length) : labels.join(', ')
  return (
    <Menu
      label={`${words.filterBy} ${name.toLowerCase()}`}
      className="max-w-80 min-w-52"
      trigger={
        <Button variant="ghost" className={cx(labels.length > 0 && ON)}>
          <span className="max-w-56 truncate">{said ? `${name}: ${said}` : name}</span>
          <ChevronDown size={14} aria-hidden className="-mr-0.5" />
        </Button>
      }
    >
      {options.map(({ value, label, count }) => (
        <MenuCheck key={value} checked={chosen.includes(value)} onChange={on => onToggle(value, on)}>
          <span className="flex items-center gap-4">
            <span className="min-w-0 flex-1 truncate">{label}</span>
            {count !== undefined && <span className="text-sm text-ink-3">{exactNumber(count)}</span>}
          </span>
        </MenuCheck>
      ))}
      {options.length === 0 && <p className="px-2 py-1.5 text-ink-2">{words.noPlatforms}</p>}
    </Menu>
  )
}

const localDay = (day: string) => dayOf(`${day}T00:00`)

export function rangeText(range: DateRange): string {
  if ('preset' in range) return words.presets[range.preset]
  const { from, to } = range
  if (from && to) return t.filters.between(localDay(from), localDay(to))
  return from ? t.filters.since(localDay(from)) : t.filters.until(localDay(to ?? ''))
}

const PRESET_NAMES = Object.keys(PRESETS) as Preset[]

function TimeFilter({ value }: { value: DateRange | null }) {
  const [open, setOpen] = useState(false)
  const preset = value && 'preset' in value ? value.preset : null
  const days = value && !('preset' in value) ? value : {}
  const choose = (range: DateRange | null) => {
    setFilter('happens', range)
    setOpen(false)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [from, to] = [String(form.get('from') ?? ''), String(form.get('to') ?? '')]
    choose(from || to ? { ...(from && { from }), ...(to && { to }) } : null)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={`${words.filterBy} ${words.time.toLowerCase()}`}
      className="w-72"
      trigger={
        <Button variant="ghost" className={cx(value && ON)}>
          {value ? `${words.time}: ${rangeText(value)}` : words.time}
          <ChevronDown size={14} aria-hidden className="-mr-0.5" />
        </Button>
      }
    >
      <ul className="border-b border-line p-1">
        {PRESET_NAMES.map(name => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === preset}
              onClick={() => choose(name === preset ? null : { preset: name })}
              className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover"
            >
              <span className="flex size-4 items-center justify-center text-accent-text">
                {name === preset && <Check size={14} aria-hidden />}
              </span>
              {words.presets[name]}
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex flex-col gap-3 p-3">
        <div className="grid grid-cols-2 gap-2">
          <Field label={t.filters.from}>
            {control => <Input {...control} size="sm" type="date" name="from" defaultValue={days.from} />}
          </Field>
          <Field label={t.filters.to}>
            {control => <Input {...control} size="sm" type="date" name="to" defaultValue={days.to} />}
          </Field>
        </div>
        <Button type="submit" variant="primary" className="self-end">
          {t.common.apply}
        </Button>
      </form>
    </Popover>
  )
}

/** Those that a link asked for. */
function AudienceFilter({ chosen }: { chosen: readonly string[] }) {
  const names = useAudienceNames(chosen)
  return (
    <QuickFilter
      name={words.audience}
      options={chosen.map((value, index) => ({
        value,
        label: names[index] === null ? words.goneAudience : (names[index] ?? t.common.loading),
      }))}
      chosen={chosen}
      onToggle={(value, on) => toggleFilter('audience_ids', value, on)}
    />
  )
}

const TYPES = DistributionType.options.map(value => ({ value, label: t.distributions.type[value] }))

export function QuickFilters({ view, counts }: { view: View; counts: Counts | undefined }) {
  const { status, platform_ids, audience_ids, distribution_type, error_codes, happens } = view.filters
  const platforms = usePlatforms().data ?? []
  // One that went to the trash stays to be taken away.
  const gone = platform_ids.filter(id => !platforms.some(({ platform_id }) => platform_id === id))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a legend of its own
    <div role="group" aria-label={words.filterBy} className="flex min-w-0 flex-wrap items-center gap-0.5">
      {isFiltered(view) && (
        <Button variant="ghost" icon={<X size={14} />} onClick={clearFilters}>
          {words.clearFilters}
        </Button>
      )}
      {error_codes.length > 0 && (
        <QuickFilter
          name={words.cause}
          options={error_codes.map(value => ({ value, label: t.distributions.cause(value) }))}
          chosen={error_codes}
          onToggle={(value, on) => toggleFilter('error_codes', value, on)}
        />
      )}
      {audience_ids.length > 0 && <AudienceFilter chosen={audience_ids} />}
      <QuickFilter
        name={words.platform}
        options={[
          ...gone.map(value => ({ value, label: words.gonePlatform })),
          ...platforms.map(({ platform_id: value, name: label }) => ({ value, label })),
        ]}
        chosen={platform_ids}
        onToggle={(value, on) => toggleFilter('platform_ids', value, on)}
      />
      {view.tab === 'all' && view.mode !== 'board' && (
        <QuickFilter
          name={words.status}
          options={DISTRIBUTION_STATUSES.map(value => ({
            value,
            label: t.distributions.state[value],
            ...(counts && { count: counts.by_status[value] }),
          }))}
          chosen={status}
          onToggle={(value, on) => toggleFilter('status', value, on)}
        />
      )}
      <QuickFilter
        name={words.type}
        options={TYPES}
        chosen={distribution_type}
        onToggle={(value, on) => toggleFilter('distribution_type', value, on)}
      />
      {view.mode !== 'board' && <TimeFilter value={happens} />}
    </div>
  )
}
