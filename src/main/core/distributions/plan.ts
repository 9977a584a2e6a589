// Planning: the verdict on every pair of audience and platform, and the distributions that are saved from it.
import type { ParsedPlan, Verdict } from '../../../shared/contract/distributions.ts'
import type { Audience } from '../../../shared/domain/audience.ts'
import type { DistributionSummary, Forecast } from '../../../shared/domain/distribution.ts'
import { forecast, type PastRun } from '../../../shared/domain/forecast.ts'
import { newId } from '../../../shared/domain/ids.ts'
import { leftOutOf } from '../../../shared/domain/plan-pairs.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { type OpenRun, type Preflight, preflight } from '../../../shared/domain/preflight.ts'
import { peopleOf } from '../../../shared/domain/preflight-audience.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { mapConcurrently } from '../concurrent.ts'
import type { Vault } from '../credentials/face.ts'
import { createNewestRuns, withRuns } from '../platforms/sync.ts'
import type { Store } from '../store/face.ts'
import { type NewRun, putNew } from './records.ts'
import { startOf } from './when.ts'

const PAST_RUNS = 100
const OPEN_RUNS = 20
const AT_ONCE = 4
/** A keychain that answers later than this is taken for available: the check is for what is known, and mustn't wait. */
const VAULT_WAIT_MS = 250
const PAIRS_NAMED = 20

export type Pair = {
  audience: Audience
  platform: Platform
  forecast: Forecast
  verdict: Preflight
  /** A completed run to this platform exists. */
  again: boolean
}

const living = { column: 'deleted', is: 'one_of', values: [false] } as const
const newest = { by: 'happens_at', direction: 'desc' } as const
const one = (column: string, value: string) => ({ column, is: 'one_of', values: [value] }) as const

export function createPlanning({ store, vault }: { store: Store; vault: Vault }) {
  const newestRuns = createNewestRuns(store)

  async function all<E extends 'audience' | 'platform'>(entity: E, user_id: string, ids: readonly string[]) {
    const wanted = [...new Set(ids)]
    const found = await store.getMany(entity, user_id, wanted)
    if (!found.ok) return found
    if (found.value.length === wanted.length) return found
    return fail('not_found', `There is no such ${entity}`, { hint: 'Choose again from the list.' })
  }

  async function pastRuns(user_id: string, platform_id: string): Promise<Result<PastRun[]>> {
    const found = await store.list('distribution', user_id, {
      where: [living, one('platform_id', platform_id), one('status', 'completed')],
      sort: newest,
      limit: PAST_RUNS,
    })
    if (!found.ok) return found
    return ok(
      found.value.items.flatMap(({ match_rate, data_type, completed_at, total_records }) =>
        match_rate === null || completed_at === null || total_records === 0
          ? []
          : [{ match_rate, data_type, completed_at }],
      ),
    )
  }

  async function runsOfPair(user_id: string, audience_id: string, platform_id: string) {
    const found = await store.list('distribution', user_id, {
      where: [
        living,
        one('audience_id', audience_id),
        one('platform_id', platform_id),
        { column: 'status', is: 'one_of', values: ['scheduled', 'processing', 'matching', 'completed'] },
      ],
      sort: newest,
      limit: OPEN_RUNS,
    })
    return found.ok ? ok(found.value.items) : found
  }

  async function vaultState() {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'available'>(resolve => {
      timer = setTimeout(() => resolve('available'), VAULT_WAIT_MS)
    })
    const state = await Promise.race([vault.state().then(({ state }) => state), late])
    clearTimeout(timer)
    return state
  }

  const openRuns = (runs: readonly DistributionSummary[]): OpenRun[] =>
    runs
      .filter(({ status }) => status !== 'completed')
      .map(({ distribution_id, status, scheduled_at }) => ({
        distribution_id,
        status,
        scheduled_at,
        // The list doesn't tell which segments: any may be among them.
        segments_distributed: [],
      }))

  /** Everything that is known of the plan's pairs, audience by audience; nothing of those that are left out. */
  async function pairsOf(user_id: string, plan: ParsedPlan, now: Date): Promise<Result<Pair[]>> {
    const [audiences, platforms, secret_store] = await Promise.all([
      all('audience', user_id, plan.audience_ids),
      all('platform', user_id, plan.platform_ids),
      vaultState(),
    ])
    if (!audiences.ok) return audiences
    if (!platforms.ok) return platforms
    const last = await newestRuns(user_id)
    if (!last.ok) return last
    const past = new Map<string, readonly PastRun[]>()
    for (const { platform_id } of platforms.value) {
      const runs = await pastRuns(user_id, platform_id)
      if (!runs.ok) return runs
      past.set(platform_id, runs.value)
    }
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const left = leftOutOf(plan)
    const wanted = audiences.value
      .flatMap(audience => withRuns(platforms.value, last.value).map(platform => ({ audience, platform })))
      .filter(
        ({ audience: { audience_id }, platform: { platform_id } }) => !left.has({ audience_id, platform_id }),
      )
    const found = await mapConcurrently(
      wanted,
      AT_ONCE,
      async ({ audience, platform }): Promise<Result<Pair>> => {
        const runs = await runsOfPair(user_id, audience.audience_id, platform.platform_id)
        if (!runs.ok) return runs
        const expected = forecast({
          people: peopleOf(audience, plan.segment_ids),
          data_type: audience.data_type,
          platform,
          runs: past.get(platform.platform_id) ?? [],
        })
        const { cpm_fee, currency, approval_needed } = platform.settings
        const verdict = preflight({
          audience,
          segment_ids: plan.segment_ids,
          platform,
          when: plan.when,
          zone,
          forecast: expected,
          fee: cpm_fee !== undefined && currency !== undefined ? { cpm_fee, currency } : null,
          approval: { needed: plan.request_approval || approval_needed === true, status: null },
          open_runs: openRuns(runs.value),
          secret_store,
          now,
        })
        const again = runs.value.some(({ status }) => status === 'completed')
        return ok({ audience, platform, forecast: expected, verdict, again })
      },
    )
    const pairs: Pair[] = []
    for (const pair of found) {
      if (!pair.ok) return pair
      pairs.push(pair.value)
    }
    return ok(pairs)
  }

  return { pairsOf }
}

export const verdictOf = ({ audience, platform, forecast: expected, verdict }: Pair): Verdict => ({
  audience_id: audience.audience_id,
  audience_name: audience.name,
  platform_id: platform.platform_id,
  platform_name: platform.name,
  platform_type: platform.platform_type,
  ready: verdict.ready,
  checks: verdict.checks,
  people: verdict.people,
  forecast: expected,
  cost: verdict.cost,
  approval_needed: platform.settings.approval_needed === true,
  starts: verdict.starts,
})

/** Names the pairs that can't be planned, and why. */
export function blocked(pairs: readonly Pair[]) {
  const stopped = pairs.filter(({ verdict }) => !verdict.ready)
  const why = stopped.slice(0, PAIRS_NAMED).map(({ audience, platform, verdict }) => ({
    audience_id: audience.audience_id,
    platform_id: platform.platform_id,
    reasons: verdict.checks.filter(({ level }) => level === 'block').map(({ message }) => message),
  }))
  const first = why[0]?.reasons[0] ?? 'It can’t be planned.'
  const more = stopped.length > 1 ? ` ${stopped.length - 1} more of the plan can’t be either.` : ''
  return fail('conflict', `${first}${more}`, {
    hint: 'Mend what is named, or leave the pair out.',
    details: { pairs: why, blocked: stopped.length },
  })
}

/** The records of a plan, one for each pair. `validation_failed` for a time that can't be. */
export function recordsOf(
  user_id: string,
  plan: ParsedPlan,
  pairs: readonly Pair[],
  now: Date,
  home: string,
): Result<NewRun[]> {
  const start = startOf(plan.when, now)
  if (!start.ok) return start
  const { scheduled_at, schedule } = start.value
  const at = now.toISOString()
  return ok(
    pairs.map(({ audience, platform, forecast: expected, verdict, again }) => {
      const held = plan.request_approval || platform.settings.approval_needed === true
      return {
        distribution_id: newId('distribution'),
        audience_id: audience.audience_id,
        audience_version: audience.version,
        audience_name: audience.name,
        platform_id: platform.platform_id,
        platform_name: platform.name,
        platform_type: platform.platform_type,
        distribution_type: plan.distribution_type ?? (again ? 'refresh' : 'initial'),
        status: 'scheduled',
        scheduled_at,
        executed_at: null,
        completed_at: null,
        segments_distributed: [...new Set(plan.segment_ids)],
        match_results: {
          total_records: null,
          matched_records: null,
          rejected_records: null,
          match_rate: null,
          platform_audience_id: null,
        },
        error_details: null,
        metadata: {
          planned_in: home,
          ...(plan.campaign_name && { campaign_name: plan.campaign_name }),
          ...(plan.notes && { notes: plan.notes }),
          ...(verdict.cost && {
            cost_estimate: verdict.cost.amount,
            currency: verdict.cost.currency,
            cost_basis: verdict.cost.basis,
          }),
          ...(held && {
            approval_status: 'pending' as const,
            requested_by: user_id,
            requested_at: at,
            ...(plan.approval_comment && { approval_comment: plan.approval_comment }),
          }),
          ...(schedule && { schedule, series_id: newId('distribution') }),
          data_type: audience.data_type,
          identifier_type: audience.identifier_type,
          people: verdict.people,
          forecast: expected,
        },
        user_id,
        created_at: at,
        updated_at: at,
        deleted: false,
        changed_by: user_id,
        change_note: null,
      } satisfies NewRun
    }),
  )
}

export const putsOf = (records: readonly NewRun[]) => records.map(putNew)
