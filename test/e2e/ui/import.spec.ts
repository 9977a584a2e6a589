// The import: files dropped or chosen, columns, what will happen, and what did, by mouse and by keyboard.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { answerOf } from '../../support/app.ts'
import { ECO, expect, expectAccessibleInBothThemes, test } from './audience-fixtures.ts'

const SPRING = [
  'Kennung;Audience name;Type;Reach;Variables;Labels;Region',
  'crm-1;Eco-minded renters;first party;1,240,000;ENV_001, AGE_25;eco, renters;Northwest',
  'crm-2;Weekend gardeners;third party;412,000;GARDEN_004;garden;Midwest',
  'crm-3;Holiday bakers;third party;98,500;FOOD_017, HOME_003;seasonal;South',
  'crm-4;First-time campers;clean room;61,200;OUTDOOR_002;outdoor;West',
].join('\r\n')

async function drop(page: Page, files: Record<string, string>): Promise<void> {
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer()
    for (const [name, text] of Object.entries(${JSON.stringify(files)})) data.items.add(new File([text], name))
    return data
  })()`)
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
  await expect(page.getByText('Drop to import')).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

/** Away from a button under the mouse, whose colours are those of being pointed at. */
async function expectAccessible(page: Page): Promise<void> {
  await page.mouse.move(0, 0)
  await expectAccessibleInBothThemes(page)
}

const becomes = (page: Page, column: string) =>
  page.getByRole('combobox', { name: `What “${column}” becomes` })
const figure = (page: Page, name: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')

test('a file dropped on the window is mapped, planned and imported; the next one is known', async ({
  app,
  page,
  open,
}) => {
  await open('/audiences')
  await drop(page, { 'spring.csv': SPRING })
  await expect(page).toHaveURL(/#\/import$/)
  await expect(page.getByRole('combobox', { name: 'Delimiter' })).toHaveValue(';')
  await expect(becomes(page, 'Audience name')).toHaveValue('name')
  await expect(becomes(page, 'Type')).toHaveValue('data_type')
  await expect(becomes(page, 'Region')).toHaveValue('extra')
  await becomes(page, 'Kennung').selectOption('audience_id')
  await page.getByRole('textbox', { name: 'Tags' }).fill('crm')
  await page.getByText('First rows').click()
  await expect(page.getByRole('region', { name: 'First rows: spring.csv' })).toContainText(
    'Weekend gardeners',
  )
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continue' }).click()

  await expect(page.getByText('4 audiences are added.')).toBeVisible()
  await expect(figure(page, 'New')).toHaveText('4')
  await expectAccessible(page)
  expect(answerOf(await app.invoke('audiences.count', {})).total).toBe(0)
  await page.getByRole('button', { name: 'Import 4 audiences' }).click()
  await expect(page.getByRole('heading', { name: 'Imported' })).toBeVisible()
  await expect(page.getByText('4 audiences are new.')).toBeVisible()
  const eco = answerOf(await app.invoke('audiences.get', { audience_id: 'crm-1' }))
  expect(eco).toMatchObject({
    name: 'Eco-minded renters',
    data_type: 'first_party',
    total_audience_size: 1_240_000,
    selected_variables: ['ENV_001', 'AGE_25'],
    metadata: { tags: ['eco', 'renters', 'crm'], Region: 'Northwest' },
  })

  // The same columns again: as chosen before; a set that is replaced says what goes to the trash.
  await page.getByRole('button', { name: 'Import other files' }).click()
  await drop(page, {
    'summer.csv': SPRING.split('\r\n').slice(0, 3).join('\n').replace('412,000', '415,000'),
  })
  await expect(page.getByText('As you chose for these columns before')).toBeVisible()
  await expect(becomes(page, 'Kennung')).toHaveValue('audience_id')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('radio', { name: /^Replace a set/ }).click()
  await page.getByRole('combobox', { name: 'Tag or campaign' }).fill('crm')
  await expect(page.getByText('2 audiences go to the trash: in the set “crm”')).toBeVisible()
  await expect(figure(page, 'Updated')).toHaveText('1')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import 1 and move 2 to the trash' }).click()
  await expect(page.getByText('2 audiences are in the trash.')).toBeVisible()
  await page.getByRole('button', { name: 'Show audiences' }).click()
  await expect(page.getByRole('grid', { name: 'Audiences' })).toContainText('Weekend gardeners')
  expect(answerOf(await app.invoke('audiences.count', {}))).toMatchObject({ total: 2, deleted: 2 })
})

test('an audience that was shared, and is there already, is opened as a copy', async ({
  app,
  page,
  open,
}) => {
  const eco = answerOf(await app.invoke('audiences.create', ECO))
  const { version: _version, user_id: _user, ...audience } = eco
  await open('/audiences')
  await drop(page, {
    'eco.audience.json': JSON.stringify({
      format: 'activation-manager.audience',
      format_version: 1,
      audience,
    }),
  })
  await expect(page).toHaveURL(/#\/import$/)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('Nothing changes: every row is there already as it is.')).toBeVisible()
  await page.getByRole('radio', { name: /^Leave them as they are/ }).focus()
  for (const name of [/^Update them/, /^Add them once more as copies/]) {
    const radio = page.getByRole('radio', { name })
    // Held for a moment, as a hand does.
    await page.keyboard.down('ArrowDown')
    await expect(radio).toBeFocused()
    await page.keyboard.up('ArrowDown')
    await expect(radio).toBeChecked()
  }
  await expect(page.getByText('1 audience is added.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import 1 audience', exact: true }).click()
  await expect(page.getByText('1 audience is new.')).toBeVisible()
  const { items } = answerOf(await app.invoke('audiences.list', {}))
  expect(items.map(({ name }) => name).sort()).toEqual([ECO.name, `${ECO.name} (copy)`])
  expect(answerOf(await app.invoke('audiences.get', { audience_id: eco.audience_id }))).toEqual(eco)
})

test('files are chosen by keyboard; what can’t be taken is told, saved as CSV, and left out', async ({
  app,
  page,
  open,
}) => {
  await open('/import')
  const bad = test.info().outputPath('bad.csv')
  const rows = ['name,data_type', 'Loft renters,first_party', 'Night owls,second_party', ',third_party']
  writeFileSync(bad, rows.join('\n'))
  const broken = test.info().outputPath('broken.xlsx')
  writeFileSync(broken, 'PK\u0003\u0004 cut off')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).focus()
  await page.keyboard.press('Enter')
  await (await choosing).setFiles([bad, broken])
  await expect(page.getByRole('alert')).toContainText('broken.xlsx is not a whole Excel file')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Leave out broken.xlsx' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await becomes(page, 'name').selectOption('skip')
  await expect(page.getByText('Choose the column that has the names')).toBeVisible()
  await becomes(page, 'name').selectOption('name')
  await page.keyboard.press('Control+Enter')

  await expect(page.getByText(/^2 rows can’t be taken, and so nothing is imported/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Nothing to import' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await expect(page.getByRole('row').filter({ hasText: 'must be one of first_party' })).toContainText('3')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save all as CSV' }).click()
  const saved = readFileSync(await (await download).path(), 'utf8')
  expect(saved.split('\r\n')[1]).toMatch(/^,2,3,data_type,must be one of|^,2,3,data_type,"must be one of/)
  await page.getByRole('radio', { name: 'Import the others' }).click()
  await page.getByRole('button', { name: 'Import 1 audience' }).click()
  await expect(page.getByText('2 rows left out.')).toBeVisible()
  expect(answerOf(await app.invoke('audiences.count', {})).total).toBe(1)
})
