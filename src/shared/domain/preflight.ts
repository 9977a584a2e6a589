// The verdict on a plan before anything runs: one audience, one platform, one time. Nothing is called or saved.
import type { ApprovalStatus, Distribution, Forecast, Schedule } from './distribution.ts'
import { type CostEstimate, estimateCost } from './forecast.ts'
import type { Platform } from './platform.ts'
import { audienceChecks, type PlannedAudience, peopleOf } from './preflight-audience.ts'
import { fine, moment, note, type PreflightCheck, trouble } from './preflight-check.ts'
import { nameChecks } from './preflight-name.ts'
import { platformChecks, type SecretStoreState } from './preflight-platform.ts'
import { isRepeating, isZone, nextOccurrences } from './schedule.ts'

export type PlannedTime =
  | { kind: 'now' }
  | { kind: 'at'; at: string }
  | { kind: 'repeat'; schedule: Schedule }

/** What may meet the plan on the platform: runs of the same audience and platform that haven't ended. */
export type OpenRun = Pick<
  Distribution,
  'distribution_id' | 'status' | 'scheduled_at' | 'segments_distributed'
>

export type PreflightInput = {
  audience: PlannedAudience
  /** Empty means all. */
  segment_ids: readonly string[]
  platform: Platform
  when: PlannedTime
  /** Time zone that times are told in. */
  zone: string
  forecast: Forecast
  /** For a thousand people, and its currency; null where none is set. */
  fee: { cpm_fee: number; currency: string } | null
  approval: { needed: boolean; status: ApprovalStatus | null }
  open_runs: readonly OpenRun[]
  secret_store: SecretStoreState
  now: Date
}

export type Preflight = {
  /** Whether nothing blocks it. */
  ready: boolean
  checks: PreflightCheck[]
  people: number
  cost: CostEstimate | null
  /** The next starts, at most three; empty for a run that starts at once. */
  starts: string[]
}

/**
 * What a platform's optional settings say of planning: `cpm_fee` for a thousand people with its `currency`, and
 * `approval_needed`. Values of another kind count as not set.
 */
export function planSettingsOf({ cpm_fee, currency, approval_needed }: Readonly<Record<string, unknown>>): {
  fee: PreflightInput['fee']
  approval_needed: boolean
} {
  const isFee = typeof cpm_fee === 'number' && Number.isFinite(cpm_fee) && cpm_fee >= 0
  const code = typeof currency === 'string' ? currency.trim() : ''
  return {
    fee: isFee && code ? { cpm_fee, currency: code } : null,
    approval_needed: approval_needed === true,
  }
}

/** A form that was filled in during the last minute isn't late. */
const GRACE_MS = 60_000
const STARTS = 3

function startsOf(when: PlannedTime, now: Date): string[] {
  if (when.kind === 'repeat') return nextOccurrences(when.schedule, now, STARTS)
  return when.kind === 'at' ? [when.at] : []
}

function scheduleCheck({ when, zone, now }: PreflightInput, starts: readonly string[]): PreflightCheck {
  const refuse = (message: string, hint: string) =>
    trouble('block', 'schedule', message, hint, 'change_schedule')
  switch (when.kind) {
    case 'now':
      return fine('schedule', 'It starts at once.')
    case 'at':
      return Date.parse(when.at) < now.getTime() - GRACE_MS
        ? refuse(
            `The planned time, ${moment(when.at, zone)}, has passed.`,
            'Choose a later time, or run it now.',
          )
        : fine('schedule', `It starts on ${moment(when.at, zone)}, or when the app is next open.`)
    case 'repeat': {
      const { schedule } = when
      if (!isZone(schedule.zone))
        return refuse(
          `“${schedule.zone}” is not a time zone that this computer knows.`,
          'Choose a time zone such as Europe/Berlin.',
        )
      if (!isRepeating(schedule) || !starts[0])
        return refuse(
          'The plan doesn’t say how often it repeats.',
          'Choose daily, weekly or monthly, or a single time.',
        )
      return fine(
        'schedule',
        `It repeats ${schedule.repeat}, first on ${moment(starts[0], schedule.zone)} (${schedule.zone}).`,
      )
    }
  }
}

/** Whether two choices of segments share one; empty means all. */
const overlap = (a: readonly string[], b: readonly string[]) =>
  a.length === 0 || b.length === 0 || a.some(id => b.includes(id))

const OPEN_WORDS: Partial<Record<Distribution['status'], string>> = {
  processing: 'is being sent to this platform already',
  matching: 'was sent to this platform and waits for its results',
}

function duplicateCheck({ open_runs, segment_ids, zone }: PreflightInput): PreflightCheck {
  const runs = open_runs.filter(run => overlap(run.segments_distributed, segment_ids))
  const first =
    runs.find(run => run.status === 'processing') ??
    runs
      .filter(run => run.status === 'scheduled')
      .sort((a, b) => ((a.scheduled_at ?? '') < (b.scheduled_at ?? '') ? -1 : 1))[0] ??
    runs.find(run => run.status === 'matching')
  if (!first) return fine('duplicate', 'No other run of this audience to this platform is open.')
  const words =
    OPEN_WORDS[first.status] ??
    (first.scheduled_at
      ? `is planned for this platform on ${moment(first.scheduled_at, zone)}`
      : 'is planned for this platform already')
  const more = runs.length > 1 ? `, and ${runs.length - 1} more of its runs are open` : ''
  const message = `The same audience ${words}${more}.`
  const hint = 'Open that run, and cancel one of the two unless both are meant.'
  const check =
    first.status === 'matching'
      ? note('duplicate', message, 'Sending it again refreshes it.', 'open_distribution')
      : trouble('warning', 'duplicate', message, hint, 'open_distribution')
  const others = runs.filter(run => run !== first)
  return { ...check, distribution_ids: [first, ...others].map(run => run.distribution_id) }
}

function approvalCheck({ approval: { needed, status } }: PreflightInput): PreflightCheck {
  const say = (level: 'warning' | 'block', message: string, hint: string) =>
    trouble(level, 'approval', message, hint, 'request_approval')
  switch (status) {
    case 'approved':
      return fine('approval', 'It is approved.')
    case 'rejected':
      return say(
        'block',
        'It was rejected, so it won’t start.',
        'Change what was objected to and ask for approval again.',
      )
    case 'pending':
      return say(
        'warning',
        'It waits for approval and won’t start before.',
        'Ask whoever approves to decide.',
      )
    case null:
      return needed
        ? say(
            'warning',
            'This platform needs an approval, so it won’t start before someone approves.',
            'Ask for approval when you plan it.',
          )
        : fine('approval', 'No approval is needed.')
  }
}

function costCheck(cost: CostEstimate | null): PreflightCheck {
  if (!cost)
    return note(
      'cost',
      'The cost isn’t estimated: no fee is set for this platform.',
      'Set its fee for a thousand people and the currency.',
      'edit_platform',
    )
  const amount = cost.amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return fine('cost', `At most about ${amount} ${cost.currency}: ${cost.basis}.`)
}

/** Everything that can be known of a plan beforehand, most basic first. `fee` and `zone` are the caller's to find. */
export function preflight(input: PreflightInput): Preflight {
  const { audience, segment_ids, platform, now, when, fee, secret_store } = input
  const people = peopleOf(audience, segment_ids)
  const cost = fee ? estimateCost({ people, ...fee }) : null
  const starts = startsOf(when, now)
  const checks = [
    ...platformChecks(platform, { now, startsNow: when.kind === 'now', secret_store }),
    ...audienceChecks(audience, segment_ids, platform, input.forecast),
    ...nameChecks(audience.name, platform.platform_type),
    scheduleCheck(input, starts),
    duplicateCheck(input),
    approvalCheck(input),
    costCheck(cost),
  ]
  return { ready: checks.every(check => check.level !== 'block'), checks, people, cost, starts }
}
