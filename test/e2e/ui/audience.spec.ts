// The audience page and its history: what it shows, what can be done there, and the way back from each.
import { answerOf } from '../../support/app.ts'
import { expect, expectAccessibleInBothThemes, test } from './audience-fixtures.ts'

test('shows the query, variables, segments and record of an audience', async ({ page, open, eco }) => {
  await open(`/audiences/${eco.audience_id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(eco.name)
  await expect(page.locator('blockquote')).toHaveText(eco.original_query)
  await expect(page.getByText('Sum of its segments')).toBeVisible()
  const segments = page.getByRole('table', { name: 'Segments' })
  await expect(segments.getByRole('row')).toHaveCount(3)
  await expect(segments.getByRole('row').nth(1)).toContainText('Suburban greens')
  await expect(segments.getByRole('row').nth(1)).toContainText('600,000')
  await expect(segments.getByRole('row').nth(1)).toContainText('60%')
  await segments.getByRole('button', { name: 'Size' }).click()
  await expect(segments.getByRole('row').nth(1)).toContainText('City starters')
  await segments.getByRole('button', { name: 'Show details of Suburban greens' }).first().click()
  await expect(segments).toContainText('over 100,000')
  const variables = page.getByRole('table', { name: 'Variables' })
  await expect(variables.getByRole('row').nth(1)).toContainText('ECO_ATTITUDE_IDX')
  await expect(variables.getByRole('row').nth(1)).toContainText('93%')
  await expect(variables.getByRole('row').nth(3)).toContainText('not rated')
  await expect(page.getByRole('complementary')).toContainText('relevance')
})

test('finds other audiences by a PRIZM segment', async ({ page, open, eco }) => {
  await open(`/audiences/${eco.audience_id}`)
  await page.getByRole('button', { name: 'Country Squires' }).click()
  await expect(page).toHaveURL(/#\/audiences$/)
  await expect(page.getByRole('searchbox')).toHaveValue('Country Squires')
})

test('changes the status, and back by undo', async ({ page, open, eco, app }) => {
  await open(`/audiences/${eco.audience_id}`)
  await page.getByRole('button', { name: 'Status: Active. Change' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await expect(page.getByRole('button', { name: 'Status: Archived. Change' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Status: Active. Change' })).toBeVisible()
  await expect
    .poll(async () => {
      const now = answerOf(await app.invoke('audiences.get', { audience_id: eco.audience_id }))
      return [now.status, now.version]
    })
    .toEqual(['active', 3])
})

test('moves to the trash by keyboard, and back by undo and by the banner', async ({
  page,
  open,
  eco,
  app,
}) => {
  await open(`/audiences/${eco.audience_id}`)
  await page.keyboard.press('Delete')
  await expect(page).toHaveURL(/#\/audiences$/)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(eco.name)
  const isDeleted = async () =>
    answerOf(await app.invoke('audiences.get', { audience_id: eco.audience_id })).deleted
  await expect.poll(isDeleted).toBe(false)
  answerOf(await app.invoke('audiences.delete', { audience_id: eco.audience_id }))
  await expect(page.getByText('This audience is in the trash')).toBeVisible()
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText('This audience is in the trash')).toBeHidden()
})

test('duplicates and opens the editor by keyboard', async ({ page, open, eco }) => {
  await open(`/audiences/${eco.audience_id}`)
  await page.keyboard.press('d')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${eco.name} (copy)`)
  await expect(page.getByRole('button', { name: 'Status: Draft. Change' })).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Edit ${eco.name} (copy)`)
})

test('says when there is no such audience', async ({ page, open }) => {
  await page.evaluate("location.hash = '/audiences/aud_missing'")
  await expect(page.getByText('This audience doesn’t exist')).toBeVisible()
  await page.getByRole('button', { name: 'Show all audiences' }).click()
  await expect(page).toHaveURL(/#\/audiences$/)
  expect(open).toBeDefined()
})

test('compares versions word by word, restores one, and undoes it', async ({ page, open, eco, app }) => {
  const { audience_id } = eco
  const [greens, starters] = eco.segments
  if (!greens || !starters) throw new Error('the sample has two segments')
  answerOf(
    await app.invoke('audiences.update', {
      audience_id,
      expected_version: 1,
      change_note: 'Widened after the client call',
      patch: {
        original_query: eco.original_query.replace('suburbs', 'small towns'),
        metadata: { ...eco.metadata, tags: ['retail', 'summer'] },
      },
    }),
  )
  answerOf(
    await app.invoke('audiences.update', {
      audience_id,
      expected_version: 2,
      patch: {
        segments: [
          { ...greens, size: 700_000, size_percentage: 0 },
          {
            segment_id: '3',
            name: 'Country savers',
            size: 300_000,
            size_percentage: 0,
            characteristics: {},
            prizm_segments: [],
          },
        ],
        selected_variables: ['ECO_ATTITUDE_IDX', 'ORGANIC_SPEND_12M', 'SOLAR_ROOF'],
        variable_details: eco.variable_details.slice(0, 1),
      },
    }),
  )
  await open(`/audiences/${audience_id}/history`)
  await expect(page.getByRole('tab', { name: 'History' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('heading', { name: 'Changes in version 3' })).toBeVisible()
  const moves = page.getByRole('table', { name: 'Segments' })
  await expect(moves).toContainText('+100,000')
  await expect(moves.locator('ins')).toContainText('Country savers')
  await expect(moves.locator('del')).toContainText('City starters')
  await expect(page.locator('ins', { hasText: 'SOLAR_ROOF' })).toBeVisible()
  await expect(page.locator('del', { hasText: 'HYBRID_OWNER' })).toBeVisible()

  const versions = page.getByRole('list', { name: 'Versions' })
  await versions.getByRole('button', { name: /Version 3/ }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { name: 'Changes in version 2' })).toBeVisible()
  await expect(versions).toContainText('Widened after the client call')
  const query = page.locator('dd', { has: page.locator('del', { hasText: 'suburbs' }) })
  await expect(query.locator('ins')).toContainText('small towns')
  await expect(query.locator('p')).toContainText('Find environmentally conscious families')

  await page.getByRole('button', { name: 'Restore this version' }).click()
  await expect(page.getByText('Version 2 is the newest again')).toBeVisible()
  const restored = answerOf(await app.invoke('audiences.get', { audience_id }))
  expect([restored.version, restored.segments.length, restored.selected_variables.length]).toEqual([4, 2, 3])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(versions.getByRole('button', { name: /Version 5/ })).toBeVisible()
  const undone = answerOf(await app.invoke('audiences.get', { audience_id }))
  expect(undone.segments.map(segment => segment.name)).toEqual(['Suburban greens', 'Country savers'])

  await page.getByRole('combobox', { name: 'Compare with' }).selectOption('1')
  await expect(page.locator('del', { hasText: 'spring' })).toBeVisible()
})

test('compares with another audience', async ({ page, open, eco, app }) => {
  answerOf(
    await app.invoke('audiences.create', {
      name: 'Urban cyclists',
      data_type: 'clean_room',
      selected_variables: ['BIKE_COMMUTE'],
    }),
  )
  await open(`/audiences/${eco.audience_id}/history`)
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption('another')
  await page.getByRole('searchbox', { name: 'Find an audience' }).fill('cyclists')
  await page.getByRole('button', { name: /Urban cyclists/ }).click()
  await expect(page.locator('del', { hasText: 'BIKE_COMMUTE' })).toBeVisible()
  await expect(page.locator('ins', { hasText: 'HYBRID_OWNER' })).toBeVisible()
})

test('has no accessibility violation in either theme', async ({ page, open, eco }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(`/audiences/${eco.audience_id}`)
  await page.getByRole('button', { name: 'Show details of Suburban greens' }).first().click()
  await expectAccessibleInBothThemes(page)
  await open(`/audiences/${eco.audience_id}/history`)
  await expect(page.getByText('This is the first version')).toBeVisible()
  await expectAccessibleInBothThemes(page)
})
