// One import from its sources to its result: all of it in one commit, or nothing. A plan of it does all but the commit.
import { availableParallelism } from 'node:os'
import type { AudienceSet } from '../../../shared/domain/import-table.ts'
import type { ImportCounts, JobResult } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { JobContext } from '../jobs/face.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import { nowText } from '../time.ts'
import { openTasks } from '../worker/run.ts'
import { type CheckOptions, checkRows } from './check.ts'
import { decideUpdates, leftOut, toTrash } from './decide.ts'
import { fileFailure, importCancelled } from './errors.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { saveAll } from './save.ts'
import type { ImportSource } from './sources.ts'
import { createStaging } from './staging.ts'

export type ImportRules = {
  on_error: 'stop' | 'skip'
  on_existing: CheckOptions['on_existing']
  derive_ids: boolean
  replace: AudienceSet | null
  /** Only says what would happen. */
  dry: boolean
}
export type ImportTask = {
  sources: readonly ImportSource[]
  rules: ImportRules
  user_id: string
  /** Where every refused row is written to. */
  refusals_path: string
}
type Deps = { store: Store; directory: Directory }

/** Below this, starting threads takes longer than the work. */
const WORTH_THREADS_BYTES = 2_000_000
const MAX_THREADS = 2
/** A record that was edited while its next version was prepared makes the commit a conflict; then it is done anew. */
const ATTEMPTS = 3

const counted = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'audience' : 'audiences'}`
export const namesOf = (sources: readonly { name: string }[]) =>
  sources.length === 1 ? (sources[0]?.name ?? '') : `${sources.length} files`

export async function runImport(
  task: ImportTask,
  deps: Deps,
  context: JobContext,
): Promise<Result<JobResult>> {
  for (let attempt = 1; ; attempt++) {
    const refusals = await createRefusals(task.refusals_path)
    const result = await attemptImport(task, refusals, deps, context).finally(refusals.seal)
    if (result.ok || result.error.code !== 'conflict' || attempt === ATTEMPTS) return result
  }
}

async function attemptImport(
  { sources, rules, user_id }: ImportTask,
  refusals: Refusals,
  deps: Deps,
  { signal, progress, message }: JobContext,
): Promise<Result<JobResult>> {
  if (signal.aborted) return importCancelled()
  const { store } = deps
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0)
  const threads = bytes < WORTH_THREADS_BYTES ? 0 : Math.min(MAX_THREADS, availableParallelism())
  const pool = openTasks(threads, signal)
  const [created, updates, updated] = [createStaging(store), createStaging(store), createStaging(store)]
  const resultOf = (changed: number, counts: ImportCounts): Result<JobResult> =>
    ok({
      changed,
      skipped: counts.unchanged,
      errors: refusals.first(),
      error_count: refusals.count(),
      counts,
    })
  message(`Checking ${namesOf(sources)}`)
  try {
    const checked = await checkRows(
      sources,
      { user_id, now: nowText(), derive_ids: rules.derive_ids, on_existing: rules.on_existing },
      {
        store,
        pool,
        staging: created,
        updates,
        refusals,
        signal,
        // How many there are is known at the end; until then the share of bytes says it well enough.
        progress: (rows, read) =>
          progress(rows, Math.max(rows, Math.round((rows * bytes) / Math.max(1, read)))),
      },
    )
    if (!checked.ok) return checked
    const about = { store, user_id, signal }
    const rowsForThem = (await updates.seal()).map(({ path }) => path)
    const decided = await decideUpdates(about, rowsForThem, updated, refusals)
    if (!decided.ok) return decided
    const gone = rules.replace ? await leftOut(about, rules.replace, checked.value.ids) : ok([])
    if (!gone.ok) return gone
    const counts: ImportCounts = {
      created: created.count(),
      updated: decided.value.updated,
      unchanged: checked.value.skipped + decided.value.unchanged,
      trashed: gone.value.length,
    }
    if (rules.dry) return resultOf(0, counts)
    if (refusals.count() > 0 && rules.on_error === 'stop')
      return resultOf(0, { created: 0, updated: 0, unchanged: 0, trashed: 0 })

    const total = counts.created + counts.updated + counts.trashed
    message(`Saving ${counted(total)}`)
    progress(0, total)
    const note = `Not in the import of ${namesOf(sources)}`
    const trashed = { count: gone.value.length, groups: () => toTrash(about, gone.value, note) }
    const more = counts.created + decided.value.revived - counts.trashed
    const saved = await saveAll(deps, user_id, { created, updated, trashed, more }, { signal, progress })
    if (!saved.ok) return saved.error.code === 'cancelled' ? importCancelled() : saved
    progress(total, total)
    return resultOf(saved.value, counts)
  } catch (error) {
    const failure = fileFailure(error, namesOf(sources))
    if (!failure) throw error
    return failure
  } finally {
    await pool.close()
    await Promise.all([created, updates, updated].map(staging => staging.discard()))
  }
}
