// What a person does with a distribution: change its plan, decide on it, start, stop and retry it, tell its results.
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import {
  type DistributionChange,
  type Move,
  metadataWith,
} from '../../../shared/domain/distribution-change.ts'
import { moves, whyAskAnew } from '../../../shared/domain/distribution-moves.ts'
import { estimateCost, matchesAt } from '../../../shared/domain/forecast.ts'
import { newId } from '../../../shared/domain/ids.ts'
import { planSettingsOf } from '../../../shared/domain/preflight.ts'
import { peopleOf } from '../../../shared/domain/preflight-audience.ts'
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import type { Handlers, SignedIn } from '../handlers.ts'
import type { Store } from '../store/face.ts'
import type { Engine } from './engine.ts'
import { readDistribution } from './read.ts'
import { commitMoves, movedOf, putNew, successorOf } from './records.ts'
import { changedMeanwhile, stillStopping } from './refusals.ts'
import { startOf } from './when.ts'

type Writes = Pick<
  Handlers,
  | 'distributions.update'
  | 'distributions.runNow'
  | 'distributions.retry'
  | 'distributions.cancel'
  | 'distributions.requestApproval'
  | 'distributions.approve'
  | 'distributions.reject'
  | 'distributions.enterResults'
>

type Deps = {
  store: Store
  engine: Engine
  /** Told of each change of state that a person makes, once. */
  tell(user_id: string, moved: DistributionMoved): void
  /** Which workspace this is: what a person starts here is its own from then on. */
  home(): Promise<string>
  now(): Date
}

const isOver = ({ status }: Distribution) => status === 'completed' || status === 'cancelled'
const laterOf = (at: Date, scheduled_at: string | null) =>
  scheduled_at !== null && Date.parse(scheduled_at) > at.getTime() ? new Date(scheduled_at) : at

export function createWrites({ store, engine, tell, home, now }: Deps): Writes {
  type Asked = {
    distribution_id: string
    context: SignedIn
    expected_version?: number | undefined
    note?: (before: Distribution, after: Distribution) => string | null
  }
  /** Commits the changes as one, tells of them, and lets the engine look whether something is due. */
  async function save(
    current: Distribution,
    changes: readonly DistributionChange[],
    by: Parameters<typeof commitMoves>[3],
  ): Promise<Result<Distribution>> {
    const saved = await commitMoves(store, current, changes, by)
    if (!saved.ok) return saved
    let before = current
    for (const after of saved.value) {
      const moved = movedOf(before, after)
      if (moved) tell(after.user_id, moved)
      before = after
    }
    engine.wake(current.user_id)
    return ok(before)
  }

  /** Reads, decides and commits while nothing else touches the run; then the engine looks whether it is due. */
  const change = (asked: Asked, decide: (current: Distribution) => Move | Promise<Move>) =>
    engine.alone(asked.distribution_id, async (): Promise<Result<Distribution>> => {
      const { user_id } = asked.context
      const found = await readDistribution(store, user_id, asked.distribution_id)
      if (!found.ok) return found
      const current = found.value
      if (asked.expected_version !== undefined && asked.expected_version !== current.version)
        return changedMeanwhile(current, asked.expected_version)
      const decided = await decide(current)
      if (!decided.ok) return decided
      if (Object.keys(decided.value).length === 0) return found
      const note = asked.note?.(current, { ...current, ...decided.value }) ?? null
      return save(current, [decided.value], { changed_by: user_id, note })
    })

  /** Other runs of the plan that have not started. One that starts in this very moment plans the next one: looked for again. */
  async function endSeries(run: Distribution): Promise<Result<null>> {
    const { series_id } = run.metadata
    if (!series_id) return ok(null)
    for (;;) {
      const others = await store.list('distribution', run.user_id, {
        where: [
          { column: 'series_id', is: 'one_of', values: [series_id] },
          { column: 'status', is: 'one_of', values: ['scheduled'] },
          { column: 'deleted', is: 'one_of', values: [false] },
        ],
        sort: { by: 'happens_at', direction: 'asc' },
        limit: 100,
      })
      if (!others.ok) return others
      const left = others.value.items.filter(one => one.distribution_id !== run.distribution_id)
      if (left.length === 0) return ok(null)
      for (const { distribution_id } of left) {
        const context = { user_id: run.user_id, session: 'desktop', door: 'desktop' } as const
        const note = () => 'The plan was ended'
        const ended = await change({ distribution_id, context, note }, moves.cancel)
        if (!ended.ok && ended.error.code !== 'conflict') return ended
      }
    }
  }

  /** Stopped and cancelled in one commit. Where only this run of a series is, the next one is planned in the same. */
  const cancelOne = (run: Distribution, series: boolean, by: string) =>
    engine.alone(run.distribution_id, async (): Promise<Result<Distribution>> => {
      const found = await readDistribution(store, run.user_id, run.distribution_id)
      if (!found.ok) return found
      const current = found.value
      // It ended by itself, and what would have followed is what is left to end.
      if (series && isOver(current)) return found
      const at = now()
      const changes: DistributionChange[] = []
      if (current.status === 'processing' || current.status === 'matching') {
        const stopped = moves.stop(current, { by, now: at })
        if (!stopped.ok) return stopped
        changes.push(stopped.value)
      }
      const cancelled = moves.cancel({ ...current, ...changes[0] })
      if (!cancelled.ok) return cancelled
      changes.push(cancelled.value)
      const skipped = !series && current.metadata.attempt === undefined
      const next = skipped ? successorOf(current, at, laterOf(at, current.scheduled_at)) : null
      return save(current, changes, { changed_by: by, more: next ? [putNew(next)] : [] })
    })

  /** What follows from the choice of segments: who is sent, how many are expected to match, and what it costs. */
  async function choose(run: Distribution, segment_ids: readonly string[]): Promise<Move> {
    const { user_id, audience_id, audience_version, platform_id } = run
    const audience = await store.get('audience', user_id, audience_id, audience_version)
    if (!audience.ok) return audience
    const platform = await store.get('platform', user_id, platform_id)
    if (!platform.ok) return platform
    const known = new Set(audience.value?.segments.map(({ segment_id }) => segment_id))
    const unknown = segment_ids.findIndex(id => !known.has(id))
    if (!audience.value || unknown >= 0)
      return invalid([
        { path: `patch.segment_ids[${Math.max(0, unknown)}]`, message: 'is not a segment of this audience' },
      ])
    const people = peopleOf(audience.value, segment_ids)
    const { fee } = planSettingsOf(platform.value?.settings ?? {})
    const cost = fee ? estimateCost({ people, ...fee }) : null
    const { forecast } = run.metadata
    return ok({
      segments_distributed: [...new Set(segment_ids)],
      metadata: metadataWith(run, {
        people,
        forecast: forecast && { ...forecast, matches: matchesAt(people, forecast.rate) },
        cost_estimate: cost?.amount,
        currency: cost?.currency,
        cost_basis: cost?.basis,
      }),
    })
  }

  /** Wherever it was planned: who starts it wants it to run here. */
  async function startedHere(current: Distribution, move: Move): Promise<Move> {
    if (!move.ok || current.metadata.planned_in === undefined) return move
    const planned_in = await home()
    if (current.metadata.planned_in === planned_in) return move
    return ok({ ...move.value, metadata: metadataWith({ ...current, ...move.value }, { planned_in }) })
  }

  return {
    'distributions.update': ({ distribution_id, expected_version, patch }, context) =>
      change({ distribution_id, context, expected_version, note: whyAskAnew }, async current => {
        const { when, segment_ids, distribution_type, campaign_name, notes } = patch
        const start = when ? startOf(when, now()) : null
        if (start && !start.ok) return start
        const timed = moves.reschedule(current, {
          scheduled_at: start ? start.value.scheduled_at : current.scheduled_at,
          schedule: start ? start.value.schedule : (current.metadata.schedule ?? null),
        })
        if (!timed.ok) return timed
        const chosen = segment_ids ? await choose({ ...current, ...timed.value }, segment_ids) : ok({})
        if (!chosen.ok) return chosen
        const planned = { ...current, ...timed.value, ...chosen.value }
        const { schedule, series_id } = planned.metadata
        const changed = {
          ...timed.value,
          ...chosen.value,
          distribution_type: distribution_type ?? current.distribution_type,
          metadata: metadataWith(planned, {
            ...(campaign_name !== undefined && { campaign_name: campaign_name || undefined }),
            ...(notes !== undefined && { notes: notes || undefined }),
            // One that repeats from now on is the first of a series.
            ...(schedule && { series_id: series_id ?? newId('distribution') }),
          }),
        }
        const replanned = moves.replan(current, changed, { by: context.user_id, now: now() })
        return when?.kind === 'now' ? startedHere(current, replanned) : replanned
      }),

    'distributions.runNow': ({ distribution_id, expected_version }, context) =>
      change({ distribution_id, context, expected_version }, current =>
        startedHere(
          current,
          moves.reschedule(current, {
            scheduled_at: now().toISOString(),
            schedule: current.metadata.schedule ?? null,
          }),
        ),
      ),

    'distributions.retry': ({ distribution_id, expected_version }, context) =>
      change({ distribution_id, context, expected_version }, current =>
        startedHere(current, moves.retry(current, { by: 'person', now: now() })),
      ),

    async 'distributions.cancel'({ distribution_id, expected_version, series }, { user_id }) {
      const found = await readDistribution(store, user_id, distribution_id)
      if (!found.ok) return found
      // Before it is stopped, which may bring about a version of its own.
      if (expected_version !== undefined && expected_version !== found.value.version)
        return changedMeanwhile(found.value, expected_version)
      const cancelled = await engine.stopped(found.value, async ended =>
        ended ? cancelOne(found.value, series, user_id) : stillStopping(found.value),
      )
      if (!series || !cancelled.ok) return cancelled
      const ended = await endSeries(cancelled.value)
      return ended.ok ? cancelled : ended
    },

    'distributions.requestApproval': ({ distribution_id, expected_version, comment }, context) =>
      change({ distribution_id, context, expected_version }, current =>
        moves.requestApproval(current, { by: context.user_id, comment, now: now() }),
      ),

    'distributions.approve': ({ distribution_id, expected_version, comment }, context) =>
      change({ distribution_id, context, expected_version }, current =>
        moves.approve(current, { by: context.user_id, comment, now: now() }),
      ),

    'distributions.reject': ({ distribution_id, expected_version, comment }, context) =>
      change({ distribution_id, context, expected_version }, current =>
        moves.reject(current, { by: context.user_id, comment, now: now() }),
      ),

    'distributions.enterResults': ({ distribution_id, expected_version, results }, context) =>
      change({ distribution_id, context, expected_version }, current =>
        moves.enterResults(current, { results, source: 'entered', by: context.user_id, now: now() }),
      ),
  }
}
