// The SQL page by keyboard and by mouse: asking, charts, faults at their place, cancelling, saved queries, looks.
import { readFile } from 'node:fs/promises'
import { answerOf } from '../../support/app.ts'
import {
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  expectFits,
  test,
} from './audience-fixtures.ts'
import { toast } from './platform-fixtures.ts'

test('asks by keyboard, sees what was just saved, and marks what is wrong', async ({
  app,
  eco,
  open,
  page,
}) => {
  await open('/sql')
  await expectAccessible(page)
  const query = page.getByRole('textbox', { name: 'Query' })
  await query.focus()
  await page.keyboard.type(
    'SELECT name, total_audience_size, tags, campaign_id AS c, description FROM audiences',
  )
  await page.keyboard.press('Control+Enter')
  const grid = page.getByRole('grid', { name: 'Result' })
  await expect(grid.getByRole('row')).toHaveCount(2)
  await expect(grid.getByRole('gridcell')).toHaveText([
    eco.name,
    '1,000,000',
    '["retail","spring"]',
    'cmp-2026-04',
    /Households/,
  ])
  answerOf(await app.invoke('audiences.create', { name: 'Night owls', data_type: 'third_party' }))
  await page.keyboard.press('Control+Enter')
  await expect(grid.getByRole('row')).toHaveCount(3)
  await expect(grid.getByRole('gridcell', { name: 'null' })).toHaveCount(1)

  await page.getByRole('button', { name: 'Export and copy' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as CSV…' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('query.csv')
  expect(await readFile(await file.path(), 'utf8')).toContain('Night owls')

  // Tab leaves the editor; arrows move in the result, Enter shows a value whole.
  await query.focus()
  await page.keyboard.press('Tab')
  await expect(query).not.toBeFocused()
  await grid.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const value = page.getByRole('dialog', { name: 'tags, row 1' })
  await expect(value).toContainText(/"retail",\s+"spring"/)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(grid).toBeFocused()

  await query.fill('SELECT name,\n  sise\nFROM segments')
  await query.press('Control+Enter')
  const fault = page.getByRole('alert')
  await expect(fault).toContainText('Referenced column "sise" not found')
  await expect(fault.getByRole('button', { name: 'Line 2, column 3' })).toBeVisible()
  await expect.poll(() => page.evaluate('getSelection().toString()')).toBe('sise')
  await page.keyboard.type('size')
  await page.keyboard.press('Control+Enter')
  await expect(fault).toHaveCount(0)
  await page.getByRole('radio', { name: 'Chart' }).click()
  await expect(page.getByRole('list', { name: 'size by name' }).getByRole('listitem')).toHaveText([
    'Suburban greens600,000',
    'City starters400,000',
  ])
  await expectAccessibleInBothThemes(page)
  await page.getByRole('radio', { name: 'Line', exact: true }).click()
  await expect(page.getByRole('img', { name: 'size by name' })).toBeVisible()
  await page.getByText('Figures').click()
  await expect(page.getByRole('table', { name: 'size by name' })).toContainText('600,000')

  for (const width of [1024, 2560]) {
    await page.setViewportSize({ width, height: 800 })
    await expectFits(page.locator('html'))
  }
})

test('cancels, refuses what leads outside, and keeps queries by name', async ({ eco, open, page }) => {
  await open('/sql')
  const query = page.getByRole('textbox', { name: 'Query' })
  await query.fill('SELECT count(*) FROM range(10000000) a, range(10000000) b')
  await query.press('Control+Enter')
  await page.getByRole('button', { name: 'Cancel the query' }).click()
  await expect(page.getByRole('alert')).toContainText('The query was cancelled')
  await query.fill("SELECT * FROM read_csv('/etc/passwd')")
  await query.press('Control+Enter')
  await expect(page.getByRole('alert')).toContainText('can’t be read from')

  await page.getByRole('button', { name: 'audiences', exact: true }).click()
  await page.getByRole('button', { name: 'segments', exact: true }).click()
  await query.fill('SELECT FROM segments')
  await page.evaluate('document.activeElement.setSelectionRange(7, 7)')
  await page
    .getByRole('list', { name: 'Columns of segments' })
    .getByRole('button', { name: /^size bigint/ })
    .click()
  await expect(query).toHaveValue('SELECT size FROM segments')
  await page.keyboard.press('Control+z')
  await expect(query).toHaveValue('SELECT FROM segments')
  await query.fill('SELECT name, size FROM segments ORDER BY size')
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: 'Save the query' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Small segments')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Small segments' })).toBeVisible()
  await query.press('Control+Enter')
  await expect(page.getByRole('gridcell').first()).toHaveText('City starters')
  await query.press('End')
  await page.keyboard.type(' DESC')
  await expect(page.getByText('Changed since it was saved')).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Changed since it was saved')).toHaveCount(0)

  await page.getByRole('radio', { name: 'Saved' }).click()
  const mine = page.getByRole('list', { name: 'Yours' })
  await page
    .getByRole('list', { name: 'To begin with' })
    .getByRole('button', { name: 'Largest audiences' })
    .click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('gridcell').first()).toHaveText(eco.name)
  await mine.getByRole('button', { name: 'Small segments', exact: true }).click()
  await expect(query).toHaveValue(/DESC$/)
  await mine.getByRole('button', { name: 'Actions for Small segments' }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: 'Name' })
    .fill('Segments by size, largest first')
  await page.keyboard.press('Enter')
  await mine.getByRole('button', { name: 'Actions for Segments by size, largest first' }).click()
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(mine).toHaveCount(0)
  await toast(page, 'was deleted').getByRole('button', { name: 'Undo' }).click()
  await expect(mine.getByRole('button', { name: /^Segments by size/ })).toHaveCount(1)
})
