// The page of an account: the verdict and its next step, a slow test, history, the trash, and where secrets are kept.
import { TTD } from '../../doubles/platforms/the-trade-desk.ts'
import { answerOf } from '../../support/app.ts'
import {
  create,
  DESK,
  expect,
  expectAccessible,
  field,
  newest,
  test,
  tested,
  toast,
} from './platform-fixtures.ts'

test('tests with a key and shows what was found, and its settings in words', async ({ page, open, desk }) => {
  await open(`/platforms/${desk.platform_id}`)
  const connection = page.getByRole('region', { name: 'Connection' })
  await expect(connection).toContainText('Not tested yet')
  await page.keyboard.press('t')
  await expect(connection).toContainText('Healthy')
  await expect(connection.getByRole('list', { name: 'What was checked' }).getByRole('listitem')).toHaveCount(
    2,
  )
  const settings = page.getByRole('region', { name: 'Settings', exact: true })
  await expect(settings).toContainText(/Kind of identifier\s*E-mail, hashed\s*Default/)
  await expect(settings).toContainText(/Region\s*US/)
  await expect(page.getByText('No distributions yet')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Limits and rules' })).toContainText('1,500 members')
})

test('says what failed and opens the form at the field that mends it', async ({ page, open, app }) => {
  const desk = await create(app, { ...DESK, credentials: { token: 'ttd-token-expired' } })
  await open(`/platforms/${desk.platform_id}`)
  const connection = page.getByRole('region', { name: 'Connection' })
  await connection.getByRole('button', { name: 'Test connection' }).click()
  await expect(connection).toContainText('Failing')
  await expect(connection).toContainText('expired')
  await expect(connection).not.toContainText('ttd-token-expired')
  await connection.getByRole('button', { name: 'Edit credentials' }).click()
  await expect(field(page, 'credentials.token')).toBeFocused()
  await expect(field(page, 'credentials.token')).toHaveAttribute('type', 'password')
  await page.keyboard.type(TTD.token)
  await page.keyboard.press('Control+Enter')
  await expect(connection).toContainText('Healthy')
  expect((await newest(app, desk)).connection.state).toBe('ok')
})

test('opens the form at the setting, where the account was not found', async ({ page, open, app }) => {
  const desk = await create(app, { ...DESK, settings: { advertiser_id: 'wrong1' } })
  expect((await tested(app, desk)).connection.state).toBe('failed')
  await open(`/platforms/${desk.platform_id}`)
  await page.getByRole('button', { name: 'Edit settings' }).click()
  await expect(field(page, 'settings.advertiser_id')).toBeFocused()
})

test('cancels a test that takes long, and the account is as it was', async ({
  page,
  open,
  desk,
  doubles,
  app,
}) => {
  doubles.trouble = 'hang'
  await open(`/platforms/${desk.platform_id}`)
  const connection = page.getByRole('region', { name: 'Connection' })
  await connection.getByRole('button', { name: 'Test connection' }).click()
  await expect(connection.getByText('Testing the connection')).toBeVisible()
  await expect.poll(() => doubles.received.length).toBe(1)
  await expectAccessible(page)
  await connection.getByRole('button', { name: 'Cancel the test' }).click()
  await expect(connection).toContainText('The test was cancelled')
  await expect(connection).toContainText('Not tested yet')
  expect(await newest(app, desk)).toMatchObject({ connection: { state: 'untested' }, version: 1 })
  doubles.trouble = null
  await connection.getByRole('button', { name: 'Test connection' }).click()
  await expect(connection).toContainText('Healthy')
  await expect(connection).not.toContainText('was cancelled')
})

test('does everything by its keys: status, copy, trash and back', async ({ page, open, desk, app }) => {
  await open(`/platforms/${desk.platform_id}`)
  await page.keyboard.press('a')
  await expect(page.getByRole('button', { name: 'Status: Inactive. Change' })).toBeVisible()
  // Shown before it is saved; told when it is.
  await expect(toast(page, 'deactivated')).toBeVisible()
  expect((await newest(app, desk)).status).toBe('inactive')
  await page.keyboard.press('a')
  await expect(toast(page, '” activated')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Status: Active. Change' })).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(desk.name)
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText('API token')
  await page.keyboard.press('Delete')
  await expect(page).toHaveURL(/#\/platforms$/)
  await open(`/platforms/${desk.platform_id}`)
  await page.keyboard.press('e')
  await expect(field(page, 'name')).toHaveValue(desk.name)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(desk.name)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/#\/platforms$/)
})

test('shows one in the trash, which can be restored but not edited', async ({ page, open, desk, app }) => {
  answerOf(await app.invoke('platforms.delete', { platform_id: desk.platform_id }))
  await open(`/platforms/${desk.platform_id}`)
  await expect(page.getByText('This platform is in the trash')).toBeVisible()
  await expect(page.getByText('they have to be entered again')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText('API token')
  // Shown before it is saved; told when it is.
  await expect(toast(page, 'restored')).toBeVisible()
  expect(await newest(app, desk)).toMatchObject({
    deleted: false,
    credential_fields: { token: { state: 'missing' } },
  })
})

test('restores the settings of an old version, with undo, and leaves the secret', async ({
  page,
  open,
  desk,
  app,
}) => {
  const { platform_id } = desk
  answerOf(
    await app.invoke('platforms.update', {
      platform_id,
      expected_version: 1,
      patch: { name: 'EU seat', settings: { region: 'EU' } },
      change_note: 'Moved to the EU',
    }),
  )
  await open(`/platforms/${platform_id}/history`)
  const versions = page.getByRole('navigation', { name: 'Versions' })
  await expect(versions.getByRole('button').first()).toContainText('Moved to the EU')
  await expect(versions.getByRole('button').first()).toContainText('Region')
  await expect(page.getByRole('heading', { name: 'Changes in version 2' })).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: 'EU' }).last()).toBeVisible()
  await expectAccessible(page)
  await versions.getByRole('button').first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(versions.getByRole('button', { name: /^Version 1/ })).toBeFocused()
  await page.getByRole('button', { name: 'Restore these settings' }).click()
  await expect(toast(page, 'The settings of version 1 are the newest again')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(desk.name)
  expect(await newest(app, desk)).toMatchObject({
    name: desk.name,
    settings: { region: 'US' },
    credential_fields: { token: { state: 'set', last4: '6789' } },
  })
  await toast(page, 'The settings of version 1').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('EU seat')
})

test('says so when an old version has the settings of now', async ({ page, open, desk, app }) => {
  await tested(app, desk)
  await open(`/platforms/${desk.platform_id}/history`)
  await page.getByRole('button', { name: /^Version 1/ }).click()
  await page.getByRole('button', { name: 'Restore these settings' }).click()
  await expect(toast(page, 'The settings are those of version 1 already')).toBeVisible()
  expect((await newest(app, desk)).version).toBe(2)
})

test('says so where there is no such platform', async ({ page, open }) => {
  await open('/platforms/new')
  await page.evaluate("location.hash = '/platforms/plat_that_never_was'")
  await expect(page.getByRole('heading', { name: 'This platform doesn’t exist' })).toBeVisible()
  await page.evaluate("location.hash = '/platforms/plat_that_never_was/edit'")
  await expect(page.getByRole('heading', { name: 'This platform doesn’t exist' })).toBeVisible()
})

test('says what is wrong when it can’t be read, and tries again', async ({ page, open, desk }) => {
  await open('/platforms/new')
  await page.route('**/api/rpc/platforms.get', route =>
    route.fulfill({
      status: 503,
      json: { ok: false, error: { code: 'storage_corrupt', message: 'A file is damaged', hint: 'Verify.' } },
    }),
  )
  await page.evaluate(`location.hash = '/platforms/${desk.platform_id}'`)
  const alert = page.getByRole('alert').filter({ hasText: 'This platform can’t be read' })
  await expect(alert).toContainText('A file is damaged')
  await page.unroute('**/api/rpc/platforms.get')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(desk.name)
})

test('tells in the settings where secrets are kept, and turns the daily check off', async ({
  page,
  open,
  app,
}) => {
  await open('/settings')
  await expect(page.getByText('Memory only')).toBeVisible()
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText('Secrets are kept until the app is closed')).toBeVisible()
  const daily = page.getByRole('checkbox', { name: /^Check all accounts once a day/ })
  await expect(daily).toBeChecked()
  await daily.press('Space')
  await expect(daily).not.toBeChecked()
  await expect
    .poll(async () => answerOf(await app.invoke('preferences.get', {})).check_platforms_daily)
    .toBe(false)
})
