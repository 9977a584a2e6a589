// The verdicts on a plan's pairs in the order they are read: what blocks first, then what warns.
import type { Check, Verdict } from '../../../../shared/contract/distributions.ts'
import type { LeftOut } from '../../../../shared/domain/plan-pairs.ts'

export type Standing = 'blocked' | 'warned' | 'ready'

const WEIGHT: Record<Check['level'], number> = { block: 0, warning: 1, note: 2, ok: 3 }

export const standingOf = ({ ready, checks }: Pick<Verdict, 'ready' | 'checks'>): Standing =>
  !ready ? 'blocked' : checks.some(({ level }) => level === 'warning') ? 'warned' : 'ready'

const ORDER: Record<Standing, number> = { blocked: 0, warned: 1, ready: 2 }

/** Pairs that need something first; otherwise as they were chosen. */
export const inOrder = (pairs: readonly Verdict[]): Verdict[] =>
  [...pairs].sort((a, b) => ORDER[standingOf(a)] - ORDER[standingOf(b)])

/** What has something to say, gravest first, and how many checks are simply fine. */
export function toSay(checks: readonly Check[]): { said: Check[]; fine: Check[] } {
  const said = checks.filter(({ level }) => level !== 'ok').sort((a, b) => WEIGHT[a.level] - WEIGHT[b.level])
  return { said, fine: checks.filter(({ level }) => level === 'ok') }
}

/** The verdicts on what stays in the plan. */
export const keptOf = (pairs: readonly Verdict[], left: LeftOut): Verdict[] =>
  pairs.filter(pair => !left.has(pair))

export type Total = {
  /** One for each currency, in the order they come. */
  costs: { amount: number; currency: string }[]
  /** Pairs whose cost isn't estimated. */
  unknown: number
}

/** What several cost together. */
export function totalOf(pairs: readonly Pick<Verdict, 'cost'>[]): Total {
  const costs = new Map<string, number>()
  for (const { cost } of pairs)
    if (cost) costs.set(cost.currency, (costs.get(cost.currency) ?? 0) + cost.amount)
  return {
    costs: [...costs].map(([currency, amount]) => ({ amount, currency })),
    unknown: pairs.filter(({ cost }) => !cost).length,
  }
}
