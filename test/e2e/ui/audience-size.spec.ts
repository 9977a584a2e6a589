// A total set by hand is kept as such, whatever the segments add up to.
import { answerOf } from '../../support/app.ts'
import { expect, test } from './audience-fixtures.ts'

test('a total set by hand stays, also where it is the segments’ sum, until the sum is chosen again', async ({
  page,
  open,
  eco,
  app,
}) => {
  const { audience_id } = eco
  const stored = async () => {
    const { total_audience_size, size_source, version } = answerOf(
      await app.invoke('audiences.get', { audience_id }),
    )
    return { total_audience_size, size_source, version }
  }
  const edit = () => open(`/audiences/${audience_id}/edit`)
  const save = async () => {
    await page.keyboard.press('Control+s')
    await expect(page.getByRole('button', { name: 'Edit' })).toBeVisible()
  }
  expect(await stored()).toEqual({ total_audience_size: 1_000_000, size_source: 'segments', version: 1 })

  await edit()
  await page.getByRole('radio', { name: 'Set by hand' }).click()
  await save()
  expect(await stored()).toEqual({ total_audience_size: 1_000_000, size_source: 'manual', version: 2 })
  await expect(page.getByText('Set by hand')).toBeVisible()

  await edit()
  await page.getByRole('textbox', { name: 'Suburban greens, Size', exact: true }).fill('300,000')
  await save()
  expect(await stored()).toEqual({ total_audience_size: 1_000_000, size_source: 'manual', version: 3 })

  await edit()
  await page.getByRole('radio', { name: 'Sum of segments' }).click()
  await save()
  expect(await stored()).toEqual({ total_audience_size: 700_000, size_source: 'segments', version: 4 })

  // Both in one edit: the number that was there counts, not the new sum.
  await edit()
  await page.getByRole('radio', { name: 'Set by hand' }).click()
  await page.getByRole('textbox', { name: 'City starters, Size', exact: true }).fill('100,000')
  await save()
  expect(await stored()).toEqual({ total_audience_size: 700_000, size_source: 'manual', version: 5 })
})
