// A filter by values that the matching audiences have: type, identifier, tag, campaign. With how many have each.
import { useState } from 'react'
import { useFacets } from '../../api/hooks.ts'
import { Checkbox } from '../../components/ui/checkbox.tsx'
import { Input } from '../../components/ui/input.tsx'
import { compactNumber, exactNumber } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import { baseFilter, type Filters, readView, tabFilter, type View } from './view.ts'
import { setFilter } from './view-store.ts'

type Name = 'data_type' | 'identifier_type' | 'tags' | 'campaign_ids'
const SEARCHABLE_FROM = 8

function labelOf(name: Name, value: string): string {
  const labels: Record<string, string> =
    name === 'data_type' ? t.dataType : name === 'identifier_type' ? t.identifierType : {}
  return labels[value] ?? value
}

/** Through the reader of kept views, which knows the values of the two closed lists. */
const asFilter = (name: Name, values: string[]): Filters => readView({ filters: { [name]: values } }).filters

export function ValuesFilter({ name, view }: { name: Name; view: View }) {
  const [words, setWords] = useState('')
  const { [name]: own, ...others } = view.filters
  const chosen: readonly string[] = own ?? []
  // Without the filter itself: its other values must stay to choose from.
  const facets = useFacets(tabFilter(baseFilter({ search: view.search, filters: others }), view.tab))
  const known = facets.data?.[name] ?? []
  const gone = chosen.filter(value => !known.some(item => item.value === value))
  const values = [...gone.map(value => ({ value, count: 0 })), ...known]
  const shown = values.filter(({ value }) =>
    labelOf(name, value).toLowerCase().includes(words.trim().toLowerCase()),
  )
  return (
    <>
      {values.length >= SEARCHABLE_FROM && (
        <div className="p-2 pb-0">
          <Input
            size="sm"
            aria-label={t.filters.findValue}
            placeholder={t.filters.findValue}
            value={words}
            onChange={event => setWords(event.target.value)}
          />
        </div>
      )}
      <ul className="max-h-72 overflow-y-auto p-2">
        {shown.map(({ value, count }) => (
          <li key={value} className="flex h-7 items-center gap-2 rounded-sm px-1.5 hover:bg-hover">
            <Checkbox
              className="min-w-0 flex-1"
              label={<span className="block max-w-44 truncate">{labelOf(name, value)}</span>}
              checked={chosen.includes(value)}
              onChange={on => {
                const next = on ? [...chosen, value] : chosen.filter(other => other !== value)
                setFilter(name, asFilter(name, next)[name])
              }}
            />
            <span className="text-sm text-ink-3" title={exactNumber(count)}>
              {compactNumber(count)}
            </span>
          </li>
        ))}
        {facets.data && shown.length === 0 && (
          <li className="px-1.5 py-2 text-ink-2">{t.filters.noValues}</li>
        )}
        {facets.error && <li className="px-1.5 py-2 text-red">{facets.error.message}</li>}
      </ul>
    </>
  )
}
