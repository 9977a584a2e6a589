// Settings › Backups: choose a folder, back up with a passphrase, look inside, bring a record back, and replace all.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { answerOf } from '../../support/app.ts'
import { test as base, ECO, expect, expectAccessibleInBothThemes } from './audience-fixtures.ts'

const PASSPHRASE = 'four words of a passphrase'

const test = base.extend<{ backups: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  backups: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'activation-backups-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  },
})

const section = (page: Page) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: 'Backups' }) })
const picture = (page: Page | Locator, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) }) : Promise.resolve()

test('is made with a passphrase, looked into, and brings back what was deleted', async ({
  app,
  page,
  open,
  backups,
}) => {
  const eco = answerOf(await app.invoke('audiences.create', ECO))
  answerOf(await app.invoke('audiences.create', { ...ECO, name: 'Weekend hikers' }))
  await open('/settings')
  const here = section(page)

  await here.getByRole('button', { name: 'Choose folder' }).click()
  await page.keyboard.type(join(backups, 'missing'))
  await page.keyboard.press('Enter')
  await expect(here.getByText('is not there')).toBeVisible()
  await here.getByLabel('Folder').fill(backups)
  await page.keyboard.press('Enter')
  await expect(here.getByText(backups)).toBeVisible()
  await expect(here.getByText('No backups here yet')).toBeVisible()

  await here.getByRole('radio', { name: 'Daily' }).click()
  await expect(here.getByText(/The newest of each of the last 7 days and 4 weeks stays/)).toBeVisible()
  await here.getByLabel('Days kept').fill('14')
  await page.keyboard.press('Tab')
  await expect(here.getByText(/the last 14 days and 4 weeks/)).toBeVisible()

  await here.getByRole('button', { name: 'Back up now' }).click()
  const create = page.getByRole('dialog', { name: 'Back up the workspace' })
  await create.getByLabel('Encrypt it with a passphrase').click()
  await create.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
  await create.getByLabel('The same again').fill('four words')
  await create.getByRole('button', { name: 'Back up', exact: true }).click()
  await expect(create.getByText('The two are not the same')).toBeVisible()
  await create.getByLabel('The same again').fill(PASSPHRASE)
  await picture(page, 'backup-create')
  await create.getByRole('button', { name: 'Back up', exact: true }).click()
  await expect(page.getByText(/backed up, read back and found whole/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(here.getByRole('row')).toHaveCount(2)
  await expect(here.getByRole('img', { name: 'Encrypted' })).toBeVisible()
  expect(await readdir(backups)).toHaveLength(1)

  answerOf(await app.invoke('audiences.delete', { audience_id: eco.audience_id, expected_version: 1 }))
  // By the keyboard: a notice may lie over it.
  await here.getByRole('button', { name: /^Actions for/ }).press('Enter')
  await page.getByRole('menuitem', { name: 'Look inside and restore' }).press('Enter')
  const ask = page.getByRole('dialog', { name: 'Open a backup' })
  await ask.getByLabel('Passphrase').fill('something else')
  await page.keyboard.press('Enter')
  await expect(ask.getByText(/This is not the passphrase of this backup/)).toBeVisible()
  await ask.getByLabel('Passphrase').fill(PASSPHRASE)
  await page.keyboard.press('Enter')

  const look = page.getByRole('dialog', { name: /^Backup of/ })
  await look.getByRole('button', { name: 'Audiences, Missing here: show 1' }).click()
  await expect(look.getByText(ECO.name)).toBeVisible()
  await picture(look, 'backup-look')
  await expectAccessibleInBothThemes(page)
  await expect(look.getByRole('checkbox', { name: '1 record that is missing here' })).toBeChecked()
  await look.getByRole('button', { name: 'Bring back' }).click()
  await expect(page.getByText('1 record restored').first()).toBeVisible()
  const back = answerOf(await app.invoke('audiences.get', { audience_id: eco.audience_id }))
  expect(back).toMatchObject({ deleted: false, version: 3 })
  await page.keyboard.press('Escape')
  await expectAccessibleInBothThemes(page)
  await page.setViewportSize({ width: 1280, height: 1400 })
  await here.scrollIntoViewIfNeeded()
  await picture(page, 'backup-settings')
})

test('takes the place of the workspace, and the page shows what came', async ({
  app,
  page,
  open,
  backups,
}) => {
  answerOf(await app.invoke('audiences.create', ECO))
  answerOf(await app.invoke('backups.setUp', { folder: backups }))
  answerOf(await app.invoke('backups.create', { to: 'folder' }))
  await expect
    .poll(async () => (await readdir(backups)).filter(name => name.endsWith('.ambackup')))
    .toHaveLength(1)
  const later = answerOf(await app.invoke('audiences.create', { ...ECO, name: 'Made after the backup' }))
  await open('/settings')
  const here = section(page)
  await here.getByRole('button', { name: /^Actions for/ }).press('Enter')
  await page.getByRole('menuitem', { name: 'Look inside and restore' }).press('Enter')
  const look = page.getByRole('dialog', { name: /^Backup of/ })
  await expect(look.getByText('There is nothing to bring back')).toBeVisible()
  await look.getByRole('radio', { name: 'Replace this workspace' }).click()
  await look.getByRole('button', { name: 'Replace everything' }).click()
  await expect(here.getByText(/^Replaced .* by the backup of/)).toBeVisible()
  await expect(here.getByText('Before a restore', { exact: true })).toBeVisible()
  expect(await app.invoke('audiences.get', { audience_id: later.audience_id })).toMatchObject({
    error: { code: 'not_found' },
  })
  await page.keyboard.press('Escape')
  await page.getByRole('navigation').getByRole('link', { name: 'Audiences' }).click()
  await expect(page.getByText(ECO.name)).toBeVisible()
  await expect(page.getByText('Made after the backup')).toHaveCount(0)
})
