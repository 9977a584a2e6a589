// The pages of distributions while nothing can be saved: a workspace that is read only, and a core that doesn't answer.
import type { Page } from 'playwright/test'
import { answerOf } from '../../support/app.ts'
import { showWorkspace, tooltip } from './audience-fixtures.ts'
import { expect, expectAccessible, newestRun, plan, test, toast, tomorrow } from './distribution-fixtures.ts'

const later = { when: { kind: 'at', at: tomorrow() } } as const
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const show = (page: Page, route: string) => page.evaluate(`location.hash = '${route}'`)

async function expectDisabled(page: Page, name: string, reason: string): Promise<void> {
  await expect(button(page, name)).toHaveAttribute('aria-disabled', 'true')
  await button(page, name).focus()
  await expect(tooltip(page)).toContainText(reason)
  await page.keyboard.press('Enter')
}

test('a workspace that is read only: what can’t be done says why, and the rest goes on', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  const { distribution_id } = await plan(app, eco, drop, later)
  const info = answerOf(await app.invoke('workspace.info', {}))
  const reason = { code: 'storage_readonly', message: 'The folder can’t be written to.' }
  await showWorkspace(page, { ...info, state: 'read_only', reason })

  await page.reload()
  await expect(page.getByRole('navigation').first()).toBeVisible()

  // The list shows and finds, and leads to the run; planning says why not.
  await open('/distributions')
  await expectDisabled(page, 'New distribution', 'read only')
  await expect(page).toHaveURL(/#\/distributions$/)
  const row = page.getByRole('row').filter({ hasText: eco.name })
  await row.click({ button: 'right' })
  const menu = page.getByRole('menu', { name: /^Actions for/ })
  await expect(menu).toContainText('The workspace is read only')
  for (const name of ['Run now', 'Change', 'Plan it again'])
    await expect(menu.getByRole('menuitem', { name })).toHaveAttribute('aria-disabled', 'true')
  await expect(menu.getByRole('menuitem', { name: /^Open Enter|^Open$/ }).first()).not.toHaveAttribute(
    'aria-disabled',
  )
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await row.click()
  await page.keyboard.press('Enter')

  // The run offers nothing that writes, but shows that it could be changed.
  await expect(page.getByRole('heading', { level: 1 })).toContainText(eco.name)
  await expect(button(page, 'Run now')).toHaveCount(0)
  await expectDisabled(page, 'Change', 'read only')
  await page.keyboard.press('e')
  await expect(page).toHaveURL(new RegExp(`${distribution_id}$`))
  await expectAccessible(page)
  await button(page, 'More actions').click()
  await expect(page.getByRole('menuitem', { name: 'Change' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')

  // The form, opened by the list's key, can be read but not saved.
  await open('/distributions')
  await page.getByRole('row').filter({ hasText: eco.name }).click()
  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: 'Notes' }).fill('Never kept')
  await expectDisabled(page, 'Save', 'read only')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('form', { name: 'Change distribution' })).toBeVisible()
  await expectAccessible(page)
  expect((await newestRun(app, distribution_id)).version).toBe(1)
  await page.keyboard.press('Escape')
  await button(page, 'Leave').click()

  // A plan is checked, pairs and all, but not made.
  await show(page, `/distributions/new?audiences=${eco.audience_id}&platforms=${drop.platform_id}`)
  await expect(page.getByRole('region', { name: 'Check' })).toContainText('It can be planned.')
  await expect(page.getByText('The workspace is read only', { exact: true })).toBeVisible()
  await button(page, 'Send now').click({ force: true })
  await expect(page).toHaveURL(/distributions\/new/)
  expect(answerOf(await app.invoke('distributions.list', {})).items).toHaveLength(1)
})

test('a core that doesn’t answer: each page says so, keeps what was typed, and goes on when it is back', async ({
  page,
  open,
  app,
  eco,
  drop,
}) => {
  const first = await plan(app, eco, drop, later)
  const second = await plan(app, eco, drop, later)
  await open(`/distributions/${first.distribution_id}/edit`)
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await notes.fill('Kept in the form')
  const lose = () => page.route('**/api/rpc/distributions.*', route => route.abort())
  const back = () => page.unroute('**/api/rpc/distributions.*')

  // The form: a save that isn't answered is told, and nothing of it is lost.
  await lose()
  await page.keyboard.press('Control+s')
  await expect(toast(page, 'Activation Manager isn’t answering')).toBeVisible()
  await expect(notes).toHaveValue('Kept in the form')
  await back()
  await button(page, 'Save').click()
  await expect(toast(page, /changed$/)).toBeVisible()
  expect((await newestRun(app, first.distribution_id)).metadata.notes).toBe('Kept in the form')

  // The page of a run and the list, opened in that state. Each tries by itself for a while, then says so.
  await lose()
  for (const [route, title] of [
    [`/distributions/${second.distribution_id}`, 'The distribution couldn’t be loaded'],
    ['/distributions', 'The distributions couldn’t be loaded'],
  ] as const) {
    await show(page, route)
    const alert = page.getByRole('alert').filter({ hasText: title })
    await expect(alert).toBeVisible({ timeout: 20_000 })
    await expect(button(page, 'Try again').first()).toBeVisible()
  }
  await expectAccessible(page)
  await back()
  await button(page, 'Try again').first().click()
  await expect(page.locator('main footer').getByRole('status')).toHaveText('2 distributions')

  // A plan: the check says that it couldn't be made, and a press that isn't answered keeps the choices.
  await lose()
  await show(page, `/distributions/new?audiences=${eco.audience_id}&platforms=${drop.platform_id}`)
  const check = page.getByRole('region', { name: 'Check' })
  await expect(check.getByRole('alert')).toContainText('The check couldn’t be made', { timeout: 20_000 })
  await expect(page.getByRole('status').filter({ hasText: 'The check couldn’t be made' })).toBeVisible()
  await expectAccessible(page)
  await back()
  await check.getByRole('button', { name: 'Try again' }).click()
  await expect(check).toContainText('It can be planned.')
  await lose()
  await button(page, 'Send now').click()
  await expect(toast(page, 'Activation Manager isn’t answering').first()).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /^Eco-conscious/ })).toBeChecked()
  await back()
  await button(page, 'Send now').click()
  await expect(page).toHaveURL(/#\/distributions\/dist_/)
})
