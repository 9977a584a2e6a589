// What the pages of distributions say when they aren't simply there: empty, failed, read only; insights; axe in both themes; widths.
import { answerOf } from '../../support/app.ts'
import { expectFits, showWorkspace, tooltip } from './audience-fixtures.ts'
import {
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  NAMES,
  test,
} from './distributions-fixtures.ts'
import { answered } from './platforms-list-fixtures.ts'

test.describe('with nothing planned', () => {
  test.use({ filled: false })

  test('the empty list teaches what comes first: a platform, then a plan', async ({ app, page, show }) => {
    await show()
    await expect(page.getByRole('heading', { name: 'Plan a distribution' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Connect a platform' })).toBeVisible()
    await expectAccessible(page)
    answerOf(await app.invoke('platforms.create', { name: 'Partner folder', platform_type: 'folder' }))
    await page.getByRole('button', { name: 'Plan a distribution' }).press('Enter')
    await expect(page).toHaveURL(/#\/distributions\/new/)
  })

  test('insights without runs lead to a plan', async ({ page, show }) => {
    await show()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('insights')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Nothing to compare yet' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'New distribution' }).click()
    await expect(page).toHaveURL(/#\/distributions\/new/)
  })
})

test('a list that couldn’t be loaded says why, and is there after another try', async ({
  list,
  page,
  show,
}) => {
  let broken = true
  await answered(page, 'distributions.list', () =>
    broken
      ? {
          ok: false,
          error: {
            code: 'storage_corrupt',
            message: 'A file can’t be read',
            hint: 'Restore it from a backup.',
          },
        }
      : null,
  )
  await show()
  await expect(page.getByRole('alert')).toContainText('The distributions couldn’t be loaded')
  await expect(page.getByRole('alert')).toContainText('Restore it from a backup.')
  broken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(list.footer).toHaveText('5 distributions')
})

test('where nothing can be saved, the button that plans says so', async ({ page, app, show }) => {
  const info = answerOf(await app.invoke('workspace.info', {}))
  const reason = { code: 'storage_readonly', message: 'The folder can’t be written to.' }
  await showWorkspace(page, { ...info, state: 'read_only', reason })
  await show()
  const button = page.getByRole('button', { name: 'New distribution' })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await button.focus()
  await expect(tooltip(page)).toContainText('read only')
  await button.press('Enter')
  await expect(page).toHaveURL(/#\/distributions$/)
})

test('insights: figures for each month, and each cause leads to its runs', async ({
  app,
  given,
  list,
  page,
  show,
}) => {
  answerOf(
    await app.invoke('distributions.enterResults', {
      distribution_id: given.waiting.distribution_id,
      results: { total_records: 1_000_000, matched_records: 1_040_000 },
    }),
  )
  await show()
  await page.getByRole('button', { name: 'Insights' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Insights' })).toBeVisible()
  const rates = page.getByRole('region', { name: 'Match rate by platform' }).first()
  await expect(rates.getByRole('img')).toHaveAccessibleName(/Match rates of 1 platform/)
  await rates.getByText('Figures').click()
  await expect(rates.getByRole('table')).toContainText('104%')
  const failures = page.getByRole('list', { name: 'Failures by cause' }).getByRole('link')
  await expect(failures).toHaveCount(1)
  await failures.press('Enter')
  await expect(page).toHaveURL(/#\/distributions$/)
  await expect(list.footer).toHaveText('1 distribution shown')
  await expect(list.row(NAMES.failed)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Cause: / })).toBeVisible()
})

test('a platform whose last delivery failed says so, and leads to the run', async ({ given, page, show }) => {
  await show()
  await page.getByRole('link', { name: 'Platforms' }).click()
  const row = page
    .getByRole('grid', { name: 'Platforms' })
    .getByRole('row')
    .filter({ hasText: 'Unplugged disk' })
  await expect(row).toContainText('Failing')
  await row.click({ position: { x: 400, y: 10 } })
  await page.keyboard.press('Space')
  const preview = page.getByRole('complementary', { name: 'Preview' })
  await expect(preview).toContainText('The last delivery failed.')
  await expect(preview.getByText('Failed', { exact: true })).toBeVisible()
  await preview.getByRole('button', { name: 'Open distribution' }).click()
  await expect(page).toHaveURL(new RegExp(`#/distributions/${given.failed.distribution_id}$`))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(NAMES.failed)
})

test('each way to look at them is accessible in both themes', async ({ list, page, show }) => {
  await show()
  await list.row(NAMES.held).click()
  await page.keyboard.press('Space')
  await expect(list.preview.getByRole('heading', { name: NAMES.held })).toBeVisible()
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('a')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  for (const mode of ['Board', 'Timeline']) {
    await page.getByRole('radio', { name: mode }).click()
    await expect(page.getByRole('link', { name: NAMES.held })).toBeVisible()
    await expectAccessibleInBothThemes(page)
  }
  await page.getByRole('button', { name: 'Insights' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Insights' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Failures by cause' })).toBeVisible()
  await expectAccessibleInBothThemes(page)
})

for (const width of [1024, 1440, 2560])
  test(`nothing is cut off at a width of ${width}`, async ({ list, page, show }) => {
    await page.setViewportSize({ width, height: 900 })
    await show()
    await expect(list.footer).toHaveText('5 distributions')
    await expectFits(page.locator('html'))
    await expectFits(list.grid)
    await page.getByRole('button', { name: 'Insights' }).click()
    await expect(page.getByRole('list', { name: 'Failures by cause' })).toBeVisible()
    await expectFits(page.locator('html'))
    await expectFits(page.locator('main > div'))
  })
