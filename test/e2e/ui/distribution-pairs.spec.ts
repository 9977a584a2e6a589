// Single pairs of a plan: left out and put back, with what is blocked no longer in the way; and the runs that a check speaks of.
import type { Page } from 'playwright/test'
import { answerOf } from '../../support/app.ts'
import { ECO } from './audience-fixtures.ts'
import {
  create,
  dropIn,
  expect,
  expectAccessible,
  plan,
  test,
  toast,
  tomorrow,
} from './distribution-fixtures.ts'
import { tested } from './platform-fixtures.ts'

const planned = (page: Page) => page.getByRole('button', { name: /^(Send|Plan) / }).last()

test('pairs are left out and put back, and counts, costs and the button follow', async ({
  page,
  open,
  app,
  eco,
  folder,
}) => {
  const fee = { cpm_fee: 2, currency: 'USD' }
  const drop = await tested(app, await create(app, dropIn(folder, fee)))
  const old = await create(app, { ...dropIn(folder, fee), name: 'Old drop' })
  answerOf(await app.invoke('platforms.setStatus', { platform_id: old.platform_id, status: 'inactive' }))
  const lapsed = answerOf(await app.invoke('audiences.create', { ...ECO, name: 'Lapsed travellers' }))
  const audiences = [eco, lapsed].map(({ audience_id }) => audience_id).join(',')
  const platforms = [drop, old].map(({ platform_id }) => platform_id).join(',')
  await open('/platforms')
  await page.evaluate(`location.hash = '/distributions/new?audiences=${audiences}&platforms=${platforms}'`)
  const check = page.getByRole('region', { name: 'Check' })
  const summary = check.getByRole('status').first()
  const pair = (audience: string, platform: string) =>
    check.getByRole('listitem', { name: `${audience} to ${platform}` })
  await expect(summary).toHaveText('2 of 4 can’t be planned.')
  await expect(check).toContainText('Together at most about 8,000 USD')

  // One by one, by keyboard: the button stays where it is and takes it back.
  const first = pair(eco.name, 'Old drop').getByRole('button', { name: /^(Leave out|Put back): / })
  await first.press('Enter')
  await expect(first).toHaveAccessibleName(`Put back: ${eco.name} to Old drop`)
  await expect(first).toBeFocused()
  await expect(pair(eco.name, 'Old drop')).toContainText('Left out')
  await expect(pair(eco.name, 'Old drop')).not.toContainText('is inactive')
  await expect(summary).toHaveText('1 of 3 can’t be planned. 1 is left out.')
  await expect(page.getByText('See the check: something blocks it')).toBeVisible()
  await check.getByRole('button', { name: 'Leave out the one that can’t' }).click()
  await expect(summary).toHaveText('All 2 can be planned. 2 are left out.')
  await expect(check).toContainText('Together at most about 4,000 USD')
  await expect(planned(page)).toHaveText('Send 2 now')
  await expectAccessible(page)

  // Nothing but what is left out: the head leads to putting it back.
  for (const { name } of [eco, lapsed])
    await pair(name, drop.name)
      .getByRole('button', { name: /^Leave out/ })
      .click()
  await expect(summary).toHaveText('All are left out.')
  await page.getByRole('button', { name: 'Put at least one back first' }).click()
  await expect(check.getByRole('button', { name: 'Put all back' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(summary).toHaveText('2 of 4 can’t be planned.')
  await check.getByRole('button', { name: 'Leave out the 2 that can’t' }).click()
  await pair(eco.name, drop.name)
    .getByRole('button', { name: /^Leave out/ })
    .click()
  await expect(planned(page)).toHaveText('Send now')
  await planned(page).click()
  await expect(page).toHaveURL(/#\/distributions\/dist_/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Lapsed travellers')
  expect(answerOf(await app.invoke('distributions.list', {})).items).toMatchObject([
    { audience_id: lapsed.audience_id, platform_id: drop.platform_id },
  ])
})

test('a check leads to the very run that it speaks of, or to all of that pair', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  const when = { kind: 'at', at: tomorrow() } as const
  const { distribution_id } = await plan(app, eco, drop, { when })
  const route = `/distributions/new?audiences=${eco.audience_id}&platforms=${drop.platform_id}`
  await open('/platforms')
  await page.evaluate(`location.hash = '${route}'`)
  const check = page.getByRole('region', { name: 'Check' })
  await check.getByRole('button', { name: /^Open the run/ }).click()
  await expect(page).toHaveURL(new RegExp(`#/distributions/${distribution_id}$`))
  await expect(page.getByRole('heading', { level: 1 })).toContainText(eco.name)

  await plan(app, eco, drop, { when })
  const lapsed = answerOf(await app.invoke('audiences.create', { ...ECO, name: 'Lapsed travellers' }))
  await plan(app, lapsed, drop, { when })
  await page.evaluate(`location.hash = '${route}'`)
  await check.getByRole('button', { name: /^See its runs/ }).click()
  await expect(page).toHaveURL(/#\/distributions$/)
  await expect(page.locator('main footer').getByRole('status')).toHaveText('2 distributions shown')
  const grid = page.getByRole('grid', { name: 'Distributions' })
  await expect(grid.getByRole('row').filter({ hasText: eco.name })).toHaveCount(2)
  await expect(page.getByRole('button', { name: `Audience: ${eco.name}` })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.locator('main footer').getByRole('status')).toHaveText('3 distributions')
  await expect(toast(page, 'You left without planning')).toHaveCount(0)
})
