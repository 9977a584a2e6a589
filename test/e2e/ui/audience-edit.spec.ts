// The form: by keyboard alone, with mistakes, from a spreadsheet, interrupted, and changed underneath.
import type { Page } from 'playwright/test'
import { answerOf } from '../../support/app.ts'
import { expect, expectAccessibleInBothThemes, test } from './audience-fixtures.ts'

/** Pastes as the clipboard would. */
const paste = (page: Page, text: string) =>
  page.evaluate(
    `document.activeElement.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true,
      clipboardData: (() => { const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(text)}); return data })() }))`,
  )
const cell = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

test('creates an audience by keyboard alone', async ({ page, open, app }) => {
  await open('/audiences')
  await page.keyboard.press('c')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await page.keyboard.type('Weekend hikers')
  await page.keyboard.press('Tab')
  await page.keyboard.type('People who hike at least twice a month')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Clean')
  await page.keyboard.press('Tab')
  await page.getByRole('textbox', { name: 'Add variables' }).focus()
  await page.keyboard.type('OUTDOOR_IDX, HIKING_12M, OUTDOOR_IDX')
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 variables added')).toBeVisible()
  await page.getByRole('button', { name: 'Add segment' }).focus()
  await page.keyboard.press('Enter')
  await expect(cell(page, 'segment 1, Segment')).toBeFocused()
  await page.keyboard.type('Day trippers')
  await page.keyboard.press('Tab')
  await page.keyboard.type('300k')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'segment 2, Segment')).toBeFocused()
  await page.keyboard.type('Long-distance')
  await page.keyboard.press('Tab')
  await page.keyboard.type('100,000')
  await expect(cell(page, 'Day trippers, Share %')).toHaveValue('75')
  await expect(page.getByRole('textbox', { name: 'Audience size' })).toHaveValue('400,000')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Weekend hikers')
  const { items } = answerOf(await app.invoke('audiences.list', {}))
  const [summary] = items
  if (!summary) throw new Error('nothing was saved')
  const saved = answerOf(await app.invoke('audiences.get', { audience_id: summary.audience_id }))
  expect(saved).toMatchObject({
    data_type: 'clean_room',
    selected_variables: ['OUTDOOR_IDX', 'HIKING_12M'],
    variable_details: [],
    total_audience_size: 400_000,
    size_source: 'segments',
  })
  expect(saved.segments.map(each => [each.segment_id, each.size, each.size_percentage])).toEqual([
    ['1', 300_000, 75],
    ['2', 100_000, 25],
  ])
  await expect.poll(async () => answerOf(await app.invoke('drafts.list', {})).drafts).toEqual([])
})

test('leads to each mistake, and saves nothing before it is corrected', async ({ page, open, app }) => {
  await open('/audiences/new')
  await cell(page, 'Name').focus()
  await page.keyboard.press('Tab')
  await expect(page.getByText('Must not be empty')).toBeVisible()
  await page.getByRole('button', { name: 'Add segment' }).click()
  await cell(page, 'segment 1, Segment').fill('Greens')
  await cell(page, 'Greens, Size').fill('many')
  await page.keyboard.press('Control+s')
  const alert = page.getByRole('alert').filter({ hasText: 'need correcting' })
  await expect(alert).toContainText('3 fields need correcting')
  await expect(cell(page, 'Name')).toBeFocused()
  await expect(cell(page, 'Greens, Size')).toHaveAttribute('aria-invalid', 'true')
  await alert.getByRole('button', { name: 'Greens, size: Must be a number' }).click()
  await expect(cell(page, 'Greens, Size')).toBeFocused()
  await cell(page, 'Greens, Size').fill('5')
  await expect(alert).toContainText('2 fields need correcting')
  expect(answerOf(await app.invoke('audiences.count', {})).total).toBe(0)
})

test('takes rows of a spreadsheet, right in the grid and by the dialog', async ({ page, open }) => {
  await open('/audiences/new')
  await page.getByRole('button', { name: 'Add segment' }).click()
  await expect(cell(page, 'segment 1, Segment')).toBeFocused()
  await paste(page, 'Name\tSize\tPRIZM\nGreens\t600,000\tYoung Digerati; Upper Crust\nStarters\t0.4M\t')
  await expect(cell(page, 'Greens, Size')).toHaveValue('600,000')
  await expect(cell(page, 'Starters, Share %')).toHaveValue('40')
  await expect(page.getByText('Young Digerati, Upper Crust')).toBeVisible()
  await page.getByRole('button', { name: 'Paste from a spreadsheet' }).click()
  await page.getByRole('textbox', { name: 'Rows' }).fill('Savers;1 000 000\nSpenders;2 000 000')
  await page.getByRole('button', { name: 'Add 2 segments' }).click()
  await expect(page.getByRole('textbox', { name: 'Audience size' })).toHaveValue('4,000,000')
  // Typing a share moves the size and leaves the others.
  await cell(page, 'Spenders, Share %').fill('50')
  await expect(cell(page, 'Savers, Size')).toHaveValue('1,000,000')
  await expect(page.getByRole('textbox', { name: 'Audience size' })).toHaveValue('4,000,000')
  await page.getByRole('button', { name: /^Move Spenders/ }).focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('button', { name: /^Move Spenders/ })).toBeFocused()
  await expect(
    page.getByRole('table', { name: 'Segments' }).getByRole('row').nth(3).getByRole('textbox').first(),
  ).toHaveValue('Spenders')
  await page.getByRole('radio', { name: 'Set by hand' }).click()
  await page.getByRole('textbox', { name: 'Audience size' }).fill('8m')
  await expect(cell(page, 'Spenders, Share %')).toHaveValue('25')
  await expect(page.getByText('The segments add up to 4,000,000')).toBeVisible()
})

test('keeps unsaved changes over a reload, offers them back, and discards them', async ({
  page,
  open,
  eco,
  app,
}) => {
  const route = `/audiences/${eco.audience_id}/edit`
  await open(route)
  await cell(page, 'Name').fill('Eco families')
  await expect.poll(async () => answerOf(await app.invoke('drafts.list', {})).drafts.length).toBe(1)
  await page.reload()
  await expect(page.getByText('Restored your unsaved changes')).toBeVisible()
  await expect(cell(page, 'Name')).toHaveValue('Eco families')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(eco.name)
  await page.getByRole('button', { name: 'Continue editing' }).click()
  await expect(cell(page, 'Name')).toHaveValue('Eco families')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(cell(page, 'Name')).toHaveValue(eco.name)
  await expect.poll(async () => answerOf(await app.invoke('drafts.list', {})).drafts.length).toBe(0)
})

test('merges onto a version saved underneath, and keeps what both did', async ({ page, open, eco, app }) => {
  const { audience_id } = eco
  await open(`/audiences/${audience_id}/edit`)
  await cell(page, 'Name').fill('Eco families')
  await cell(page, 'Suburban greens, Size').fill('700,000')
  const [greens, starters] = eco.segments
  if (!greens || !starters) throw new Error('the sample has two segments')
  answerOf(
    await app.invoke('audiences.update', {
      audience_id,
      expected_version: 1,
      patch: {
        description: 'Households, counted in July.',
        segments: [greens, { ...starters, name: 'City beginners' }],
      },
    }),
  )
  // Told while editing, before anything is saved.
  await expect(page.getByText(/saved version 2/)).toBeVisible()
  await page.getByRole('button', { name: 'See what changed' }).click()
  await expect(page.locator('ins', { hasText: 'beginners' })).toBeVisible()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByText(/saved version 2/)).toBeHidden()
  await expect(cell(page, 'Description')).toHaveValue('Households, counted in July.')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  const saved = answerOf(await app.invoke('audiences.get', { audience_id }))
  expect(saved).toMatchObject({
    name: 'Eco families',
    description: 'Households, counted in July.',
    version: 3,
  })
  expect(saved.segments.map(each => [each.name, each.size, each.size_percentage])).toEqual([
    ['Suburban greens', 700_000, 63.64],
    ['City beginners', 400_000, 36.36],
  ])
  expect(saved.total_audience_size).toBe(1_100_000)
})

test('takes theirs, and back by undo', async ({ page, open, eco, app }) => {
  const { audience_id } = eco
  await open(`/audiences/${audience_id}/edit`)
  await cell(page, 'Name').fill('Mine')
  answerOf(
    await app.invoke('audiences.update', { audience_id, expected_version: 1, patch: { name: 'Theirs' } }),
  )
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(cell(page, 'Name')).toHaveValue('Theirs')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(cell(page, 'Name')).toHaveValue('Mine')
  await expect(page.getByText(/saved version 2/)).toBeVisible()
})

test('has no accessibility violation in either theme', async ({ page, open, eco }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open('/audiences/new')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('2 fields need correcting')).toBeVisible()
  await expectAccessibleInBothThemes(page)
  await open(`/audiences/${eco.audience_id}/edit`)
  await page.getByRole('button', { name: /Details of Suburban greens/ }).click()
  await expectAccessibleInBothThemes(page)
})
