// Results that come late: runs that wait for them are looked after while the application is open, and the platform is asked
// for what it matched. What passes by itself is passed over in silence.
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import type { Distribution, DistributionSummary } from '../../../shared/domain/distribution.ts'
import { moves } from '../../../shared/domain/distribution-moves.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { FailureCause } from '../connectors/face.ts'
import type { ReadResults } from '../delivery/results/face.ts'
import { REPORTING_TYPES, readResults } from '../delivery/results/face.ts'
import type { Log } from '../log/log.ts'
import type { Sources } from './attempt.ts'
import type { Engine } from './engine.ts'
import { createTurns, everyMs, LONGEST_MS, SHORTEST_MS } from './poll-turns.ts'
import { commitMove, movedOf } from './records.ts'

/** After the first request of a user: the start isn't the moment for it. */
const FIRST_MS = 60_000
const EVERY_MS = 300_000
/** Of each HTTP call. */
const TIMEOUT_MS = 60_000
const PLATFORMS_AT_ONCE = 2
const PAGE = 500
/** Of the object alone; all other failures are the account's, and would meet its other runs too. */
const OF_A_RUN: ReadonlySet<FailureCause> = new Set(['wrong_id', 'rejected'])

export type PollDeps = Pick<Sources, 'store' | 'vault' | 'base_url' | 'tokenSaver' | 'now'> & {
  log: Log
  /** The engine's: nothing else changes a run meanwhile. */
  alone: Engine['alone']
  /** Told of each change of state, once. */
  tell(user_id: string, moved: DistributionMoved): void
  /** See `metadata.planned_in`. */
  home(): Promise<string>
  read?: ReadResults | undefined
  first_ms?: number | undefined
  every_ms?: number | undefined
}

export type Poll = {
  /** A signed-in user asked for something: theirs are the runs to look after. */
  seen(user_id: string): void
  /** Resolves when no look is under way: for tests. */
  idle(): Promise<void>
  /** Ends a look that is under way; what it had not written down yet isn't. */
  close(): Promise<void>
}

type Waiting = DistributionSummary & { platform_audience_id: string; executed_at: string }
type Answer = Awaited<ReturnType<ReadResults>>

const isWaiting = (run: DistributionSummary): run is Waiting =>
  run.platform_audience_id !== null && run.executed_at !== null

function byPlatform(runs: readonly Waiting[]): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>()
  for (const run of runs) {
    const group = groups.get(run.platform_id)
    if (group) group.push(run)
    else groups.set(run.platform_id, [run])
  }
  return groups
}

export function createPoll(deps: PollDeps): Poll {
  const { store, vault, log, now } = deps
  const read = deps.read ?? readResults
  const users = new Set<string>()
  const timers = new Set<NodeJS.Timeout>()
  const stop = new AbortController()
  const isClosed = () => stop.signal.aborted
  /** By run, and by platform where it asked to wait or refuses all. */
  const turns = createTurns(now)
  /** Failures that are in the log already, by platform or run. */
  const noted = new Map<string, FailureCause>()
  let looking: Promise<void> = Promise.resolve()

  async function waiting(user_id: string): Promise<Waiting[]> {
    const found: Waiting[] = []
    const oldest = new Date(now().getTime() - LONGEST_MS).toISOString()
    for (let cursor: string | undefined; ; ) {
      const page = await store.list('distribution', user_id, {
        where: [
          { column: 'status', is: 'one_of', values: ['matching'] },
          { column: 'planned_in', is: 'one_of', values: ['', await deps.home()] },
          { column: 'platform_type', is: 'one_of', values: REPORTING_TYPES },
          { column: 'executed_at', is: 'at_least', value: oldest },
          { column: 'deleted', is: 'one_of', values: [false] },
        ],
        sort: { by: 'happens_at', direction: 'asc' },
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      })
      if (!page.ok) return found
      found.push(...page.value.items.filter(isWaiting))
      if (page.value.next_cursor === null) return found
      cursor = page.value.next_cursor
    }
  }

  /** Whether a later run filled the same object: the numbers there are no longer this one's. */
  async function isFollowed(user_id: string, run: Waiting): Promise<boolean> {
    const later = await store.count('distribution', user_id, {
      where: [
        { column: 'platform_id', is: 'one_of', values: [run.platform_id] },
        { column: 'platform_audience_id', is: 'one_of', values: [run.platform_audience_id] },
        { column: 'status', is: 'one_of', values: ['matching', 'completed'] },
        {
          column: 'executed_at',
          is: 'at_least',
          value: new Date(Date.parse(run.executed_at) + 1).toISOString(),
        },
        { column: 'deleted', is: 'one_of', values: [false] },
      ],
    })
    return !later.ok || later.value > 0
  }

  /** null where it can't be asked at present. */
  async function ask(run: Distribution, platform_audience_id: string): Promise<Answer | null> {
    const { user_id, platform_id } = run
    const platform = await store.get('platform', user_id, platform_id)
    if (!platform.ok || !platform.value || platform.value.deleted || platform.value.status !== 'active')
      return null
    const { settings, platform_type } = platform.value
    if (platform_type !== run.platform_type) return null
    const keys = PLATFORM_DEFINITIONS[platform_type].credentials.map(field => field.key)
    const saveTokens = deps.tokenSaver(user_id, platform_id)
    const answer = await vault.use(user_id, platform_id, keys, credentials =>
      read({
        credentials,
        settings,
        signal: stop.signal,
        timeout_ms: TIMEOUT_MS,
        ...(deps.base_url !== undefined && { base_url: deps.base_url }),
        now,
        saveTokens,
        distribution: run,
        platform_audience_id,
      }),
    )
    return answer.ok ? answer.value : null
  }

  /** Writes the results down, unless a person told them, stopped the run or started it anew meanwhile. */
  const enter = (asked: Distribution, answer: Extract<Answer, { state: 'reported' }>) =>
    deps.alone(asked.distribution_id, async () => {
      const { user_id, distribution_id } = asked
      const found = await store.get('distribution', user_id, distribution_id)
      if (isClosed() || !found.ok || !found.value || found.value.version !== asked.version) return
      const current = found.value
      const { total_records, matched_records, match_rate, note } = answer
      const by = current.platform_name
      const decided = moves.enterResults(current, {
        results: {
          ...(total_records !== null && { total_records }),
          ...(matched_records !== null && { matched_records }),
          match_rate,
        },
        source: 'api',
        by,
        now: now(),
      })
      if (!decided.ok) {
        log.warn('results.refused', { distribution_id, code: decided.error.code })
        return
      }
      const saved = await commitMove(store, current, decided.value, { changed_by: by, note })
      if (!saved.ok) return
      turns.forget(distribution_id)
      const moved = movedOf(current, saved.value)
      if (moved) deps.tell(user_id, moved)
    })

  /** Where the same was said of it before, it is in the log already. */
  function note(id: string, run: Distribution, { cause, error }: Extract<Answer, { state: 'failed' }>) {
    if (noted.get(id) === cause) return
    noted.set(id, cause)
    const { distribution_id, platform_id, platform_type } = run
    log.warn('results.not_read', { distribution_id, platform_id, platform_type, cause, code: error.code })
  }

  async function lookAt(user_id: string, run: Waiting): Promise<void> {
    const { distribution_id, platform_id, platform_audience_id } = run
    turns.postpone(distribution_id, everyMs(run.executed_at, now()))
    if (await isFollowed(user_id, run)) return
    const found = await store.get('distribution', user_id, distribution_id)
    if (!found.ok || found.value?.status !== 'matching' || found.value.deleted) return
    const answer = await ask(found.value, platform_audience_id)
    if (!answer || isClosed()) return
    if (answer.state !== 'failed') {
      noted.delete(platform_id)
      noted.delete(distribution_id)
      if (answer.state === 'reported') await enter(found.value, answer)
      return
    }
    const id = OF_A_RUN.has(answer.cause) ? distribution_id : platform_id
    if (id === platform_id) turns.postpone(id, Math.max(SHORTEST_MS, (answer.retry_after_s ?? 0) * 1_000))
    if (!answer.retryable) note(id, found.value, answer)
  }

  /** One after another: two at once would each use a refresh token that the platform replaces. */
  async function lookAtAll(user_id: string, platform_id: string, runs: readonly Waiting[]): Promise<void> {
    for (const run of runs) {
      if (isClosed() || !turns.has(platform_id)) return
      if (!turns.has(run.distribution_id)) continue
      await lookAt(user_id, run).catch(error =>
        log.error('results.broke', { distribution_id: run.distribution_id, error }),
      )
    }
  }

  async function look(user_id: string): Promise<void> {
    if (isClosed()) return
    try {
      const platforms = [...byPlatform(await waiting(user_id))]
      const work = async () => {
        for (let next = platforms.shift(); next; next = platforms.shift()) await lookAtAll(user_id, ...next)
      }
      await Promise.all(Array.from({ length: PLATFORMS_AT_ONCE }, work))
    } catch (error) {
      log.error('results.look_failed', { error })
    }
  }

  function schedule(user_id: string, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      // Users one after another, and of one never two looks.
      looking = looking.then(() => look(user_id))
      void looking.then(() => {
        if (!isClosed()) schedule(user_id, deps.every_ms ?? EVERY_MS)
      })
    }, ms)
    timer.unref()
    timers.add(timer)
  }

  return {
    seen(user_id) {
      if (users.has(user_id) || isClosed()) return
      users.add(user_id)
      schedule(user_id, deps.first_ms ?? FIRST_MS)
    },
    async idle() {
      for (let last = looking; ; last = looking) {
        await last
        if (last === looking) return
      }
    },
    async close() {
      stop.abort()
      for (const timer of timers) clearTimeout(timer)
      await looking
    },
  }
}
