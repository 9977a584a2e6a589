// Filters as the chips say them.
import { compactNumber, dayOf } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import type { DateRange, FilterName, Filters } from './view.ts'

const words = t.filters

const listText = (names: readonly string[]) =>
  names.length <= 2 ? names.join(', ') : words.more(names.length)

function sizeText({ min, max }: NonNullable<Filters['size']>): string {
  if (min !== undefined && max !== undefined) return words.between(compactNumber(min), compactNumber(max))
  return min !== undefined ? words.atLeast(compactNumber(min)) : words.atMost(compactNumber(max ?? 0))
}

const localDay = (day: string) => dayOf(`${day}T00:00`)

function rangeText(range: DateRange): string {
  if ('preset' in range) return words.presets[range.preset].toLowerCase()
  const { from, to } = range
  if (from && to) return words.between(localDay(from), localDay(to))
  return from ? words.since(localDay(from)) : words.until(localDay(to ?? ''))
}

type Said = { verb?: string; text: string }
const verbOf = (values: readonly string[]) => (values.length > 1 ? words.isAnyOf : words.is)
const listed = (values: readonly string[], verb = verbOf(values)): Said => ({ verb, text: listText(values) })

function saidOf(filters: Filters, name: FilterName): Said | null {
  const { data_type, identifier_type, variables, size, updated } = filters
  switch (name) {
    case 'data_type':
      return data_type ? listed(data_type.map(value => t.dataType[value])) : null
    case 'identifier_type':
      return identifier_type ? listed(identifier_type.map(value => t.identifierType[value])) : null
    case 'tags':
    case 'campaign_ids': {
      const values = filters[name]
      return values ? listed(values) : null
    }
    case 'variables':
      return variables ? listed(variables, words.hasAll) : null
    case 'size':
      return size ? { text: sizeText(size) } : null
    case 'updated':
      return updated ? { text: rangeText(updated) } : null
  }
}

export const FILTER_NAMES: readonly FilterName[] = [
  'data_type',
  'identifier_type',
  'tags',
  'campaign_ids',
  'size',
  'updated',
  'variables',
]

/** The filters that are set: their name, how they compare, and with what. */
export const filterTexts = (filters: Filters) =>
  FILTER_NAMES.flatMap(name => {
    const said = saidOf(filters, name)
    return said === null
      ? []
      : [{ name, label: [words.names[name], said.verb].filter(Boolean).join(' '), text: said.text }]
  })
