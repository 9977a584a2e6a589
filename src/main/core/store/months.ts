// The months of a time zone as SQL: by the instants at which they begin, worked out by the calendar that the page uses too.
// The database's own list of zones differs from it by whole hours in some zones and years.
import { instantAt, localDateOf } from '../../../shared/domain/schedule.ts'
import type { Bind } from './duck.ts'

export type Months = {
  /** The number of the month that an instant, in milliseconds, is in; null where there is none. */
  sql(instant: string, mark: (value: Bind) => string): string
  /** `2026-11`. */
  nameOf(number: number): string
}

const firstOf = (month: number, zone: string) =>
  instantAt({ year: Math.floor(month / 12), month: (month % 12) + 1, day: 1 }, '00:00', zone).getTime()

/** `CASE` in `CASE`: how many of the sorted marks an instant has reached, in as few comparisons as can be. */
function reached(instant: string, marks: readonly string[], from = 0, to = marks.length): string {
  if (from === to) return String(from)
  const middle = (from + to) >> 1
  const [below, above] = [reached(instant, marks, from, middle), reached(instant, marks, middle + 1, to)]
  return `CASE WHEN ${instant} < ${marks[middle]} THEN ${below} ELSE ${above} END`
}

/** Of instants in these months of UTC, counted from the year 0; no zone is a whole month away from it. */
export function monthsIn(zone: string, utc: readonly number[]): Months {
  const months = [...new Set(utc.flatMap(month => [month - 1, month, month + 1]))].sort((a, b) => a - b)
  const firsts = months.map(month => firstOf(month, zone))
  return {
    sql(instant, mark) {
      const marks = firsts.map(first => mark(BigInt(first)))
      return `CASE WHEN ${instant} IS NOT NULL THEN ${reached(instant, marks)} END`
    },
    nameOf(number) {
      const { year, month } = localDateOf(new Date(firsts[number - 1] ?? 0), zone)
      return `${year}-${String(month).padStart(2, '0')}`
    },
  }
}
