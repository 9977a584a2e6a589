// The core's process: its death is told to those who wait, it comes back, and it isn't started for ever.
import { call, collect, expect, must, signIn, test, youngDigerati } from './desktop-test.ts'

test('a call that waits is refused with the reason, and the next ones work', async ({ start }) => {
  test.skip(process.platform === 'win32', 'Windows can’t hold a process still')
  const app = await start()
  const profile = await signIn(app.page)
  const sessions = await collect(app.page, 'session.changed')
  const workspaces = await collect(app.page, 'workspace.changed')

  const pid = await app.main.corePid()
  if (pid === null) throw new Error('There is no core process')
  process.kill(pid, 'SIGSTOP')
  const waiting = call(app.page, 'audiences.create', youngDigerati)
  // It has arrived in the main process when a later call to the shell has been answered.
  await must(call(app.page, 'shell.info', {}))
  process.kill(pid, 'SIGKILL')

  expect(await waiting).toMatchObject({
    ok: false,
    error: { code: 'internal', details: { reason: 'core_stopped' } },
  })
  const next = await must(call(app.page, 'audiences.create', youngDigerati))
  expect(next.version).toBe(1)
  expect(await app.main.corePid()).not.toBe(pid)
  await expect.poll(sessions).toContainEqual({ user_id: profile.user_id })
  await expect.poll(workspaces).toContainEqual(expect.objectContaining({ state: 'open' }))
})

test('after five deaths in a minute it asks before starting again', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  const boxes = app.main.messageBoxes
  for (let deaths = 0; deaths < 5; deaths++) {
    await expect.poll(app.main.corePid).not.toBeNull()
    const killed = await app.main.killCore()
    await expect.poll(app.main.corePid).not.toBe(killed)
  }
  await expect.poll(async () => (await boxes()).length).toBe(1)
  const box = (await boxes())[0]
  expect(box?.message).toBe('The data service keeps stopping')
  expect(box?.buttons).toEqual(['Restart', 'Open log folder', 'Quit'])
  expect(await call(app.page, 'audiences.list', {})).toMatchObject({
    ok: false,
    error: { details: { reason: 'core_given_up' } },
  })
})

test('Restart in that dialog starts it again', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  await app.main.answerBoxes('Restart')
  for (let deaths = 0; deaths < 5; deaths++) {
    await expect.poll(app.main.corePid).not.toBeNull()
    const killed = await app.main.killCore()
    await expect.poll(app.main.corePid).not.toBe(killed)
  }
  await expect.poll(async () => (await app.main.messageBoxes()).length).toBe(1)
  await expect.poll(() => call(app.page, 'audiences.list', {})).toMatchObject({ ok: true })
})

test('a folder that another app holds is explained, and taken when that one quits', async ({
  folders,
  start,
}) => {
  const first = await start()
  await must(call(first.page, 'workspace.info', {}))
  const second = await start({ userData: `${folders.userData}-2` })
  const info = await must(call(second.page, 'workspace.info', {}))
  expect(info).toMatchObject({ state: 'unavailable', folder: folders.workspace })
  expect(info.reason?.code).toBe('storage_busy')
  expect(await call(second.page, 'profiles.list', {})).toMatchObject({
    ok: false,
    error: { code: 'storage_busy' },
  })

  const changes = await collect(second.page, 'workspace.changed')
  await first.main.quit()
  await expect.poll(changes, { timeout: 15_000 }).toContainEqual(expect.objectContaining({ state: 'open' }))
  await signIn(second.page)
})

test('another folder is another workspace, with its own profiles', async ({ folders, start }) => {
  const app = await start()
  await signIn(app.page)
  const saved = await must(call(app.page, 'audiences.create', youngDigerati))
  const sessions = await collect(app.page, 'session.changed')

  await app.main.stubDialog(`${folders.root}/Spring campaigns`)
  expect(await must(call(app.page, 'shell.chooseWorkspace', {}))).toEqual({
    folder: `${folders.root}/Spring campaigns`,
  })
  await expect.poll(sessions).toContainEqual({ user_id: null })
  expect(await must(call(app.page, 'profiles.list', {}))).toEqual({ profiles: [] })
  await signIn(app.page)
  expect(await call(app.page, 'audiences.get', { audience_id: saved.audience_id })).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  })

  await app.main.stubDialog(null)
  expect(await must(call(app.page, 'shell.chooseWorkspace', {}))).toBeNull()
})

test('a query that takes all the memory it can get ends alone: the core goes on', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  const { audience_id } = await must(call(app.page, 'audiences.create', youngDigerati))
  const pid = await app.main.corePid()
  const hungry = { run_id: 'hungry', sql: 'SELECT list_sum(range(500000000))' }
  expect(await call(app.page, 'queries.run', hungry)).toMatchObject({
    ok: false,
    error: { code: 'quota_exceeded' },
  })
  const endless = { run_id: 'endless', sql: 'SELECT count(*) FROM range(10000000) a, range(10000000) b' }
  const waiting = call(app.page, 'queries.run', endless)
  await expect
    .poll(() => must(call(app.page, 'queries.cancel', { run_id: 'endless' })))
    .toEqual({ cancelled: true })
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  const fresh = { run_id: 'fresh', sql: 'SELECT audience_id FROM audiences' }
  expect(await must(call(app.page, 'queries.run', fresh))).toMatchObject({ rows: [[audience_id]] })
  expect(await app.main.corePid()).toBe(pid)
})
