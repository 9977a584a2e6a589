// A check or a migration from beginning to end: the folder's files, then user by user their audiences, platforms, runs.
import { availableParallelism } from 'node:os'
import type { MigrationReport } from '../../../shared/contract/migration.ts'
import type { JobResult } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { JobContext } from '../jobs/face.ts'
import { pause } from '../pace.ts'
import type { Directory } from '../profiles/directory.ts'
import { PERMISSIONS } from '../profiles/profiles.ts'
import type { Store } from '../store/face.ts'
import { nowText } from '../time.ts'
import { openTasks } from '../worker/run.ts'
import type { Found } from './discover.ts'
import { openSource, type SourceDuck } from './duck.ts'
import { migrationCancelled, whyUnreadable } from './errors.ts'
import type { Notes } from './notes.ts'
import { createSource } from './source.ts'
import { step } from './step.ts'
import { createTally, type Tally } from './tally.ts'
import { MIGRATED, type SourceFile } from './terms.ts'
import { type Person, peopleIn, profileIdOf } from './users.ts'

export type RunDeps = {
  store: Store
  directory: Directory
  /** Where DuckDB puts what doesn't fit into memory. */
  temp: string
}
export type RunInput = {
  job_id: string
  found: Found
  notes: Notes
  /** The users of the folder, and the profile of each. */
  users: readonly { user_id: string; owner: string }[]
  dry: boolean
}
export type Ran = { report: MigrationReport; result: Result<JobResult> }

const MAX_THREADS = 2
/** Below this, starting threads takes longer than the work. */
const WORTH_THREADS_ROWS = 2_000
const ENTITIES = ['audience', 'platform', 'distribution'] as const

/** Whose profile gets whose records. */
export const ownersOf = (
  users: readonly string[],
  signed_in: string,
  who: 'mine' | 'all',
  mine: string | null,
): RunInput['users'] =>
  users
    .filter(user_id => who === 'all' || user_id === mine)
    .map(user_id => ({
      user_id,
      owner: user_id === mine ? signed_in : profileIdOf(user_id, mine === null ? null : signed_in),
    }))

/** Rows of each file by its footer; null where it has none. */
export async function rowsOf(duck: SourceDuck, file: SourceFile): Promise<number | string> {
  try {
    const [row] = await duck.all('SELECT num_rows AS rows FROM parquet_file_metadata($1)', [file.pattern])
    return Number(row?.rows)
  } catch (error) {
    return whyUnreadable(error)
  }
}

async function makeProfile(store: Store, owner: string, person: Person | undefined): Promise<Result<null>> {
  const now = nowText()
  const record = {
    user_id: owner,
    display_name: person?.display_name || owner,
    email: person?.email ?? '',
    organization: person?.organization ?? '',
    last_login: null,
    permissions: [...PERMISSIONS],
    quota: { max_audiences: null, max_distributions_per_month: null },
    created_at: now,
    updated_at: now,
    deleted: false,
    changed_by: owner,
    change_note: MIGRATED,
  }
  const made = await store.commit(owner, [{ entity: 'user', record, expected: 'new' }])
  // Someone else made it in the meantime: it is there, which is what was asked for.
  return made.ok || made.error.code === 'conflict' ? ok(null) : made
}

export async function runMigration(deps: RunDeps, input: RunInput, context: JobContext): Promise<Ran> {
  const { found, notes } = input
  const tally = createTally(found.files, notes)
  const duck = await openSource(found.root, deps.temp)
  let result: Result<null>
  try {
    result = await everyone(deps, input, context, duck, tally)
  } finally {
    duck.close()
  }
  const report = tally.report({
    job_id: input.job_id,
    folder: found.root,
    checked_only: input.dry,
    complete: result.ok,
    foreign: found.foreign.length,
  })
  const written = tally.total('added') + tally.total('earlier') + tally.total('updated')
  return {
    report,
    result: result.ok
      ? ok({
          changed: written,
          skipped: tally.total('unchanged') + tally.total('kept'),
          errors: tally.errors,
          error_count: report.notes.refused,
        })
      : result,
  }
}

async function everyone(
  { store, directory }: RunDeps,
  { found, users, dry }: RunInput,
  { signal, progress, message }: JobContext,
  duck: SourceDuck,
  tally: Tally,
): Promise<Result<null>> {
  message('Counting the rows')
  for (const name of found.closed) await tally.closed(name)
  const wanted = new Set(users.map(user => user.user_id))
  const sound = new Map<number, number>()
  for (const [number, file] of found.files.entries()) {
    if (file.entity === 'user' || !wanted.has(file.user_id)) continue
    if (signal.aborted) return migrationCancelled()
    const rows = await rowsOf(duck, file)
    if (typeof rows === 'number') {
      sound.set(number, rows)
      tally.read()
    } else await tally.unreadable(number, rows)
  }
  const total = [...sound.values()].reduce((sum, rows) => sum + rows, 0)
  let rows_done = 0
  const done = (rows: number) => {
    rows_done += rows
    progress(rows_done, total)
  }
  done(0)

  const people = await peopleIn(
    duck,
    found.files.filter(file => file.entity === 'user'),
  )
  const here = new Set(await store.owners())
  const pool = openTasks(
    total < WORTH_THREADS_ROWS ? 0 : Math.min(MAX_THREADS, availableParallelism()),
    signal,
  )
  const source = createSource(duck, found.files)
  const shared = { store, directory, source, pool, tally, signal, now: Date.now(), dry, done }
  try {
    for (const [index, { user_id, owner }] of users.entries()) {
      const profile = await directory.find(owner)
      if (!profile.ok) return profile
      const report = tally.user(user_id, owner, profile.value === null)
      message(users.length > 1 ? `${user_id}, profile ${index + 1} of ${users.length}` : user_id)
      if (!profile.value && !dry) {
        const made = await makeProfile(store, owner, people.get(user_id))
        if (!made.ok) return made
      }
      const [lost, histories] = [
        { audience: [], platform: [] },
        { audience: [], platform: [] },
      ]
      for (const entity of ENTITIES) {
        if (signal.aborted) return migrationCancelled()
        const files = [...sound.keys()].filter(
          number => found.files[number]?.entity === entity && found.files[number]?.user_id === user_id,
        )
        const counts = report[entity]
        const is_here = here.has(owner)
        const stepped = await step(shared, {
          entity,
          user_id,
          owner,
          is_here,
          files,
          counts,
          lost,
          histories,
        })
        if (!stepped.ok) return stepped
        await pause()
      }
    }
    return ok(null)
  } finally {
    await pool.close()
  }
}
