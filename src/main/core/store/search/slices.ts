// Long work as generators that yield often: run at once (in a worker), or in slices between which the event loop lives.
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Yields at least every fraction of a millisecond of work, and answers at the end. */
export type Slices<T> = Generator<void, T, void>

/** Milliseconds of work before the event loop gets its turn. */
const SLICE_MS = 2

export function finish<T>(slices: Slices<T>): T {
  for (;;) {
    const step = slices.next()
    if (step.done) return step.value
  }
}

/** null when the signal was aborted before the end. */
export async function inSlices<T>(slices: Slices<T>): Promise<T>
export async function inSlices<T>(slices: Slices<T>, signal: AbortSignal | undefined): Promise<T | null>
export async function inSlices<T>(slices: Slices<T>, signal?: AbortSignal): Promise<T | null> {
  for (;;) {
    if (signal?.aborted) return null
    const end = performance.now() + SLICE_MS
    do {
      const step = slices.next()
      if (step.done) return step.value
    } while (performance.now() < end)
    await nextTurn()
  }
}
