// Nothing can be kept: the place for secrets is locked, or the workspace is read only; what the form says and still does.
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerOf, startApp } from '../../support/app.ts'
import { tooltip } from './audience-fixtures.ts'
import { create, DESK, expect, expectNowhere, field, named, test, toast } from './platform-fixtures.ts'

const IS_ROOT = process.getuid?.() === 0
const NOBODY = 65_534
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
    rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
})

test('saves nothing in a workspace that is read only, and says why', async ({ page }) => {
  test.skip(process.platform === 'win32', 'folders can’t be closed to writing by their mode')
  const parent = mkdtempSync(join(tmpdir(), 'activation-read-only-'))
  const workspace = join(parent, 'ws')
  const everything = () => [
    workspace,
    ...readdirSync(workspace, { recursive: true }).map(name => join(workspace, String(name))),
  ]
  // The program may be run by another user.
  chmodSync(parent, 0o755)
  const before = await startApp({ workspace })
  const { platform_id } = await create(before, { name: 'Partner hand-over', platform_type: 'folder' })
  await before.close()
  for (const path of everything()) {
    if (IS_ROOT) chownSync(path, NOBODY, NOBODY)
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444)
  }
  // Root writes everywhere, so another user runs the program.
  const app = await startApp({ workspace, welcomed: false, uid: IS_ROOT ? NOBODY : undefined })
  try {
    await page.goto(app.url)
    await expect(page).toHaveURL(/#\/audiences$/)
    await page.evaluate(`location.hash = '/platforms/${platform_id}/edit'`)
    await field(page, 'notes').fill('Never kept')
    for (const name of ['Save', 'Save and test']) {
      const button = page.getByRole('button', { name, exact: true })
      await expect(button).toHaveAttribute('aria-disabled', 'true')
      await button.focus()
      await expect(tooltip(page)).toHaveText(/read only, so nothing can be saved/)
      await button.press('Enter')
    }
    await page.keyboard.press('Control+s')
    await expect(page.getByRole('form', { name: 'Platform' })).toBeVisible()
    expect(await named(app, 'Partner hand-over')).toMatchObject({ notes: '', version: 1 })
  } finally {
    await app.close()
    for (const path of everything()) chmodSync(path, 0o755)
    rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
})
