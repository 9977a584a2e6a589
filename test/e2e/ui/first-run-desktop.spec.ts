// The first start on the desktop: a profile, the folder, a beginning; later another profile, and the menu's commands.
import { call, expect, must, test } from '../desktop/desktop-test.ts'
import { expectAccessible } from './audience-fixtures.ts'

test('a profile is made, the folder is shown with a way to change it, and the list opens', async ({
  folders,
  start,
}) => {
  const app = await start()
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Welcome to Activation Manager' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create profile' }).click()
  await expect(page.getByText('Give the profile a name')).toBeVisible()
  await page.getByLabel('E-mail').fill('nobody')
  await page.getByLabel('Name', { exact: false }).first().fill('Retail analytics')
  await page.getByRole('button', { name: 'Create profile' }).click()
  await expect(page.getByText('Must be an e-mail address')).toBeVisible()
  await page.getByLabel('E-mail').fill('retail@example.com')
  await page.getByRole('button', { name: 'Create profile' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome, Retail analytics' })).toBeVisible()
  await expect(page.getByText(folders.workspace)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change folder' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()
})

test('profiles keep their audiences apart, and one switches between them from the rail', async ({
  start,
}) => {
  const app = await start()
  const { page } = app
  await page.getByLabel('Name', { exact: false }).first().fill('Retail analytics')
  await page.getByRole('button', { name: 'Create profile' }).click()
  await page.getByRole('button', { name: 'Start empty' }).click()
  const name = 'Kids & Cul-de-Sacs, minivan intenders'
  await must(call(page, 'audiences.create', { name, data_type: 'first_party' }))
  await expect(page.getByRole('grid').getByText(name)).toBeVisible()

  await page.getByRole('button', { name: 'Profile: Retail analytics' }).click()
  await page.getByRole('menuitem', { name: 'New profile' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a profile' })
  await dialog.getByLabel('Name', { exact: false }).first().fill('Travel analytics')
  await dialog.getByRole('button', { name: 'Create profile' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome, Travel analytics' })).toBeVisible()
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()

  await page.getByRole('button', { name: 'Profile: Travel analytics' }).click()
  await page.getByRole('menuitemradio', { name: 'Retail analytics' }).click()
  await expect(page.getByRole('grid').getByText(name)).toBeVisible()
  await page.getByRole('button', { name: 'Profile: Retail analytics' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Who is working here?' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Travel analytics/ }).click()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()
})

test('the native menu does what the page’s commands do', async ({ start }) => {
  const app = await start()
  const { page } = app
  await page.getByLabel('Name', { exact: false }).first().fill('Retail analytics')
  await page.getByRole('button', { name: 'Create profile' }).click()
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()
  await app.main.menuClick(['Help', 'Keyboard shortcuts'])
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await app.main.menuClick(['View', 'Theme', 'Dark'])
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await app.main.menuClick(['File', 'New audience'])
  await expect(page).toHaveURL(/#\/audiences\/new$/)
  await app.main.menuClick(['Go', 'Audiences'])
  await expect(page).toHaveURL(/#\/audiences$/)
})
