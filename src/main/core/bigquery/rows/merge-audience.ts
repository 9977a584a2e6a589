// The parts of an audience that are more than one field: variables, their details, segments, and the size.
import { settleTotal, withShares } from '../../../../shared/domain/audience-rules.ts'
import { sameJson } from '../../../../shared/domain/diff.ts'
import type { Fields } from './content.ts'

type Units = ReadonlyMap<string, unknown>
type KeysUnder = (units: Units, prefix: string) => [string, unknown][]

const SIZE = 'total_audience_size'
/** Lists whose items change one by one; their own path stands for which there are, and in which order. */
const ITEMS = { variable_details: 'code', segments: 'segment_id' } as const
type ItemList = keyof typeof ITEMS

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const itemsOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isObject) : [])
type Sized = Fields & { size: number; size_percentage: number }
const sized = (item: Fields): Sized => ({
  ...item,
  size: Number(item.size),
  size_percentage: Number(item.size_percentage ?? 0),
})

const workedOut = (segments: readonly Sized[]) =>
  withShares(segments.map(segment => ({ ...segment, size_percentage: 0 })))

/** Shares that follow from the sizes change with every other segment's: they are left out, and worked out again later. */
function withoutShares(items: readonly Fields[]): readonly Fields[] {
  const segments = items.map(sized)
  const worked = workedOut(segments)
  const follow = segments.every((one, at) => one.size_percentage === worked[at]?.size_percentage)
  return follow ? segments.map(({ size_percentage, ...segment }) => segment) : segments
}

function sharesAgain(items: readonly Fields[]): Sized[] {
  const segments = items.map(sized)
  const worked = workedOut(segments)
  return segments.map((segment, at) =>
    items[at]?.size_percentage === undefined ? (worked[at] ?? segment) : segment,
  )
}

/** These take the place of the plain fields. */
export function audienceUnits(record: Fields): [string, unknown][] {
  const { size_source, total_audience_size } = record
  const units: [string, unknown][] = [
    // A total that is the sum of the segments changes with them.
    [SIZE, size_source === 'segments' ? { size_source } : { size_source, total_audience_size }],
    ['size_source', undefined],
  ]
  for (const [list, key] of Object.entries(ITEMS)) {
    const items = list === 'segments' ? withoutShares(itemsOf(record[list])) : itemsOf(record[list])
    units.push([list, items.map(item => String(item[key]))])
    for (const item of items) units.push([`${list}.${String(item[key])}`, item])
  }
  return units
}

/** In the order of their list; those that it doesn't name come last. */
function listed(units: Units, list: ItemList, keysUnder: KeysUnder): Fields[] {
  const items = new Map(keysUnder(units, `${list}.`))
  const order: unknown = units.get(list)
  const named = Array.isArray(order) ? order.map(String) : []
  return [...new Set([...named, ...items.keys()])].map(id => items.get(id)).filter(isObject)
}

/** A record whose plain fields are set already, with the parts above put together. */
export function audienceOf(record: Fields, units: Units, keysUnder: KeysUnder): Fields {
  const segments = sharesAgain(listed(units, 'segments', keysUnder))
  const size: unknown = units.get(SIZE)
  const { size_source, total_audience_size } = isObject(size) ? size : {}
  const total =
    size_source === 'segments'
      ? settleTotal(segments, undefined, 'segments')
      : { size_source, total_audience_size }
  return {
    ...record,
    variable_details: listed(units, 'variable_details', keysUnder),
    segments,
    ...total,
  }
}

/** Details of variables that are no longer selected go with them. */
export function withoutStrayDetails(record: Fields): Fields {
  const selected: unknown = record.selected_variables
  if (!Array.isArray(selected)) return record
  const details = itemsOf(record.variable_details).filter(detail => selected.includes(detail.code))
  return sameJson(details, record.variable_details) ? record : { ...record, variable_details: details }
}
