// Exporting and copying by mouse and by keyboard: the file is what the list shows, and the clipboard too.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { answerOf } from '../../support/app.ts'
import { expectAccessibleInBothThemes } from './audience-fixtures.ts'
import { expect, nameIn, test } from './list-fixtures.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')

test('what the list shows goes into a file that the browser downloads', async ({ app, list, page }) => {
  await list.grid.getByRole('button', { name: 'Name' }).click()
  await page.keyboard.press('/')
  await page.keyboard.type('holiday')
  await expect(list.footer).not.toHaveText('300 audiences')
  const { items } = answerOf(
    await app.invoke('audiences.list', {
      filter: { search: 'holiday' },
      sort: { by: 'name', direction: 'asc' },
      limit: 300,
    }),
  )
  await expect(list.footer).toHaveText(`${items.length} audiences`)
  await page.getByRole('button', { name: 'Export and copy' }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  await expect(dialog(page).getByRole('heading')).toHaveText(`Export ${items.length} audiences`)
  await expectAccessibleInBothThemes(page)
  await dialog(page)
    .getByRole('radio', { name: /^JSON One/ })
    .click()
  const download = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^audiences-\d{4}-\d\d-\d\d\.json$/)
  const rows = JSON.parse(await readFile(await file.path(), 'utf8')) as Record<string, unknown>[]
  expect(rows.map(({ name }) => name)).toEqual(items.map(({ name }) => name))
  expect(Object.keys(rows[0] ?? {})).toEqual([
    ...['name', 'status', 'data_type', 'total_audience_size', 'segment_count', 'variable_count'],
    ...['tags', 'campaign_id', 'updated_at'],
  ])
  await expect(list.toast(`Export ${file.suggestedFilename()}`)).toContainText(
    `${items.length} records written`,
  )
  await page.getByRole('button', { name: 'Jobs' }).click()
  const again = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  expect((await again).suggestedFilename()).toBe(file.suggestedFilename())
})

test('keyboard alone: selected rows are copied and exported, one audience is shared', async ({
  context,
  list,
  page,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await list.grid.focus()
  const first = await nameIn(list.current())
  await page.keyboard.press('ControlOrMeta+c')
  await expect(list.toast('1 row copied as CSV')).toBeVisible()
  expect(await copied(page)).toContain(first.replaceAll('"', '""'))
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('copy as markdown')
  await page.keyboard.press('Enter')
  await expect(list.toast('2 rows copied as Markdown')).toBeVisible()
  expect((await copied(page)).split('\n')).toHaveLength(5)
  await page.keyboard.press('ControlOrMeta+Shift+e')
  await expect(dialog(page).getByRole('heading')).toHaveText('Export 2 audiences')
  await expect(dialog(page).getByRole('radio', { name: /^CSV/ })).toBeFocused()
  // Held for a moment, as a hand does.
  await page.keyboard.down('ArrowRight')
  await expect(dialog(page).getByRole('radio', { name: /^Excel/ })).toBeFocused()
  await page.keyboard.up('ArrowRight')
  await expect(dialog(page).getByRole('radio', { name: /^Excel/ })).toBeChecked()
  const workbook = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  expect((await workbook).suggestedFilename()).toMatch(/\.xlsx$/)

  await page.keyboard.press('Escape')
  await list.grid.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(first)
  await page.keyboard.press('ControlOrMeta+Shift+e')
  await expect(dialog(page).getByRole('radio', { name: /^Audience file/ })).toBeChecked()
  const shared = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
  const file = await shared
  expect(file.suggestedFilename()).toMatch(/\.audience\.json$/)
  expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toMatchObject({
    format: 'activation-manager.audience',
    audience: { name: first },
  })
  await page.getByRole('button', { name: 'Copy segments' }).click()
  await page.getByRole('menuitem', { name: 'JSON' }).click()
  await expect(list.toast(/rows? copied as JSON/)).toBeVisible()
  const segments = JSON.parse(await copied(page)) as Record<string, unknown>[]
  expect(Object.keys(segments[0] ?? {})).toContain('characteristics')
})

test('a snapshot for BI tools is published into a folder', async ({ app, page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'published-'))
  await page.goto(app.url)
  await page.getByRole('link', { name: 'Settings' }).click()
  const publish = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Publish for BI tools' }) })
  const field = publish.getByLabel('Folder')
  await field.fill('somewhere')
  await field.press('Enter')
  await expect(publish.getByText('must be the full path of a folder')).toBeVisible()
  await expect(publish.getByRole('button', { name: 'Publish now' })).toBeDisabled()
  await field.fill(folder)
  await field.press('Enter')
  await publish.getByRole('button', { name: 'Publish now' }).click()
  await expect(publish.getByText('300 audiences')).toBeVisible()
  await publish.getByRole('checkbox').click()
  await expectAccessibleInBothThemes(page)
  expect(await readdir(folder)).toContain('audiences.parquet')
  await page.reload()
  await expect(publish.getByRole('checkbox')).toBeChecked()
  await expect(publish.getByLabel('Folder')).toHaveValue(folder)
  await rm(folder, { recursive: true })
})
