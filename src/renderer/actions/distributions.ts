// What can be done to a distribution, from any page: each acts at once, shows the answer, and offers the way back where there is one.

import type { Plan } from '../../shared/contract/distributions.ts'
import type { InputOf, OutputOf } from '../../shared/contract.ts'
import type { Distribution, DistributionSummary } from '../../shared/domain/distribution.ts'
import type { Result } from '../../shared/errors.ts'
import { client } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { invalidate, queryClient } from '../api/query-client.ts'
import { showError, showToast } from '../components/ui/toast.tsx'
import { t } from '../messages/index.ts'

const words = t.distributions.done

/** A summary and a whole record both have what an action needs. */
export type Run = Pick<
  DistributionSummary,
  'distribution_id' | 'audience_name' | 'platform_name' | 'status' | 'deleted'
> & { version?: number }
type ListPage = OutputOf<'distributions.list'>

const nameOf = (run: Pick<Run, 'audience_name' | 'platform_name'>) =>
  t.distributions.pair(run.audience_name, run.platform_name)

const inList = (run: Distribution): Partial<DistributionSummary> => ({
  status: run.status,
  scheduled_at: run.scheduled_at,
  executed_at: run.executed_at,
  completed_at: run.completed_at,
  updated_at: run.updated_at,
  version: run.version,
  approval_status: run.metadata.approval_status ?? null,
  error_code: run.error_details?.error_code ?? null,
  error_message: run.error_details?.error_message ?? null,
  retry_count: run.error_details?.retry_count ?? 0,
  next_retry_at: run.error_details?.next_retry_at ?? null,
  total_records: run.match_results.total_records,
  matched_records: run.match_results.matched_records,
  rejected_records: run.match_results.rejected_records,
  match_rate: run.match_results.match_rate,
  handover_state: run.metadata.handover?.state ?? null,
})

function patchLists(id: string, patch: Partial<DistributionSummary>): void {
  queryClient.setQueriesData<ListPage>(
    { queryKey: keys.distributionLists },
    page =>
      page && {
        ...page,
        items: page.items.map(item => (item.distribution_id === id ? { ...item, ...patch } : item)),
      },
  )
}

/** Puts an answer on the screen without waiting for the event that tells of it. An older answer never replaces a newer. */
export function showDistribution(run: Distribution): void {
  const id = run.distribution_id
  const known = queryClient.getQueryData<Distribution>(keys.distribution(id))
  if (known && known.version > run.version) return
  queryClient.setQueryData(keys.distribution(id), run)
  patchLists(id, inList(run))
  invalidate({ queryKey: keys.distributionHistory(id) })
}

/** Shows the answer; a refusal is told, and what was shown too early is fetched anew. */
async function taken(answer: Promise<Result<Distribution>>): Promise<Distribution | null> {
  const result = await answer
  if (result.ok) {
    showDistribution(result.value)
    return result.value
  }
  invalidate({ queryKey: keys.distributions })
  showError(result.error)
  return null
}

const undo = (run: () => void) => ({ label: t.common.undo, shortcut: 'mod+z', run })

/** Saves a plan: one distribution for each audience and platform, all or none. The caller shows a refusal at its fields. */
export async function createPlan(plan: Plan): Promise<Result<OutputOf<'distributions.create'>>> {
  const made = await client.distributions.create(plan)
  if (made.ok) {
    invalidate({ queryKey: keys.distributions })
    showToast({ title: words.planned(made.value.distributions.length) })
  }
  return made
}

/** A scheduled run starts now rather than at its time. Null when it was refused. */
export async function runNow(run: Run): Promise<Distribution | null> {
  const { distribution_id } = run
  const now = await taken(client.distributions.runNow({ distribution_id }))
  if (now) showToast({ title: words.runNow(nameOf(now)) })
  return now
}

/** A failed run starts again now. Null when it was refused. */
export async function retryRun(run: Run): Promise<Distribution | null> {
  const { distribution_id } = run
  patchLists(distribution_id, { status: 'scheduled', error_message: null, next_retry_at: null })
  const now = await taken(client.distributions.retry({ distribution_id }))
  if (now) showToast({ title: words.retry(nameOf(now)) })
  return now
}

/** Cancels for good; one that runs is stopped first. `series` ends the runs that would follow as well. Null when it was refused. */
export async function cancelRun(run: Run, series = false): Promise<Distribution | null> {
  const { distribution_id } = run
  if (run.status === 'scheduled' || run.status === 'failed')
    patchLists(distribution_id, { status: 'cancelled' })
  const now = await taken(client.distributions.cancel({ distribution_id, series }))
  if (now) showToast({ title: (series ? words.seriesCancelled : words.cancelled)(nameOf(now)) })
  return now
}

/** Asks again for the approval that a decision just ended, with the words it was first asked with. */
async function takeBack(decided: Distribution): Promise<void> {
  const { distribution_id, version, metadata } = decided
  const before = await client.distributions.get({ distribution_id, version: version - 1 })
  const comment = before.ok ? before.value.metadata.approval_comment : undefined
  if (metadata.approval_status === 'approved') {
    const held = await taken(client.distributions.reject({ distribution_id }))
    if (!held) return
  }
  const now = await taken(
    client.distributions.requestApproval({ distribution_id, ...(comment && { comment }) }),
  )
  if (now) showToast({ title: words.undone(nameOf(now)) })
}

async function decide(run: Run, to: 'approved' | 'rejected', comment: string): Promise<Distribution | null> {
  const { distribution_id } = run
  const seen =
    run.version ?? queryClient.getQueryData<Distribution>(keys.distribution(distribution_id))?.version
  patchLists(distribution_id, { approval_status: to })
  // Decided on as it was shown: a plan that became another meanwhile is looked at first.
  const input = {
    distribution_id,
    ...(seen !== undefined && { expected_version: seen }),
    ...(comment && { comment }),
  }
  const { approve, reject } = client.distributions
  const now = await taken(to === 'approved' ? approve(input) : reject(input))
  if (now) showToast({ title: words[to](nameOf(now)), action: undo(() => void takeBack(now)) })
  return now
}

/** Lets it start at its time, or at once when that has come; with undo until then. Null when it was refused. */
export const approveRun = (run: Run, comment = '') => decide(run, 'approved', comment)

/** Keeps it from starting, with undo. Null when it was refused. */
export const rejectRun = (run: Run, comment = '') => decide(run, 'rejected', comment)

/** Holds a scheduled run until someone approves it. Null when it was refused. */
export async function requestApproval(run: Run, comment = ''): Promise<Distribution | null> {
  const { distribution_id } = run
  const now = await taken(
    client.distributions.requestApproval({ distribution_id, ...(comment && { comment }) }),
  )
  if (now) showToast({ title: words.requested(nameOf(now)) })
  return now
}

/** Saves the change of a planned run. The caller shows a refusal at its fields, or what came between. */
export async function changeRun(input: InputOf<'distributions.update'>): Promise<Result<Distribution>> {
  const saved = await client.distributions.update(input)
  if (saved.ok) {
    showDistribution(saved.value)
    showToast({ title: words.changed(nameOf(saved.value)) })
  }
  return saved
}

/** Saves what the platform told. The caller shows a refusal at its fields. */
export async function enterResults(
  input: InputOf<'distributions.enterResults'>,
): Promise<Result<Distribution>> {
  const saved = await client.distributions.enterResults(input)
  if (saved.ok) {
    showDistribution(saved.value)
    showToast({ title: words.results(nameOf(saved.value)) })
  }
  return saved
}
