// A run's plan in words: when it repeats, what it costs, and how what was matched compares with what was expected.
import type { Distribution, DistributionMetadata, Schedule } from '../../../../shared/domain/distribution.ts'
import { exactNumber } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { weekdayName } from '../../distribution-new/model/times.ts'

const words = t.run

/** `Every Monday at 09:00 (Europe/Berlin)`; undefined for what runs once. */
export function scheduleText({ repeat, at, zone, weekday = 1, day = 1 }: Schedule): string | undefined {
  const place = ` (${zone.replaceAll('_', ' ')})`
  switch (repeat) {
    case 'daily':
      return words.schedule.daily(at) + place
    case 'weekly':
      return words.schedule.weekly(weekdayName(weekday), at) + place
    case 'monthly':
      return words.schedule.monthly(day, at) + place
    case 'none':
      return undefined
  }
}

/** `1,250.00 USD`; null where nothing was estimated. */
export function costText({ cost_estimate, currency }: DistributionMetadata): string | null {
  if (cost_estimate === undefined) return null
  const amount = cost_estimate.toLocaleString(undefined, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  return currency ? `${amount} ${currency}` : amount
}

export type Comparison = {
  /** Actual rate minus the expected one, in percentage points with one decimal. */
  points: number
  /** Null where the forecast had no range. */
  within: boolean | null
}

/** Null until both are known. */
export function compared(run: Pick<Distribution, 'match_results' | 'metadata'>): Comparison | null {
  const rate = run.match_results.match_rate
  const forecast = run.metadata.forecast
  if (rate === null || !forecast || forecast.rate === null) return null
  const { low, high } = forecast
  return {
    points: Math.round((rate - forecast.rate) * 1_000) / 10,
    within: low === null || high === null ? null : rate >= low && rate <= high,
  }
}

export function comparisonText({ points, within }: Comparison): string {
  const size = words.points(exactNumber(Math.abs(points)))
  const said = points === 0 ? words.asExpected : points > 0 ? words.better(size) : words.worse(size)
  return within === null ? said : `${said}, ${within ? words.withinRange : words.outsideRange}`
}
