// A distribution that ends is told by the system while the window isn't looked at, and a click leads to it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DesktopApp } from '../../electron-host/launch.ts'
import { call, collect, expect, type Folders, must, signIn, test, youngDigerati } from './desktop-test.ts'

async function planned(app: DesktopApp, folders: Folders) {
  await signIn(app.page)
  const path = join(folders.root, 'drop')
  mkdirSync(path)
  const { audience_id } = await must(call(app.page, 'audiences.create', youngDigerati))
  const { platform_id } = await must(
    call(app.page, 'platforms.create', {
      name: 'Agency drop folder',
      platform_type: 'folder',
      settings: { path },
    }),
  )
  return async () => {
    const made = await must(
      call(app.page, 'distributions.create', {
        audience_ids: [audience_id],
        platform_ids: [platform_id],
        when: { kind: 'now' },
      }),
    )
    const distribution_id = made.distributions[0]?.distribution_id ?? ''
    const status = async () => (await must(call(app.page, 'distributions.get', { distribution_id }))).status
    await expect.poll(status).toBe('completed')
    return distribution_id
  }
}

test('a run that completes behind a minimized window is told once, and a click brings it up', async ({
  folders,
  start,
}) => {
  const app = await start()
  const run = await planned(app, folders)
  const commands = await collect(app.page, 'shell.command')
  await app.main.minimize()
  const distribution_id = await run()
  await expect
    .poll(() => app.main.notices())
    .toEqual([{ title: 'Distribution completed', body: `${youngDigerati.name} → Agency drop folder` }])
  await app.main.clickNotice(0)
  await expect.poll(commands).toEqual([{ command: `distribution.open:${distribution_id}` }])
  expect(await app.main.windowState()).toMatchObject({ minimized: false, focused: true })
})

test('a window that is looked at tells by itself', async ({ folders, start }) => {
  const app = await start()
  const run = await planned(app, folders)
  const told = app.page
    .getByRole('region', { name: 'Notices' })
    .getByRole('listitem')
    .filter({ hasText: 'completed' })
  expect((await app.main.windowState()).focused).toBe(true)
  await run()
  await told.getByRole('button', { name: 'Dismiss' }).click()
  await expect(told).toHaveCount(0)
  // Told after the first one, so by then the system would have told that as well.
  await run()
  await expect(told).toHaveCount(1)
  expect(await app.main.notices()).toEqual([])
})
