// An account that changes underneath its form: quietly where nothing is to decide, else mine, theirs, or out of the trash.
import { answerOf } from '../../support/app.ts'
import { expect, expectNowhere, field, newest, test, toast } from './platform-fixtures.ts'

const OTHER_TOKEN = 'ttd-token-synthetic-other-9d11'

test('goes on without a word when only the status or a test came between', async ({
  page,
  open,
  desk,
  app,
}) => {
  const { platform_id } = desk
  await open(`/platforms/${platform_id}/edit`)
  await field(page, 'notes').fill('Mine')
  answerOf(await app.invoke('platforms.setStatus', { platform_id, status: 'inactive' }))
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Saved')).toBeVisible()
  expect(await newest(app, desk)).toMatchObject({ notes: 'Mine', status: 'inactive' })
})

test('merges onto a version saved underneath, keeping mine and showing theirs', async ({
  page,
  open,
  desk,
  app,
}) => {
  const { platform_id } = desk
  await open(`/platforms/${platform_id}/edit`)
  await field(page, 'settings.region').fill('UK')
  await page.getByRole('button', { name: 'Replace API token' }).click()
  await page.keyboard.type(OTHER_TOKEN)
  answerOf(
    await app.invoke('platforms.update', {
      platform_id,
      expected_version: desk.version,
      patch: { notes: 'Theirs', settings: { region: 'EU' } },
    }),
  )
  const notice = page.getByRole('region', { name: 'What they changed' })
  await expect(notice).toContainText('saved version 2')
  await notice.getByRole('button', { name: 'See what changed' }).click()
  await expect(notice).toContainText('Region')
  await expect(notice).toContainText('EU')
  await notice.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByText('Changed by both, yours kept: Region')).toBeVisible()
  await expect(field(page, 'notes')).toHaveValue('Theirs')
  await expect(field(page, 'settings.region')).toHaveValue('UK')
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Saved')).toBeVisible()
  expect(await newest(app, desk)).toMatchObject({
    notes: 'Theirs',
    settings: { region: 'UK' },
    credential_fields: { token: { last4: '9d11' } },
  })
})

test('takes theirs, and forgets the secrets that were typed', async ({ page, open, desk, app }) => {
  const { platform_id } = desk
  await open(`/platforms/${platform_id}/edit`)
  await field(page, 'name').fill('Mine')
  await page.getByRole('button', { name: 'Replace API token' }).click()
  await page.keyboard.type(OTHER_TOKEN)
  answerOf(
    await app.invoke('platforms.update', {
      platform_id,
      expected_version: desk.version,
      patch: { name: 'Theirs' },
    }),
  )
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(field(page, 'name')).toHaveValue('Theirs')
  await expect(page.getByText('Set · ends in 6789')).toBeVisible()
  await expectNowhere(page, OTHER_TOKEN)
  await toast(page, 'Took version 2').getByRole('button', { name: 'Undo' }).click()
  await expect(field(page, 'name')).toHaveValue('Mine')
  await expectNowhere(page, OTHER_TOKEN)
})

test('stays open when the platform goes to the trash, and saves after restoring it', async ({
  page,
  open,
  desk,
  app,
}) => {
  const { platform_id } = desk
  await open(`/platforms/${platform_id}/edit`)
  await field(page, 'notes').fill('Still here')
  answerOf(await app.invoke('platforms.delete', { platform_id }))
  const notice = page.getByRole('region', { name: 'What they changed' })
  await expect(notice).toContainText('moved this platform to the trash')
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await notice.getByRole('button', { name: 'Restore from trash' }).click()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(field(page, 'notes')).toHaveValue('Still here')
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Not complete yet')).toBeVisible()
  expect(await newest(app, desk)).toMatchObject({ notes: 'Still here', deleted: false })
})
