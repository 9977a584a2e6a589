// Connecting an account: each type by keyboard alone, saved and tested; mistakes; leaving.
import type { PlatformType } from '../../../src/shared/domain/platform.ts'
import { AMAZON } from '../../doubles/platforms/amazon.ts'
import { GOOGLE } from '../../doubles/platforms/google.ts'
import { LINKEDIN, LINKEDIN_TOKEN } from '../../doubles/platforms/linkedin.ts'
import { META } from '../../doubles/platforms/meta.ts'
import { OAUTH } from '../../doubles/platforms/oauth.ts'
import { TTD } from '../../doubles/platforms/the-trade-desk.ts'
import { TIKTOK } from '../../doubles/platforms/tiktok.ts'
import { WEBHOOK } from '../../doubles/platforms/webhook.ts'
import { answerOf } from '../../support/app.ts'
import { expect, expectNowhere, field, named, tabTo, test, toast } from './platform-fixtures.ts'

const OAUTH_FIELDS = {
  'credentials.client_id': OAUTH.client_id,
  'credentials.client_secret': OAUTH.client_secret,
  'credentials.refresh_token': OAUTH.refresh_token,
}
const FOLDER = 'the folder of the test'

/** What is typed into each control, in the order of the form. A choice is taken by the first letters of its label. */
const TYPED: Record<PlatformType, Record<string, string>> = {
  the_trade_desk: { 'credentials.token': TTD.token, 'settings.advertiser_id': TTD.advertiser_id },
  google_ads: { ...OAUTH_FIELDS, 'settings.customer_id': GOOGLE.customer_id },
  meta: {
    'credentials.access_token': META.access_token,
    'settings.ad_account_id': `act_${META.ad_account_id}`,
  },
  amazon_dsp: {
    ...OAUTH_FIELDS,
    'settings.region': 'Eur',
    'settings.advertiser_id': '577123456789012345',
    'settings.profile_id': AMAZON.profile_id,
    'settings.country_code': 'DE',
  },
  linkedin: { 'credentials.access_token': LINKEDIN_TOKEN, 'settings.account_id': LINKEDIN.account_id },
  tiktok: { 'credentials.access_token': TIKTOK.access_token, 'settings.advertiser_id': TIKTOK.advertiser_id },
  folder: { 'settings.path': FOLDER, 'settings.file_format': 'JSON' },
  webhook: { 'credentials.secret': WEBHOOK.secret, 'settings.url': WEBHOOK.url },
}
const TYPES = Object.keys(TYPED) as PlatformType[]

for (const [position, type] of TYPES.entries())
  test(`connects ${type} by keyboard alone, and tests it`, async ({ page, open, app, folder }) => {
    await open('/platforms/new')
    await expect(page.getByRole('link', { name: /^The Trade Desk/ })).toBeFocused()
    for (let step = 0; step < position; step++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(field(page, 'name')).toBeFocused()
    await page.keyboard.type(`Account of ${type}`)
    for (const [control, text] of Object.entries(TYPED[type])) {
      await tabTo(page, control)
      await page.keyboard.type(text === FOLDER ? folder : text)
    }
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Account of ${type}`)
    const connection = page.getByRole('region', { name: 'Connection' })
    await expect(connection).toContainText('Healthy')
    await expect(connection.getByRole('list', { name: 'What was checked' })).toBeVisible()
    const saved = await named(app, `Account of ${type}`)
    expect(saved).toMatchObject({ platform_type: type, connection: { state: 'ok' } })
    for (const [control, text] of Object.entries(TYPED[type]))
      if (control.startsWith('credentials.')) await expectNowhere(page, text)
    expect(answerOf(await app.invoke('drafts.list', {})).drafts).toEqual([])
  })

test('says at a field what is wrong as it is left, and takes it back when it is right', async ({
  page,
  open,
}) => {
  await open('/platforms/new/google_ads')
  await field(page, 'settings.customer_id').fill('123')
  await expect(page.getByText('Must be ten digits')).toHaveCount(0)
  await page.keyboard.press('Tab')
  await expect(page.getByText('Must be ten digits')).toBeVisible()
  await expect(field(page, 'settings.customer_id')).toHaveAttribute('aria-invalid', 'true')
  await expect(field(page, 'settings.customer_id')).toHaveAccessibleDescription(
    /Must be ten digits.*Google Ads/,
  )
  await field(page, 'settings.customer_id').fill('123-456-7890')
  await expect(page.getByText('Must be ten digits')).toHaveCount(0)
  await field(page, 'settings.default_match_rate').fill('140')
  await page.keyboard.press('Tab')
  await expect(page.getByText('Must be from 0 to 100')).toBeVisible()
})

test('leads from the summary to each mistake, and saves nothing before all are corrected', async ({
  page,
  open,
  app,
}) => {
  await open('/platforms/new/webhook')
  await field(page, 'settings.url').fill('http://hooks.example/in')
  await field(page, 'credentials.secret').fill('much-too-short')
  await page.keyboard.press('Control+s')
  const alert = page.getByRole('alert').filter({ hasText: /needs? correcting/ })
  await expect(alert).toContainText('3 fields need correcting')
  await expect(alert).not.toContainText('much-too-short')
  await expect(field(page, 'name')).toBeFocused()
  await expect(alert).toBeInViewport({ ratio: 1 })
  await alert.getByRole('button', { name: /^Signing secret: Must be at least 24/ }).click()
  await expect(field(page, 'credentials.secret')).toBeFocused()
  await field(page, 'credentials.secret').fill(WEBHOOK.secret)
  await alert.getByRole('button', { name: /^Address: Must be an address that starts with https/ }).click()
  await expect(field(page, 'settings.url')).toBeFocused()
  await field(page, 'settings.url').fill(WEBHOOK.url)
  await expect(alert).toContainText('1 field needs correcting')
  expect(answerOf(await app.invoke('platforms.list', {})).items).toEqual([])
  await field(page, 'name').fill('Hook')
  await expect(alert).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Saved')).toBeVisible()
  expect(await named(app, 'Hook')).toMatchObject({ credential_fields: { secret: { state: 'set' } } })
})

test('puts a name that is taken at the name, until it is changed', async ({ page, open, desk, app }) => {
  await open('/platforms/new/the_trade_desk')
  await field(page, 'name').fill(desk.name.toUpperCase())
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Is taken by another platform', { exact: true })).toBeVisible()
  await expect(field(page, 'name')).toBeFocused()
  await field(page, 'notes').fill('Another seat')
  await expect(page.getByText('Is taken by another platform', { exact: true })).toBeVisible()
  await field(page, 'name').fill('Second seat')
  await expect(page.getByText('Is taken by another platform', { exact: true })).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Second seat')
  expect(await named(app, 'Second seat')).toMatchObject({ notes: 'Another seat' })
})

test('saves what isn’t complete, and leads back to the first field that is missing', async ({
  page,
  open,
  app,
}) => {
  await open('/platforms/new/linkedin')
  await field(page, 'name').fill('LinkedIn B2B')
  await field(page, 'settings.account_id').fill('508654321')
  await field(page, 'credentials.client_id').fill(OAUTH.client_id)
  const ways = page.getByRole('group')
  await expect(ways.nth(0)).toContainText('Still needs Access token')
  await expect(ways.nth(1)).toContainText('Still needs Client secret and Refresh token')
  await field(page, 'credentials.client_secret').fill(OAUTH.client_secret)
  await field(page, 'credentials.refresh_token').fill(OAUTH.refresh_token)
  await expect(ways.nth(1)).toContainText('Complete')
  await field(page, 'credentials.refresh_token').fill('')
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Not complete yet')).toContainText('missing')
  const connection = page.getByRole('region', { name: 'Connection' })
  await expect(connection).toContainText('Incomplete')
  await connection.getByRole('button', { name: 'Fill in what is missing' }).click()
  await expect(page.locator('[data-control^="credentials."]:focus')).toBeVisible()
  await field(page, 'credentials.access_token').fill(LINKEDIN_TOKEN)
  await page.getByRole('button', { name: 'Save and test' }).click()
  await expect(connection).toContainText('Healthy')
  await expect(page.getByText('Signs in with: Access token')).toBeVisible()
  expect((await named(app, 'LinkedIn B2B')).connection.state).toBe('ok')
})

test('asks before leaving only when something would be lost', async ({ page, open }) => {
  await open('/platforms/new/tiktok')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/#\/platforms$/)
  await open('/platforms/new/tiktok')
  await field(page, 'name').fill('TikTok seat')
  await field(page, 'credentials.access_token').fill(TIKTOK.access_token)
  await page.keyboard.press('Escape')
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await expect(dialog).toContainText('the secrets too')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(field(page, 'name')).toHaveValue('TikTok seat')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await expect(page).toHaveURL(/#\/platforms$/)
  await expectNowhere(page, TIKTOK.access_token)
})

test('keeps what was typed for who goes elsewhere, but not the secrets', async ({ page, open }) => {
  await open('/platforms/new/the_trade_desk')
  await field(page, 'name').fill('Desk')
  await field(page, 'credentials.token').fill(TTD.token)
  await page.getByRole('link', { name: 'Audiences' }).click()
  const left = toast(page, 'You left without saving')
  await expect(left).toContainText('Secrets have to be typed again')
  await expectNowhere(page, TTD.token)
  await left.getByRole('button', { name: 'Continue editing' }).click()
  await expect(field(page, 'name')).toHaveValue('Desk')
  await expect(field(page, 'credentials.token')).toHaveValue('')
  await expect(page.getByText('Still needs API token')).toBeVisible()
})

test('tells of a type that there is not', async ({ page, open }) => {
  await open('/platforms/new')
  await page.evaluate("location.hash = '/platforms/new/pigeon_post'")
  await expect(page.getByRole('heading', { name: 'There is no such platform type' })).toBeVisible()
  await page.getByRole('button', { name: 'Choose a type' }).click()
  await expect(page.getByRole('link', { name: /^Webhook/ })).toBeVisible()
})
