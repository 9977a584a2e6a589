// The page of a run: retrying a failure, deciding on it, the hand-over with results and a reject file, cancelling, a receipt.
import { META } from '../../doubles/platforms/meta.ts'
import { answerOf } from '../../support/app.ts'
import { expectFits, showWorkspace } from './audience-fixtures.ts'
import {
  create,
  dropIn,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectState,
  newestRun,
  plan,
  test,
  toast,
  tomorrow,
} from './distribution-fixtures.ts'
import { tested } from './platform-fixtures.ts'

test('says why it failed, and retries', async ({ page, open, app, eco, desk, doubles }) => {
  await tested(app, desk)
  doubles.trouble = 'fault'
  const { distribution_id } = await plan(app, eco, desk)
  await expectState(app, distribution_id, 'failed')
  await open(`/distributions/${distribution_id}`)
  await expect(page.getByRole('status').filter({ hasText: 'Tried again by itself' })).toContainText('503')
  const attempts = page.getByRole('region', { name: 'Attempts' })
  await expect(attempts.getByRole('heading', { level: 3 })).toHaveText(['Attempt 1'])
  await expectAccessible(page)
  doubles.trouble = null
  await page.keyboard.press('r')
  await expect(attempts.getByRole('heading', { level: 3 })).toHaveText(['Attempt 2', 'Attempt 1'])
  await expectState(app, distribution_id, 'matching')
  // What the first one died of is still told.
  await expect(attempts.getByRole('listitem').filter({ hasText: 'Attempt 1' })).toContainText('503')
})

test('waits for an approval, which is given with a comment', async ({ page, open, app, eco, folder }) => {
  const drop = await tested(app, await create(app, dropIn(folder, { approval_needed: true })))
  const { distribution_id } = await plan(app, eco, drop, { approval_comment: 'For the spring plan' })
  await open(`/distributions/${distribution_id}`)
  await expect(page.getByText('“For the spring plan”')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Run now' })).toHaveCount(0)
  await expectAccessible(page)
  await page.keyboard.press('j')
  await page.getByRole('textbox', { name: 'Comment' }).fill('Too early')
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
  await expect(page.getByText('It was rejected.')).toBeVisible()
  await expect(page.getByText('“Too early”')).toBeVisible()
  expect((await newestRun(app, distribution_id)).metadata.approval_status).toBe('rejected')
  await page.keyboard.press('a')
  await page.getByRole('textbox', { name: 'Comment' }).fill('Fine now')
  await page.keyboard.press('Enter')
  await expectState(app, distribution_id, 'completed')
  await expect(page.getByRole('region', { name: 'Receipt' })).toContainText('Approved by')
})

test('leads through a hand-over, and takes results with the platform’s reject file', async ({
  page,
  open,
  app,
  eco,
  desk,
}) => {
  await tested(app, desk)
  const { distribution_id } = await plan(app, eco, desk)
  await expectState(app, distribution_id, 'matching')
  await open(`/distributions/${distribution_id}`)
  const byHand = page.getByRole('region', { name: 'To do by hand' })
  const steps = byHand.getByRole('list', { name: 'Steps' }).getByRole('checkbox')
  await steps.first().press('Space')
  await expect(byHand).toContainText('1 of 5 done')
  await expect(byHand.getByRole('button', { name: 'Copy the path of the package' })).toBeVisible()
  await page.getByRole('button', { name: 'Enter results' }).first().press('Enter')
  const results = page.getByRole('form', { name: 'Results' })
  await expect(results.getByRole('textbox', { name: 'Matched' })).toBeFocused()
  await expect(results.getByRole('textbox', { name: 'Sent' })).toHaveValue('1,000,000')
  await page.keyboard.press('Enter')
  await expect(results).toContainText('Enter at least one number')
  await page.keyboard.type('1,050,000')
  await expect(results).toContainText('That is a match rate of 105%.')
  await results.locator('input[type=file]').setInputFiles({
    name: 'rejects.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('email_hash;reject_reason\na1;Not hashed\na2;Too old\na3;Not hashed\n'),
  })
  await expect(results).toContainText('rejects.csv: 3 rejected records, 2 reasons')
  await expect(results.getByRole('textbox', { name: 'Reason 1', exact: true })).toHaveValue('Not hashed')
  await expect(results.getByRole('textbox', { name: 'Rejected' })).toHaveValue('3')
  await expectAccessible(page)
  await results.getByRole('button', { name: 'Save results' }).click()
  await expect(toast(page, 'Results of')).toBeVisible()
  await expectState(app, distribution_id, 'completed')
  const shown = page.getByRole('region', { name: 'Results' })
  await expect(shown).toContainText('105%')
  await expect(shown.getByRole('table', { name: 'Rejected records by reason' })).toContainText('Not hashed')
  expect(await newestRun(app, distribution_id)).toMatchObject({
    match_results: { matched_records: 1_050_000, rejected_records: 3, match_rate: 1.05 },
    metadata: {
      handover: { state: 'done' },
      rejects: [
        { reason: 'Not hashed', count: 2 },
        { reason: 'Too old', count: 1 },
      ],
    },
  })
})

test('asks which column says why, where the file doesn’t tell', async ({ page, open, app, eco, drop }) => {
  const { distribution_id } = await plan(app, eco, drop)
  await expectState(app, distribution_id, 'completed')
  await open(`/distributions/${distribution_id}`)
  await page.getByRole('button', { name: 'Correct results' }).click()
  const results = page.getByRole('form', { name: 'Results' })
  await results.locator('input[type=file]').setInputFiles({
    name: 'list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('member,why\na,Old\nb,Old\n'),
  })
  await expect(results.getByRole('alert')).toContainText('No column of the file says why')
  await results.getByRole('combobox', { name: 'Column with the reasons' }).selectOption('why')
  await expect(results.getByRole('textbox', { name: 'Records of reason 1' })).toHaveValue('2')
  // Esc leaves the form, not the page.
  await results.getByRole('textbox', { name: 'Matched' }).press('Escape')
  await expect(results).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Results' })).toBeVisible()
})

test('cancels one that waits for its time, for good', async ({ page, open, app, eco, drop }) => {
  const { distribution_id } = await plan(app, eco, drop, { when: { kind: 'at', at: tomorrow() } })
  await open(`/distributions/${distribution_id}`)
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel it' }).click()
  await expect(toast(page, 'cancelled')).toBeVisible()
  await expectState(app, distribution_id, 'cancelled')
  await expect(page.getByRole('button', { name: 'Cancel distribution' })).toHaveCount(0)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Plan it again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'New distribution' })).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /^Clean room drop/ })).toBeChecked()
})

test('ends a repeating plan with all that would follow', async ({ page, open, app, eco, drop }) => {
  const schedule = { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' } as const
  const { distribution_id } = await plan(app, eco, drop, { when: { kind: 'repeat', schedule } })
  await open(`/distributions/${distribution_id}`)
  await expect(page.getByRole('complementary')).toContainText('Every day at 09:00 (Europe/Berlin)')
  await page.keyboard.press('n')
  await expectState(app, distribution_id, 'completed')
  await page.getByRole('link', { name: /^Next run/ }).click()
  await expect(page).not.toHaveURL(new RegExp(distribution_id))
  // The run that follows is read before its keys mean something.
  await expect(page.getByRole('button', { name: 'Run now' })).toBeVisible()
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the whole plan' }).click()
  await expect
    .poll(async () => answerOf(await app.invoke('distributions.count', {})).by_status)
    .toMatchObject({ scheduled: 0, completed: 1, cancelled: 1 })
})

test('is shown on the pages of its audience and its platform, in both themes', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  const { distribution_id } = await plan(app, eco, drop)
  await expectState(app, distribution_id, 'completed')
  await open(`/audiences/${eco.audience_id}`)
  await page.getByRole('tab', { name: 'Distributions' }).click()
  await expect(page.getByRole('row').filter({ hasText: drop.name })).toContainText('Completed')
  await expectAccessibleInBothThemes(page)
  await open(`/platforms/${drop.platform_id}`)
  const runs = page.getByRole('region', { name: 'Runs of this platform' })
  await expect(runs.getByRole('row').filter({ hasText: eco.name })).toContainText('Completed')
  await expectAccessibleInBothThemes(page)
  await runs.getByRole('link', { name: eco.name }).click()
  await expect(page.getByRole('region', { name: 'Receipt' })).toContainText('Intact')
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/#\/distributions$/)
})

test('fits windows from 1024 to 2560 pixels', async ({ page, open, app, eco, desk }) => {
  await tested(app, desk)
  const { distribution_id } = await plan(app, eco, desk)
  await expectState(app, distribution_id, 'matching')
  for (const route of [`/distributions/${distribution_id}`, '/distributions/new']) {
    await open(route)
    for (const width of [1024, 1280, 2560]) {
      await page.setViewportSize({ width, height: 800 })
      await expectFits(page.locator('html'))
      await expectFits(page.locator('main > div'))
    }
  }
})

test('says so where there is no such run, or it can’t be read', async ({ page, open, app, eco, drop }) => {
  const { distribution_id } = await plan(app, eco, drop, { when: { kind: 'at', at: tomorrow() } })
  await open('/platforms')
  await page.evaluate("location.hash = '/distributions/dist_that_never_was'")
  await expect(page.getByRole('heading', { name: 'This distribution doesn’t exist' })).toBeVisible()
  await page.route('**/api/rpc/distributions.get', route =>
    route.fulfill({
      status: 503,
      json: { ok: false, error: { code: 'storage_corrupt', message: 'A file is damaged', hint: 'Verify.' } },
    }),
  )
  await page.evaluate(`location.hash = '/distributions/${distribution_id}'`)
  const alert = page.getByRole('alert').filter({ hasText: 'This distribution can’t be read' })
  await expect(alert).toContainText('A file is damaged')
  await page.unroute('**/api/rpc/distributions.get')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(eco.name)
})

test('of a platform that needs approval by its form, with a fee, is planned with its cost', async ({
  page,
  open,
  app,
  eco,
}) => {
  const meta = await tested(
    app,
    await create(app, {
      name: 'Meta Nordics',
      platform_type: 'meta',
      settings: { ad_account_id: META.ad_account_id },
      credentials: { access_token: META.access_token },
    }),
  )
  await open(`/platforms/${meta.platform_id}/edit`)
  await page.locator('[data-control="settings.approval_needed"]').press('Space')
  await page.locator('[data-control="settings.cpm_fee"]').fill('2.5')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.locator('[data-control="settings.currency"]')).toHaveAttribute('aria-invalid', 'true')
  await page.locator('[data-control="settings.currency"]').fill('usd')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Delivery defaults' })).toContainText('USD')
  // The form says it as it is typed; the plan goes by what is saved.
  const saved = async () =>
    answerOf(await app.invoke('platforms.get', { platform_id: meta.platform_id })).settings.currency
  await expect.poll(saved).toBe('USD')
  const run = await plan(app, eco, meta)
  expect(run.metadata).toMatchObject({ approval_status: 'pending', cost_estimate: 2_500, currency: 'USD' })
  await open(`/distributions/${run.distribution_id}`)
  await expect(page.getByRole('complementary')).toContainText('2,500.00 USD')
})

test('offers nothing that writes where the workspace is read only', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  const { distribution_id } = await plan(app, eco, drop)
  await expectState(app, distribution_id, 'completed')
  const info = answerOf(await app.invoke('workspace.info', {}))
  await showWorkspace(page, { ...info, state: 'read_only' })
  await page.reload()
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await open(`/distributions/${distribution_id}`)
  await expect(page.getByRole('region', { name: 'Receipt' })).toContainText('Intact')
  await expect(page.getByRole('button', { name: 'Correct results' })).toHaveCount(0)
  await expectAccessible(page)
  await open('/distributions/new')
  await expect(page.getByText('The workspace is read only').last()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Plan distributions' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})
