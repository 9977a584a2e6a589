// Troubles by plan: at the n-th call of all, or of one route. Each happens once, unless it is said to go on.

export type Fault =
  /** An error answer; the request isn't carried out, or it is and the answer lies about it. */
  | {
      kind: 'answer'
      status: number
      reason: string
      message?: string
      retryAfter?: number
      processed?: boolean
    }
  /** The connection is cut: before the request is carried out, or after it. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** Waits for the test; then the connection is cut. Before: the request isn't carried out. */
  | { kind: 'hold'; when: 'before' | 'after'; met(): Promise<void> }
  | { kind: 'slow'; ms: number }
  /** The job that this call makes stays RUNNING until it is released or cancelled; nothing is carried out before. */
  | { kind: 'stuck' }
  /** The job that this call makes ends with an error: with its effect, or without. */
  | { kind: 'job_error'; reason: string; message?: string; applied: boolean }
  /** An answer of the token endpoint. */
  | { kind: 'token_error'; error: string; status?: number }

export type Planned = { fault: Fault; fired: number }

export interface Faults {
  /** The n-th call from now on, whatever it is; the first is 1. */
  at(n: number, fault: Fault): Planned
  /** The n-th call of a route from now on, or all of them. */
  on(route: string, n: number | 'every', fault: Fault): Planned
  clear(): void
  /** Planned and never met: a test that meant them proves nothing. */
  unmet(): readonly Planned[]
}

type Plan = Planned & { route: string | null; n: number | 'every'; seen: number }

export function makeFaults(): Faults & { next(route: string): Fault | null } {
  let plans: Plan[] = []
  const add = (route: string | null, n: number | 'every', fault: Fault): Planned => {
    const plan: Plan = { route, n, fault, seen: 0, fired: 0 }
    plans.push(plan)
    return plan
  }
  return {
    at: (n, fault) => add(null, n, fault),
    on: (route, n, fault) => add(route, n, fault),
    clear() {
      plans = []
    },
    unmet: () => plans.filter(({ fired }) => fired === 0),
    next(route) {
      let found: Plan | null = null
      for (const plan of plans) {
        if (plan.route !== null && plan.route !== route) continue
        plan.seen += 1
        if (plan.n === 'every' || plan.n === plan.seen) found ??= plan
      }
      if (!found) return null
      found.fired += 1
      return found.fault
    },
  }
}
