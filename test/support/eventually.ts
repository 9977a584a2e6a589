// Waits for what is to become true, as long as a busy machine may need for it.
import { vi } from 'vitest'

/** Below the limit of a test, so that what wasn't so is told, and not only that the test took too long. */
const PATIENCE_MS = 15_000

/** Repeats `check` until it no longer throws, and answers what it answers; fails with its last error. */
export function eventually<T>(
  check: () => T | Promise<T>,
  options: { interval?: number; timeout?: number } = {},
) {
  return vi.waitFor(check, { timeout: PATIENCE_MS, ...options })
}
