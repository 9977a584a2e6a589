// A place for secrets that can’t be opened: what the form and the settings say, and saving all the rest.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerOf, startApp } from '../../support/app.ts'
import { create, DESK, expect, expectNowhere, field, named, test, toast } from './platform-fixtures.ts'

const OTHER_TOKEN = 'ttd-token-synthetic-other-9d11'

test('saves all but the secrets while their place is locked', async ({ page, doubles }) => {
  const parent = mkdtempSync(join(tmpdir(), 'activation-locked-'))
  const workspace = join(parent, 'ws')
  const start = (ENCRYPTION_KEY: string) =>
    startApp({
      workspace,
      platform_base_url: doubles.url,
      env: { ACTIVATION_CREDENTIALS: 'file', ENCRYPTION_KEY },
    })
  const before = await start('a synthetic key of the first run, long enough')
  const desk = await create(before, DESK)
  await before.close()
  // Another key: the file with the secrets can't be opened.
  const app = await start('a synthetic key of the second run, long enough')
  try {
    await page.goto(app.url)
    await expect(page).toHaveURL(/#\/audiences$/)
    await page.evaluate("location.hash = '/platforms/new/the_trade_desk'")
    await field(page, 'name').fill('Second seat')
    await field(page, 'settings.advertiser_id').fill('b2')
    await field(page, 'credentials.token').fill(OTHER_TOKEN)
    await page.keyboard.press('Control+s')
    const notice = page.getByRole('alert').filter({ hasText: 'Not saved' })
    await expect(notice).toContainText('ENCRYPTION_KEY is not the key')
    await expect(notice).not.toContainText(OTHER_TOKEN)
    await expect(field(page, 'credentials.token')).toHaveValue(OTHER_TOKEN)
    await notice.getByRole('button', { name: 'Try again' }).click()
    await expect(notice).toContainText('ENCRYPTION_KEY is not the key')
    expect(answerOf(await app.invoke('platforms.list', {})).items.map(({ name }) => name)).toEqual([
      desk.name,
    ])
    await notice.getByRole('button', { name: 'Save without the secrets' }).click()
    await expect(toast(page, 'Saved without the secrets')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Connection' })).toContainText('API token')
    await expectNowhere(page, OTHER_TOKEN)
    expect((await named(app, 'Second seat')).credential_fields.token?.state).toBe('missing')

    await page.evaluate("location.hash = '/settings'")
    await expect(page.getByText('Encrypted file, locked')).toBeVisible()
  } finally {
    await app.close()
    rmSync(parent, { recursive: true, force: true })
  }
})
