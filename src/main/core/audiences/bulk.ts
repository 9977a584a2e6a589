// One action on many audiences, in one commit: all of them or none.
import type { BulkAction } from '../../../shared/contract/audiences.ts'
import type { Audience } from '../../../shared/domain/audience.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Handlers } from '../handlers.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Directory } from '../profiles/directory.ts'
import type { BulkOptions, Put, Store } from '../store/face.ts'
import { decideBulk } from './bulk-rules.ts'
import { nextRecord } from './edit.ts'
import { filterOf } from './filter.ts'

/** `getMany` takes at most this many. */
const BATCH = 1_000
/** Records that others change between our reading and our writing are decided again, up to this often. */
const TRIES = 20
const TITLES: Record<BulkAction['do'], string> = {
  activate: 'Activate',
  archive: 'Archive',
  to_draft: 'Move to draft',
  delete: 'Delete',
  undelete: 'Restore',
  tag: 'Tag',
  untag: 'Remove tags from',
}

type Skipped = { audience_id: string; reason: string }
/** Puts by id, in the order of the ids. */
type Plan = { puts: Map<string, Put<'audience'>>; skipped: Map<string, string> }
type Bulk = Pick<Handlers, 'audiences.bulk' | 'audiences.bulkMatching'>
type Deps = { store: Store; directory: Directory; jobs: Jobs }
type Task = { user_id: string; action: BulkAction }

const cancelled = () => fail('cancelled', 'The change was cancelled. Nothing was changed.')
const numberChanged = (expected: number, current: number) =>
  fail(
    'conflict',
    `${current.toLocaleString('en')} audiences match now, not ${expected.toLocaleString('en')}`,
    {
      hint: 'Look at the list again, then repeat the action.',
      details: { expected_count: expected, current_count: current },
    },
  )

function plan(into: Plan, audience: Audience, { user_id, action }: Task) {
  const id = audience.audience_id
  into.puts.delete(id)
  const decision = decideBulk(audience, action)
  if ('skip' in decision) {
    into.skipped.set(id, decision.skip)
    return
  }
  const record = nextRecord(audience, decision.next, user_id)
  if (record) into.puts.set(id, { entity: 'audience', record, expected: audience.version })
  else into.skipped.set(id, 'it is so already')
}

async function planBatch(
  store: Store,
  into: Plan,
  ids: readonly string[],
  task: Task,
): Promise<Result<null>> {
  const found = await store.getMany('audience', task.user_id, ids)
  if (!found.ok) return found
  for (const id of ids) into.skipped.set(id, 'there is no such audience')
  for (const audience of found.value) {
    into.skipped.delete(audience.audience_id)
    plan(into, audience, task)
  }
  return ok(null)
}

async function commitPlan(
  { store, directory }: Deps,
  into: Plan,
  task: Task,
  options: BulkOptions = {},
): Promise<Result<null>> {
  const commit = () => store.commit(task.user_id, [...into.puts.values()], options)
  for (let attempt = 1; ; attempt++) {
    if (options.signal?.aborted) return cancelled()
    if (into.puts.size === 0) return ok(null)
    const written =
      task.action.do === 'undelete'
        ? await directory.withRoom(task.user_id, into.puts.size, commit)
        : await commit()
    if (written.ok) return ok(null)
    const raced = written.error.details?.id
    if (written.error.code !== 'conflict' || typeof raced !== 'string' || attempt === TRIES) return written
    const again = await planBatch(store, into, [raced], task)
    if (!again.ok) return again
  }
}

const skippedOf = (into: Plan): Skipped[] =>
  [...into.skipped].map(([audience_id, reason]) => ({ audience_id, reason }))

export function createBulk(deps: Deps): Bulk {
  const { store, jobs } = deps

  async function changeMatching(ids: readonly string[], task: Task, job: JobContext) {
    const into: Plan = { puts: new Map(), skipped: new Map() }
    job.message('Reading')
    for (let start = 0; start < ids.length; start += BATCH) {
      if (job.signal.aborted) return cancelled()
      const read = await planBatch(store, into, ids.slice(start, start + BATCH), task)
      if (!read.ok) return read
      // Reading is half of the work; the numbers count audiences done, so they move at half the pace.
      job.progress(Math.floor(Math.min(start + BATCH, ids.length) / 2))
    }
    const half = Math.floor(ids.length / 2)
    job.message('Saving')
    const written = await commitPlan(deps, into, task, {
      signal: job.signal,
      progress: done => job.progress(half + Math.floor(done / 2)),
    })
    if (!written.ok) return written
    job.progress(ids.length)
    return ok({ changed: into.puts.size, skipped: into.skipped.size, errors: [], error_count: 0 })
  }

  return {
    async 'audiences.bulk'({ audience_ids, action }, { user_id }) {
      const into: Plan = { puts: new Map(), skipped: new Map() }
      const task = { user_id, action }
      const read = await planBatch(store, into, [...new Set(audience_ids)], task)
      if (!read.ok) return read
      const written = await commitPlan(deps, into, task)
      return written.ok ? ok({ changed: [...into.puts.keys()], skipped: skippedOf(into) }) : written
    },

    async 'audiences.bulkMatching'({ filter, expected_count, action }, { user_id }) {
      const wanted = filterOf(filter)
      const count = await store.count('audience', user_id, wanted)
      if (!count.ok) return count
      if (count.value !== expected_count) return numberChanged(expected_count, count.value)
      const number = expected_count.toLocaleString('en')
      const job = jobs.start({
        user_id,
        kind: 'bulk',
        title: `${TITLES[action.do]} ${number} ${expected_count === 1 ? 'audience' : 'audiences'}`,
        unit: 'audiences',
        async run(context) {
          const ids = await store.ids('audience', user_id, wanted)
          if (!ids.ok) return ids
          // The job may have waited its turn.
          if (ids.value.length !== expected_count) return numberChanged(expected_count, ids.value.length)
          context.progress(0, expected_count)
          return changeMatching(ids.value, { user_id, action }, context)
        },
      })
      return ok(job)
    },
  }
}
