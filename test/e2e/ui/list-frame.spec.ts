// The frame around the list: palette, shortcuts, themes, settings, widths; and axe on all of it in both themes.
import { answerOf } from '../../support/app.ts'
import { expectAccessibleInBothThemes, expectFits } from './audience-fixtures.ts'
import { expect, test } from './list-fixtures.ts'

test('the palette finds audiences and runs commands, what was used last first', async ({
  app,
  list,
  page,
}) => {
  const found = answerOf(await app.invoke('audiences.list', { limit: 1 })).items[0]
  const palette = page.getByRole('dialog')
  const openPalette = async () => {
    await page.keyboard.press('ControlOrMeta+k')
    await expect(palette.getByRole('combobox')).toBeFocused()
  }
  await expect(list.grid).toBeVisible()
  await openPalette()
  await page.keyboard.type('dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(palette).toHaveCount(0)
  await openPalette()
  await expect(palette.getByRole('option').first()).toHaveText('Use the dark theme')
  await page.keyboard.type(found?.name ?? '')
  await palette.getByRole('option', { name: found?.name ?? '' }).click()
  await expect(page.getByRole('heading', { level: 1, name: found?.name ?? '' })).toBeVisible()
  await expect(palette).toHaveCount(0)
  await openPalette()
  await expect(palette.getByRole('option').first()).toHaveText(found?.name ?? '')
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
})

test('the theme is painted at once after a reload', async ({ list, page }) => {
  await expect(list.grid).toBeVisible()
  await page.keyboard.press('ControlOrMeta+,')
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  // Without any program code, by the small script in the head alone.
  await page.route('**/assets/*.js', route => route.abort())
  await page.reload({ waitUntil: 'domcontentloaded' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('letters are shortcuts, except where one writes', async ({ list, page }) => {
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await list.search.click()
  await expect(list.search).toBeFocused()
  await page.keyboard.type('c')
  await expect(list.search).toHaveValue('c')
  await page.keyboard.press('Enter')
  await expect(list.grid).toBeFocused()
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/#\/audiences\/new$/)
})

test('settings: profile, facts of the workspace, verification', async ({ app, list, page }) => {
  await expect(list.grid).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  const { folder } = answerOf(await app.invoke('workspace.info', {}))
  await expect(page.getByText(folder)).toBeVisible()
  await page.getByLabel('E-mail').fill('not an address')
  await page.getByRole('button', { name: 'Save profile' }).click()
  await expect(page.getByText('Must be an e-mail address')).toBeVisible()
  await page.getByLabel('E-mail').fill('retail@example.com')
  await page.getByRole('button', { name: 'Save profile' }).click()
  await expect(list.toast('Profile saved')).toBeVisible()
  expect(answerOf(await app.invoke('profiles.current', {}))?.email).toBe('retail@example.com')
  await page.getByRole('button', { name: 'Verify files' }).click()
  await expect(page.getByText('Every file is whole')).toBeVisible()
})

test('axe finds nothing in either theme', async ({ list, page }) => {
  await expectAccessibleInBothThemes(page)
  await list.grid.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(list.footer).toContainText('300 selected')
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expectAccessibleInBothThemes(page)
  for (const panel of ['Tag', 'Size', 'Updated', 'Variable']) {
    await page.getByRole('dialog').getByRole('button', { name: panel, exact: true }).click()
    await expectAccessibleInBothThemes(page)
    await page.getByRole('button', { name: 'Back' }).click()
  }
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Display' }).click()
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  await list.grid.getByRole('row').nth(2).click({ button: 'right' })
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  await expect(list.grid).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(list.toast(/moved to trash/)).toBeVisible()
  await expectAccessibleInBothThemes(page)
  for (const opened of ['?', 'ControlOrMeta+k']) {
    await page.keyboard.press(opened)
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessibleInBothThemes(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await page.getByRole('button', { name: 'Jobs' }).click()
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Workspace' })).toBeVisible()
  await expectAccessibleInBothThemes(page)
})

test('no width from 1024 to 2560 breaks the layout', async ({ list, page }) => {
  for (const width of [1024, 1280, 1440, 1920, 2560]) {
    await page.setViewportSize({ width, height: 800 })
    await expect(list.grid.getByRole('columnheader', { name: 'Name' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'New audience' })).toBeInViewport({ ratio: 1 })
    await expect(page.getByRole('button', { name: /^Commands/ })).toBeInViewport({ ratio: 1 })
    await expectFits(list.grid)
  }
})
