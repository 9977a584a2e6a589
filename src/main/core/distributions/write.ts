// What a person does with a distribution: change its plan, decide on it, start, stop and retry it, tell its results.
import type { Distribution } from '../../../shared/domain/distribution.ts'
import { type Move, metadataWith } from '../../../shared/domain/distribution-change.ts'
import { moves } from '../../../shared/domain/distribution-moves.ts'
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import type { Handlers, SignedIn } from '../handlers.ts'
import type { Store } from '../store/face.ts'
import type { Engine } from './engine.ts'
import { readDistribution } from './read.ts'
import { commitMove } from './records.ts'
import { changedMeanwhile } from './refusals.ts'
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
  /** A change of state that a person made. */
  say(before: Distribution, after: Distribution): void
}

export function createWrites({ store, engine, say }: Deps): Writes {
  type Asked = {
    distribution_id: string
    context: SignedIn
    expected_version?: number | undefined
    note?: string | undefined
  }
  const now = () => new Date()

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
      const saved = await commitMove(store, current, decided.value, {
        changed_by: user_id,
        note: asked.note ?? null,
      })
      if (saved.ok) {
        say(current, saved.value)
        engine.wake(user_id)
      }
      return saved
    })

  /** Other runs of the plan that have not started. */
  async function endSeries(run: Distribution): Promise<Result<null>> {
    const { series_id } = run.metadata
    if (!series_id) return ok(null)
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
    for (const { distribution_id } of others.value.items) {
      if (distribution_id === run.distribution_id) continue
      const context = { user_id: run.user_id, session: 'desktop', door: 'desktop' } as const
      const ended = await change({ distribution_id, context, note: 'The plan was ended' }, moves.cancel)
      // Started in this very moment: it is then a run of its own.
      if (!ended.ok && ended.error.code !== 'conflict') return ended
    }
    return ok(null)
  }

  async function segmentsOf(run: Distribution, segment_ids: readonly string[]): Promise<Result<string[]>> {
    const audience = await store.get('audience', run.user_id, run.audience_id, run.audience_version)
    if (!audience.ok) return audience
    const known = new Set(audience.value?.segments.map(({ segment_id }) => segment_id))
    const unknown = segment_ids.findIndex(id => !known.has(id))
    return unknown < 0
      ? ok([...new Set(segment_ids)])
      : invalid([{ path: `patch.segment_ids[${unknown}]`, message: 'is not a segment of this audience' }])
  }

  return {
    'distributions.update': ({ distribution_id, expected_version, patch }, context) =>
      change({ distribution_id, context, expected_version }, async current => {
        const { when, segment_ids, distribution_type, campaign_name, notes } = patch
        const start = when ? startOf(when, now()) : null
        if (start && !start.ok) return start
        const timed = moves.reschedule(current, {
          scheduled_at: start?.value.scheduled_at ?? current.scheduled_at ?? now().toISOString(),
          schedule: start ? start.value.schedule : (current.metadata.schedule ?? null),
        })
        if (!timed.ok) return timed
        const chosen = segment_ids ? await segmentsOf(current, segment_ids) : ok(current.segments_distributed)
        if (!chosen.ok) return chosen
        const metadata = metadataWith(
          { ...current, ...timed.value },
          {
            ...(campaign_name !== undefined && { campaign_name: campaign_name || undefined }),
            ...(notes !== undefined && { notes: notes || undefined }),
          },
        )
        return ok({
          ...timed.value,
          segments_distributed: chosen.value,
          distribution_type: distribution_type ?? current.distribution_type,
          metadata,
        })
      }),

    'distributions.runNow': ({ distribution_id }, context) =>
      change({ distribution_id, context }, current =>
        moves.reschedule(current, {
          scheduled_at: now().toISOString(),
          schedule: current.metadata.schedule ?? null,
        }),
      ),

    'distributions.retry': ({ distribution_id }, context) =>
      change({ distribution_id, context }, current => moves.retry(current, { by: 'person', now: now() })),

    async 'distributions.cancel'({ distribution_id, series }, context) {
      const found = await readDistribution(store, context.user_id, distribution_id)
      if (!found.ok) return found
      if (series) {
        const ended = await endSeries(found.value)
        if (!ended.ok) return ended
      }
      await engine.stop(found.value)
      const stopped = await change({ distribution_id, context }, current =>
        current.status === 'processing' || current.status === 'matching'
          ? moves.stop(current, { by: context.user_id, now: now() })
          : ok({}),
      )
      return stopped.ok ? change({ distribution_id, context }, moves.cancel) : stopped
    },

    'distributions.requestApproval': ({ distribution_id, comment }, context) =>
      change({ distribution_id, context }, current =>
        moves.requestApproval(current, { by: context.user_id, comment, now: now() }),
      ),

    'distributions.approve': ({ distribution_id, comment }, context) =>
      change({ distribution_id, context }, current =>
        moves.approve(current, { by: context.user_id, comment, now: now() }),
      ),

    'distributions.reject': ({ distribution_id, comment }, context) =>
      change({ distribution_id, context }, current =>
        moves.reject(current, { by: context.user_id, comment, now: now() }),
      ),

    'distributions.enterResults': ({ distribution_id, expected_version, results }, context) =>
      change({ distribution_id, context, expected_version }, current =>
        moves.enterResults(current, { results, source: 'entered', by: context.user_id, now: now() }),
      ),
  }
}
