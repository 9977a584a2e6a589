// What of a result is drawn: a column of names or times, a column of numbers, and which kind of chart suits them.
import type { Cell, QueryResult } from '../../../../shared/contract/queries.ts'
import { shownCell } from './values.ts'

export type Point = { name: string; value: number }
export type ChartKind = 'bars' | 'lines'
export type ChartChoice = { kind: ChartKind; category: number; value: number }

/** More would be a pattern, not a chart. */
export const MOST = { bars: 50, lines: 500 } as const

export const numberColumns = ({ columns }: QueryResult): number[] =>
  columns.flatMap(({ kind }, at) => (kind === 'number' ? [at] : []))

const MONTH = /^\d{4}-\d{2}(-\d{2})?$/
/** Times, and texts that are written like months or days. */
function isTime({ columns, rows }: QueryResult, at: number): boolean {
  const kind = columns[at]?.kind
  if (kind === 'instant' || kind === 'date') return true
  return rows.length > 1 && rows.every(row => MONTH.test(String(row[at] ?? '')))
}

/** Null where there is no number to draw. */
export function suggested(result: QueryResult): ChartChoice | null {
  const numbers = numberColumns(result)
  const others = result.columns.flatMap((_, at) => (numbers.includes(at) ? [] : [at]))
  const value = numbers.find(at => at > (others[0] ?? -1)) ?? numbers[0]
  if (value === undefined) return null
  const category =
    others.find(at => isTime(result, at)) ?? others[0] ?? numbers.find(at => at !== value) ?? value
  return { kind: isTime(result, category) ? 'lines' : 'bars', category, value }
}

/** The rows that are drawn, how many are beyond what a chart holds, and how many have no number. */
export function pointsOf(
  { columns, rows }: QueryResult,
  { kind, category, value }: ChartChoice,
): { points: Point[]; left_out: number; without: number } {
  const nameOf = (cell: Cell) => shownCell(cell, columns[category]?.kind ?? 'text') || '–'
  const all = rows.flatMap(row => {
    const number = row[value]
    return typeof number === 'number' ? [{ name: nameOf(row[category] ?? null), value: number }] : []
  })
  const points = all.slice(0, MOST[kind])
  return { points, left_out: all.length - points.length, without: rows.length - all.length }
}

/** Round marks of an axis that take in all values and zero, at most six. */
export function ticksOf(values: readonly number[]): number[] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  if (low === high) return [0, 1]
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(times => times * power).find(size => size >= rough) ?? rough
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)]
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}
