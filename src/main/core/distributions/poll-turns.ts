// How often the results of one run are asked for, and when it is whose turn.

const HOUR_MS = 3_600_000
/** While a run is as fresh, it is asked for this often. */
const FRESH_MS = 48 * HOUR_MS
export const SHORTEST_MS = HOUR_MS / 2
const OLD_EVERY_MS = 6 * HOUR_MS
/** An older run is left to a person. */
export const LONGEST_MS = 30 * 24 * HOUR_MS

/** Between two times that a run is asked for, by the age of its hand-over. */
export const everyMs = (handed_over_at: string, now: Date) =>
  now.getTime() - Date.parse(handed_over_at) < FRESH_MS ? SHORTEST_MS : OLD_EVERY_MS

/** Turns are kept in memory alone: after a start everything has its turn. */
export function createTurns(now: () => Date) {
  const turns = new Map<string, { asked: number; next: number }>()
  return {
    /** A clock that was set back makes nothing wait: it would for as long as it was set back. */
    has(id: string): boolean {
      const turn = turns.get(id)
      const at = now().getTime()
      return !turn || at >= turn.next || at < turn.asked
    },
    postpone(id: string, wait_ms: number): void {
      const asked = now().getTime()
      turns.set(id, { asked, next: asked + wait_ms })
    },
    forget: (id: string) => turns.delete(id),
  }
}
