// The figures of the insights page: from rows by month and platform to lines, pairs and sums. Plain functions.
import type { Insights } from '../../../shared/contract/distributions.ts'

export const SPANS = { half: 6, year: 12, two: 24 } as const
export type Span = keyof typeof SPANS

/** Lines that eight colours can tell apart. */
export const MOST_LINES = 8

type MonthRow = Insights['months'][number]

/** First instant of a month of this computer's calendar, some months from now. */
const firstOf = (now: Date, plus: number) =>
  new Date(now.getFullYear(), now.getMonth() + plus, 1).toISOString()

/** First instant of the first month; the span ends with the month of `now`. */
export const startOf = (span: Span, now: Date): string => firstOf(now, 1 - SPANS[span])

/** First instant of the month after now: what is planned for later isn't a figure yet. */
export const endOf = (now: Date): string => firstOf(now, 1)

/** What is asked of the core: whole months of this computer's zone, as the list's own days are. */
export const askedOf = (span: Span, now: Date) => ({
  from: startOf(span, now),
  to: endOf(now),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})

/** `2026-11`, oldest first, every month whether anything happened in it or not. */
export function monthsOf(span: Span, now: Date): string[] {
  return Array.from({ length: SPANS[span] }, (_, index) =>
    new Date(Date.UTC(now.getFullYear(), now.getMonth() - SPANS[span] + 1 + index, 1))
      .toISOString()
      .slice(0, 7),
  )
}

/** First and last day of a month such as `2026-11`. */
export function daysOf(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${month}-01`, to: `${month}-${String(last).padStart(2, '0')}` }
}

export type Line = {
  platform: Insights['platforms'][number]
  /** One a month; null where no run of it has a match rate. */
  rates: (number | null)[]
  completed: number
}

/** Of the platforms with a match rate, those with the most completed runs; the rest by their number. */
export function linesOf(insights: Insights, months: readonly string[]): { lines: Line[]; left_out: number } {
  const all = insights.platforms
    .map((platform): Line => {
      const own = insights.months.filter(row => row.platform_id === platform.platform_id)
      return {
        platform,
        rates: months.map(month => own.find(row => row.month === month)?.match_rate ?? null),
        completed: own.reduce((sum, row) => sum + row.completed, 0),
      }
    })
    .filter(({ rates }) => rates.some(rate => rate !== null))
    .sort(
      (a, b) => b.completed - a.completed || a.platform.platform_name.localeCompare(b.platform.platform_name),
    )
  return { lines: all.slice(0, MOST_LINES), left_out: Math.max(0, all.length - MOST_LINES) }
}

export type MonthSums = Pick<
  MonthRow,
  | 'month'
  | 'runs'
  | 'completed'
  | 'failed'
  | 'total_records'
  | 'matched_records'
  | 'forecast_matches'
  | 'forecast_matched'
>

/** All platforms together, by month. */
export function sumsOf(insights: Insights, months: readonly string[]): MonthSums[] {
  return months.map(month => {
    const rows = insights.months.filter(row => row.month === month)
    const sum = (of: (row: MonthRow) => number) => rows.reduce((total, row) => total + of(row), 0)
    return {
      month,
      runs: sum(row => row.runs),
      completed: sum(row => row.completed),
      failed: sum(row => row.failed),
      total_records: sum(row => row.total_records),
      matched_records: sum(row => row.matched_records),
      forecast_matches: sum(row => row.forecast_matches),
      forecast_matched: sum(row => row.forecast_matched),
    }
  })
}

/** Runs of connected points as SVG path data: a month without a rate is a gap, not a line across it. */
export function pathOf(
  rates: readonly (number | null)[],
  xOf: (index: number) => number,
  yOf: (rate: number) => number,
): string {
  const round = (value: number) => Math.round(value * 10) / 10
  return rates
    .map((rate, index) => {
      if (rate === null) return ''
      const begins = index === 0 || rates[index - 1] === null
      return `${begins ? 'M' : 'L'}${round(xOf(index))} ${round(yOf(rate))}`
    })
    .join('')
}

/** The top of a rate's axis: at least 100 %, and above what was reached, in steps of a fifth. */
export const topOf = (lines: readonly Line[]): number =>
  Math.max(1, Math.ceil(Math.max(0, ...lines.flatMap(line => line.rates.map(rate => rate ?? 0))) * 5) / 5)
