// Access tokens by keyboard: made, shown once, used by a script, seen as used, revoked for good; and the page that documents the API.
import { expect, expectAccessibleInBothThemes, expectFits, test } from './audience-fixtures.ts'

test('a token is made and shown once, works, and is revoked, by keyboard and in both themes', async ({
  page,
  open,
  app,
}) => {
  const { origin } = new URL(app.url)
  await open('/settings')
  await expect(page.getByText('There are no access tokens yet.')).toBeVisible()
  await page.getByRole('button', { name: 'New token' }).focus()
  await page.keyboard.press('Enter')
  const making = page.getByRole('dialog', { name: 'New access token' })
  await expect(making.getByLabel('Name')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(making.getByText('must not be empty')).toBeVisible()
  await page.keyboard.type('Weekly report')
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Enter')

  const shown = page.getByRole('dialog', { name: '“Weekly report” is ready' })
  const field = shown.getByRole('textbox', { name: 'Token' })
  await expect(field).toBeFocused()
  await expectAccessibleInBothThemes(page)
  const token = await field.inputValue()
  expect(token).toMatch(/^act_[0-9a-f]{16}_[\w-]{43}$/)
  await page.keyboard.press('Escape')
  await expect(shown).toBeHidden()
  expect(await page.content()).not.toContain(token)

  const asked = (method: string, path: string) =>
    fetch(`${origin}${path}`, { method, headers: { authorization: `Bearer ${token}` } })
  expect((await asked('GET', '/api/audiences')).status).toBe(200)
  expect((await asked('DELETE', '/api/audiences/aud_1')).status).toBe(403)

  const row = page.getByRole('list', { name: '1 token' }).getByRole('listitem')
  await expect(row).toContainText(`ends in ${token.slice(-4)}`)
  await expect(row).toContainText('Read only')
  await open('/audiences')
  await open('/settings')
  await expect(row).toContainText('used now')
  await expectAccessibleInBothThemes(page)
  await row.getByRole('button', { name: 'Revoke Weekly report' }).focus()
  await page.keyboard.press('Enter')
  await page
    .getByRole('dialog', { name: 'Revoke “Weekly report”?' })
    .getByRole('button', { name: 'Revoke' })
    .press('Enter')
  await expect(page.getByText('There are no access tokens yet.')).toBeVisible()
  expect((await asked('GET', '/api/audiences')).status).toBe(401)

  const documentation = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Open documentation' }).click()
  const docs = await documentation
  await docs.waitForLoadState()
  await docs.locator('#get_audiences > summary').press('Enter')
  await expect(docs.getByRole('table', { name: 'Parameters of get_audiences' })).toBeVisible()
  await docs.setViewportSize({ width: 1024, height: 700 })
  await expectFits(docs.locator('html'))
  await expectAccessibleInBothThemes(docs)
})
