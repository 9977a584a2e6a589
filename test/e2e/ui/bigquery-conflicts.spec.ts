// Records that two computers changed: decided by field, by record, for all; deleted against changed; by keyboard alone.
import type { Page } from 'playwright/test'
import { ok } from '../../../src/shared/errors.ts'
import { answerOf } from '../../support/app.ts'
import { expectFits } from './audience-fixtures.ts'
import {
  answered,
  audience,
  changed,
  expect,
  expectAccessible,
  expectAccessibleInBothThemes,
  inTitleBar,
  pulled,
  pushed,
  test,
  toast,
} from './bigquery-fixtures.ts'

const row = (page: Page, path: string) => page.locator(`[data-path="${path}"]`)

test('decides by field and for all, by keyboard alone, and keeps the other versions in the history', async ({
  connected: app,
  double,
  laptop,
  page,
  show,
}) => {
  test.setTimeout(180_000)
  const names = ['City starters', 'Holiday travellers', 'New movers', 'Suburban greens']
  const made = []
  for (const name of names) made.push(await audience(app, name))
  await pushed(app)
  await pulled(laptop)
  const [city, holiday, movers, greens] = made.map(({ audience_id }) => audience_id)
  if (!city || !holiday || !movers || !greens) throw new Error('Four audiences were made')
  for (const id of [city, movers]) {
    await changed(laptop, id, { description: 'Theirs' })
    await changed(app, id, { description: 'Mine' })
  }
  const segments = (size: number) => [{ segment_id: '1', name: 'Suburban greens', size }]
  await changed(laptop, greens, {
    name: 'Suburban greens UK',
    status: 'archived',
    segments: segments(500_000),
  })
  await changed(app, greens, {
    name: 'Suburban greens, autumn',
    status: 'draft',
    segments: segments(700_000),
  })
  answerOf(await laptop.invoke('audiences.delete', { audience_id: holiday, expected_version: 1 }))
  await changed(app, holiday, { description: 'Wanted again' })
  await pushed(laptop)
  await show('/bigquery')
  await page.keyboard.press('Control+Shift+p')
  const open = inTitleBar(page).filter({ hasText: '4 need a decision' })
  await expect(open).toBeVisible({ timeout: 30_000 })
  await open.press('Enter')

  const list = page.getByRole('listbox', { name: 'Records to decide on' })
  await expect(list).toBeFocused()
  const choose = async (name: string) => {
    await list.focus()
    await page.keyboard.press('Home')
    const options = await list.getByRole('option').allTextContents()
    for (const _ of options.slice(
      0,
      options.findIndex(text => text.startsWith(name)),
    ))
      await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('option', { selected: true })).toContainText(name)
  }
  await choose('Suburban greens, autumn')
  await expect(row(page, 'name')).toContainText('UK')
  await expect(row(page, 'segments.1')).toContainText('700,000')
  await expect(row(page, 'status')).toContainText('Not decided yet')
  await expectAccessibleInBothThemes(page)
  await page.keyboard.press('2')
  await expect(row(page, 'status').getByRole('radio', { name: 'Theirs' })).toBeChecked()
  await row(page, 'name').getByRole('radio', { name: 'Theirs' }).focus()
  await page.keyboard.press('1')
  await expect(row(page, 'name').getByRole('radio', { name: 'Mine' })).toBeChecked()
  await page.keyboard.press('Enter')
  await expect(toast(page, '“Suburban greens, autumn” is decided')).toContainText('history')
  await expect(list).toBeFocused()
  const decided = answerOf(await app.invoke('audiences.get', { audience_id: greens }))
  expect(decided).toMatchObject({
    name: 'Suburban greens, autumn',
    status: 'archived',
    total_audience_size: 500_000,
  })
  const { versions } = answerOf(await app.invoke('audiences.history', { audience_id: greens }))
  expect(versions.length).toBeGreaterThan(2)

  await choose('Holiday travellers')
  const record = page.getByRole('region', { name: 'Holiday travellers' })
  await expect(record).toContainText('You changed it here')
  await expect(record).toContainText('deleted it in BigQuery')
  await expect(record).toContainText('Wanted again')
  await expectAccessible(page)
  await expect(record.getByRole('button', { name: 'Apply' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('option')).toHaveCount(2)

  await page.getByRole('button', { name: 'Take theirs in all' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Take their version of 2 records?' })
  await dialog.getByRole('button', { name: 'Take theirs' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Nothing to decide' })).toBeVisible()
  for (const audience_id of [city, movers])
    expect(answerOf(await app.invoke('audiences.get', { audience_id })).description).toBe('Theirs')
  await page.getByRole('button', { name: 'To the push' }).press('Enter')
  await page.getByRole('button', { name: 'Push 2 changes' }).press('Enter')
  await expect(inTitleBar(page).filter({ hasText: 'Everything is pushed' })).toBeVisible({ timeout: 30_000 })
  const rows = await double.rows('activation_manager.audiences')
  const at = (id: string) => rows.find(each => each.id === id || each.audience_id === id)
  expect(at(greens)).toMatchObject({ name: 'Suburban greens, autumn', status: 'archived' })
  expect(at(holiday)).toMatchObject({ description: 'Wanted again', deleted_at: null })
})

test('three columns at 1920, two with the result below at 1024', async ({
  connected: app,
  laptop,
  page,
  show,
}) => {
  test.setTimeout(120_000)
  const { audience_id } = await audience(app, 'City starters')
  await pushed(app)
  await pulled(laptop)
  await changed(laptop, audience_id, { description: 'Theirs' })
  await changed(app, audience_id, { description: 'Mine' })
  await pushed(laptop)
  await pushed(app)
  await show('/bigquery/conflicts')
  const cells = row(page, 'description').getByRole('radio')
  const result = row(page, 'description').getByText('Not decided yet')
  for (const width of [1024, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    await expect(async () => {
      const [mine, theirs, made] = await Promise.all(
        [cells.nth(0), cells.nth(1), result].map(each => each.boundingBox()),
      )
      if (!mine || !theirs || !made) throw new Error('All three are drawn')
      expect(theirs.x).toBeGreaterThan(mine.x)
      if (width === 1920) expect(made.x).toBeGreaterThan(theirs.x)
      else expect(made.y).toBeGreaterThan(theirs.y)
    }).toPass({ timeout: 10_000 })
    await expectFits(page.getByRole('region', { name: 'City starters' }))
  }

  // Deleted elsewhere, and used by runs here: another question than which version is right.
  const found_at = '2026-11-22T12:00:00.000Z'
  const scheduled_at = '2026-12-03T08:00:00.000Z'
  const of = { audience_name: 'City starters', platform_name: 'Trade Desk, retail seat' }
  await answered(page, 'bigquery.conflicts', () =>
    ok({
      items: [
        {
          entity: 'platform',
          id: 'plat_1',
          name: 'Trade Desk, retail seat',
          deleted: 'theirs',
          runs: {
            count: 7,
            first: [
              { ...of, distribution_id: 'dist_1', status: 'scheduled', scheduled_at },
              { ...of, distribution_id: 'dist_2', status: 'completed', scheduled_at: null },
            ],
          },
          fields: [{ path: 'deleted', base: false, mine: false, theirs: true }],
          mine: { changed_by: 'retail-analytics', updated_at: found_at, version: 3 },
          theirs: { changed_by: 'retail-analytics', updated_at: found_at },
          found_at,
        },
      ],
    }),
  )
  await page.reload()
  const question = page.getByRole('region', { name: 'Trade Desk, retail seat' })
  await expect(question).toContainText('deleted this platform in BigQuery; 7 runs here use it.')
  await expect(question).toContainText('No run is changed or deleted by your choice.')
  await expect(question.getByRole('link', { name: 'City starters to Trade Desk' })).toHaveCount(2)
  await expect(page.getByRole('option')).toContainText('Deleted there, used by 7 runs here')
  await expectAccessibleInBothThemes(page)
})
