// The first start in the browser: the workspace is named, and three ways lead to a first audience.
import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { answerOf, startApp } from '../../support/app.ts'
import { test as base, expect, expectAccessible, expectAccessibleInBothThemes } from './audience-fixtures.ts'

const test = base.extend<{ complaints: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
  app: async ({}, use) => {
    const app = await startApp({ welcomed: false })
    await use(app)
    await app.close()
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(String(error)))
    await use(complaints)
    // The page's policy complains here, too.
    expect(complaints).toEqual([])
  },
})

async function chooseFile(page: Page, path: string) {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await choosing).setFiles(path)
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('says where audiences are kept; the token speaks for a profile, so none is asked for', async ({
  app,
  page,
  complaints,
}) => {
  await page.goto(app.url)
  const { folder } = answerOf(await app.invoke('workspace.info', {}))
  await expect(page.getByText(folder)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change folder' })).toHaveCount(0)
  expect(page.url()).not.toContain('token')
  await expectAccessibleInBothThemes(page)
  expect(complaints).toEqual([])
})

test('starts empty with a list that teaches the first step', async ({ app, page, complaints }) => {
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()
  await expectAccessible(page)
  // The next start goes straight to the list.
  await expect.poll(async () => answerOf(await app.invoke('preferences.get', {})).views.welcome).toBeTruthy()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Save your first audience' })).toBeVisible()
  await page
    .getByRole('main')
    .getByRole('button', { name: /^New audience/ })
    .first()
    .click()
  await expect(page).toHaveURL(/#\/audiences\/new$/)
  expect(complaints).toEqual([])
})

test('loads the sample workspace into the list', async ({ app, page, complaints }) => {
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Load the sample workspace' }).click()
  await expect(page.getByRole('radio', { name: /^All 2\d\d$/ })).toBeVisible()
  await expect(page.getByRole('grid').getByRole('row').nth(5)).toBeVisible()
  expect(answerOf(await app.invoke('audiences.count', {})).total).toBeGreaterThan(200)
  expect(complaints).toEqual([])
})

const fileIn = (name: string, content: unknown) => {
  const path = test.info().outputPath(name)
  writeFileSync(path, JSON.stringify(content, null, 2))
  return path
}

test('imports a file, and names line and field of what it refuses', async ({ app, page, complaints }) => {
  const good = { name: 'Kids & Cul-de-Sacs, minivan intenders', data_type: 'first_party' }
  const bad = { name: 'Young Digerati, urban core', data_type: 'second_party' }
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Import audiences' }).click()
  await chooseFile(page, fileIn('mixed.json', [good, bad]))
  await expect(page.getByText(/^1 row can’t be taken, and so nothing is imported/)).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'data_type' }).getByRole('cell').first()).toHaveText(
    '6',
  )
  await expectAccessible(page)
  expect(answerOf(await app.invoke('audiences.count', {})).total).toBe(0)

  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Leave out mixed.json' }).click()
  await chooseFile(page, fileIn('good.json', [good]))
  await page.getByRole('button', { name: 'Import 1 audience' }).click()
  await page.getByRole('button', { name: 'Show audiences' }).click()
  await expect(page.getByRole('grid').getByText(good.name)).toBeVisible()
  expect(complaints).toEqual([])
})
