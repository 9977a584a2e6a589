// One commit for each move of a distribution, with what belongs to it in the same commit.
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { DistributionChange } from '../../../shared/domain/distribution-change.ts'
import { newId } from '../../../shared/domain/ids.ts'
import { isRepeating, isZone, nextOccurrence } from '../../../shared/domain/schedule.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Put, Store } from '../store/face.ts'
import { later } from '../time.ts'

export type NewRun = Omit<Distribution, 'version'>
export type RunPut = Extract<Put, { entity: 'distribution' }>

export const putNew = (record: NewRun): RunPut => ({ entity: 'distribution', record, expected: 'new' })

/**
 * Writes the versions that the changes make of a record, one after another and all of them or none, and the other records
 * with them. Answers the record after each. `changed_by` is a user, or the platform's name.
 */
export async function commitMoves(
  store: Store,
  current: Distribution,
  changes: readonly DistributionChange[],
  by: { changed_by: string; note?: string | null; more?: readonly RunPut[] },
): Promise<Result<Distribution[]>> {
  const puts: RunPut[] = []
  let { version: expected, ...record } = current
  for (const change of changes) {
    const { version: _, ...next } = {
      ...current,
      ...record,
      ...change,
      updated_at: later(record.updated_at),
      changed_by: by.changed_by,
      change_note: by.note ?? null,
    }
    puts.push({ entity: 'distribution', record: next, expected })
    record = next
    expected += 1
  }
  const written = await store.commit(current.user_id, [...puts, ...(by.more ?? [])])
  return written.ok ? ok(written.value.slice(0, changes.length)) : written
}

/** The same for one change; answers the record after it. */
export async function commitMove(
  store: Store,
  current: Distribution,
  change: DistributionChange,
  by: Parameters<typeof commitMoves>[3],
): Promise<Result<Distribution>> {
  const written = await commitMoves(store, current, [change], by)
  if (!written.ok) return written
  const [saved] = written.value
  return saved ? ok(saved) : fail('internal', 'The store answered a commit with nothing')
}

/** What is told of a change from one version to the next; null where it is no change of state. */
export function movedOf(before: Distribution, after: Distribution): DistributionMoved | null {
  if (before.status === after.status) return null
  const why = after.status === 'failed' ? after.error_details : null
  return {
    distribution_id: after.distribution_id,
    audience_name: after.audience_name,
    platform_name: after.platform_name,
    from: before.status,
    to: after.status,
    message: why?.error_message ?? '',
    hint: why?.hint ?? null,
  }
}

/** What a run starts with and a later one of its series must not have of an earlier. */
const OF_A_RUN = [
  'attempt',
  'handover',
  'rejects',
  'results_source',
  'results_by',
  'results_at',
  'retries_before',
  'receipt',
] as const

/**
 * The run that follows one of a repeating plan: at the first time after `after`. For a run that starts that is now, so that
 * what was missed while the app was closed isn't made up for one by one. Null where nothing repeats. What was approved once
 * is approved for the series.
 */
export function successorOf(run: Distribution, now: Date, after = now): NewRun | null {
  const { schedule } = run.metadata
  if (!schedule || !isRepeating(schedule) || !isZone(schedule.zone)) return null
  const { version: _, ...record } = run
  const metadata = Object.fromEntries(
    Object.entries(run.metadata).filter(([key]) => !OF_A_RUN.some(name => name === key)),
  )
  const created_at = now.toISOString()
  return {
    ...record,
    distribution_id: newId('distribution'),
    distribution_type: run.distribution_type === 'initial' ? 'refresh' : run.distribution_type,
    status: 'scheduled',
    scheduled_at: nextOccurrence(schedule, after).toISOString(),
    executed_at: null,
    completed_at: null,
    match_results: {
      total_records: null,
      matched_records: null,
      rejected_records: null,
      match_rate: null,
      platform_audience_id: null,
    },
    error_details: null,
    metadata,
    created_at,
    updated_at: created_at,
    changed_by: run.user_id,
    change_note: `Follows ${run.distribution_id}`,
  }
}
