// 1,000 accounts: opening the list, sorting, typing and moving keep the page's thread free.
import { best, LIMIT_MS, longestTask } from './measuring.ts'
import { answerMany, expect, test } from './platforms-list-fixtures.ts'

/** What was measured stands in the report. */
const note = (what: string, ms: number) =>
  test.info().annotations.push({ type: what, description: `${Math.round(ms)} ms` })

test('1,000 accounts feel like ten', async ({ app, list, page, show }) => {
  await answerMany(app, page, 1_000)
  await show()
  await expect(list.footer).toHaveText('1,000 platforms')

  const head = (name: string) => list.grid.getByRole('columnheader', { name }).getByRole('button')
  const sorting = await best(LIMIT_MS, () =>
    longestTask(page, async () => {
      for (const name of ['Health', 'Match rate', 'Name', 'Name']) await head(name).click()
    }),
  )
  note('sorting', sorting)
  expect(sorting, 'sorting').toBeLessThanOrEqual(LIMIT_MS)

  const typing = await best(LIMIT_MS, () =>
    longestTask(page, async () => {
      await page.getByRole('searchbox').fill('')
      await page.getByRole('searchbox').pressSequentially('account 99', { delay: 60 })
      await expect(list.grid.locator('mark').first()).toBeVisible()
    }),
  )
  note('typing in search', typing)
  expect(typing, 'typing in search').toBeLessThanOrEqual(LIMIT_MS)

  await page.getByRole('searchbox').fill('')
  const moving = await best(LIMIT_MS, () =>
    longestTask(page, async () => {
      await list.grid.focus()
      for (let step = 0; step < 40; step++) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('End')
      await page.keyboard.press('Home')
    }),
  )
  note('moving', moving)
  expect(moving, 'moving').toBeLessThanOrEqual(LIMIT_MS)
})
