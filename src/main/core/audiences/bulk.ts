// One action on many audiences, in one commit: all of them or none.
import type { BulkAction } from '../../../shared/contract/audiences.ts'
import type { Audience } from '../../../shared/domain/audience.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Handlers } from '../handlers.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import { pacer } from '../pace.ts'
import type { Directory } from '../profiles/directory.ts'
import type { Put, Store } from '../store/face.ts'
import { decideBulk } from './bulk-rules.ts'
import { nextRecord } from './edit.ts'
import { filterOf } from './filter.ts'

/** `getMany` takes at most this many. */
const BATCH = 1_000
/** Records that others change between our reading and our writing are decided again, up to this often. */
const TRIES = 20
/** A job begins anew as a whole, which takes its time. */
const JOB_TRIES = 5
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

/** Its next version, or why it stays as it is. */
function putOf(audience: Audience, { user_id, action }: Task): Put<'audience'> | { skip: string } {
  const decision = decideBulk(audience, action)
  if ('skip' in decision) return decision
  const record = nextRecord(audience, decision.next, user_id)
  return record ? { entity: 'audience', record, expected: audience.version } : { skip: 'it is so already' }
}

function plan(into: Plan, audience: Audience, task: Task) {
  const id = audience.audience_id
  into.puts.delete(id)
  const put = putOf(audience, task)
  if ('record' in put) into.puts.set(id, put)
  else into.skipped.set(id, put.skip)
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

async function commitPlan({ store, directory }: Deps, into: Plan, task: Task): Promise<Result<null>> {
  const commit = () => store.commit(task.user_id, [...into.puts.values()])
  for (let attempt = 1; ; attempt++) {
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
  const { store, directory, jobs } = deps

  /** What becomes of each, read and decided a batch at a time, so that memory holds no more than one. */
  async function* decided(
    ids: readonly string[],
    { user_id, action }: Task,
    tally: { changed: number; skipped: number },
    job: JobContext,
  ): AsyncGenerator<Result<Put<'audience'>[]>> {
    const pace = pacer()
    for (let start = 0; start < ids.length; start += BATCH) {
      if (job.signal.aborted) return yield cancelled()
      const batch = ids.slice(start, start + BATCH)
      const found = await store.getMany('audience', user_id, batch)
      if (!found.ok) return yield found
      const puts: Put<'audience'>[] = []
      for (const audience of found.value) {
        const put = putOf(audience, { user_id, action })
        if ('record' in put) puts.push(put)
        await pace()
      }
      tally.changed += puts.length
      tally.skipped += batch.length - puts.length
      yield ok(puts)
      job.progress(Math.min(start + BATCH, ids.length))
    }
    job.message('Saving')
  }

  async function changeMatching(ids: readonly string[], inTrash: boolean, task: Task, job: JobContext) {
    const { user_id, action } = task
    for (let attempt = 1; ; attempt++) {
      job.message('Changing')
      job.progress(0, ids.length)
      const tally = { changed: 0, skipped: 0 }
      const write = () =>
        store.commitGroups(user_id, 'audience', decided(ids, task, tally, job), { signal: job.signal })
      const restores = action.do === 'undelete' && inTrash
      const written = restores ? await directory.withRoom(user_id, ids.length, write) : await write()
      if (written.ok) return ok({ ...tally, errors: [], error_count: 0 })
      if (job.signal.aborted) return cancelled()
      if (written.error.code !== 'conflict' || attempt === JOB_TRIES) return written
    }
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
          return changeMatching(ids.value, filter.deleted, { user_id, action }, context)
        },
      })
      return ok(job)
    },
  }
}
