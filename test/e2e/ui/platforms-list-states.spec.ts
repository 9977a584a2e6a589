// What the list of platforms says when it isn't simply there: empty, failed, read only, secrets out of reach; axe; widths.
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OutputOf } from '../../../src/shared/contract.ts'
import { ok } from '../../../src/shared/errors.ts'
import { answerOf, startApp } from '../../support/app.ts'
import { expectAccessible, expectAccessibleInBothThemes, expectFits, tooltip } from './audience-fixtures.ts'
import { answered, expect, test } from './platforms-list-fixtures.ts'

const NOBODY = 65_534
const IS_ROOT = process.getuid?.() === 0

type Store = OutputOf<'credentials.state'>
const KEPT: Store = {
  kind: 'keychain',
  state: 'available',
  message: 'Secrets are kept in this computer’s keychain.',
  hint: null,
  removals_waiting: 0,
}
const LOCKED: Store = {
  ...KEPT,
  state: 'locked',
  message: 'The keychain is locked.',
  hint: 'Unlock it, then check again.',
}

test.describe('with nothing connected', () => {
  test.use({ filled: false })

  test('the empty list teaches what can be connected, and leads there by keyboard', async ({
    page,
    show,
  }) => {
    await show()
    const types = page.getByRole('list', { name: 'Connect a platform' }).getByRole('link')
    await expect(types).toHaveCount(8)
    await expect(types.first()).toContainText('Uploads e-mail addresses as a CRM data segment')
    await expect(page.getByRole('button', { name: 'Check all accounts' })).toHaveCount(0)
    await types.filter({ hasText: 'Drop folder' }).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/#\/platforms\/new\/folder$/)
  })

  test('one that a script connects appears by itself', async ({ app, list, page, show }) => {
    await show()
    await expect(page.getByRole('heading', { name: 'Connect a platform' })).toBeVisible()
    answerOf(await app.invoke('platforms.create', { name: 'Partner hand-over', platform_type: 'folder' }))
    await expect(list.row('Partner hand-over')).toContainText('Incomplete')
  })

  test('axe finds nothing in the empty list in either theme', async ({ page, show }) => {
    await show()
    await expect(page.getByRole('list', { name: 'Connect a platform' })).toBeVisible()
    await expectAccessibleInBothThemes(page)
  })
})

test('a list that couldn’t be loaded says why, and is there after another try', async ({
  list,
  page,
  show,
}) => {
  let broken = true
  await answered(page, 'platforms.list', () =>
    broken
      ? {
          ok: false,
          error: {
            code: 'storage_corrupt',
            message: 'A file can’t be read',
            hint: 'Restore it from a backup.',
          },
        }
      : null,
  )
  await show()
  await expect(page.getByRole('alert')).toContainText('The platforms couldn’t be loaded')
  await expect(page.getByRole('alert')).toContainText('Restore it from a backup.')
  await expectAccessible(page)
  broken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(list.footer).toHaveText('8 platforms')
})

test('where nothing can be saved, the buttons that write say so, and a key that writes is refused', async ({
  list,
  page,
}) => {
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
  answerOf(await before.invoke('platforms.create', { name: 'Partner hand-over', platform_type: 'folder' }))
  await before.close()
  for (const path of everything()) {
    if (IS_ROOT) chownSync(path, NOBODY, NOBODY)
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444)
  }
  // Root writes everywhere, so another user runs the program.
  const app = await startApp({ workspace, welcomed: false, uid: IS_ROOT ? NOBODY : undefined })
  try {
    await page.goto(app.url)
    await page.getByRole('link', { name: 'Platforms' }).click()
    await expect(list.row('Partner hand-over')).toContainText('Incomplete')
    for (const name of ['Connect a platform', 'Check all accounts']) {
      const button = page.getByRole('button', { name })
      await expect(button).toHaveAttribute('aria-disabled', 'true')
      await button.focus()
      await expect(tooltip(page)).toContainText('read only')
      await button.press('Enter')
    }
    await expect(page).toHaveURL(/#\/platforms$/)
    await expectAccessible(page)
    await list.grid.focus()
    await page.keyboard.press('Delete')
    await expect(list.toast('can’t be written to')).toBeVisible()
    await expect(list.row('Partner hand-over')).toBeVisible()
    await expect(page.getByRole('radio', { name: 'Trash 0' })).toBeVisible()
  } finally {
    await app.close()
    for (const path of everything()) chmodSync(path, 0o755)
    rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
})

test('secrets that won’t outlive the program are told of', async ({ page, show }) => {
  await show()
  await expect(
    page.getByRole('status').filter({ hasText: 'Secrets are kept until the app is closed' }),
  ).toBeVisible()
  await expectAccessible(page)
})

test('a locked keychain is told of, nothing waits for it, and it is looked at again', async ({
  list,
  page,
  show,
}) => {
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  let store = LOCKED
  await page.route('**/api/rpc/credentials.state', async route => {
    await held
    await route.fulfill({ json: ok(store) })
  })
  await show()
  await expect(list.row('US retail')).toBeVisible()
  release()
  const banner = page.getByRole('status').filter({ hasText: 'The keychain is locked.' })
  await expect(banner).toContainText('Unlock it, then check again.')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(banner).toBeVisible()
  store = KEPT
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(banner).toHaveCount(0)
})

test('axe finds nothing in either theme', async ({ double, list, page, show }) => {
  await show()
  await expect(list.footer).toHaveText('8 platforms')
  await expectAccessibleInBothThemes(page)
  for (const name of ['US retail', 'EU travel', 'Google Ads', 'TikTok']) {
    await list.row(name).click({ position: { x: 300, y: 10 } })
    if (!(await list.preview.isVisible())) await page.keyboard.press('Space')
    await expect(list.preview.getByRole('heading', { name: new RegExp(name) })).toBeVisible()
    await expectAccessibleInBothThemes(page)
  }
  await list.grid.focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  for (const filter of ['Health', 'Type', 'Status']) {
    await page.getByRole('group', { name: 'Filter by' }).getByRole('button', { name: filter }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    await expectAccessibleInBothThemes(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
  }
  double.trouble = 'hang'
  await page.getByRole('button', { name: 'Check all accounts' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expectAccessibleInBothThemes(page)
  await page.getByRole('button', { name: 'Stop checking' }).click()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  double.trouble = null
  await page.getByRole('button', { name: 'Check all accounts' }).click()
  await list.toast('with a problem').getByRole('button', { name: 'Show details' }).click()
  await page.getByRole('button', { name: /^Show \d accounts with a problem$/ }).click()
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('Escape')
  await list.grid.focus()
  await page.keyboard.press('Delete')
  await expect(list.toast(/moved to trash/)).toBeVisible()
  await expectAccessibleInBothThemes(page)
  await page.getByRole('radio', { name: 'Trash 1' }).click()
  await expect(list.footer).toHaveText('1 platform')
  await expectAccessibleInBothThemes(page)
})

test('no width from 1024 to 2560 breaks the layout', async ({ list, page, show }) => {
  await show()
  for (const width of [1024, 1280, 1440, 1920, 2560])
    for (const preview of [false, true]) {
      await page.setViewportSize({ width, height: 800 })
      await list.grid.focus()
      if ((await list.preview.isVisible()) !== preview) await page.keyboard.press('Space')
      await expect(list.preview).toHaveCount(preview ? 1 : 0)
      await expect(list.grid.getByRole('columnheader', { name: 'Health' })).toBeVisible()
      for (const name of ['Connect a platform', 'Check all accounts', 'Status'])
        await expect(page.getByRole('button', { name, exact: true }).last()).toBeInViewport({ ratio: 1 })
      await expectFits(list.grid)
    }
})
