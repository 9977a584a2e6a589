// What the shell answers itself, with dialogs and folders that the test plays.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ShellParts, shellOperations } from '../../../src/main/desktop/shell-operations.ts'
import { fail, ok } from '../../../src/shared/errors.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const API = {
  state: 'on',
  address: 'http://127.0.0.1:8787',
  port: 8787,
  can_switch: true,
  problem: null,
} as const

function set(change: Partial<ShellParts> = {}) {
  const parts = {
    platform: 'linux' as NodeJS.Platform,
    appVersion: '0.1.0',
    session: {
      userId: () => 'user_1' as string | null,
      context: () => ({ user_id: 'user_1', session: 'desktop', door: 'desktop' }) as const,
      change: vi.fn(),
    },
    workspace: () => folder,
    logFolder: join(folder, 'shell-logs'),
    askFolder: vi.fn(async () => null as string | null),
    askDropFolder: vi.fn(async () => null as string | null),
    askMigrationFolder: vi.fn(async () => null as string | null),
    askBackup: vi.fn(async () => null as string | null),
    askFiles: vi.fn(async () => [] as string[]),
    askSave: vi.fn(async () => null as string | null),
    documents: () => '/home/me/Documents',
    showItem: vi.fn(),
    changeWorkspace: vi.fn(async () => {}),
    callCore: vi.fn(async () => ok({ file_token: 'token', name: 'spring.json', bytes: 12 })),
    setTheme: vi.fn(),
    openPath: vi.fn(async () => ''),
    openExternal: vi.fn(async () => {}),
    api: {
      state: vi.fn(async () => ok(API)),
      change: vi.fn(async () => ok(API)),
      openDocs: vi.fn(async () => ok(null)),
    },
  } satisfies ShellParts
  return { parts, run: shellOperations({ ...parts, ...change }) }
}

test.each([
  ['darwin', 'darwin'],
  ['win32', 'win32'],
  ['linux', 'linux'],
  ['freebsd', 'other'],
] as const)('on %s the platform is %s', async (platform, told) => {
  const { run } = set({ platform })
  expect(await run['shell.info']({})).toEqual(
    ok({ kind: 'desktop', platform: told, app_version: '0.1.0', can_choose_workspace: true }),
  )
})

test('a folder that is cancelled or the same changes nothing', async () => {
  const { parts, run } = set()
  expect(await run['shell.chooseWorkspace']({})).toEqual(ok(null))
  parts.askFolder.mockResolvedValue(folder)
  expect(await run['shell.chooseWorkspace']({})).toEqual(ok({ folder }))
  expect(parts.changeWorkspace).not.toHaveBeenCalled()
})

test('another folder is changed to', async () => {
  const { parts, run } = set()
  parts.askFolder.mockResolvedValue('/elsewhere')
  expect(await run['shell.chooseWorkspace']({})).toEqual(ok({ folder: '/elsewhere' }))
  expect(parts.changeWorkspace).toHaveBeenCalledExactlyOnceWith('/elsewhere')
})

test('a drop folder is only told, and nothing is changed by it', async () => {
  const { parts, run } = set()
  expect(await run['shell.chooseDropFolder']({})).toEqual(ok(null))
  parts.askDropFolder.mockResolvedValue('/mnt/share')
  expect(await run['shell.chooseDropFolder']({})).toEqual(ok({ folder: '/mnt/share' }))
  expect(parts.changeWorkspace).not.toHaveBeenCalled()
  expect(parts.callCore).not.toHaveBeenCalled()
})

test('a folder to migrate from goes to the core by path and to the page by token', async () => {
  const { parts, run } = set()
  expect(await run['shell.chooseMigrationFolder']({})).toEqual(ok(null))
  parts.askMigrationFolder.mockResolvedValue('/old/data')
  parts.callCore.mockResolvedValueOnce(ok({ folder_token: 'token', folder: '/old/data' }) as never)
  const chosen = await run['shell.chooseMigrationFolder']({})
  expect(chosen).toEqual(ok({ folder_token: 'token', folder: '/old/data' }))
  const call = { call: 'offerFolder', path: '/old/data', user_id: 'user_1' }
  expect(parts.callCore).toHaveBeenCalledExactlyOnceWith(call)
})

test('picked files go to the core by path and to the page by token', async () => {
  const { parts, run } = set()
  const picked = { file_token: 'token', name: 'spring.json', bytes: 12 }
  parts.askFiles.mockResolvedValue([join(folder, 'spring.json'), join(folder, 'autumn.csv')])
  expect(await run['shell.pickImportFiles']({})).toEqual(ok({ files: [picked, picked] }))
  expect(parts.callCore).toHaveBeenCalledTimes(2)
  expect(parts.callCore).toHaveBeenCalledWith({
    call: 'offerFile',
    path: join(folder, 'spring.json'),
    name: 'spring.json',
    user_id: 'user_1',
  })
})

test('no file is asked for before sign-in, and a cancelled one is nothing', async () => {
  const { parts, run } = set()
  expect(await run['shell.pickImportFiles']({})).toEqual(ok({ files: [] }))
  parts.session.userId = () => null
  parts.askFiles.mockClear()
  expect(await run['shell.pickImportFiles']({})).toMatchObject({
    ok: false,
    error: { code: 'unauthorized' },
  })
  expect(parts.askFiles).not.toHaveBeenCalled()
})

test('a file the core refuses is refused with its reason', async () => {
  const refusal = fail('not_found', 'The file is not there any more')
  const { parts, run } = set({ callCore: async () => refusal })
  parts.askFiles.mockResolvedValue(['/x.json'])
  expect(await run['shell.pickImportFiles']({})).toEqual(refusal)
})

test('the workspace’s log folder is opened, or the shell’s where there is none, and a refusal is told', async () => {
  const { parts, run } = set()
  await run['shell.openLogs']({})
  mkdirSync(join(folder, 'logs'))
  await run['shell.openLogs']({})
  expect(parts.openPath.mock.calls).toEqual([[join(folder, 'shell-logs')], [join(folder, 'logs')]])
  parts.openPath.mockResolvedValue('No file manager')
  expect(await run['shell.openLogs']({})).toMatchObject({ ok: false, error: { hint: 'No file manager' } })
})

test('theme and links', async () => {
  const { parts, run } = set()
  await run['shell.setTheme']({ theme: 'dark' })
  expect(parts.setTheme).toHaveBeenCalledExactlyOnceWith('dark')
  await run['shell.openLink']({ link: 'parquet' })
  expect(parts.openExternal).toHaveBeenCalledExactlyOnceWith('https://parquet.apache.org/docs/')
})

test('a file is saved where the dialog says; the next one is proposed for the same folder', async () => {
  const { parts, run } = set()
  expect(
    await run['shell.chooseSaveFile']({ suggested_name: '../../etc/audiences.csv', kind: 'csv' }),
  ).toEqual(ok(null))
  expect(parts.askSave).toHaveBeenLastCalledWith(join('/home/me/Documents', 'audiences.csv'), 'csv')
  expect(parts.callCore).not.toHaveBeenCalled()
  const path = join(folder, 'spring.csv')
  parts.askSave.mockResolvedValue(path)
  parts.callCore.mockResolvedValue(ok({ file_token: 'save', name: 'spring.csv', bytes: 0 }))
  const answer = await run['shell.chooseSaveFile']({ suggested_name: 'audiences.csv', kind: 'csv' })
  expect(answer).toEqual(ok({ file_token: 'save', name: 'spring.csv' }))
  expect(parts.callCore).toHaveBeenLastCalledWith({ call: 'offerTarget', path, user_id: 'user_1' })
  await run['shell.chooseSaveFile']({ suggested_name: 'audiences.json', kind: 'json' })
  expect(parts.askSave).toHaveBeenLastCalledWith(join(folder, 'audiences.json'), 'json')
})

test('a place the core refuses is refused with its reason, and nobody is asked before sign-in', async () => {
  const refusal = fail('storage_busy', 'The application is closing')
  const { parts, run } = set({ callCore: async () => refusal })
  parts.askSave.mockResolvedValue('/x.csv')
  expect(await run['shell.chooseSaveFile']({ suggested_name: 'x.csv', kind: 'csv' })).toEqual(refusal)
  parts.session.userId = () => null
  parts.askSave.mockClear()
  for (const answer of [
    await run['shell.chooseSaveFile']({ suggested_name: 'x.csv', kind: 'csv' }),
    await run['shell.showFile']({ file_token: 'save' }),
  ])
    expect(answer).toMatchObject({ ok: false, error: { code: 'unauthorized' } })
  expect(parts.askSave).not.toHaveBeenCalled()
})

test('a finished file is shown by its token, and one that was taken away is told of', async () => {
  const path = join(folder, 'spring.csv')
  writeFileSync(path, 'name')
  const callCore = vi.fn(async () => ok({ path, name: 'spring.csv', bytes: 4 }))
  const { parts, run } = set({ callCore })
  expect(await run['shell.showFile']({ file_token: 'save' })).toEqual(ok(null))
  expect(callCore).toHaveBeenCalledWith({ call: 'savedFile', file_token: 'save', user_id: 'user_1' })
  expect(parts.showItem).toHaveBeenCalledExactlyOnceWith(path)
  rmSync(path)
  expect(await run['shell.showFile']({ file_token: 'save' })).toMatchObject({ error: { code: 'not_found' } })
  expect(parts.showItem).toHaveBeenCalledOnce()
})

test('the API is asked for, switched and read about where it is served', async () => {
  const { parts, run } = set()
  expect(await run['shell.apiAccess']({})).toEqual(ok(API))
  expect(await run['shell.switchApi']({ on: true, port: 8787 })).toEqual(ok(API))
  expect(parts.api.change).toHaveBeenCalledExactlyOnceWith({ on: true, port: 8787 })
  expect(await run['shell.openApiDocs']({})).toEqual(ok(null))
})
