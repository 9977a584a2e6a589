// Turns conditions into SQL over the read model: columns from the definition alone, values always bound.
import { DuckDBBitValue, listValue } from '@duckdb/node-api'
import { type Definition, type ModelColumn, typeOf } from './columns.ts'
import type { Bind } from './duck.ts'
import type { Condition, Filter } from './face.ts'
import type { Matches } from './search/index.ts'

export type Clause = { sql: string; values: Bind[] }

/** What the search index is asked for: words found anywhere, keys that must all be there, groups of which one must. */
export type Terms = { search: string; all: string[]; any: string[][] }

export function termsOf(definition: Definition, filter: Filter): Terms {
  const terms: Terms = { search: filter.search ?? '', all: [], any: [] }
  for (const condition of filter.where) {
    if (condition.column !== definition.keyColumn?.name) continue
    const prefix = definition.keyColumn.prefix
    if (condition.is === 'has_all') terms.all.push(...condition.values.map(value => prefix + value))
    if (condition.is === 'has_any') terms.any.push(condition.values.map(value => prefix + value))
  }
  return terms
}

export const asksIndex = (terms: Terms) =>
  terms.search.trim() !== '' || terms.all.length > 0 || terms.any.length > 0

/** A column of the model by its name, or a mistake of the caller. */
export function columnOf(definition: Definition, name: string): ModelColumn {
  if (name === 'deleted') return { name: 'deleted', type: 'BOOLEAN', sql: 'deleted', of: () => null }
  if (name === 'seq') return { name: 'seq', type: 'BIGINT', sql: 'seq', of: () => null }
  const column = definition.model.find(candidate => candidate.name === name)
  if (!column) throw new Error(`No such column: ${name}`)
  return column
}

function bindable(column: ModelColumn, value: string | number | boolean): Bind {
  if (column.instant) return BigInt(typeof value === 'string' ? Date.parse(value) : Number(value))
  if (column.type === 'BIGINT') return BigInt(Number(value))
  return value
}

/** `WHERE` with placeholders numbered from `first`. */
export function whereOf(definition: Definition, filter: Filter, matches: Matches | null, first = 1): Clause {
  const parts: string[] = []
  const values: Bind[] = []
  const mark = (value: Bind) => {
    values.push(value)
    return `$${first + values.length - 1}`
  }
  for (const condition of filter.where) {
    if (condition.column === definition.keyColumn?.name) continue
    parts.push(conditionSql(columnOf(definition, condition.column), condition, mark))
  }
  if (matches) parts.push(matchSql(matches, mark))
  return { sql: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values }
}

/** Compared as the column's own type: text would turn every row's value into text first. */
const typed = (column: ModelColumn, placeholder: string) =>
  column.values ? `TRY_CAST(${placeholder} AS ${typeOf(column)})` : placeholder

function conditionSql(column: ModelColumn, condition: Condition, mark: (value: Bind) => string): string {
  switch (condition.is) {
    case 'one_of':
      if (condition.values.length === 0) return 'false'
      return `${column.name} IN (${condition.values.map(value => typed(column, mark(bindable(column, value)))).join(', ')})`
    case 'at_least':
      return `${column.name} >= ${mark(bindable(column, condition.value))}`
    case 'below':
      return `${column.name} < ${mark(bindable(column, condition.value))}`
    case 'has_any':
    case 'has_all': {
      const items = condition.values.map(value => mark(value)).join(', ')
      if (condition.values.length === 0) return condition.is === 'has_all' ? 'true' : 'false'
      return `${condition.is === 'has_any' ? 'list_has_any' : 'list_has_all'}(${column.name}, [${items}])`
    }
  }
}

/** Rows that the search index found. Rows saved since it was asked lie outside its bits and don't match. */
function matchSql(matches: Matches, mark: (value: Bind) => string): string {
  if (matches.count === 0) return 'false'
  // A bit for each row is cheap for many matches; a few are found faster by their numbers.
  if (matches.count <= FEW) return `seq IN (SELECT unnest(${mark(listValue(numbersOf(matches)))}::BIGINT[]))`
  const bitCount = (matches.bits.length - 1) * 8
  const place = `(seq - ${matches.base})`
  return `CASE WHEN seq >= ${matches.base} AND seq < ${matches.base + bitCount} THEN get_bit(${mark(bitsOf(matches))}, ${place}::INTEGER) = 1 ELSE false END`
}

const FEW = 1_000

/** The numbers whose bits are set. */
function numbersOf({ base, bits }: Matches): bigint[] {
  const numbers: bigint[] = []
  for (let at = 1; at < bits.length; at++) {
    const byte = bits[at] ?? 0
    if (byte === 0) continue
    for (let bit = 0; bit < 8; bit++)
      if (byte & (0x80 >> bit)) numbers.push(BigInt(base + (at - 1) * 8 + bit))
  }
  return numbers
}

const bitsOf = (matches: Matches): Bind => new DuckDBBitValue(matches.bits)
