// The audience list by mouse and by keyboard: finding, moving, selecting, changing, undoing, and coming back to it.
import { answerOf } from '../../support/app.ts'
import { expect, nameIn, test } from './list-fixtures.ts'

test('reaches every row of the result', async ({ app, list, page }) => {
  await expect(list.footer).toHaveText('300 audiences')
  await list.grid.getByRole('button', { name: 'Name' }).click()
  const { items } = answerOf(
    await app.invoke('audiences.list', { sort: { by: 'name', direction: 'asc' }, limit: 300 }),
  )
  const names = items.map(item => item.name)
  await expect(list.grid.getByRole('row').nth(1)).toContainText(names[0] ?? '')
  await list.grid.focus()
  await page.keyboard.press('End')
  await expect(list.row(names[299] ?? '')).toBeVisible()
  await expect(list.current()).toContainText(names[299] ?? '')
  await page.keyboard.press('ArrowUp')
  await expect(list.current()).toContainText(names[298] ?? '')
  await page.keyboard.press('Home')
  await expect(list.current()).toContainText(names[0] ?? '')
  // Far fewer rows exist than there are audiences.
  expect(await list.grid.getByRole('row').count()).toBeLessThan(70)
})

test('search marks what it found, and says so when it found nothing', async ({ app, list, page }) => {
  const { total } = answerOf(await app.invoke('audiences.count', { filter: { search: 'holiday' } }))
  await page.keyboard.press('/')
  await expect(list.search).toBeFocused()
  await page.keyboard.type('holiday')
  await expect(list.footer).toHaveText(`${total} audiences`)
  await expect(list.grid.locator('mark').first()).toHaveText(/holiday/i)
  await page.keyboard.type(' zebra crossing')
  await expect(page.getByRole('heading', { name: 'No audience matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(list.footer).toHaveText('300 audiences')
  await expect(list.search).toHaveValue('')
})

test('keyboard alone: select, preview, open and come back', async ({ list, page }) => {
  await list.grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await expect(list.footer).toContainText('1 selected')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(list.footer).toContainText('3 selected')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(list.footer).toContainText('300 selected')
  await page.keyboard.press('Escape')
  await expect(list.footer).toHaveText('300 audiences')

  const name = await nameIn(list.current())
  await page.keyboard.press('Space')
  await expect(
    page.getByRole('complementary', { name: 'Preview' }).getByRole('heading', { name }),
  ).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: 'Preview' })).toHaveCount(0)
  await expect(list.grid).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.goBack()
  await expect(list.current()).toContainText(name)
})

test('mouse: click moves, Ctrl and Shift select, the name opens', async ({ list, page }) => {
  const row = (place: number) => list.grid.getByRole('row').nth(place)
  await row(2).click({ position: { x: 400, y: 10 } })
  await expect(list.footer).toHaveText('300 audiences')
  await row(2).click({ position: { x: 400, y: 10 }, modifiers: ['ControlOrMeta'] })
  await row(6).click({ position: { x: 400, y: 10 }, modifiers: ['Shift'] })
  await expect(list.footer).toContainText('5 selected')
  await row(4).click({ position: { x: 400, y: 10 }, modifiers: ['ControlOrMeta'] })
  await expect(list.footer).toContainText('4 selected')
  await page.getByRole('button', { name: 'Clear selection' }).click()
  await expect(list.footer).toHaveText('300 audiences')
  const name = await nameIn(row(3))
  await row(3).getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
})

test('a bulk change is one undo away from what was', async ({ app, list, page }) => {
  const before = answerOf(await app.invoke('audiences.count', {}))
  await list.grid.focus()
  await page.keyboard.press('Shift+PageDown')
  await expect(list.footer).toContainText(/(1[1-9]|[2-9]\d) selected/)
  await page.getByRole('button', { name: 'Archive', exact: true }).click()
  await expect(list.toast(/archived/)).toBeVisible()
  await expect
    .poll(async () => answerOf(await app.invoke('audiences.count', {})).by_status.archived)
    .toBeGreaterThan(before.by_status.archived ?? 0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(list.toast('Undone')).toBeVisible()
  expect(answerOf(await app.invoke('audiences.count', {}))).toEqual(before)
})

test('tags go on many audiences, and off again with undo', async ({ app, list, page }) => {
  await list.grid.focus()
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  // The bar is as wide as what it says: it is at rest when it says two.
  await expect(page.getByRole('region', { name: '2 selected' })).toBeVisible()
  await page.getByRole('button', { name: 'Tag', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('Q4 review')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('textbox')).toHaveValue('')
  await page.keyboard.press('Enter')
  await expect(list.toast('2 audiences tagged')).toBeVisible()
  const tagged = async () =>
    answerOf(await app.invoke('audiences.count', { filter: { tags: ['Q4 review'] } })).total
  expect(await tagged()).toBe(2)
  await list.toast('2 audiences tagged').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(tagged).toBe(0)
})

test('to the trash and back, from the row’s menu', async ({ app, list, page }) => {
  const row = list.grid.getByRole('row').nth(2)
  const name = await nameIn(row)
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await expect(list.toast(`“${name}” moved to trash`)).toBeVisible()
  await expect(list.row(name)).toHaveCount(0)
  await page.getByRole('radio', { name: 'Trash 1' }).click()
  await list.row(name).hover()
  await list
    .row(name)
    .getByRole('button', { name: `Actions for ${name}` })
    .click()
  await page.getByRole('menuitem', { name: 'Restore from trash' }).click()
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()
  await expect.poll(async () => answerOf(await app.invoke('audiences.count', {})).deleted).toBe(0)
})

test('a copy is made, and undone', async ({ app, list, page }) => {
  await list.grid.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(list.toast(/\(copy\)” created/)).toBeVisible()
  await expect(list.footer).toHaveText('301 audiences')
  await list
    .toast(/created/)
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(list.footer).toHaveText('300 audiences')
  expect(answerOf(await app.invoke('audiences.count', {})).deleted).toBe(1)
})

test('filters, sorting and columns are there again after a reload', async ({ app, list, page }) => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Type', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Clean room' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Size', exact: true }).click()
  await page.getByLabel('At least').fill('lots')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('Write a number such as 250,000 or 1.2M')).toBeVisible()
  await page.getByLabel('At least').fill('1.5M')
  await page.getByRole('button', { name: 'Apply' }).click()
  const filter = { data_type: ['clean_room' as const], size_min: 1_500_000 }
  const { total } = answerOf(await app.invoke('audiences.count', { filter }))
  expect(total).toBeGreaterThan(0)
  await expect(list.footer).toContainText(`${total} audience`)
  await list.grid.getByRole('button', { name: 'Size' }).click()
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Tags' }).click()
  await page.keyboard.press('Escape')
  await expect(list.grid.getByRole('columnheader', { name: 'Tags' })).toHaveCount(0)

  // The preferences are written a moment after the last change.
  await expect
    .poll(async () => JSON.stringify(answerOf(await app.invoke('preferences.get', {})).views))
    .toContain('"tags"')
  await page.reload()
  await expect(list.footer).toContainText(`${total} audience`)
  await expect(list.grid.getByRole('columnheader', { name: 'Size' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await expect(list.grid.getByRole('columnheader', { name: 'Tags' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Remove Size at least 1.5 M' }).click()
  await expect(list.footer).not.toContainText(`${total} audience`)
})

test.describe('more than one change takes', () => {
  test.use({ rows: 1_250 })

  test('all that match are changed by a job, after asking', async ({ app, list, page }) => {
    await list.grid.focus()
    await page.keyboard.press('ControlOrMeta+a')
    await expect(list.footer).toContainText('1,000 selected')
    await page.getByRole('button', { name: 'Select all 1,250 matching' }).click()
    await expect(list.footer).toContainText('1,250 selected')
    await page.getByRole('button', { name: 'Archive', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
    await expect(page.getByRole('dialog', { name: 'Jobs' })).toContainText('saved')
    const { by_status } = answerOf(await app.invoke('audiences.count', {}))
    expect(by_status).toEqual({ draft: 0, active: 0, archived: 1_250 })
    await expect(page.getByRole('radio', { name: 'Archived 1,250' })).toBeVisible()
  })
})

test('what another program saves appears by itself', async ({ app, list }) => {
  answerOf(
    await app.invoke('audiences.create', { name: 'Upper Crust, second homes', data_type: 'clean_room' }),
  )
  await expect(list.row('Upper Crust, second homes')).toBeVisible()
  await expect(list.footer).toHaveText('301 audiences')
})
