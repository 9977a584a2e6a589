// Pushing: what would be sent before it is, the result with its jobs, the history; offline; by itself; the way out; looks.
import { ok } from '../../../src/shared/errors.ts'
import { answerOf } from '../../support/app.ts'
import { expectFits, tooltip } from './audience-fixtures.ts'
import {
  answered,
  audience,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  inTitleBar,
  pushed,
  test,
  toast,
} from './bigquery-fixtures.ts'

test('a push: counted before, told after, and nothing left to do', async ({
  connected: app,
  double,
  page,
  show,
}) => {
  test.setTimeout(120_000)
  const first = await audience(app, 'Suburban greens')
  await audience(app, 'City starters')
  await show('/bigquery')
  await expect(inTitleBar(page).filter({ hasText: '3 changes not pushed' })).toBeVisible()
  const preview = page.getByRole('table', { name: 'Not pushed yet' })
  await expect(preview.getByRole('row', { name: /^Audiences/ })).toContainText('audiences2––')
  await expect(page.getByText(/Costs less than \$0\.01 at most/)).toBeVisible()
  await page.keyboard.press('Control+Shift+p')
  await expect(page.getByRole('list', { name: 'Steps' })).toBeVisible()
  await expect(inTitleBar(page).filter({ hasText: 'Pushing' })).toBeVisible()
  const result = page.getByRole('region', { name: '3 records pushed' })
  await expect(result).toBeVisible({ timeout: 30_000 })
  const job = result.getByRole('link', { name: /audiences_merge_1/ })
  await expect(job).toHaveAttribute('href', /console\.cloud\.google\.com.*audiences_merge_1/)
  await expect(job).toHaveAttribute('target', '_blank')
  await expect(toast(page, 'Push to BigQuery')).toContainText('3 records brought over')
  await expect(page.getByRole('region', { name: 'Not pushed yet' })).toContainText('Everything is pushed')
  await expect(inTitleBar(page).filter({ hasText: 'Everything is pushed' })).toBeVisible()
  expect(await double.rows('activation_manager.audiences')).toHaveLength(2)

  const push = page.getByRole('button', { name: 'Push', exact: true })
  await expect(push).toHaveAttribute('aria-disabled', 'true')
  await push.focus()
  await expect(tooltip(page)).toContainText('Nothing to push')
  const calls = double.log.length
  await push.press('Enter')
  answerOf(await app.invoke('audiences.delete', { audience_id: first.audience_id, expected_version: 1 }))
  await expect(page.getByRole('button', { name: 'Push 1 change', exact: true })).toBeVisible()
  await expect(preview.getByRole('row', { name: /^Audiences/ })).toContainText('audiences––1')
  expect(double.log.slice(calls).filter(({ route }) => route === 'jobs.upload')).toEqual([])

  const history = page.getByRole('table', { name: 'Pushes' })
  await expect(history.getByRole('row')).toHaveCount(2)
  await expect(history).toContainText('Completed')
  await history.getByRole('button', { name: /details of the push/ }).press('Enter')
  await expect(history.getByRole('link', { name: /users_load_1/ })).toBeVisible()

  // Someone deletes a row by SQL: only a comparison notices, and says what becomes of it.
  await double.sql(`DELETE FROM activation_manager.audiences WHERE audience_id <> '${first.audience_id}'`)
  await page.getByRole('button', { name: 'Compare everything' }).press('Enter')
  await expect(
    page.getByRole('region', { name: 'Compared: no row had been changed in BigQuery' }),
  ).toBeVisible()
  await expect(page.getByText('1 record was gone from BigQuery.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Push 2 changes', exact: true })).toBeVisible()
  await expectAccessible(page)
})

test('pulls by the palette, pushes by itself as chosen, and disconnects once asked', async ({
  connected: app,
  laptop,
  page,
  show,
}) => {
  test.setTimeout(120_000)
  await audience(laptop, 'From the laptop')
  await pushed(laptop)
  await show('/audiences')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('pull from')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/bigquery$/)
  await expect(page.getByRole('region', { name: /taken over from BigQuery/ })).toBeVisible({
    timeout: 30_000,
  })
  expect(answerOf(await app.invoke('audiences.list', {})).items.map(({ name }) => name)).toEqual([
    'From the laptop',
  ])

  await page.getByLabel('How often').selectOption('Every hour')
  await page.getByRole('checkbox', { name: 'Also when I quit the app' }).click()
  await expect
    .poll(async () => answerOf(await app.invoke('bigquery.status', {})).connection?.automatic)
    .toEqual({ every_minutes: 60, on_quit: true })
  // It would push at the end of this test.
  await page.getByRole('checkbox', { name: 'Also when I quit the app' }).click()

  await page.getByRole('button', { name: 'Disconnect' }).click()
  const dialog = page.getByRole('dialog', { name: 'Disconnect from BigQuery?' })
  await expect(dialog).toContainText('What is in BigQuery stays there')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Disconnect' }).click()
  await expect(page.getByRole('heading', { name: 'Push to BigQuery' })).toBeVisible()
  await expect(page.getByRole('banner').getByText('pushed')).toHaveCount(0)
})

test('states that pass by themselves are said plainly: offline, cut short; both themes, every width', async ({
  connected: app,
  double,
  page,
  show,
}) => {
  await audience(app, 'Suburban greens')
  await show('/bigquery')
  await expect(page.getByText(/Costs less than \$0\.01 at most/)).toBeVisible()
  // Nobody listens there any more.
  await double.close()
  const pressed = Date.now()
  await page.getByRole('button', { name: 'Push 2 changes', exact: true }).press('Enter')
  await expect(inTitleBar(page).filter({ hasText: 'Offline' })).toBeVisible({ timeout: 20_000 })
  expect(Date.now() - pressed).toBeLessThan(10_000)
  await expect(page.getByRole('main').getByText('Your 2 changes are saved on this computer')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Pushes' })).toContainText('Offline')
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
  await expect(page.getByText('What it costs isn’t known now.')).toBeVisible({ timeout: 20_000 })

  const status = answerOf(await app.invoke('bigquery.status', {}))
  await answered(page, 'bigquery.status', () =>
    ok({ ...status, last_push: null, waiting_batch: true, conflicts: 3 }),
  )
  await page.reload()
  await expect(
    page.getByText('It goes on where it stopped with the next one, and sends nothing twice.'),
  ).toBeVisible()
  await expect(inTitleBar(page).filter({ hasText: '3 need a decision' })).toBeVisible()
  await expectAccessibleInBothThemes(page)
  for (const width of [1024, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    for (const route of ['/bigquery', '/bigquery/set-up']) {
      await page.evaluate(`location.hash = '${route}'`)
      await expect(page.locator('main h1')).toHaveText(
        route === '/bigquery' ? 'BigQuery' : 'BigQuery connection',
      )
      await expectFits(page.locator('main > div'))
      await expectFits(page.getByRole('banner').first())
    }
  }
})
