// When a platform was last delivered to and how that went: told by its newest run whenever it is asked for, never stored.
import type { DistributionStatus, DistributionSummary } from '../../../shared/domain/distribution.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { SignedIn } from '../handlers.ts'
import type { Store } from '../store/face.ts'

const SYNC = {
  scheduled: 'pending',
  processing: 'pending',
  matching: 'pending',
  completed: 'success',
  failed: 'failed',
} as const satisfies Record<Exclude<DistributionStatus, 'cancelled'>, Platform['sync_status']>

const hasBegun = (run: DistributionSummary) => run.executed_at !== null || run.status !== 'scheduled'

function withNewest(platform: Platform, run: DistributionSummary): Platform {
  if (run.status === 'cancelled') return platform
  const sync_status = SYNC[run.status]
  if (hasBegun(run)) return { ...platform, last_sync: run.happens_at, sync_status }
  // Nothing was delivered by a run that is only planned: what came with an imported record is still the last that was.
  return platform.sync_status === null ? { ...platform, sync_status } : platform
}

type Newest = ReadonlyMap<string, DistributionSummary>
export type NewestRuns = (user_id: string) => Promise<Result<Newest>>

/**
 * By platform, the run that was begun last, so that the next run of a plan that repeats doesn't hide the failure of the
 * one before; where none was begun, one that is planned. A cancelled run says nothing: nobody waits for it any more. Kept
 * until a run changes: platforms are read much more often.
 */
export function createNewestRuns(store: Store): NewestRuns {
  const known = new Map<string, Promise<Result<Newest>>>()
  store.onChange(changed => {
    for (const { entity, owner } of changed) if (entity === 'distribution') known.delete(owner)
  })

  async function read(user_id: string): Promise<Result<Newest>> {
    const where = [
      { column: 'deleted', is: 'one_of', values: [false] },
      { column: 'status', is: 'one_of', values: Object.keys(SYNC) },
    ] as const
    const runs = await store.newest('distribution', user_id, { where }, 'platform_id', 'executed_at')
    return runs.ok ? ok(new Map(runs.value.map(run => [run.platform_id, run]))) : runs
  }

  return async user_id => {
    const asked = known.get(user_id) ?? read(user_id)
    known.set(user_id, asked)
    const forget = () => {
      if (known.get(user_id) === asked) known.delete(user_id)
    }
    const newest = await asked.catch(error => {
      forget()
      throw error
    })
    if (!newest.ok) forget()
    return newest
  }
}

export const withRuns = (platforms: readonly Platform[], newest: Newest): Platform[] =>
  platforms.map(platform => {
    const run = newest.get(platform.platform_id)
    return run ? withNewest(platform, run) : platform
  })

type OnOne<I> = (input: I, context: SignedIn) => Promise<Result<Platform>>

/** The same for what a change answers. It has been made: runs that can't be asked for now make no failure of it. */
export const answeredWithRuns =
  <I>(newestRuns: NewestRuns, change: OnOne<I>): OnOne<I> =>
  async (input, context) => {
    const changed = await change(input, context)
    if (!changed.ok) return changed
    const newest = await newestRuns(context.user_id)
    return newest.ok ? ok(withRuns([changed.value], newest.value)[0] ?? changed.value) : changed
  }
