// How many of the people that are sent a platform will match: learned from its past runs, else what its settings say.
import type { Distribution, Forecast } from './distribution.ts'
import type { Platform } from './platform.ts'
import { expectedMatchRate } from './platform-rules.ts'
import { MAX_COUNT } from './values.ts'

/** Runs that a rate is learned from: the newest of them, and how few are too few. */
export const FORECAST_RUNS = { most: 20, fewest: 3 } as const
const LOW = 0.2
const HIGH = 0.8

/** What a past run of the platform tells. Each counts once, however often it was tried. */
export type PastRun = {
  data_type: string | null
  /** matched ÷ total; may exceed 1. */
  match_rate: number
  completed_at: string
}

/** Null for what nothing can be learned from: not completed, in the trash, without a rate, or sent to nobody. */
export function pastRunOf(
  record: Pick<Distribution, 'status' | 'deleted' | 'match_results' | 'completed_at' | 'metadata'>,
): PastRun | null {
  const { match_rate, total_records } = record.match_results
  if (record.status !== 'completed' || record.deleted || record.completed_at === null) return null
  if (match_rate === null || total_records === 0) return null
  return { data_type: record.metadata.data_type ?? null, match_rate, completed_at: record.completed_at }
}

/** Between the two nearest values; of sorted ones. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? 0
  const above = sorted[Math.ceil(at)] ?? below
  return below + (above - below) * (at - Math.floor(at))
}

/** To six decimals: more would be noise, and what is stored is rounded alike. */
const rounded = (rate: number) => Math.round(rate * 1_000_000) / 1_000_000

function learn(runs: readonly PastRun[]) {
  if (runs.length < FORECAST_RUNS.fewest) return null
  const newest = runs
    .toSorted((a, b) => (a.completed_at < b.completed_at ? 1 : a.completed_at > b.completed_at ? -1 : 0))
    .slice(0, FORECAST_RUNS.most)
  const rates = newest.map(run => run.match_rate).sort((a, b) => a - b)
  return {
    rate: rounded(quantile(rates, 0.5)),
    low: rounded(quantile(rates, LOW)),
    high: rounded(quantile(rates, HIGH)),
    runs: rates.length,
  }
}

/** People × rate, rounded; null where one isn't known. */
export const matchesAt = (people: number | null, rate: number | null) =>
  people === null || rate === null ? null : Math.min(MAX_COUNT, Math.round(people * rate))

/**
 * The median of the platform's last 20 runs of this type of data, with the 20th and 80th percentile as its range; of all
 * its runs where there are fewer than three; else the platform's own setting, else its type's, without a range; else
 * unknown. `runs` are of this platform alone, in any order.
 */
export function forecast({
  people,
  data_type,
  platform,
  runs,
}: {
  people: number | null
  data_type: string | null
  platform: Pick<Platform, 'platform_type' | 'settings'>
  runs: readonly PastRun[]
}): Forecast {
  const alike = data_type === null ? null : learn(runs.filter(run => run.data_type === data_type))
  const learned = alike ?? learn(runs)
  if (learned)
    return {
      ...learned,
      basis: 'learned',
      scope: alike ? 'data_type' : 'platform',
      matches: matchesAt(people, learned.rate),
    }
  const rate = expectedMatchRate(platform)
  const own = platform.settings.default_match_rate !== undefined
  return {
    rate,
    low: null,
    high: null,
    basis: rate === null ? 'unknown' : own ? 'platform_setting' : 'platform_type',
    runs: 0,
    matches: matchesAt(people, rate),
  }
}

/** What a plan costs when the fee is charged for everyone who is sent: the most that it can be. */
export type CostEstimate = { amount: number; currency: string; basis: string }

/**
 * `cpm_fee` is for a thousand people, in units of the currency. To two decimals. Null where a number isn't known or the
 * result is none.
 */
export function estimateCost({
  people,
  cpm_fee,
  currency,
}: {
  people: number | null
  cpm_fee: number | null
  currency: string | null
}): CostEstimate | null {
  if (people === null || cpm_fee === null || currency === null || currency.trim() === '' || !(cpm_fee >= 0))
    return null
  const amount = Math.round((people / 1_000) * cpm_fee * 100) / 100
  if (!Number.isFinite(amount)) return null
  const fee = cpm_fee.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 4 })
  const basis = `${people.toLocaleString('en')} people × ${fee} ${currency} for a thousand`
  return { amount, currency, basis }
}
