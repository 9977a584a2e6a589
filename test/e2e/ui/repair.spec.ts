// Settings › Workspace: a damaged file is found, repaired from a backup by the keyboard, and what became of it is said; so is
// what no backup has.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { type App, answerOf, startApp } from '../../support/app.ts'
import { test as base, ECO, expect, expectAccessibleInBothThemes } from './audience-fixtures.ts'

const test = base.extend<{ folder: string; damaging: App }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'activation-repair-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  },
  damaging: async ({ folder }, use) => {
    const app = await startApp({ workspace: join(folder, 'ws') })
    await use(app)
    await app.close()
  },
})

const picture = (page: Page, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) }) : Promise.resolve()

/** One byte in the middle of the newest data file, as a failing disk does it. Answers its path in the workspace. */
function damage(workspace: string, table: 'audiences' | 'platforms'): string {
  const names = readdirSync(join(workspace, table), { recursive: true }).map(String)
  const file = join(
    table,
    names
      .filter(name => name.endsWith('.parquet'))
      .sort()
      .at(-1) ?? '',
  )
  const path = join(workspace, file)
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 0xff, middle)
  writeFileSync(path, bytes)
  return file.replaceAll('\\', '/')
}

async function press(page: Page, name: string) {
  const button = page.getByRole('button', { name, exact: true })
  await expect(button).toBeEnabled()
  await button.focus()
  await page.keyboard.press('Enter')
}

test('a damaged file is repaired by the keyboard, and what no backup has is said', async ({
  damaging: app,
  folder,
  page,
}) => {
  const workspace = join(folder, 'ws')
  const eco = answerOf(await app.invoke('audiences.create', ECO))
  answerOf(await app.invoke('backups.setUp', { folder }))
  answerOf(await app.invoke('backups.create', { to: 'folder' }))
  await expect.poll(() => readdirSync(folder).filter(name => name.endsWith('.ambackup'))).toHaveLength(1)
  await page.goto(app.url)
  await page.evaluate("location.hash = '/settings'")
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Workspace' }) })
  await expect(section.getByRole('button', { name: 'Verify files' })).toBeEnabled()
  const found = section.getByRole('list', { name: 'One file is damaged' })
  const said = section.getByRole('status').filter({ hasText: /back/ })

  const file = damage(workspace, 'audiences')
  await press(page, 'Verify files')
  await expect(found).toContainText(file)
  await expect(section.getByText(/^With the backup of/)).toBeVisible()
  await press(page, 'Repair')
  await expect(said).toBeFocused()
  await expect(said).toContainText('Nothing is damaged any more')
  await expect(said).toContainText(`${file}Whole again: 1 version came back.`)
  await expect(found).toHaveCount(0)
  expect(answerOf(await app.invoke('audiences.get', { audience_id: eco.audience_id }))).toEqual(eco)

  answerOf(
    await app.invoke('platforms.create', {
      name: 'Made after the backup',
      platform_type: 'folder',
      settings: { path: folder },
    }),
  )
  answerOf(await app.invoke('workspace.flush', {}))
  const later = damage(workspace, 'platforms')
  await press(page, 'Verify files')
  await expect(found).toContainText(later)
  await press(page, 'Repair')
  await expect(said).toContainText(
    `${later}Couldn’t be brought back: 1 version missing. Another backup may have it.`,
  )
  await expect(said).toBeFocused()
  await expect(found).toContainText('Restore the file from a backup')
  await expectAccessibleInBothThemes(page)
  await page.setViewportSize({ width: 1280, height: 1000 })
  await picture(page, 'repair-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'repair-dark')
})
