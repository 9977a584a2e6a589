// The list of distributions by mouse and by keyboard: finding, previewing, deciding, retrying, cancelling, and coming back to it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { answerOf } from '../../support/app.ts'
import { audienceOf, expect, inDays, NAMES, plan, reaches, test } from './distributions-fixtures.ts'

test('each run says how it is doing, the tabs how many there are, and a column sorts', async ({
  list,
  page,
  show,
}) => {
  // A narrower window shows a column less for each that it has no room for.
  await page.setViewportSize({ width: 1600, height: 900 })
  await show()
  await expect(list.footer).toHaveText('5 distributions')
  await expect(list.row(NAMES.done)).toContainText('Completed')
  await expect(list.row(NAMES.done)).toContainText('Holiday 2026')
  await expect(list.row(NAMES.later)).toContainText('Scheduled')
  await expect(list.row(NAMES.held)).toContainText('Waits for approval')
  await expect(list.row(NAMES.held)).toContainText('Starts as soon as it is approved')
  await expect(list.row(NAMES.failed)).toContainText('Failed')
  await expect(list.row(NAMES.failed)).toContainText(/folder/i)
  await expect(list.row(NAMES.waiting)).toContainText('Waits for results')
  await expect(list.row(NAMES.waiting)).toContainText('Hand it over by hand')
  await expect(list.tab('All')).toHaveText('All5')
  await expect(list.tab('Scheduled')).toHaveText('Scheduled2')
  await expect(list.tab('Needs approval')).toHaveText('Needs approval1')
  await expect(list.grid.getByRole('row').nth(1)).toContainText(NAMES.later)
  const head = list.grid.getByRole('columnheader', { name: 'Audience' })
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'ascending')
  await expect(list.grid.getByRole('row').nth(1)).toContainText(NAMES.done)
  await expect(list.grid.getByRole('row').last()).toContainText(NAMES.later)
})

test('words, tabs and quick filters narrow the list, are cleared at once, and are there again', async ({
  list,
  page,
  show,
}) => {
  await show()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: /distributions/ })).toBeFocused()
  await page.keyboard.type('measurement')
  await expect(list.footer).toHaveText('1 distribution shown')
  await expect(list.grid.locator('mark').first()).toHaveText(/measurement/i)
  await page.getByRole('searchbox').fill('')
  await expect(list.footer).toHaveText('5 distributions')
  const filters = page.getByRole('group', { name: 'Filter by' })
  await filters.getByRole('button', { name: 'Platform' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Agency drop folder' }).click()
  await page.keyboard.press('Escape')
  await expect(list.footer).toHaveText('2 distributions shown')
  await expect(list.tab('Failed')).toHaveText('Failed0')
  await filters.getByRole('button', { name: 'Time' }).click()
  await page.getByRole('button', { name: 'Today' }).click()
  await expect(list.footer).toHaveText('1 distribution shown')
  await expect(list.row(NAMES.done)).toBeVisible()
  await page.reload()
  await expect(filters.getByRole('button', { name: 'Platform: Agency drop folder' })).toBeVisible()
  await expect(filters.getByRole('button', { name: 'Time: Today' })).toBeVisible()
  await expect(list.footer).toHaveText('1 distribution shown')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(list.footer).toHaveText('5 distributions')
  await list.tab('Completed').click()
  await expect(list.footer).toHaveText('1 distribution shown')
  await list.tab('Running').click()
  await expect(page.getByRole('heading', { name: 'Nothing is running' })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('zebra')
  await expect(page.getByRole('heading', { name: 'No distribution matches' })).toBeVisible()
})

test('keyboard alone: preview, approve with a comment, follow the notice to the run', async ({
  app,
  given,
  list,
  page,
  show,
}) => {
  await show()
  await page.keyboard.press('/')
  await page.keyboard.type('travellers')
  await expect(list.footer).toHaveText('1 distribution shown')
  await page.keyboard.press('Enter')
  await expect(list.grid).toBeFocused()
  await expect(list.current()).toContainText('Waits for approval')
  await page.keyboard.press('Space')
  await expect(list.preview.getByRole('heading', { name: NAMES.held })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list.preview).toHaveCount(0)
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog', { name: 'Approve this distribution?' })
  await expect(dialog.getByRole('textbox', { name: 'Comment' })).toBeFocused()
  await page.keyboard.type('Agreed with the partner')
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  const { distribution_id } = given.held
  await reaches(app, distribution_id, 'completed')
  await expect(list.row(NAMES.held)).toContainText('Completed')
  const { metadata } = answerOf(await app.invoke('distributions.get', { distribution_id }))
  expect(metadata.approval_comment).toBe('Agreed with the partner')
  const notice = list.toast('completed')
  await expect(notice).toHaveCount(1)
  await notice.getByRole('button', { name: 'Open the run' }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`#/distributions/${distribution_id}$`))
})

test('a rejection is taken back by undo', async ({ app, folder: _folder, given, list, page, show }) => {
  await show()
  await list.row(NAMES.held).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Reject' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
  await expect(list.row(NAMES.held)).toContainText('Rejected')
  await list.toast('rejected').getByRole('button', { name: 'Undo' }).click()
  await expect(list.row(NAMES.held)).toContainText('Waits for approval')
  const { distribution_id } = given.held
  const { metadata } = answerOf(await app.invoke('distributions.get', { distribution_id }))
  expect(metadata).toMatchObject({
    approval_status: 'pending',
    approval_comment: 'For the holiday plan',
  })
})

test('what failed is retried by its key once the cause is mended; a key that its state forbids does nothing', async ({
  app,
  folder,
  given,
  list,
  page,
  show,
}) => {
  mkdirSync(join(folder, 'unplugged'))
  await show()
  await list.tab('Failed').click()
  await expect(list.current()).toContainText(NAMES.failed)
  await list.grid.focus()
  await page.keyboard.press('a')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('r')
  await reaches(app, given.failed.distribution_id, 'completed')
  await list.tab('Completed').click()
  await expect(list.row(NAMES.failed)).toBeVisible()
})

test('cancelling asks once, and of a plan that repeats whether all of it', async ({
  app,
  given,
  list,
  page,
  show,
}) => {
  await plan(app, {
    audience_ids: [await audienceOf(app, 'Daily readers')],
    platform_ids: [given.later.platform_id],
    when: { kind: 'repeat', schedule: { repeat: 'daily', at: '06:30', zone: 'Europe/Berlin' } },
  })
  await show()
  await list.tab('Scheduled').click()
  await list.row(NAMES.later).click()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('can’t be undone')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await list.row(NAMES.later).click()
  await page.keyboard.press('Delete')
  await dialog.getByRole('button', { name: 'Cancel it' }).click()
  await expect(list.row(NAMES.later)).toHaveCount(0)
  await reaches(app, given.later.distribution_id, 'cancelled')
  await expect(list.row('Daily readers')).toContainText('Daily')
  await list.row('Daily readers').click()
  await page.keyboard.press('Delete')
  await dialog.getByRole('button', { name: 'Cancel the whole plan' }).click()
  await expect(list.row('Daily readers')).toHaveCount(0)
  await list.tab('All').click()
  await expect(list.row('Daily readers')).toContainText('Cancelled')
})

test('a scheduled run is started by its key', async ({ app, given, list, page, show }) => {
  await show()
  await list.row(NAMES.later).click()
  await page.keyboard.press('n')
  await reaches(app, given.later.distribution_id, 'completed')
  await expect(list.row(NAMES.later)).toContainText('Completed')
})

test('the board has a column for each day and decides in place; the timeline a header for each day', async ({
  app,
  given,
  page,
  show,
}) => {
  await plan(app, {
    audience_ids: [await audienceOf(app, 'Early birds')],
    platform_ids: [given.later.platform_id],
    when: { kind: 'at', at: inDays(4) },
  })
  await show()
  await page.getByRole('radio', { name: 'Board' }).click()
  const column = (name: string) => page.getByRole('region', { name })
  await expect(column('Later').getByRole('link', { name: NAMES.later })).toBeVisible()
  await expect(column('This week').getByRole('link', { name: 'Early birds' })).toBeVisible()
  await expect(column('Today')).toContainText('Nothing more today')
  await expect(column('Needs approval').getByRole('link')).toHaveText([NAMES.held])
  await column('Needs approval').getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(column('Needs approval')).toContainText('Nothing waits for a decision')
  await reaches(app, given.held.distribution_id, 'completed')
  await page.getByRole('radio', { name: 'Timeline' }).click()
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByRole('heading', { level: 2 })).toHaveCount(3)
  await expect(timeline.getByRole('link').first()).toHaveText(NAMES.later)
  await timeline.getByRole('link', { name: 'Early birds' }).press('Enter')
  await expect(page).toHaveURL(/#\/distributions\/dist_/)
  await page.goBack()
  await expect(timeline).toBeVisible()
})

test('a run that came to rest is told once, and its notice leads to it', async ({
  app,
  given,
  list,
  page,
  show,
}) => {
  await show()
  await list.row(NAMES.later).click()
  await page.keyboard.press('n')
  await reaches(app, given.later.distribution_id, 'completed')
  const told = list.toast(/Weekend commuters.*completed/)
  await expect(told).toHaveCount(1)
  await told.getByRole('button', { name: 'Open the run' }).click()
  await expect(page).toHaveURL(new RegExp(`#/distributions/${given.later.distribution_id}$`))
  await expect(told).toHaveCount(0)
})
