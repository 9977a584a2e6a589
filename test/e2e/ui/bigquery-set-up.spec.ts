// Connecting to BigQuery: by keyboard with a key file, in the browser, with a permission that is missing, with a fixed project.
import type { Page } from 'playwright/test'
import { answerOf, startApp } from '../../support/app.ts'
import { atDouble, connect } from '../../support/bigquery-app.ts'
import {
  audience,
  expect,
  expectAccessible,
  expectNowhere,
  field,
  inTitleBar,
  KEY_PIECE,
  pushed,
  tabTo,
  test,
  toast,
} from './bigquery-fixtures.ts'

const checks = (page: Page) => page.getByRole('list', { name: 'What was checked' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('sets up by keyboard with a service account, from nothing to the first push', async ({
  app,
  double,
  page,
  robot,
  show,
}) => {
  test.setTimeout(120_000)
  await audience(app, 'Suburban greens')
  await show('/bigquery')
  await expect(page.getByRole('heading', { name: 'Push to BigQuery' })).toBeVisible()
  await expect(inTitleBar(page).filter({ hasText: /push/i })).toHaveCount(0)
  await expectAccessible(page)
  await button(page, 'Set up BigQuery').press('Enter')
  await expect(field(page, 'project')).toBeFocused()

  await page.keyboard.type('Retail')
  await tabTo(page, 'dataset')
  await expect(page.getByText('Must be a project id such as retail-media-2031')).toBeVisible()
  await page.keyboard.type('my-data')
  await page.getByRole('radio', { name: 'Browser' }).focus()
  await expect(page.getByText('Must be letters, digits and underscores')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Service account' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('alert')).toContainText('3 fields need correcting')
  await expect(field(page, 'project')).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(double.project)
  await tabTo(page, 'dataset')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('activation_manager')
  await tabTo(page, 'sign_in.key')
  await page.keyboard.insertText('{"type": "authorized_user"}')
  await expect(page.getByText('Is a file for signing in as a person', { exact: false }).first()).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(robot.key)
  await expect(page.getByText(`Key of ${robot.email}`)).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.keyboard.press('Control+s')

  await expect(checks(page)).toContainText('There is no dataset activation_manager.')
  await expect(page.getByText(`Set · ${robot.email}`)).toBeVisible()
  await expectNowhere(page, KEY_PIECE)
  await expectAccessible(page)
  await button(page, 'Set up').press('Enter')
  await expect(page.getByRole('heading', { name: 'Ready to push' })).toBeVisible({ timeout: 30_000 })
  await expect(checks(page).getByText('To do')).toHaveCount(0)
  expect(double.tables()).toContain('activation_manager.audiences')
  await button(page, 'Go to the push').press('Enter')
  await button(page, 'Push 2 changes').press('Enter')
  await expect(page.getByRole('region', { name: '2 records pushed' })).toBeVisible({ timeout: 30_000 })
  expect((await double.rows('activation_manager.audiences')).map(row => row.name)).toEqual([
    'Suburban greens',
  ])
})

test('the check names a permission that is missing, and who can give it', async ({
  connected,
  double,
  page,
  robot,
  show,
}) => {
  double.permissions.deny(robot.email, 'bigquery.tables.updateData')
  await show('/bigquery/set-up')
  await button(page, 'Check').click()
  const missing = checks(page).getByRole('listitem').filter({ hasText: 'bigquery.tables.updateData' }).first()
  await expect(missing).toContainText('To do')
  await expect(missing).toContainText('roles/bigquery.dataEditor')
  await expect(page.getByRole('heading', { name: 'Ready to push' })).toHaveCount(0)
  // What is typed and not saved says so: the steps are those of the saved connection.
  await field(page, 'dataset').fill('elsewhere')
  await expect(checks(page)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/#\/bigquery$/)
  await page.getByRole('button', { name: 'Edit or check' }).click()
  await expect(field(page, 'dataset')).toHaveValue('elsewhere')
  expect(answerOf(await connected.invoke('bigquery.status', {})).connection?.dataset).toBe(
    'activation_manager',
  )
})

test('a new computer goes on as the profile that pushed from another one', async ({
  connected,
  double,
  page,
  robot,
  show,
}) => {
  test.setTimeout(120_000)
  const before = await startApp({ env: atDouble(double), profile: 'ana' })
  await before.invoke('profiles.update', { display_name: 'Ana Ruiz' })
  await audience(before, 'From the old computer')
  await connect(before, double, robot)
  await pushed(before)
  await before.close()
  await show('/bigquery/set-up')
  await button(page, 'Check').press('Enter')
  const choice = page.getByRole('radiogroup', { name: 'Profile to go on as' })
  await expect(choice.getByRole('radio', { name: 'Begin anew as this profile' })).toBeChecked()
  await expectAccessible(page)
  await choice.getByRole('radio', { name: /^Ana Ruiz 1 audience/ }).click()
  await button(page, 'Go on as this profile').click()
  const adopted = toast(page, 'This computer goes on as “Ana Ruiz”')
  await adopted.getByRole('button', { name: 'Pull' }).click()
  await button(page, 'Go to the push').click()
  await expect(page.getByRole('complementary', { name: 'Connection' })).toContainText('Goes on asana')
  await expect
    .poll(async () => answerOf(await connected.invoke('audiences.list', {})).items.map(({ name }) => name))
    .toEqual(['From the old computer'])
})

test('signs in through the browser, and again after the access was taken back', async ({
  app,
  context,
  double,
  page,
  show,
}) => {
  test.setTimeout(120_000)
  await audience(app, 'Suburban greens')
  await show('/bigquery/set-up')
  await field(page, 'project').fill(double.project)
  await field(page, 'sign_in.client_id').fill(double.tokens.app.clientId)
  await field(page, 'sign_in.client_secret').fill(double.tokens.app.clientSecret)
  double.tokens.consent = { error: 'access_denied' }
  let opened = context.waitForEvent('page')
  await button(page, 'Save and sign in').click()
  await (await opened).close()
  await expect(page.getByRole('alert')).toContainText('You did not give access')
  double.tokens.consent = { email: 'ana@example.com' }
  opened = context.waitForEvent('page')
  await button(page, 'Try again').click()
  await (await opened).close()
  // The check follows by itself, and finds what the set-up makes.
  await expect(page.getByText('Signed in as ana@example.com', { exact: true })).toBeVisible()
  await expectNowhere(page, double.tokens.app.clientSecret)
  await button(page, 'Set up').click()
  await expect(page.getByRole('heading', { name: 'Ready to push' })).toBeVisible({ timeout: 30_000 })

  double.tokens.revoke('ana@example.com')
  await button(page, 'Go to the push').click()
  await button(page, 'Push 2 changes').click()
  const again = button(page, 'Sign in again')
  await expect(again).toBeVisible({ timeout: 30_000 })
  await expect(inTitleBar(page).filter({ hasText: 'Can’t push' })).toBeVisible()
  await expectAccessible(page)
  opened = context.waitForEvent('page')
  await again.click()
  await (await opened).close()
  await button(page, 'Push 2 changes').click()
  await expect(page.getByRole('region', { name: '2 records pushed' })).toBeVisible({ timeout: 30_000 })
  await expect(again).toHaveCount(0)
})

test.describe('with a project that the environment names', () => {
  test.use({
    app: async ({ double }, use) => {
      const app = await startApp({
        env: { BIGQUERY_API_ENDPOINT: double.url, GOOGLE_CLOUD_PROJECT: 'fixed-project' },
      })
      await use(app)
      await app.close()
    },
  })

  test('its values are shown and can’t be changed, with the reason', async ({ page, show }) => {
    await show('/bigquery')
    await expect(page.getByText('fixed-project', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Disconnect' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Edit or check' }).click()
    await expect(field(page, 'project')).toHaveValue('fixed-project')
    await expect(field(page, 'project')).toBeDisabled()
    await expect(field(page, 'dataset')).toBeEnabled()
    await expect(page.getByText('Set by GOOGLE_CLOUD_PROJECT', { exact: false })).toBeVisible()
    await expectAccessible(page)
  })
})
