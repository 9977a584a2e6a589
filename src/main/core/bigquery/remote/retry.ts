// Tries a call again while what stopped it may pass by itself.
import type { AppError } from '../../../../shared/errors.ts'
import { type Act, classify, type Verdict } from './classify.ts'
import type { Clock } from './clock.ts'
import { type Reach, UNREACHABLE_MS } from './reach.ts'
import { Cancelled, type Seen, seenOf } from './seen.ts'

/** Milliseconds. About ten minutes of trying; Google's own advice for transient errors. */
export const PATIENCE_MS = 10 * 60_000
const FIRST_MS = 1_000
const LONGEST_MS = 32_000

export type Attempted<T> = { ok: true; value: T } | { ok: false; error: AppError; act: Act }

/** The pause before try `n + 1` (n from 0): 1·2ⁿ s up to 32 s, plus up to a second so that clients don't come together. */
export const backoff = (n: number, random: number) =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** n) + Math.round(random * 1_000)

export type RetryOptions = {
  clock: Clock
  signal?: AbortSignal | undefined
  /** Makes the next try use a new access token. */
  renew: () => void
  /** How long without any network, instead of `UNREACHABLE_MS`; told of each answer. */
  reach?: Reach | undefined
  /** Instead of `PATIENCE_MS`. */
  patience_ms?: number | undefined
  /** Asked before each pause: whether trying again is of no more use. */
  overtaken?: ((seen: Seen) => Promise<boolean>) | undefined
}

/** Somebody was there, whatever they said. */
const ANSWERS: ReadonlySet<Seen['kind']> = new Set(['answer', 'job', 'grant', 'stranger'])

const refuse = ({ error, act }: Verdict): Attempted<never> => ({ ok: false, error, act })
const cancelled = () => refuse(classify({ kind: 'cancelled' }))

/**
 * Runs `work` until it succeeds, can't succeed, or some ten minutes are over. A 401 gets one new access token; a second
 * one asks for a new sign-in. A pause that the server asks for is kept, if it fits into the time that is left.
 */
export async function persist<T>(work: () => Promise<T>, options: RetryOptions): Promise<Attempted<T>> {
  const { clock, signal, renew, overtaken, reach, patience_ms = PATIENCE_MS } = options
  const since = clock.now()
  let renewed = false
  for (let n = 0; ; n++) {
    if (signal?.aborted) return cancelled()
    let thrown: unknown
    try {
      const value = await work()
      reach?.answered()
      return { ok: true, value }
    } catch (error) {
      thrown = error
    }
    if (signal?.aborted || thrown instanceof Cancelled) return cancelled()
    const seen = seenOf(thrown, new Date(clock.now()))
    const verdict = classify(seen)
    if (ANSWERS.has(seen.kind)) reach?.answered()
    if (verdict.act === 'renew') {
      if (renewed) return refuse({ ...verdict, act: 'sign_in' })
      renewed = true
      renew()
      continue
    }
    if (verdict.act !== 'again') return refuse(verdict)
    const pause = Math.max(backoff(n, clock.random()), (verdict.retry_after_s ?? 0) * 1_000)
    const patience = verdict.unreachable ? (reach?.patience() ?? UNREACHABLE_MS) : patience_ms
    if (clock.now() - since + pause > patience) return refuse(verdict)
    if (await overtaken?.(seen)) return refuse(verdict)
    await clock.sleep(pause, signal)
  }
}
