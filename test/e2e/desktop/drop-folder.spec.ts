// The folder of a drop folder is chosen in the system's own dialog, and its path stands in the form.
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { call, expect, must, signIn, test } from './desktop-test.ts'

test('a drop folder is chosen in the dialog, or left as it was', async ({ folders, start }) => {
  const share = join(realpathSync(folders.root), 'Partner share')
  mkdirSync(share)
  const app = await start()
  const { page } = app
  await signIn(page)
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()
  await page.evaluate("location.hash = '#/platforms/new/folder'")
  await page.getByRole('textbox', { name: 'Name' }).fill('Partner drop folder')
  const path = page.getByRole('textbox', { name: 'Folder', exact: true })
  const choose = page.getByRole('button', { name: 'Choose…' })
  await app.main.stubDialog(share)
  await choose.press('Enter')
  await expect(path).toHaveValue(share)
  await expect(choose).toBeFocused()
  await app.main.stubDialog(null)
  await choose.click()
  await expect(path).toHaveValue(share)
  await page.getByRole('button', { name: 'Save and test' }).click()
  await expect
    .poll(async () => (await must(call(page, 'platforms.list', {}))).items)
    .toMatchObject([{ settings: { path: share }, connection: { state: 'ok' } }])
})
