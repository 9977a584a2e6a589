// Filters as the chips say them.
import { compactNumber, dayOf } from '../../lib/format.ts'
import { t } from '../../messages/index.ts'
import type { DateRange, FilterName, Filters } from './view.ts'

const words = t.filters

function listText(names: readonly string[], verb: string): string {
  if (names.length <= 2) return `${verb} ${names.join(', ')}`
  return `${verb} ${words.more(names.length)}`
}

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

function textOf(filters: Filters, name: FilterName): string | null {
  const verb = (values: readonly string[]) => (values.length > 1 ? words.isAnyOf : words.is)
  switch (name) {
    case 'data_type':
      return filters.data_type
        ? listText(
            filters.data_type.map(v => t.dataType[v]),
            verb(filters.data_type),
          )
        : null
    case 'identifier_type':
      return filters.identifier_type
        ? listText(
            filters.identifier_type.map(v => t.identifierType[v]),
            verb(filters.identifier_type),
          )
        : null
    case 'tags':
    case 'campaign_ids': {
      const values = filters[name]
      return values ? listText(values, verb(values)) : null
    }
    case 'variables':
      return filters.variables ? listText(filters.variables, words.hasAll) : null
    case 'size':
      return filters.size ? sizeText(filters.size) : null
    case 'updated':
      return filters.updated ? rangeText(filters.updated) : null
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

export const filterTexts = (filters: Filters) =>
  FILTER_NAMES.flatMap(name => {
    const text = textOf(filters, name)
    return text === null ? [] : [{ name, label: words.names[name], text }]
  })
