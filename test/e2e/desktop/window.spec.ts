// The window and what surrounds it: its place, the menu, a second start, a crash of its page, links.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LINKS } from '../../../src/shared/contract/shell.ts'
import { call, collect, expect, must, signIn, test } from './desktop-test.ts'

test('the window opens where it was left', async ({ start }) => {
  const app = await start()
  const place = { x: 140, y: 90, width: 1480, height: 900 }
  await app.main.moveWindow(place)
  await app.main.quit()
  const again = await start()
  expect(await again.main.windowBounds()).toEqual(place)
  expect((await again.main.windowState()).visible).toBe(true)
})

test('a place that is on no screen is not used', async ({ start }) => {
  const app = await start()
  await app.main.moveWindow({ x: 20_000, y: 90, width: 1480, height: 900 })
  await app.main.quit()
  const again = await start()
  expect((await again.main.windowBounds()).x).toBeLessThan(10_000)
})

test('menu commands reach the page by name', async ({ start }) => {
  const app = await start()
  const commands = await collect(app.page, 'shell.command')
  const clicks: [string[], string][] = [
    [['File', 'New audience'], 'audience.create'],
    [['File', 'Import…'], 'import.file'],
    [['View', 'Theme', 'Dark'], 'view.theme.dark'],
    [['Go', 'Audiences'], 'go.audiences'],
    [['Help', 'Keyboard shortcuts'], 'help.shortcuts'],
  ]
  for (const [path] of clicks) await app.main.menuClick(path)
  await expect.poll(commands).toEqual(clicks.map(([, command]) => ({ command })))
  expect((await app.main.menuLabels()).filter(label => /reload|developer/i.test(label))).toEqual([])
})

test('what the menu does without the page', async ({ folders, start }) => {
  const app = await start()
  await app.main.menuClick(['Help', 'Report an issue'])
  await expect.poll(app.main.openedExternal).toEqual([LINKS.repository_issues])
  // The core writes its first lines a second after it opened the workspace.
  const logs = join(folders.workspace, 'logs')
  await expect.poll(() => existsSync(logs)).toBe(true)
  await app.main.menuClick(['Help', 'Open log folder'])
  await expect.poll(app.main.openedPaths).toEqual([logs])
})

test('only the fixed links are opened, all of them https', async ({ start }) => {
  const app = await start()
  for (const link of ['repository_issues', 'parquet'] as const)
    await must(call(app.page, 'shell.openLink', { link }))
  expect(await app.main.openedExternal()).toEqual([LINKS.repository_issues, LINKS.parquet])
})

test('a second start brings the first window to the front and ends', async ({ start }) => {
  const app = await start()
  await app.main.minimize()
  expect(await app.main.windowState()).toMatchObject({ minimized: true, focused: false })
  const second = await start({ expectWindow: false })
  expect(await second.main.exited).toBe(0)
  await expect
    .poll(app.main.windowState)
    .toMatchObject({ count: 1, minimized: false, focused: true, visible: true })
})

test('the theme is set natively and remembered', async ({ start }) => {
  const app = await start()
  const isDark = () =>
    app.page.evaluate(
      () => Reflect.get(globalThis, 'matchMedia')('(prefers-color-scheme: dark)').matches as boolean,
    )
  await must(call(app.page, 'shell.setTheme', { theme: 'dark' }))
  await expect.poll(isDark).toBe(true)
  await app.main.quit()
  const again = await start()
  expect(
    await again.page.evaluate(
      () => Reflect.get(globalThis, 'matchMedia')('(prefers-color-scheme: dark)').matches as boolean,
    ),
  ).toBe(true)
})

test('a page that crashes is explained and restarted', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  await app.main.answerBoxes('Restart')
  const next = app.main.nextPage()
  await app.main.crashRenderer()
  const page = await next
  const boxes = await app.main.messageBoxes()
  expect(boxes.map(box => box.message)).toEqual(['The window’s page has stopped working'])
  expect((await must(call(page, 'profiles.current', {})))?.display_name).toBe('Retail analytics')
})
