// Which changes of state are worth a notice, and how many at once become one: for the window and for the system.
import type { DistributionMoved } from './contract/distributions.ts'

export const NOTICED = ['completed', 'failed', 'matching'] as const
export type Noticed = (typeof NOTICED)[number]

export type DistributionNotice =
  | { of: 'one'; to: Noticed; moved: DistributionMoved }
  | { of: 'many'; to: Noticed; count: number }

/** A run passes through `matching` on its way, and through `failed` when it is stopped: only where it comes to rest is told. */
const SETTLE_MS = 700
/** Moves without a pause put a notice off by so many times as long at most. */
const MOST_WAITS = 4
/** More than this many of a kind at once are one notice. */
const MOST_SINGLE = 2

/** Takes every move and tells the notices once each run has rested for a moment. `stop` forgets what has not been told. */
export function gatherNotices(tell: (notice: DistributionNotice) => void, settle_ms = SETTLE_MS) {
  const moves = new Map<string, { moved: DistributionMoved; at: number }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  /** When the first of those that are waiting came. */
  let since: number | null = null

  /** Once nothing moved for a moment, a little more than the moment itself, or once it was put off long enough. */
  function arm(now: number) {
    since ??= now
    clearTimeout(timer)
    timer = setTimeout(flush, Math.max(0, Math.min(settle_ms + 20, since + MOST_WAITS * settle_ms - now)))
  }

  function flush() {
    timer = undefined
    since = null
    const rested: DistributionMoved[] = []
    const now = performance.now()
    for (const [id, { moved, at }] of moves)
      if (now - at >= settle_ms) {
        rested.push(moved)
        moves.delete(id)
      }
    for (const to of NOTICED) {
      const those = rested.filter(moved => moved.to === to)
      if (those.length > MOST_SINGLE) tell({ of: 'many', to, count: those.length })
      else for (const moved of those) tell({ of: 'one', to, moved })
    }
    if (moves.size > 0) arm(now)
  }

  return {
    note(moved: DistributionMoved) {
      const now = performance.now()
      moves.set(moved.distribution_id, { moved, at: now })
      arm(now)
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
      since = null
      moves.clear()
    },
  }
}
