// From what became of an attempt to the record that says so: the moves, the receipt, one commit.
import type { DistributionMoved } from '../../../shared/contract/distributions.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { DistributionChange, Move } from '../../../shared/domain/distribution-change.ts'
import { moves } from '../../../shared/domain/distribution-moves.ts'
import type { AppError } from '../../../shared/errors.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/face.ts'
import type { Outcome } from './attempt.ts'
import type { Kept } from './receipts.ts'
import { commitMoves, movedOf, type RunPut } from './records.ts'

type RunRef = Pick<Distribution, 'user_id' | 'distribution_id'>
/** `rule`: the record is in no state for it, and won't be by waiting. `store`: nothing was decided; later it may work. */
export type Moved = { ok: true; value: Distribution } | { ok: false; by: 'rule' | 'store'; error: AppError }

export type Settling = {
  /** Reads the run, asks for the moves, commits them as one. The engine acts for the run's owner. */
  move(
    run: RunRef,
    decide: (current: Distribution) => Move | Promise<Result<DistributionChange[]>>,
    more?: (current: Distribution) => readonly RunPut[],
  ): Promise<Moved>
  /** Writes down what became of an attempt. `again`: the store or the disk refuses at present; the outcome must be kept. */
  settle(run: Distribution, outcome: Outcome): Promise<'ended' | 'again'>
}

type Deps = {
  store: Store
  log: Log
  /** Told of each change of state, once. */
  tell(user_id: string, moved: DistributionMoved): void
  /** Writes the receipt of an attempt that ended, before the record says so; the record is as it is about to be. */
  receipt(after: Distribution, outcome: Outcome, ended_at: Date): Promise<Result<Kept | null>>
  /** What an attempt whose end was written down needs no more. */
  ended(run: Distribution): Promise<void>
  now(): Date
}

export function createSettling({ store, log, tell, receipt, ended: noteEnd, now }: Deps): Settling {
  const move: Settling['move'] = async (run, decide, more = () => []) => {
    const found = await store.get('distribution', run.user_id, run.distribution_id)
    if (!found.ok) return { ...found, by: 'store' }
    const current = found.value
    if (!current) throw new Error(`The run ${run.distribution_id} is gone`)
    const decided = await decide(current)
    if (!decided.ok) return { ...decided, by: 'rule' }
    const changes = Array.isArray(decided.value) ? decided.value : [decided.value]
    const saved = await commitMoves(store, current, changes, {
      changed_by: run.user_id,
      more: more(current),
    })
    if (!saved.ok) return { ...saved, by: 'store' }
    let before = current
    for (const after of saved.value) {
      const moved = movedOf(before, after)
      if (moved) tell(after.user_id, moved)
      before = after
    }
    return { ok: true, value: before }
  }

  /** Without the receipt, which is written of what comes out. */
  function changesOf(
    run: Distribution,
    current: Distribution,
    outcome: Outcome,
    at: Date,
  ): Result<DistributionChange[]> {
    if (outcome.state === 'failed') {
      const { error, retry_after_s } = outcome
      const failed =
        error.code === 'cancelled'
          ? moves.stop(current, { by: current.user_id, now: at })
          : moves.fail(current, { error, retry_after_s, now: at })
      return failed.ok ? ok([failed.value]) : failed
    }
    const { platform_audience_id, handover, results, state } = outcome.delivered
    const handed = moves.delivered(current, {
      platform_audience_id,
      total_records: run.metadata.people ?? null,
      handover: handover && { ...handover, steps: [...handover.steps] },
    })
    if (!handed.ok) return handed
    if (state === 'waiting') return ok([handed.value])
    // Where nobody reports what was matched, and nothing is left to do by hand, it is complete as it is. In the same
    // commit: a crash between the two would leave it waiting for results that nobody has.
    const completed = moves.complete(
      { ...current, ...handed.value },
      { results: results ?? {}, source: 'api', by: current.platform_name, now: at },
    )
    if (!completed.ok) log.warn('distribution.results_refused', { code: completed.error.code })
    return ok(completed.ok ? [handed.value, completed.value] : [handed.value])
  }

  /** Null where there is none to name. What the disk won't take at present is a refusal. */
  async function receiptFor(after: Distribution, outcome: Outcome, at: Date): Promise<Result<Kept | null>> {
    try {
      const written = await receipt(after, outcome, at)
      if (written.ok || written.error.code === 'storage_full') return written
      log.warn('receipt.not_written', { code: written.error.code })
    } catch (error) {
      // What was delivered was delivered, whatever becomes of the paper about it.
      log.error('receipt.broke', { distribution_id: after.distribution_id, error })
    }
    return ok(null)
  }

  return {
    move,
    async settle(run, outcome) {
      const at = now()
      let waits: AppError | null = null
      const ended = await move(run, async current => {
        const changes = changesOf(run, current, outcome, at)
        if (!changes.ok) return changes
        const after: Distribution = Object.assign({}, current, ...changes.value)
        const kept = await receiptFor(after, outcome, at)
        if (!kept.ok) {
          waits = kept.error
          return kept
        }
        const { value: named } = kept
        if (!named) return changes
        return ok(
          changes.value.map(change => ({
            ...change,
            metadata: { ...(change.metadata ?? current.metadata), receipt: named },
          })),
        )
      })
      if (ended.ok) {
        await noteEnd(run)
        return 'ended'
      }
      log.warn('distribution.not_ended', { distribution_id: run.distribution_id, code: ended.error.code })
      return ended.by === 'store' || waits ? 'again' : 'ended'
    },
  }
}
