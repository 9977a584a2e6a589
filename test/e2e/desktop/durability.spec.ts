// Saved means on disk: what was acknowledged is there after the core, or the whole app, was killed at that moment.
import { call, expect, must, signIn, test, youngDigerati } from './desktop-test.ts'

test('a saved audience outlives the death of the core process', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  const saved = await must(call(app.page, 'audiences.create', youngDigerati))
  await app.main.killCore()
  await expect
    .poll(() => call(app.page, 'audiences.get', { audience_id: saved.audience_id }))
    .toEqual({ ok: true, value: saved })
})

test('a saved audience and the sign-in outlive the death of the whole app', async ({ start }) => {
  const app = await start()
  const profile = await signIn(app.page)
  const saved = await must(call(app.page, 'audiences.create', youngDigerati))
  await app.main.kill9()

  const again = await start()
  const current = await must(call(again.page, 'profiles.current', {}))
  expect(current?.user_id).toBe(profile.user_id)
  expect(await must(call(again.page, 'audiences.get', { audience_id: saved.audience_id }))).toEqual(saved)
  const { items } = await must(call(again.page, 'audiences.list', {}))
  expect(items.map(item => item.audience_id)).toEqual([saved.audience_id])
})

test('quitting flushes what was only in the log', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  const saved = await must(call(app.page, 'audiences.create', youngDigerati))
  await app.main.quit()
  expect(await app.main.exited).toBe(0)

  const again = await start()
  const info = await must(call(again.page, 'workspace.info', {}))
  expect(info).toMatchObject({ state: 'open', unflushed_rows: 0, damage: [] })
  expect(await must(call(again.page, 'audiences.get', { audience_id: saved.audience_id }))).toEqual(saved)
})
