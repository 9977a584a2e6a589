// What is said while a workspace isn't simply there: damaged, read only, or nobody answering; and that its rest works on.
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { type App, answerOf, startApp } from '../../support/app.ts'
import { test as base, ECO, expect, expectAccessibleInBothThemes, tooltip } from './audience-fixtures.ts'
import { fill, listOf, nameIn } from './list-fixtures.ts'

const AUDIENCES = 40
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

type Fixtures = {
  /** A folder whose audiences stand in one data file, with no program on it. */
  folder: string
  start: (options?: { uid?: number | undefined; port?: number }) => Promise<App>
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  folder: async ({}, use) => {
    const parent = mkdtempSync(join(tmpdir(), 'activation-state-'))
    const folder = join(parent, 'ws')
    // The program may be run by another user.
    chmodSync(parent, 0o755)
    const app = await startApp({ workspace: folder, welcomed: false })
    await fill(app, AUDIENCES)
    await app.close()
    await use(folder)
    for (const path of everything(parent)) chmodSync(path, 0o755)
    rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  },
  start: async ({ folder }, use) => {
    const started: App[] = []
    await use(async options => {
      const app = await startApp({ ...options, workspace: folder, welcomed: false })
      started.push(app)
      return app
    })
    for (const app of started) await app.close()
  },
})

const everything = (folder: string) => [
  folder,
  ...readdirSync(folder, { recursive: true }).map(name => join(folder, String(name))),
]
const dataFiles = (folder: string) =>
  everything(join(folder, 'audiences'))
    .filter(path => path.endsWith('.parquet'))
    .sort()

/** One byte in the middle, as a failing disk does it. */
function flipByte(path: string) {
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 0xff, middle)
  writeFileSync(path, bytes)
}

const banner = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

const firstRow = (page: Page) => page.getByRole('grid').getByRole('row').nth(1)

async function accessibleInBothThemes(page: Page) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expectAccessibleInBothThemes(page)
}

test('a damaged file is told of and named, and the workspace can be worked in', async ({
  page,
  folder,
  start,
}) => {
  const [file = ''] = dataFiles(folder)
  flipByte(file)
  const app = await start()
  answerOf(await app.invoke('audiences.create', ECO))
  await page.goto(app.url)
  await expect(banner(page, 'One file of this workspace is damaged')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Damage found' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'All 1', exact: true })).toBeVisible()
  await expect(page.getByRole('grid').getByText(ECO.name)).toBeVisible()
  await accessibleInBothThemes(page)
  await page.getByRole('button', { name: 'Show details' }).focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('list', { name: 'One file is damaged' })
  await expect(list).toBeFocused()
  await expect(list).toBeInViewport()
  await expect(list).toContainText(file.slice(folder.length + 1))
  await expect(list).toContainText(`${AUDIENCES} versions affected`)
  await accessibleInBothThemes(page)
  await page.evaluate("location.hash = '/audiences'")
  await page.getByRole('grid').getByRole('row').nth(1).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await expect(page.getByRole('radio', { name: /^Trash 1$/ })).toBeVisible()
})

test('a list that damage has emptied doesn’t ask to start anew', async ({ page, folder, start }) => {
  for (const path of dataFiles(folder)) flipByte(path)
  const app = await start()
  await page.goto(app.url)
  await expect(page.getByRole('heading', { name: 'No audience can be read' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toHaveCount(0)
  await page.getByRole('main').getByRole('button', { name: 'Show details' }).click()
  await expect(page.getByRole('list', { name: 'One file is damaged' })).toBeInViewport()
})

test('a folder that can’t be written to is said before anything is typed, and every refusal is told', async ({
  page,
  folder,
  start,
}) => {
  test.skip(process.platform === 'win32', 'folders can’t be closed to writing by their mode')
  for (const path of everything(folder)) {
    if (isRoot) chownSync(path, NOBODY, NOBODY)
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444)
  }
  // Root writes everywhere, so another user runs the program.
  const app = await start({ uid: isRoot ? NOBODY : undefined })
  await page.goto(app.url)
  await expect(banner(page, 'The workspace is read only: changes can’t be saved')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Read only' })).toBeVisible()
  const { grid } = listOf(page)
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await accessibleInBothThemes(page)
  const name = await nameIn(grid.getByRole('row').nth(1))
  await grid.getByText(name).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await page.keyboard.press('e')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(name)
  const save = page.getByRole('button', { name: 'Save' })
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await save.focus()
  await expect(tooltip(page)).toContainText('read only')
  await page.keyboard.press('Escape')
  await expect(tooltip(page)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await page.evaluate("location.hash = '/audiences'")
  await page.getByRole('grid').getByRole('row').nth(1).click({ button: 'right' })
  const menu = page.getByRole('menu')
  await expect(menu).toContainText('read only')
  await expect(menu.getByRole('menuitem', { name: 'Move to trash' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(grid).toBeFocused()
  // A key asks all the same, and is answered.
  await page.keyboard.press('Delete')
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('can’t be written to')
  await expect(page.getByRole('radio', { name: `All ${AUDIENCES}`, exact: true })).toBeVisible()
  await expect(grid.getByText(name)).toBeVisible()
})

test('a program that is gone is missed at once, and taken up again when it is back', async ({
  page,
  start,
}) => {
  const app = await start()
  const { origin, hash } = new URL(app.url)
  await page.goto(app.url)
  await expect(firstRow(page)).toBeVisible()
  await app.close()
  await expect(banner(page, 'Activation Manager isn’t answering')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Not connected' })).toBeVisible()
  // What is there stays there.
  await expect(firstRow(page)).toBeVisible()
  await accessibleInBothThemes(page)
  // Another run on the same port has another token: this page can't speak to it, and says so.
  const next = await start({ port: Number(new URL(origin).port) })
  expect(new URL(next.url).hash).not.toBe(hash)
  await expect(banner(page, 'This page belongs to an earlier start')).toBeVisible()
  // Its address goes into the same tab, as it would by hand.
  await page.goto(next.url)
  await expect(banner(page, 'This page belongs')).toHaveCount(0)
  await expect(firstRow(page)).toBeVisible()
  expect(page.url()).not.toContain('token')
})

test('a profile whose audiences a script has made goes to the list, not to the first steps', async ({
  page,
  start,
}) => {
  const app = await start()
  const welcome = async () => answerOf(await app.invoke('preferences.get', {})).views.welcome
  expect(await welcome()).toBeUndefined()
  await page.goto(app.url)
  await expect(firstRow(page)).toBeVisible()
  await expect.poll(welcome).toBeDefined()
})
