// One import from its source to its result: all of it in one commit, or nothing.
import { availableParallelism } from 'node:os'
import type { JobResult } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { JobContext } from '../jobs/face.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Store } from '../store/face.ts'
import { nowText } from '../time.ts'
import { openTasks } from '../worker/run.ts'
import { checkRows } from './check.ts'
import { fileFailure, importCancelled } from './errors.ts'
import { saveChecked } from './save.ts'
import { createStaging } from './staging.ts'

export type ImportSource = {
  /** As the user knows it: `audiences.json`. */
  name: string
  /** May be read more than once. */
  open(): AsyncIterable<Uint8Array>
  bytes: number
  /** Lines mean something to the user. */
  has_lines: boolean
}
export type ImportRules = {
  on_error: 'stop' | 'skip'
  on_existing: 'skip' | 'update'
  derive_ids: boolean
}

/** Below this, starting threads takes longer than the work. */
const WORTH_THREADS_BYTES = 2_000_000
const MAX_THREADS = 2
/** A record that was edited while its next version was prepared makes the commit a conflict; then it is done anew. */
const ATTEMPTS = 3

const counted = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'audience' : 'audiences'}`

export async function runImport(
  source: ImportSource,
  rules: ImportRules,
  user_id: string,
  deps: { store: Store; directory: Directory },
  context: JobContext,
): Promise<Result<JobResult>> {
  for (let attempt = 1; ; attempt++) {
    const result = await attemptImport(source, rules, user_id, deps, context)
    if (result.ok || result.error.code !== 'conflict' || attempt === ATTEMPTS) return result
  }
}

async function attemptImport(
  source: ImportSource,
  rules: ImportRules,
  user_id: string,
  { store, directory }: { store: Store; directory: Directory },
  { signal, progress, message }: JobContext,
): Promise<Result<JobResult>> {
  if (signal.aborted) return importCancelled()
  const threads = source.bytes < WORTH_THREADS_BYTES ? 0 : Math.min(MAX_THREADS, availableParallelism())
  const pool = openTasks(threads, signal)
  const staging = createStaging(store)
  message(`Checking ${source.name}`)
  try {
    const checked = await checkRows(
      source.open(),
      {
        user_id,
        now: nowText(),
        derive_ids: rules.derive_ids,
        on_existing: rules.on_existing,
        has_lines: source.has_lines,
        name: source.name,
      },
      {
        store,
        pool,
        staging,
        signal,
        // How many there are is known at the end; until then the share of bytes says it well enough.
        progress: (rows, read) =>
          progress(rows, Math.max(rows, Math.round((rows * source.bytes) / Math.max(1, read)))),
      },
    )
    if (!checked.ok) return checked
    const { errors, error_count, skipped, updates } = checked.value
    if (error_count > 0 && rules.on_error === 'stop')
      return ok({ changed: 0, skipped: 0, errors, error_count })

    const total = staging.count() + updates.length
    message(`Saving ${counted(total)}`)
    progress(0, total)
    const saved = await saveChecked({ store, directory }, user_id, staging, updates, { signal, progress })
    if (!saved.ok) return saved.error.code === 'cancelled' ? importCancelled() : saved
    const { changed, unchanged } = saved.value
    progress(total, total)
    return ok({ changed, skipped: skipped + unchanged, errors, error_count })
  } catch (error) {
    const failure = fileFailure(error, source.name)
    if (!failure) throw error
    return failure
  } finally {
    await pool.close()
    await staging.discard()
  }
}
