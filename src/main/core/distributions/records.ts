// One commit for each move of a distribution, with what belongs to it in the same commit.
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { DistributionChange } from '../../../shared/domain/distribution-change.ts'
import { newId } from '../../../shared/domain/ids.ts'
import { isRepeating, isZone, nextOccurrence } from '../../../shared/domain/schedule.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Put, Store } from '../store/face.ts'
import { later } from '../time.ts'

export type NewRun = Omit<Distribution, 'version'>
type RunPut = Extract<Put, { entity: 'distribution' }>

export const putNew = (record: NewRun): RunPut => ({ entity: 'distribution', record, expected: 'new' })

/** Writes the next version, and the other records with it. `by` is a user, or the platform's name. */
export async function commitMove(
  store: Store,
  current: Distribution,
  change: DistributionChange,
  by: { changed_by: string; note?: string | null; more?: readonly RunPut[] },
): Promise<Result<Distribution>> {
  const { version, ...record } = current
  const next = {
    ...record,
    ...change,
    updated_at: later(current.updated_at),
    changed_by: by.changed_by,
    change_note: by.note ?? null,
  }
  const put: RunPut = { entity: 'distribution', record: next, expected: version }
  const written = await store.commit(current.user_id, [put, ...(by.more ?? [])])
  if (!written.ok) return written
  const [saved] = written.value
  return saved ? ok(saved) : fail('internal', 'The store answered a commit with nothing')
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
 * The run that follows one of a repeating plan: at the first time after now, so that what was missed while the app was
 * closed isn't made up for one by one. Null where nothing repeats. What was approved once is approved for the series.
 */
export function successorOf(run: Distribution, now: Date): NewRun | null {
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
    scheduled_at: nextOccurrence(schedule, now).toISOString(),
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
