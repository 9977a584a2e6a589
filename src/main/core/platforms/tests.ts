// Connection tests as jobs: of one account, of all, and of those whose last test was a day ago.
import type { Job } from '../../../shared/domain/job.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { missingLabels } from '../../../shared/domain/platform-rules.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { mapConcurrently } from '../concurrent.ts'
import type { Handlers } from '../handlers.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import { keyOf } from './deps.ts'
import { livingPlatforms, readPlatform } from './records.ts'
import { inTrash } from './refusals.ts'
import type { Place } from './removals.ts'
import { type TestDeps, testOne } from './test-one.ts'
import { resultOf, type Tested } from './verdict.ts'

const AT_ONCE = 4
export const DAY_MS = 86_400_000
/** After a failure that passes by itself. */
const SOON_MS = 3_600_000
const PASSING_CODES: ReadonlySet<string> = new Set(['offline', 'timeout', 'rate_limited'])

export type Tests = Pick<Handlers, 'platforms.testConnection' | 'platforms.testAll'> & {
  /** Starts a job for the accounts of a user whose last test is too long ago; null when there is none. */
  checkDue(user_id: string, now: Date, signal: AbortSignal): Promise<Result<Job | null>>
}

/** In use and complete: of any other, the test's outcome is known without it. */
const isReady = (platform: Platform) => platform.status === 'active' && missingLabels(platform).length === 0

/** Tested a day ago or never since it was set up a day ago; sooner after a failure of the network. */
export function isDue(platform: Pick<Platform, 'connection' | 'updated_at'>, now: Date): boolean {
  const { tested_at, error } = platform.connection
  const age = now.getTime() - Date.parse(tested_at ?? platform.updated_at)
  return age >= (error && PASSING_CODES.has(error.code) ? SOON_MS : DAY_MS)
}

const accounts = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'account' : 'accounts'}`

export function createTests(deps: TestDeps & { jobs: Jobs }): Tests {
  const { store, jobs } = deps
  /** One test of an account at a time: a second would only repeat the first. */
  const running = new Map<string, { job_id: string | null; done: Promise<unknown> }>()
  /** Until when a user's accounts are left alone, because none could be reached. */
  const waits = new Map<string, number>()

  function once<T>(place: Place, job_id: string | null, work: () => Promise<T>): Promise<T> {
    const key = keyOf(place)
    const done = work().finally(() => {
      if (running.get(key)?.done === done) running.delete(key)
    })
    running.set(key, { job_id, done })
    return done
  }

  /** Whether any of them can be reached: a computer without a network mustn't start a job every quarter of an hour. */
  async function reachesAny(user_id: string, platforms: readonly Platform[], signal: AbortSignal) {
    for (const { platform_id } of platforms) {
      const place = { owner: user_id, platform_id }
      if (running.has(keyOf(place))) continue
      const result = await once(place, null, () => testOne(deps, place, { signal, keep: 'lasting' }))
      if (!result.ok || result.value.stored) return true
    }
    return false
  }

  async function checkAll(
    user_id: string,
    platforms: readonly Platform[],
    context: JobContext,
    keep: 'all' | 'lasting',
  ) {
    const { signal, progress } = context
    const tested: Tested[] = []
    let skipped = 0
    let done = 0
    progress(0, platforms.length)
    const results = await mapConcurrently(platforms, AT_ONCE, async ({ platform_id }) => {
      const place = { owner: user_id, platform_id }
      if (signal.aborted || running.has(keyOf(place))) return null
      const result = await once(place, null, () => testOne(deps, place, { signal, keep }))
      progress(++done)
      return result
    })
    if (signal.aborted)
      return fail(
        'cancelled',
        'The check was cancelled. Accounts that were tested by then keep their verdict.',
      )
    for (const result of results) {
      if (result?.ok) tested.push(result.value)
      // Changed or deleted in the meantime: there is nothing to say of it now.
      else if (!result || result.error.code === 'conflict' || result.error.code === 'not_found') skipped++
      else return result
    }
    return ok(resultOf(tested, skipped))
  }

  const startCheck = (
    user_id: string,
    platforms: readonly Platform[],
    title: string,
    keep: 'all' | 'lasting',
  ) =>
    jobs.start({
      user_id,
      kind: 'health_check',
      title,
      unit: 'accounts',
      lane: 'network',
      run: context => checkAll(user_id, platforms, context, keep),
    })

  return {
    async 'platforms.testConnection'({ platform_id }, { user_id }) {
      const place = { owner: user_id, platform_id }
      const found = await readPlatform(store, user_id, platform_id)
      if (!found.ok) return found
      if (found.value.deleted) return inTrash(found.value)
      const already = running.get(keyOf(place))?.job_id
      if (already) return jobs.get(user_id, already)
      let finish: (value: unknown) => void = () => {}
      const ended = new Promise(resolve => {
        finish = resolve
      })
      const job = jobs.start({
        user_id,
        kind: 'connection_test',
        title: `Test the connection of “${found.value.name}”`,
        unit: 'accounts',
        lane: 'network',
        async run({ signal, progress }) {
          progress(0, 1)
          const result = await testOne(deps, place, { signal, keep: 'all' })
          if (!result.ok) return result
          progress(1)
          return ok(resultOf([result.value], 0))
        },
        ended: finish,
      })
      if (job.finished_at === null) void once(place, job.job_id, () => ended)
      return ok(job)
    },

    async 'platforms.testAll'(_input, { user_id }) {
      const living = await livingPlatforms(store, user_id)
      if (!living.ok) return living
      const ready = living.value.filter(isReady)
      if (ready.length === 0)
        return fail('conflict', 'There is no account to check', {
          hint: 'Accounts that are active and complete are checked. Connect one, or complete one, first.',
        })
      return ok(startCheck(user_id, ready, `Check ${accounts(ready.length)}`, 'lasting'))
    },

    async checkDue(user_id, now, signal) {
      if (now.getTime() < (waits.get(user_id) ?? 0)) return ok(null)
      const living = await livingPlatforms(store, user_id)
      if (!living.ok) return living
      const due = living.value.filter(platform => isReady(platform) && isDue(platform, now))
      if (due.length === 0) return ok(null)
      if (await reachesAny(user_id, due, signal))
        return ok(startCheck(user_id, due, `Daily check of ${accounts(due.length)}`, 'lasting'))
      waits.set(user_id, now.getTime() + SOON_MS)
      return ok(null)
    },
  }
}
