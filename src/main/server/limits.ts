// How many requests a token may make, and how long an answer may take.
import type { MiddlewareHandler } from 'hono'
import { fail } from '../../shared/errors.ts'
import { refuse } from './answers.ts'
import type { DoorEnv } from './caller.ts'

export type Limits = {
  /** Requests a second that a token may make in the long run; 0: any number. */
  per_second: number
  /** As many at once, after a rest. */
  burst: number
  /** An answer that takes longer is `timeout`; a job that was started goes on. */
  answer_ms: number
}

export const DEFAULT_LIMITS: Limits = { per_second: 50, burst: 200, answer_ms: 120_000 }
const MOST = 100_000

/** ACTIVATION_API_RATE: requests a second, 0 for no limit; four seconds' worth may come at once. What is no number is ignored. */
export function limitsFrom(env: Readonly<Record<string, string | undefined>>): Limits {
  const given = /^\d{1,6}$/.exec(env.ACTIVATION_API_RATE ?? '')?.[0]
  if (given === undefined) return DEFAULT_LIMITS
  const per_second = Math.min(Number(given), MOST)
  return { ...DEFAULT_LIMITS, per_second, burst: per_second * 4 }
}

type Bucket = { left: number; at: number }

/** One bucket for each key: it holds `burst` and fills with `per_second`. Answers 0, or the seconds until there is room. */
export function tokenBuckets({ per_second, burst }: Limits, now: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>()
  return (key: string): number => {
    if (per_second === 0) return 0
    const at = now()
    const bucket = buckets.get(key) ?? { left: burst, at }
    buckets.set(key, bucket)
    bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 1_000) * per_second)
    bucket.at = at
    if (bucket.left < 1) return (1 - bucket.left) / per_second
    bucket.left -= 1
    return 0
  }
}

export function rateLimit(given: Partial<Limits> = {}): MiddlewareHandler<DoorEnv> {
  const limits = { ...DEFAULT_LIMITS, ...given }
  const wait = tokenBuckets(limits)
  return async (c, next) => {
    const seconds = wait(c.get('caller').key)
    if (seconds === 0) return next()
    c.header('Retry-After', String(Math.ceil(seconds)))
    return refuse(
      c,
      fail('rate_limited', 'This token asks too often', {
        hint: `Wait as long as Retry-After says. It may make ${limits.per_second} requests a second.`,
      }),
    )
  }
}
