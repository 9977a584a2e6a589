// The strict policy and the real pages fit together: walking the app, nothing is refused and nothing fails.
import { call, expect, must, signIn, test, youngDigerati } from './desktop-test.ts'

test('no page of the app runs into the policy', async ({ start }) => {
  const app = await start()
  const complaints: string[] = []
  app.page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  app.page.on('pageerror', error => complaints.push(String(error)))
  await signIn(app.page)
  await app.page.getByRole('button', { name: 'Start empty' }).click()
  const saved = await must(call(app.page, 'audiences.create', youngDigerati))
  await app.page.reload()
  for (const route of ['/audiences', `/audiences/${saved.audience_id}`, '/audiences/new', '/settings']) {
    await app.page.goto(app.url(`/#${route}`))
    await expect(app.page.locator('main')).toBeVisible()
    await app.page.waitForLoadState('networkidle')
  }
  await app.main.menuClick(['Go', 'Command palette'])
  await expect(app.page.getByRole('dialog')).toBeVisible()

  expect(complaints).toEqual([])
})
