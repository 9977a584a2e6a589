// The largest audience the rules allow stays smooth: opening it and typing in its form keep the page's thread free.
import type { Page } from 'playwright/test'
import { answerOf } from '../../support/app.ts'
import { expect, LARGEST, test } from './audience-fixtures.ts'

const LIMIT_MS = 50
const ROUNDS = 4

/** The longest task while something is done, in milliseconds; 0 when none took over 50. */
async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(`
    globalThis.tasks = []
    globalThis.watcher = new PerformanceObserver(list => tasks.push(...list.getEntries().map(each => each.duration)))
    watcher.observe({ type: 'longtask' })`)
  await act()
  return page.evaluate<number>(
    'new Promise(done => setTimeout(() => { watcher.disconnect(); done(Math.max(0, ...tasks)) }, 300))',
  )
}

/** Other programs on the machine only ever make a task longer, so the best of a few rounds is what the page needs. */
async function best(page: Page, round: (n: number) => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < ROUNDS && least > LIMIT_MS; n++)
    least = Math.min(least, await longestTask(page, () => round(n)))
  return least
}

test('opens with 2,000 variables and 500 segments without a long task', async ({ page, open, app }) => {
  const { audience_id } = answerOf(await app.invoke('audiences.create', LARGEST))
  await open(`/audiences/${audience_id}`)
  const longest = await best(page, async () => {
    await open('/settings')
    await open(`/audiences/${audience_id}`)
    await expect(page.getByRole('table', { name: 'Variables' })).toContainText('HH_ATTR_0')
  })
  expect(longest).toBeLessThanOrEqual(LIMIT_MS)
  // Only the rows in view are drawn.
  expect(await page.getByRole('table', { name: 'Segments' }).getByRole('row').count()).toBeLessThan(60)
})

test('types in the form of 500 segments without a long task', async ({ page, open, app }) => {
  const { audience_id } = answerOf(await app.invoke('audiences.create', LARGEST))
  await open(`/audiences/${audience_id}/edit`)
  const size = page.getByRole('textbox', { name: 'Cell 1, Size', exact: true })
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  for (const [field, text] of [
    [name, 'National file'],
    [size, '1234567'],
  ] as const) {
    const longest = await best(page, async () => {
      await field.fill('')
      await field.pressSequentially(text, { delay: 60 })
      // The draft is written, too.
      await page.waitForTimeout(1_200)
    })
    expect(longest).toBeLessThanOrEqual(LIMIT_MS)
  }
})
