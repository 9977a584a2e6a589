// The list of platforms by mouse and by keyboard: finding, previewing, testing, switching, deleting, and coming back to it.
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { answerOf } from '../../support/app.ts'
import { answered, answerMany, expect, test } from './platforms-list-fixtures.ts'

const NAMES = [
  'Agency drop folder',
  'Amazon DSP grocery',
  'Google Ads holiday',
  'LinkedIn decision makers',
  'Meta brand awareness',
  'The Trade Desk EU travel',
  'The Trade Desk US retail',
  'TikTok spring launch',
]

test('each account shows how it is doing, in the order that is asked for', async ({ list, show }) => {
  await show()
  await expect(list.footer).toHaveText('8 platforms')
  const names = list.grid.getByRole('row').getByRole('button').filter({ hasText: /./ })
  await expect(names.filter({ hasText: new RegExp(NAMES.join('|')) })).toHaveText(NAMES)
  await expect(list.row('US retail')).toContainText('Healthy')
  await expect(list.row('EU travel')).toContainText('Failing')
  await expect(list.row('EU travel')).toContainText('has expired')
  await expect(list.row('Google Ads')).toContainText('Incomplete')
  await expect(list.row('LinkedIn')).toContainText('Not tested')
  await expect(list.row('TikTok')).toContainText('Inactive')
  await expect(list.row('Meta brand')).toContainText('North Shop · EU')
  await expect(list.row('Meta brand')).toContainText('No runs yet')
  const head = (name: string) => list.grid.getByRole('columnheader', { name })
  await head('Name').getByRole('button').click()
  await expect(head('Name')).toHaveAttribute('aria-sort', 'descending')
  await expect(list.grid.getByRole('row').nth(1)).toContainText('TikTok')
  await head('Health').getByRole('button').click()
  await expect(list.grid.getByRole('row').nth(1)).toContainText('Agency drop folder')
  await expect(list.grid.getByRole('row').nth(2)).toContainText('EU travel')
  await expect(list.grid.getByRole('row').last()).toContainText('TikTok')
})

test('words, quick filters and tabs narrow the list, and are cleared at once', async ({
  list,
  page,
  show,
}) => {
  await show()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: /platforms/ })).toBeFocused()
  await page.keyboard.type('trade desk')
  await expect(list.footer).toHaveText('2 of 8 platforms')
  await expect(list.grid.locator('mark').first()).toHaveText(/trade/i)
  await page.getByRole('group', { name: 'Filter by' }).getByRole('button', { name: 'Health' }).click()
  await expect(page.getByRole('menuitemcheckbox')).toHaveText(['Failing1', 'Healthy1'])
  await page.getByRole('menuitemcheckbox', { name: 'Failing' }).click()
  await page.keyboard.press('Escape')
  await expect(list.footer).toHaveText('1 of 8 platforms')
  await expect(page.getByRole('button', { name: 'Health: Failing' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(list.footer).toHaveText('8 platforms')
  await expect(page.getByRole('searchbox')).toHaveValue('')
  await page.getByRole('radio', { name: /^Needs attention/ }).click()
  await expect(list.footer).toHaveText('5 platforms')
  await expect(list.row('US retail')).toHaveCount(0)
  await page.keyboard.press('/')
  await page.keyboard.type('zebra')
  await expect(page.getByRole('heading', { name: 'No platform matches' })).toBeVisible()
})

test('keyboard alone: move, preview, open and come back', async ({ list, page, show }) => {
  await show()
  await list.grid.focus()
  await page.keyboard.press('End')
  await expect(list.current()).toContainText('TikTok')
  await page.keyboard.press('ArrowUp')
  await expect(list.current()).toContainText('US retail')
  await page.keyboard.press('Space')
  await expect(list.preview.getByRole('heading', { name: 'The Trade Desk US retail' })).toBeVisible()
  await expect(list.preview).toContainText('The Trade Desk accepted the API token.')
  await expect(list.preview).toContainText('Set · ends in 6789')
  await expect(list.preview).toContainText('42% expected')
  await page.keyboard.press('ArrowUp')
  await expect(list.preview.getByRole('heading', { name: 'The Trade Desk EU travel' })).toBeVisible()
  await expect(list.preview.getByRole('button', { name: 'Test again' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list.preview).toHaveCount(0)
  await expect(list.grid).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'The Trade Desk EU travel' })).toBeVisible()
  await page.goBack()
  await expect(list.current()).toContainText('EU travel')
  await list.grid.focus()
  await page.keyboard.press('e')
  await expect(page).toHaveURL(/#\/platforms\/[^/]+\/edit$/)
})

test('a test shows that it runs, and then what it found', async ({ double, list, page, show }) => {
  await show()
  double.trouble = 'hang'
  await list.row('LinkedIn').click({ position: { x: 400, y: 10 } })
  await page.keyboard.press('t')
  await expect(list.row('LinkedIn')).toContainText('Testing')
  await page.keyboard.press('Space')
  await list.preview.getByRole('button', { name: 'Cancel the test' }).click()
  await expect(list.row('LinkedIn')).toContainText('Not tested')
  double.trouble = null
  await list.preview.getByRole('button', { name: 'Test connection' }).click()
  await expect(list.row('LinkedIn')).toContainText('Healthy')
  await expect(list.toast('LinkedIn decision makers')).toContainText('Connected')
  await expect(list.preview).toContainText('The last test checked')
})

test('an account that could not be reached is told apart from one that was refused', async ({
  double,
  list,
  page,
  show,
}) => {
  await show()
  double.trouble = 'cut'
  await list.row('Meta brand').click({ position: { x: 400, y: 10 } })
  await page.keyboard.press('t')
  await expect(list.row('Meta brand')).toContainText('Not reached')
  await page.getByRole('group', { name: 'Filter by' }).getByRole('button', { name: 'Health' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Not reached' }).click()
  await page.keyboard.press('Escape')
  await expect(list.footer).toHaveText('1 of 8 platforms')
})

test('to the trash and back: undo brings it back without its secrets', async ({ app, list, page, show }) => {
  await show()
  await list.row('US retail').click({ position: { x: 400, y: 10 } })
  await page.keyboard.press('Delete')
  const gone = list.toast('“The Trade Desk US retail” moved to trash')
  await expect(gone).toContainText('Its secrets are removed')
  await expect(list.row('US retail')).toHaveCount(0)
  await expect(list.current()).toContainText('TikTok')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(list.toast('“The Trade Desk US retail” restored')).toContainText('enter them again')
  await expect(list.row('US retail')).toContainText('Incomplete')

  await list.row('Meta brand').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await page.getByRole('radio', { name: 'Trash 1' }).click()
  await list.row('Meta brand').hover()
  await list.row('Meta brand').getByRole('button', { name: 'Actions for Meta brand awareness' }).click()
  await page.getByRole('menuitem', { name: 'Restore from trash' }).click()
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()
  await expect(list.toast('“Meta brand awareness” restored')).toBeVisible()
  const { items } = answerOf(await app.invoke('platforms.list', { filter: { search: 'Meta brand' } }))
  expect(items[0]?.credential_fields.access_token).toEqual({ state: 'missing' })
})

test('switched off and on, copied, and each undone', async ({ app, list, page, show }) => {
  const found = async (search: string): Promise<Platform | undefined> =>
    answerOf(await app.invoke('platforms.list', { filter: { search } })).items[0]
  await show()
  await list.row('TikTok').click({ position: { x: 400, y: 10 } })
  await page.keyboard.press('Space')
  await list.preview.getByRole('button', { name: 'Activate' }).click()
  await expect(list.row('TikTok')).toContainText('Not tested')
  const switched = list.toast('“TikTok spring launch” activated')
  await expect(switched).toBeVisible()
  expect((await found('TikTok'))?.status).toBe('active')
  await switched.getByRole('button', { name: 'Undo' }).click()
  await expect(list.row('TikTok')).toContainText('Inactive')
  await expect.poll(async () => (await found('TikTok'))?.status).toBe('inactive')

  await list.grid.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(list.toast(/created/)).toContainText('Secrets are not copied')
  await expect(list.footer).toHaveText('9 platforms')
  await list
    .toast(/created/)
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(list.footer).toHaveText('8 platforms')
})

test('a refusal takes back what was shown too early, and says why', async ({ list, page, show }) => {
  await show()
  await answered(page, 'platforms.delete', () => ({
    ok: false,
    error: { code: 'storage_full', message: 'The disk is full', hint: 'Free some space, then try again.' },
  }))
  await list.row('US retail').click({ position: { x: 400, y: 10 } })
  await page.keyboard.press('Delete')
  await expect(list.toast('The disk is full')).toContainText('Free some space')
  await expect(list.row('US retail')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Trash 0' })).toBeVisible()
})

test('all accounts are checked in one go: progress in place, what is wrong in the tray', async ({
  double,
  list,
  page,
  show,
}) => {
  await show()
  double.trouble = 'hang'
  await page.getByRole('button', { name: 'Check all accounts' }).click()
  const progress = page.getByRole('progressbar', { name: 'Checking all accounts' })
  await expect(progress).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /^\d of 5 checked$/ })).toBeVisible()
  await page.getByRole('button', { name: /1 job running/ }).click()
  await expect(page.getByRole('dialog', { name: 'Jobs' })).toContainText('Check 5 accounts')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Stop checking' }).click()
  await expect(progress).toHaveCount(0)

  double.trouble = null
  await page.getByRole('button', { name: 'Check all accounts' }).click()
  await expect(list.toast('3 fine · 2 with a problem')).toBeVisible()
  await expect(list.row('LinkedIn')).toContainText('Healthy')
  await list.toast('3 fine').getByRole('button', { name: 'Show details' }).click()
  await page.getByRole('button', { name: 'Show 2 accounts with a problem' }).click()
  const failing = page.getByRole('list', { name: 'Accounts with a problem' }).getByRole('listitem')
  await expect(failing).toHaveCount(2)
  await expect(failing.filter({ hasText: 'The Trade Desk EU travel' })).toContainText('has expired')
})

test('the list comes back as it was left', async ({ app, list, page, show }) => {
  await show()
  await list.grid.getByRole('columnheader', { name: 'Health' }).getByRole('button').click()
  await page.getByRole('radio', { name: /^Needs attention/ }).click()
  await list.row('Google Ads').click({ position: { x: 400, y: 10 } })
  await page.keyboard.press('Space')
  await expect(list.preview.getByRole('heading', { name: 'Google Ads holiday' })).toBeVisible()
  const kept = async () => answerOf(await app.invoke('preferences.get', {})).views.platforms
  await expect.poll(kept).toMatchObject({ tab: 'attention', sort: { by: 'health' }, inspector: true })
  await page.reload()
  await expect(list.preview.getByRole('heading', { name: 'Google Ads holiday' })).toBeVisible()
  await expect(list.current()).toContainText('Google Ads')
  await expect(page.getByRole('radio', { name: /^Needs attention/ })).toBeChecked()
  await expect(list.grid.getByRole('columnheader', { name: 'Health' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
})

test('the palette finds platforms and runs their commands', async ({ list, page, show }) => {
  await show()
  const palette = page.getByRole('dialog')
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('us retail')
  await palette.getByRole('option', { name: /US retail/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The Trade Desk US retail' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await palette.getByRole('option', { name: 'Go to platforms' }).click()
  await expect(list.grid).toBeVisible()
  // What one creates is what the page lists.
  await list.grid.focus()
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/#\/platforms\/new$/)
})

test('a thousand accounts are a table of a few rows', async ({ app, list, page, show }) => {
  await answerMany(app, page, 1_000)
  await show()
  await expect(list.footer).toHaveText('1,000 platforms')
  // Above 100 % is shown as it is.
  await expect(list.grid.getByRole('row').nth(1)).toContainText('107.4%')
  await list.grid.focus()
  await page.keyboard.press('End')
  await expect(list.current()).toContainText('Regional account 1000')
  await expect(list.current()).toBeInViewport()
  expect(await list.grid.getByRole('row').count()).toBeLessThan(50)
})

test('the sheet of shortcuts has those of this list', async ({ list, page, show }) => {
  await show()
  await list.grid.focus()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Test connection')
  await expect(sheet).not.toContainText('Extend the selection')
})
