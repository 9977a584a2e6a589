// Pairs of audience and platform within a plan, and those of them that are left out.

export type PlanPair = { audience_id: string; platform_id: string }

const keyOf = ({ audience_id, platform_id }: PlanPair) => `${audience_id} ${platform_id}`

export type LeftOut = { size: number; has(pair: PlanPair): boolean }

/** The pairs that a plan leaves out, each counted once. */
export function leftOutOf({ leave_out }: { leave_out: readonly PlanPair[] }): LeftOut {
  const keys = new Set(leave_out.map(keyOf))
  return { size: keys.size, has: pair => keys.has(keyOf(pair)) }
}
