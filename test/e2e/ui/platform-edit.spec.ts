// Editing an account: its secrets replaced and removed and never seen again, an edit taken back, a secret in the wrong field.
import { TTD } from '../../doubles/platforms/the-trade-desk.ts'
import { expect, expectNowhere, field, newest, test, toast } from './platform-fixtures.ts'

const OTHER_TOKEN = 'ttd-token-synthetic-other-9d11'

test('shows a kept secret as set, replaces it, and has it nowhere afterwards', async ({
  page,
  open,
  desk,
  app,
}) => {
  await open(`/platforms/${desk.platform_id}/edit`)
  await expect(page.getByText('Set · ends in 6789')).toBeVisible()
  await expectNowhere(page, TTD.token)
  await page.getByRole('button', { name: 'Replace API token' }).focus()
  await page.keyboard.press('Enter')
  const input = field(page, 'credentials.token')
  await expect(input).toBeFocused()
  await expect(input).toHaveAttribute('type', 'password')
  await expect(input).toHaveAttribute('autocomplete', 'off')
  await page.keyboard.type(OTHER_TOKEN)
  // In the field alone: not in the markup, where React writes the values of controlled inputs.
  expect(await page.content()).not.toContain(OTHER_TOKEN)
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Saved')).toBeVisible()
  await expect(page.getByText('Set · ends in 9d11')).toBeVisible()
  await expectNowhere(page, OTHER_TOKEN)
  expect(await newest(app, desk)).toMatchObject({
    credential_fields: { token: { state: 'set', last4: '9d11' } },
    connection: { state: 'untested' },
  })
  // What can't be taken back isn't offered to be.
  await expect(toast(page, 'Saved').getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await page.goBack()
  await expectNowhere(page, OTHER_TOKEN)
})

test('keeps the current secret when replacing it is given up', async ({ page, open, desk, app }) => {
  await open(`/platforms/${desk.platform_id}/edit`)
  await page.getByRole('button', { name: 'Replace API token' }).click()
  await page.keyboard.type(OTHER_TOKEN)
  await expect(page.getByText('Unsaved changes')).toBeVisible()
  await page.getByRole('button', { name: 'Keep the current API token' }).click()
  await expect(page.getByRole('button', { name: 'Replace API token' })).toBeFocused()
  await expect(page.getByText('Unsaved changes')).toHaveCount(0)
  await field(page, 'notes').fill('Only a note')
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Saved')).toBeVisible()
  expect(await newest(app, desk)).toMatchObject({
    notes: 'Only a note',
    credential_fields: { token: { state: 'set', last4: '6789' } },
  })
})

test('removes a secret on saving, not before', async ({ page, open, desk, app }) => {
  await open(`/platforms/${desk.platform_id}/edit`)
  await page.getByRole('button', { name: 'Remove API token' }).click()
  await expect(page.getByText('Removed when you save')).toBeVisible()
  await expect(page.getByText('Still needs API token')).toBeVisible()
  await page.getByRole('button', { name: 'Undo removing API token' }).click()
  await expect(page.getByText('Set · ends in 6789')).toBeVisible()
  await page.getByRole('button', { name: 'Remove API token' }).click()
  expect((await newest(app, desk)).credential_fields.token?.state).toBe('set')
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Not complete yet: API token missing.')).toBeVisible()
  expect((await newest(app, desk)).credential_fields.token?.state).toBe('missing')
})

test('saves nothing where nothing changed, takes an edit back, and keeps a note on it', async ({
  page,
  open,
  desk,
  app,
}) => {
  await open(`/platforms/${desk.platform_id}/edit`)
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await field(page, 'settings.region').fill('EU')
  await field(page, 'change_note').fill('New seat')
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Saved')).toBeVisible()
  expect(await newest(app, desk)).toMatchObject({ change_note: 'New seat', settings: { region: 'EU' } })
  await toast(page, 'Saved').getByRole('button', { name: 'Undo' }).click()
  await expect(toast(page, 'are the newest again')).toBeVisible()
  expect(await newest(app, desk)).toMatchObject({ settings: { region: 'US' } })
})

test('shows a secret that was pasted among the settings at its field, as the core refuses it', async ({
  page,
  open,
  desk,
}) => {
  await open(`/platforms/${desk.platform_id}/edit`)
  // The field's own rule would turn it away here; the core has the last word where the form’s is older.
  await page.route('**/api/rpc/platforms.update', route =>
    route.fulfill({
      status: 400,
      json: {
        ok: false,
        error: {
          code: 'validation_failed',
          message: 'settings.region: looks like a secret; it belongs among the credentials',
          details: {
            fields: [
              { path: 'settings.region', message: 'looks like a secret; it belongs among the credentials' },
            ],
          },
        },
      },
    }),
  )
  await field(page, 'settings.region').fill('EAAB-pasted')
  await page.keyboard.press('Control+s')
  await expect(field(page, 'settings.region')).toBeFocused()
  await expect(field(page, 'settings.region')).toHaveAccessibleDescription(/Looks like a secret/)
  await expect(page.getByRole('alert')).toContainText('Region: Looks like a secret')
})
