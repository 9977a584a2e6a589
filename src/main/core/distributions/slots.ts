// How many runs are under way at once, in all and to one platform, and whose turn it is when there are more.

export const LIMITS = { all: 8, of_a_platform: 2 } as const

export function createSlots() {
  /** Platform by run. */
  const taken = new Map<string, string>()
  /** When each platform was last served, by counting. */
  const served = new Map<string, number>()
  let turns = 0

  const roomOf = (platform_id: string) =>
    Math.min(
      LIMITS.all - taken.size,
      LIMITS.of_a_platform - [...taken.values()].filter(one => one === platform_id).length,
    )

  return {
    roomOf,
    full: () => taken.size >= LIMITS.all,
    has: (distribution_id: string) => taken.has(distribution_id),
    /** Before the run's start is written down, so that two that start at once don't take the same place. */
    take(distribution_id: string, platform_id: string): boolean {
      if (taken.has(distribution_id) || roomOf(platform_id) <= 0) return false
      taken.set(distribution_id, platform_id)
      served.set(platform_id, ++turns)
      return true
    },
    free: (distribution_id: string) => taken.delete(distribution_id),
    /** Those that were served longest ago first. */
    inTurn: (platform_ids: readonly string[]) =>
      platform_ids.toSorted((a, b) => (served.get(a) ?? 0) - (served.get(b) ?? 0)),
  }
}
