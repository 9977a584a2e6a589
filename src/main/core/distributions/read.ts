// Reading distributions: one, a page, counts, its states, and what many of them say together.
import type { DistributionVersionInfo, Insights } from '../../../shared/contract/distributions.ts'
import {
  DISTRIBUTION_STATUSES,
  type Distribution,
  type DistributionStatus,
} from '../../../shared/domain/distribution.ts'
import { PLATFORM_TYPES } from '../../../shared/domain/platform.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Handlers } from '../handlers.ts'
import type { Condition, Group, Store } from '../store/face.ts'
import { filterOf, queryOf } from './filter.ts'
import { noDistribution, noVersion } from './refusals.ts'

type Reads = Pick<
  Handlers,
  | 'distributions.get'
  | 'distributions.getMany'
  | 'distributions.list'
  | 'distributions.count'
  | 'distributions.history'
  | 'distributions.insights'
>

const STATUSES = DISTRIBUTION_STATUSES.length
const ERRORS = 50
const PPM = 1_000_000

export async function readDistribution(
  store: Store,
  user_id: string,
  distribution_id: string,
  version?: number,
): Promise<Result<Distribution>> {
  const found = await store.get('distribution', user_id, distribution_id, version)
  if (!found.ok) return found
  if (found.value) return ok(found.value)
  if (version === undefined) return noDistribution(distribution_id)
  const current = await store.get('distribution', user_id, distribution_id)
  if (!current.ok) return current
  return current.value ? noVersion(distribution_id, version) : noDistribution(distribution_id)
}

const describe = (run: Distribution): DistributionVersionInfo => ({
  version: run.version,
  updated_at: run.updated_at,
  changed_by: run.changed_by,
  change_note: run.change_note,
  status: run.status,
  approval_status: run.metadata.approval_status ?? null,
  attempt: run.metadata.attempt?.number ?? 0,
  message: run.status === 'failed' ? (run.error_details?.error_message ?? null) : null,
})

const byStatus = (counts: readonly { value: string; count: number }[]) =>
  Object.fromEntries(
    DISTRIBUTION_STATUSES.map(status => [status, counts.find(({ value }) => value === status)?.count ?? 0]),
  ) as Record<DistributionStatus, number>

const isType = (type: string | null) => PLATFORM_TYPES.find(one => one === type)

/** Groups by month, platform and status become one row for each month and platform. */
function monthsOf(groups: readonly Group[], compared: readonly Group[]): Insights['months'] {
  const months = new Map<string, Insights['months'][number] & { rates: number; ppm: number }>()
  for (const { keys, count, sums } of groups) {
    const [month, platform_id, status] = keys
    if (!month || !platform_id) continue
    const key = `${month} ${platform_id}`
    const row = months.get(key) ?? {
      month,
      platform_id,
      runs: 0,
      completed: 0,
      failed: 0,
      match_rate: null,
      total_records: 0,
      matched_records: 0,
      forecast_matches: 0,
      forecast_matched: 0,
      rates: 0,
      ppm: 0,
    }
    months.set(key, row)
    row.runs += count
    if (status === 'failed') row.failed += count
    if (status !== 'completed') continue
    const [ppm, total, matched] = sums
    row.completed += count
    row.rates += ppm?.of ?? 0
    row.ppm += ppm?.sum ?? 0
    row.total_records += total?.sum ?? 0
    row.matched_records += matched?.sum ?? 0
  }
  for (const { keys, sums } of compared) {
    const row = months.get(keys.join(' '))
    const [forecast, matched] = sums
    if (!row) continue
    row.forecast_matches += forecast?.sum ?? 0
    row.forecast_matched += matched?.sum ?? 0
  }
  return [...months.values()].map(({ rates, ppm, ...row }) => ({
    ...row,
    match_rate: rates === 0 ? null : Math.round(ppm / rates) / PPM,
  }))
}

export function createReads(store: Store): Reads {
  return {
    'distributions.get': ({ distribution_id, version }, { user_id }) =>
      readDistribution(store, user_id, distribution_id, version),

    async 'distributions.getMany'({ distribution_ids }, { user_id }) {
      const found = await store.getMany('distribution', user_id, distribution_ids)
      return found.ok ? ok({ distributions: found.value }) : found
    },

    'distributions.list': (query, { user_id }) => store.list('distribution', user_id, queryOf(query)),

    async 'distributions.count'({ filter }, { user_id }) {
      const { status: _status, ...anyStatus } = filter
      const where = (more: Condition[]) => {
        const all = filterOf(anyStatus)
        return { ...all, where: [...all.where, ...more] }
      }
      const [total, statuses, approval, results] = await Promise.all([
        store.count('distribution', user_id, filterOf(filter)),
        store.facet('distribution', user_id, where([]), 'status', STATUSES),
        store.count(
          'distribution',
          user_id,
          where([
            { column: 'approval_status', is: 'one_of', values: ['pending'] },
            { column: 'status', is: 'one_of', values: ['scheduled'] },
          ]),
        ),
        store.count(
          'distribution',
          user_id,
          where([{ column: 'status', is: 'one_of', values: ['matching'] }]),
        ),
      ])
      if (!total.ok) return total
      if (!statuses.ok) return statuses
      if (!approval.ok) return approval
      if (!results.ok) return results
      return ok({
        total: total.value,
        by_status: byStatus(statuses.value),
        waiting_for_approval: approval.value,
        waiting_for_results: results.value,
      })
    },

    async 'distributions.history'({ distribution_id }, { user_id }) {
      const versions = await store.history('distribution', user_id, distribution_id)
      if (!versions.ok) return versions
      return versions.value.length === 0
        ? noDistribution(distribution_id)
        : ok({ versions: versions.value.map(describe) })
    },

    async 'distributions.insights'({ from, to, platform_ids, zone }, { user_id }) {
      const month = { month: 'happens_at', ...(zone && { zone }) }
      const filter = filterOf({
        deleted: false,
        ...(platform_ids && { platform_ids }),
        ...(from && { happens_from: from }),
        ...(to && { happens_to: to }),
      })
      const failed = { ...filter, where: [...filter.where, FAILED] }
      const [months, compared, names, failures, statuses] = await Promise.all([
        store.aggregate(
          'distribution',
          user_id,
          filter,
          [month, { column: 'platform_id' }, { column: 'status' }],
          ['match_ppm', 'total_records', 'matched_records'],
        ),
        store.aggregate(
          'distribution',
          user_id,
          { ...filter, where: [...filter.where, ...COMPARED] },
          [month, { column: 'platform_id' }],
          ['forecast_matches', 'matched_records'],
        ),
        store.aggregate(
          'distribution',
          user_id,
          filter,
          [{ column: 'platform_id' }, { column: 'platform_name' }, { column: 'platform_type' }],
          ['happens_at'],
        ),
        store.facet('distribution', user_id, failed, 'error_code', ERRORS),
        store.facet('distribution', user_id, filter, 'status', STATUSES),
      ])
      if (!months.ok) return months
      if (!compared.ok) return compared
      if (!names.ok) return names
      if (!failures.ok) return failures
      if (!statuses.ok) return statuses
      // An account that was renamed has runs under both names: the last one in order stands for it.
      const platforms = new Map(
        names.value.flatMap(({ keys: [platform_id, platform_name, type] }) => {
          const platform_type = isType(type ?? null)
          return platform_id && platform_name && platform_type
            ? [[platform_id, { platform_id, platform_name, platform_type }] as const]
            : []
        }),
      )
      return ok({
        platforms: [...platforms.values()],
        months: monthsOf(months.value, compared.value),
        failures: failures.value.map(({ value, count }) => ({ error_code: value, count })),
        by_status: byStatus(statuses.value),
      })
    },
  }
}

/** Completed runs with both a forecast and a result. */
const COMPARED = [
  { column: 'status', is: 'one_of', values: ['completed'] },
  { column: 'forecast_matches', is: 'at_least', value: 0 },
  { column: 'matched_records', is: 'at_least', value: 0 },
] as const
const FAILED = { column: 'status', is: 'one_of', values: ['failed'] } as const
