// Measures how long a page keeps its thread busy, whatever else runs on the machine.
import type { Page } from 'playwright/test'

/** The longest task that isn't felt, in milliseconds. */
export const LIMIT_MS = 50
const ROUNDS = 5

/** The longest task while something is done, in milliseconds; 0 when none took over 50. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(`
    globalThis.tasks = []
    globalThis.watcher = new PerformanceObserver(list => tasks.push(...list.getEntries().map(each => each.duration)))
    watcher.observe({ type: 'longtask' })`)
  await act()
  return page.evaluate<number>(
    'new Promise(done => setTimeout(() => { watcher.disconnect(); done(Math.max(0, ...tasks)) }, 300))',
  )
}

/** Other programs on the machine only ever make a thing slower, so the best of a few rounds is what the page needs. */
export async function best(limit: number, round: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < ROUNDS && least > limit; n++) least = Math.min(least, await round())
  return least
}
