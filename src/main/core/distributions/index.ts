// The distributions service: all of its operations, and the engine that runs what is due.
import { join } from 'node:path'
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import { fail, ok } from '../../../shared/errors.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Log } from '../log/log.ts'
import type { Directory } from '../profiles/directory.ts'
import { createSerial } from '../serial.ts'
import type { Store } from '../store/face.ts'
import type { Sources } from './attempt.ts'
import { createEngine, type Engine } from './engine.ts'
import { createNotes } from './notes.ts'
import { blocked, createPlanning, putsOf, recordsOf, verdictOf } from './plan.ts'
import { createPoll } from './poll.ts'
import { createReads, readDistribution } from './read.ts'
import { createReceipts } from './receipts.ts'
import { createWrites } from './write.ts'

export type Distributions = {
  handlers: HandlersOf<'distributions'>
  engine: Engine
  /** A signed-in user asked for something. */
  seen(user_id: string): void
  close(): Promise<void>
}

type Given = Omit<Sources, 'folder' | 'now'> & {
  workspace: string
  store: Store
  directory: Directory
  log: Log
  tell(user_id: string, moved: DistributionMoved): void
  /** Which workspace this is; see `metadata.planned_in`. */
  home(): Promise<string>
  now?: (() => Date) | undefined
  /** See `EngineDeps`. */
  uncertain?: boolean | undefined
  look_every_ms?: number | undefined
  end_within_ms?: number | undefined
}

/** The first instant of a month in UTC. */
const monthOf = (now: Date) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)).toISOString()

export function createDistributions(given: Given): Distributions {
  const { workspace, store, directory, tell } = given
  const now = given.now ?? (() => new Date())
  /** Two plans at once would each find room for itself alone. */
  const planned = createSerial()
  const receipts = createReceipts({ workspace })
  const folder = join(workspace, '_meta', 'deliveries')
  const notes = createNotes({ ...given, folder })
  const engine = createEngine({
    ...given,
    folder,
    receipt: receipts.write,
    ended: notes.ended,
    now,
  })
  const poll = createPoll({ ...given, alone: engine.alone, now })
  const planning = createPlanning(given)

  /** `quota_exceeded` where the profile may not plan as many more in this month. */
  async function roomFor(user_id: string, more: number, now: Date) {
    const user = await directory.find(user_id)
    if (!user.ok) return user
    const limit = user.value?.quota.max_distributions_per_month ?? null
    if (limit === null) return ok(null)
    const planned = await store.count('distribution', user_id, {
      where: [{ column: 'created_at', is: 'at_least', value: monthOf(now) }],
    })
    if (!planned.ok) return planned
    if (planned.value + more <= limit) return ok(null)
    return fail(
      'quota_exceeded',
      `This profile may plan at most ${limit.toLocaleString('en')} distributions a month`,
      {
        hint: 'Plan fewer, wait for the next month, or have the limit raised.',
        details: { limit, current: planned.value, wanted: more },
      },
    )
  }

  return {
    engine,
    seen(user_id) {
      engine.seen(user_id)
      poll.seen(user_id)
      notes.seen(user_id)
    },
    async close() {
      await Promise.all([poll.close(), engine.close(), notes.close()])
    },
    handlers: {
      ...createReads(store),
      ...createWrites({ store, engine, tell, now, home: given.home }),

      async 'distributions.preflight'(plan, { user_id }) {
        const pairs = await planning.pairsOf(user_id, plan, now())
        if (!pairs.ok) return pairs
        return ok({
          ready: pairs.value.every(({ verdict }) => verdict.ready),
          pairs: pairs.value.map(verdictOf),
        })
      },

      async 'distributions.create'(plan, { user_id }) {
        const at = now()
        const pairs = await planning.pairsOf(user_id, plan, at)
        if (!pairs.ok) return pairs
        const records = recordsOf(user_id, plan, pairs.value, at, await given.home())
        if (!records.ok) return records
        if (pairs.value.some(({ verdict }) => !verdict.ready)) return blocked(pairs.value)
        const saved = await planned(user_id, async () => {
          const room = await roomFor(user_id, records.value.length, at)
          return room.ok ? store.commit(user_id, putsOf(records.value)) : room
        })
        if (!saved.ok) return saved
        const found = await store.list('distribution', user_id, {
          where: [
            { column: 'created_at', is: 'at_least', value: at.toISOString() },
            { column: 'created_at', is: 'below', value: new Date(at.getTime() + 1).toISOString() },
          ],
          sort: { by: 'created_at', direction: 'desc' },
          limit: 1_000,
        })
        if (!found.ok) return found
        const ids = new Set(saved.value.map(({ distribution_id }) => distribution_id))
        engine.wake(user_id)
        return ok({ distributions: found.value.items.filter(one => ids.has(one.distribution_id)) })
      },

      async 'distributions.receipt'({ distribution_id }, { user_id }) {
        const run = await readDistribution(store, user_id, distribution_id)
        if (!run.ok) return run
        const read = await receipts.read(run.value)
        if (!read.ok) return read
        const { file, receipt, problem } = read.value
        return ok({ file, receipt, intact: problem === null, problem })
      },
    },
  }
}
