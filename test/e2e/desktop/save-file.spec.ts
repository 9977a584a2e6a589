// Saving a file on the desktop: the system's dialog says where, the file is there whole, and its folder is shown.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { call, expect, must, signIn, test, youngDigerati } from './desktop-test.ts'

test('an export goes where the dialog says, and is shown in its folder', async ({ start }) => {
  const folder = await mkdtemp(join(tmpdir(), 'saved-'))
  const app = await start()
  const { page } = app
  await signIn(page)
  await must(call(page, 'audiences.create', youngDigerati))
  await must(call(page, 'preferences.set', { views: { welcome: { done: true } } }))
  await page.reload()
  await expect(page.getByRole('grid', { name: 'Audiences' })).toContainText(youngDigerati.name)
  const exportAll = async () => {
    await page.getByRole('button', { name: 'Export and copy' }).click()
    await page.getByRole('menuitem', { name: 'Export…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click()
  }
  await app.main.stubDialog(null)
  await exportAll()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const path = join(folder, 'spring.csv')
  await app.main.stubDialog(path)
  await exportAll()
  const notice = page.getByRole('listitem').filter({ hasText: 'Export spring.csv' })
  await expect(notice).toContainText('1 record written')
  expect(await readFile(path, 'utf8')).toContain(youngDigerati.name)
  expect(await readdir(folder)).toEqual(['spring.csv'])
  await notice.getByRole('button', { name: 'Show in folder' }).click()
  await expect.poll(() => app.main.openedPaths()).toEqual([path])
  await rm(folder, { recursive: true })
})
