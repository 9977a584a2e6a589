// Values of a result as they are shown: numbers grouped, instants in UTC as the tables hold them, nothing rounded.
import type { Cell, ColumnKind, ResultColumn } from '../../../../shared/contract/queries.ts'
import { keysOf, plainValue } from '../../../../shared/query-result.ts'

const grouped = new Intl.NumberFormat(undefined, { maximumFractionDigits: 20 })
const LONGEST = 300

/** A cell of the table. An exponent is kept as it is: its digits would be zeros. */
export function shownCell(value: Cell, kind: ColumnKind): string {
  if (value === null) return ''
  if (typeof value === 'number') return /e/i.test(String(value)) ? String(value) : grouped.format(value)
  const text = kind === 'instant' ? instantOf(String(value)) : String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** `2026-11-26T08:00:00.250Z` as `2026-11-26 08:00:00.250`; whole seconds without their zeros. */
const instantOf = (text: string) =>
  text
    .replace('T', ' ')
    .replace(/Z$/, '')
    .replace(/\.000$/, '')

/** The whole value: what a cell had no room for. JSON is laid out. */
export function wholeCell(value: Cell, kind: ColumnKind): string {
  if (value === null) return ''
  if (kind !== 'json' || typeof value !== 'string') return String(value)
  try {
    return JSON.stringify(JSON.parse(value), null, 2)
  } catch {
    return value
  }
}

const PX = { letter: 8.2, padding: 26, least: 64, most: 340 }
const LOOKED_AT = 200

/** Pixels for each column: as wide as its name and its first values, within reason. */
export function widthsOf(columns: readonly ResultColumn[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map(({ name, kind }, at) => {
    const longest = rows
      .slice(0, LOOKED_AT)
      .reduce((most, row) => Math.max(most, shownCell(row[at] ?? null, kind).length), name.length)
    return Math.round(Math.min(PX.most, Math.max(PX.least, longest * PX.letter + PX.padding)))
  })
}

/** The rows as records, lists and objects as such. */
export function recordsOf(columns: readonly ResultColumn[], rows: readonly (readonly Cell[])[]): object[] {
  const keys = keysOf(columns)
  return rows.map(row =>
    Object.fromEntries(
      keys.map((key, at) => [key, plainValue(row[at] ?? null, columns[at]?.kind ?? 'text')]),
    ),
  )
}
