// Changing a planned run: by keyboard and by its menu, with what becomes of an approval, of a change underneath, and of leaving.
import type { Page } from 'playwright/test'
import { type App, answerOf } from '../../support/app.ts'
import { expectFits } from './audience-fixtures.ts'
import {
  create,
  dropIn,
  expect,
  expectAccessible,
  expectState,
  newestRun,
  plan,
  test,
  toast,
  tomorrow,
} from './distribution-fixtures.ts'
import { tested } from './platform-fixtures.ts'

const form = (page: Page) => page.getByRole('form', { name: 'Change distribution' })
const save = (page: Page) => form(page).getByRole('button', { name: /^Save/ })
const later = { when: { kind: 'at', at: tomorrow() } } as const

/** The plan is saved with other notes by somebody else. */
async function changedUnderneath(app: App, distribution_id: string, notes: string): Promise<void> {
  const { version } = await newestRun(app, distribution_id)
  answerOf(
    await app.invoke('distributions.update', {
      distribution_id,
      expected_version: version,
      patch: { notes },
    }),
  )
}

test('a scheduled run is changed by keyboard: segments, a repeating time, type and words', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  const { distribution_id } = await plan(app, eco, drop, { ...later, campaign_name: 'Spring' })
  await open(`/distributions/${distribution_id}`)
  await page.keyboard.press('e')
  await expect(page).toHaveURL(/\/edit$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Change distribution' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Nothing is changed yet' })).toBeVisible()
  await expect(save(page)).toHaveAttribute('aria-disabled', 'true')
  const campaign = page.getByRole('textbox', { name: 'Campaign' })
  await expect(campaign).toHaveValue('Spring')
  await expectAccessible(page)

  await page.getByRole('radio', { name: 'All of them' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Some of them' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Choose at least one segment first')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('checkbox', { name: /^Suburban greens/ })).toBeFocused()
  await expect(page.getByText('Choose at least one segment', { exact: true })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(page.getByText('1 chosen, 400,000 people')).toBeVisible()
  await page.getByRole('radio', { name: 'At a time' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Repeating' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'How often' }).selectOption('daily')
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Europe/Berlin')
  const time = page.getByLabel('Time of day')
  await time.fill('')
  await time.blur()
  await expect(page.getByText('Choose a time such as 09:30')).toBeVisible()
  await time.fill('06:30')
  await page.getByRole('combobox', { name: 'Type' }).selectOption('incremental')
  await campaign.fill('Summer')
  await page.getByRole('textbox', { name: 'Notes' }).fill('Moved by the planner')
  await page.keyboard.press('Control+s')

  await expect(toast(page, /changed$/)).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`#/distributions/${distribution_id}$`))
  await expect(page.getByRole('complementary')).toContainText('Every day at 06:30 (Europe/Berlin)')
  await expect(page.getByRole('complementary')).toContainText('City starters')
  expect(await newestRun(app, distribution_id)).toMatchObject({
    version: 2,
    status: 'scheduled',
    distribution_type: 'incremental',
    segments_distributed: ['2'],
    metadata: { campaign_name: 'Summer', notes: 'Moved by the planner', people: 400_000 },
  })

  // From the list: its menu and its key; and what no longer repeats, and starts at once, says so beforehand.
  await open('/distributions')
  await page.getByRole('row').filter({ hasText: eco.name }).click()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Change' }).click()
  await expect(form(page)).toContainText('The runs that follow take over what you save here.')
  await page.getByRole('radio', { name: 'Now' }).click()
  await expect(form(page)).toContainText('It no longer repeats: after this run no other follows.')
  await expect(save(page)).toHaveText('Save and start now')
  await save(page).click()
  await expectState(app, distribution_id, 'completed')
  expect(answerOf(await app.invoke('distributions.list', {})).items).toHaveLength(1)
  // Nothing of it can be changed any more.
  await page.evaluate(`location.hash = '/distributions/${distribution_id}/edit'`)
  await expect(page.getByRole('heading', { name: 'Only a scheduled run can be changed' })).toBeVisible()
  // A notice of its end may have a button of the same name.
  await page.getByRole('main').getByRole('button', { name: 'Open the run' }).click()
  await expect(page.getByRole('region', { name: 'Receipt' })).toContainText('Intact')
  await expect(page.getByRole('button', { name: 'Change', exact: true })).toHaveCount(0)
})

test('says before saving that other segments ask for approval again', async ({
  page,
  open,
  app,
  eco,
  folder,
}) => {
  const drop = await tested(app, await create(app, dropIn(folder, { approval_needed: true })))
  const { distribution_id } = await plan(app, eco, drop, later)
  answerOf(await app.invoke('distributions.approve', { distribution_id }))
  await open(`/distributions/${distribution_id}`)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('textbox', { name: 'Notes' }).fill('For the summer')
  await expect(save(page)).toHaveText('Save')
  await page.getByRole('radio', { name: 'Some of them' }).click()
  await page.getByRole('checkbox', { name: /^City starters/ }).click()
  await expect(form(page)).toContainText('Other segments than were decided on')
  await expect(save(page)).toHaveText('Save and ask for approval')
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
  await save(page).click()
  await expect(page.getByText('It waits for approval.')).toBeVisible()
  expect((await newestRun(app, distribution_id)).metadata).toMatchObject({
    approval_status: 'pending',
    notes: 'For the summer',
  })
})

test('a change underneath is told of, and mine or theirs is kept; a start ends the form', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  const { distribution_id } = await plan(app, eco, drop, later)
  await open(`/distributions/${distribution_id}/edit`)
  const notes = page.getByRole('textbox', { name: 'Notes' })
  const campaign = page.getByRole('textbox', { name: 'Campaign' })
  // Nothing typed yet: what was saved is simply shown.
  await changedUnderneath(app, distribution_id, 'First')
  await expect(notes).toHaveValue('First')
  await expect(toast(page, 'It was changed meanwhile')).toBeVisible()

  await campaign.fill('Summer')
  await notes.fill('Mine')
  await changedUnderneath(app, distribution_id, 'Theirs')
  const notice = page.getByRole('region', { name: 'What they changed' })
  await expect(notice).toContainText('Not as you have it: campaign, notes.')
  await expect(save(page)).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Control+s')
  await expect(notice).toBeFocused()
  await expectAccessible(page)
  await notice.getByRole('button', { name: 'Take theirs' }).click()
  await expect(notes).toHaveValue('Theirs')
  await toast(page, 'Took what was saved meanwhile').getByRole('button', { name: 'Undo' }).click()
  await expect(notes).toHaveValue('Mine')
  await notice.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByText('Changed by both, yours kept: notes')).toBeVisible()
  await save(page).click()
  await expect(toast(page, /changed$/)).toBeVisible()
  expect((await newestRun(app, distribution_id)).metadata).toMatchObject({
    campaign_name: 'Summer',
    notes: 'Mine',
  })

  await open(`/distributions/${distribution_id}/edit`)
  await notes.fill('Too late')
  answerOf(await app.invoke('distributions.runNow', { distribution_id }))
  await expectState(app, distribution_id, 'completed')
  const ended = page.getByRole('alert').filter({ hasText: 'It isn’t scheduled any more' })
  await expect(ended).toContainText('It is now: Completed.')
  await expect(save(page)).toHaveAttribute('aria-disabled', 'true')
  await expect(notes).toHaveValue('Too late')
  await ended.getByRole('button', { name: 'Open the run' }).click()
  await expect(page.getByRole('region', { name: 'Receipt' })).toContainText('Intact')
})

test('asks before a change is left, and brings it back', async ({ page, open, app, eco, drop }) => {
  const { distribution_id } = await plan(app, eco, drop, later)
  await open(`/distributions/${distribution_id}/edit`)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(new RegExp(`${distribution_id}$`))
  await expect(page.getByRole('button', { name: 'Change', exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('Change')
  await page
    .getByRole('option', { name: /^Change/ })
    .first()
    .click()
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await notes.fill('Not saved')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(notes).toHaveValue('Not saved')
  await page.getByRole('link', { name: 'Platforms' }).click()
  await expect(page).toHaveURL(/#\/platforms$/)
  await toast(page, 'You left without saving').getByRole('button', { name: 'Continue editing' }).click()
  await expect(notes).toHaveValue('Not saved')
  for (const width of [1024, 2560]) {
    await page.setViewportSize({ width, height: 900 })
    await expectFits(page.locator('html'))
  }
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await expect(page).toHaveURL(new RegExp(`${distribution_id}$`))
  expect((await newestRun(app, distribution_id)).version).toBe(1)
})
