// The largest audience the rules allow stays smooth: opening it and typing in its form keep the page's thread free.
import { answerOf } from '../../support/app.ts'
import { expect, LARGEST, test } from './audience-fixtures.ts'
import { best, LIMIT_MS, longestTask } from './measuring.ts'

test('opens with 2,000 variables and 500 segments without a long task', async ({ page, open, app }) => {
  const { audience_id } = answerOf(await app.invoke('audiences.create', LARGEST))
  await open(`/audiences/${audience_id}`)
  const longest = await best(LIMIT_MS, () =>
    longestTask(page, async () => {
      await open('/settings')
      await open(`/audiences/${audience_id}`)
      await expect(page.getByRole('table', { name: 'Variables' })).toContainText('HH_ATTR_0')
    }),
  )
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
    const longest = await best(LIMIT_MS, () =>
      longestTask(page, async () => {
        await field.fill('')
        await field.pressSequentially(text, { delay: 60 })
        // The draft is written, too.
        await page.waitForTimeout(1_200)
      }),
    )
    expect(longest).toBeLessThanOrEqual(LIMIT_MS)
  }
})
