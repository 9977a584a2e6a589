// The pages of a platform for everyone: without a violation in both themes, and within the window at each width.
import { META } from '../../doubles/platforms/meta.ts'
import { create, expect, expectAccessibleInBothThemes, field, test, tested } from './platform-fixtures.ts'

test('is accessible in both themes: choice, forms, page, mistakes, settings', async ({
  page,
  open,
  desk,
  app,
}) => {
  const failing = await create(app, {
    name: 'Meta brand',
    platform_type: 'meta',
    settings: { ad_account_id: META.ad_account_id },
    credentials: { access_token: 'EAAB-expired' },
  })
  await tested(app, failing)
  await tested(app, desk)
  await open('/platforms/new')
  await expectAccessibleInBothThemes(page)
  await open('/platforms/new/linkedin')
  await field(page, 'settings.account_id').fill('none')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: /^About LinkedIn/ }).click()
  await expectAccessibleInBothThemes(page)
  await field(page, 'settings.account_id').fill('')
  await open(`/platforms/${desk.platform_id}/edit`)
  await page.getByRole('button', { name: 'Remove API token' }).click()
  await expectAccessibleInBothThemes(page)
  await open(`/platforms/${desk.platform_id}`)
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText('Healthy')
  await expectAccessibleInBothThemes(page)
  await open(`/platforms/${failing.platform_id}`)
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText('Failing')
  await expectAccessibleInBothThemes(page)
  await open('/settings')
  await expect(page.getByText('Memory only')).toBeVisible()
  await expectAccessibleInBothThemes(page)
})

for (const width of [1024, 2560])
  test(`fits ${width} pixels`, async ({ page, open, desk }) => {
    await page.setViewportSize({ width, height: 900 })
    const beyond = () =>
      page.evaluate<string[]>(`[...document.querySelectorAll('main *')]
        .filter(each => each.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(each).position !== 'absolute')
        .map(each => each.outerHTML.slice(0, 120))`)
    for (const route of [
      '/platforms/new',
      '/platforms/new/linkedin',
      `/platforms/${desk.platform_id}`,
      `/platforms/${desk.platform_id}/edit`,
    ]) {
      await open(route)
      expect(await beyond()).toEqual([])
    }
  })
