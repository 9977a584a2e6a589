// One handler for each operation: the gate, the parse, the room that answers, and what a session follows.
import { beforeEach, expect, test, vi } from 'vitest'
import type { Context } from '../../../src/main/core/face.ts'
import { type IpcParts, registerOperations, type ShellHandlers } from '../../../src/main/desktop/ipc.ts'
import { createSession } from '../../../src/main/desktop/session.ts'
import type { ShellSettings } from '../../../src/main/desktop/settings.ts'
import { contract } from '../../../src/shared/contract.ts'
import { fail, ok, type Result } from '../../../src/shared/errors.ts'
import { OPERATION_NAMES, type OperationName } from '../../../src/shared/operation-names.ts'

const own = { sender: { id: 1 }, senderFrame: { origin: 'app://activation', parent: null } }
const user = {
  user_id: 'user_1',
  email: '',
  organization: '',
  display_name: 'Retail analytics',
  last_login: null,
  permissions: [],
  quota: { max_audiences: null, max_distributions_per_month: null },
  created_at: '2026-11-22T09:30:00.000Z',
  updated_at: '2026-11-22T09:30:00.000Z',
  version: 1,
  deleted: false,
  changed_by: 'user_1',
  change_note: null,
}

type Listener = Parameters<IpcParts['handle']>[1]
const handlers = new Map<OperationName, Listener>()
const core = vi.fn<(operation: string, input: unknown, context: Context) => Promise<Result<unknown>>>()
const shell = { 'shell.info': vi.fn(), 'shell.setTheme': vi.fn(), 'shell.openLink': vi.fn() }
const log = vi.fn()
const onChange = vi.fn()
let settings: ShellSettings

beforeEach(() => {
  vi.resetAllMocks()
  handlers.clear()
  settings = { user_id: null, workspace: null, window: null, theme: 'system', api: { on: false, port: null } }
  const file = {
    get: () => settings,
    change: (patch: Partial<ShellSettings>) => {
      settings = { ...settings, ...patch }
    },
  }
  registerOperations({
    handle: (name, listener) => handlers.set(name, listener),
    trusted: { origin: 'app://activation', webContentsId: () => 1 },
    session: createSession(file, onChange),
    core,
    shell: shell as unknown as ShellHandlers,
    log,
  })
})

const invoke = (name: OperationName, input: unknown, event = own) => handlers.get(name)?.(event, input)

test('every operation of the contract has a handler, and no other channel has', () => {
  expect([...handlers.keys()].sort()).toEqual([...OPERATION_NAMES].sort())
  expect(Object.keys(contract).sort()).toEqual([...OPERATION_NAMES].sort())
})

test.each(OPERATION_NAMES)('%s refuses a stranger before it looks at the input', async name => {
  const stranger = { ...own, senderFrame: { origin: 'https://example.com', parent: null } }
  expect(await invoke(name, {}, stranger)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(core).not.toHaveBeenCalled()
})

test('the core gets parsed input and a context that the page has no part in', async () => {
  core.mockResolvedValue(ok('answer'))
  settings = { ...settings, user_id: 'user_1' }
  expect(await invoke('audiences.duplicate', { audience_id: 'aud_1', name: '  Copy  ' })).toEqual(
    ok('answer'),
  )
  expect(core).toHaveBeenCalledExactlyOnceWith(
    'audiences.duplicate',
    { audience_id: 'aud_1', name: 'Copy' },
    { user_id: 'user_1', session: 'desktop', door: 'desktop' },
  )
})

test.each([
  ['an extra field', 'audiences.list', { user_id: 'user_2' }],
  ['a prototype key', 'audiences.list', JSON.parse('{"__proto__":{"x":1}}')],
  ['nothing', 'audiences.list', undefined],
  ['an address', 'shell.openLink', { link: 'https://example.com' }],
] as const)('%s is refused before anyone sees it', async (_what, name, input) => {
  expect(await invoke(name, input)).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
  expect(core).not.toHaveBeenCalled()
  expect(shell['shell.openLink']).not.toHaveBeenCalled()
})

test('shell operations are answered here', async () => {
  shell['shell.setTheme'].mockResolvedValue(ok(null))
  expect(await invoke('shell.setTheme', { theme: 'dark' })).toEqual(ok(null))
  expect(shell['shell.setTheme']).toHaveBeenCalledExactlyOnceWith({ theme: 'dark' })
  expect(core).not.toHaveBeenCalled()
})

test('signing in and out follows the core’s answer', async () => {
  core.mockResolvedValueOnce(fail('not_found', 'No such profile'))
  await invoke('profiles.choose', { user_id: 'user_1' })
  expect(settings.user_id).toBeNull()
  core.mockResolvedValueOnce(ok(user))
  await invoke('profiles.choose', { user_id: 'user_1' })
  expect(settings.user_id).toBe('user_1')
  core.mockResolvedValueOnce(ok({ ...user, user_id: 'user_2' }))
  await invoke('profiles.create', { display_name: 'Media planning' })
  expect(settings.user_id).toBe('user_2')
  core.mockResolvedValueOnce(ok(null))
  await invoke('profiles.signOut', {})
  expect(settings.user_id).toBeNull()
  expect(onChange.mock.calls).toEqual([['user_1'], ['user_2'], [null]])
})

test('a profile that the workspace no longer knows is signed out', async () => {
  settings = { ...settings, user_id: 'user_1' }
  core.mockResolvedValueOnce(ok(user))
  await invoke('profiles.current', {})
  expect(settings.user_id).toBe('user_1')
  core.mockResolvedValueOnce(ok(null))
  await invoke('profiles.current', {})
  expect(settings.user_id).toBeNull()
})

test('an answer that a sign-in overtook doesn’t sign out again', async () => {
  let answerLate = (_answer: Result<unknown>): void => {}
  core.mockReturnValueOnce(new Promise(resolve => (answerLate = resolve)))
  const asked = invoke('profiles.current', {})
  core.mockResolvedValueOnce(ok(user))
  await invoke('profiles.create', { display_name: 'Retail analytics' })
  answerLate(ok(null))
  expect(await asked).toEqual(ok(null))
  expect(settings.user_id).toBe('user_1')
})

test('a bug is logged under an id, and the page gets the id alone', async () => {
  shell['shell.info'].mockRejectedValue(new Error('secret path /home/me'))
  const answer = (await invoke('shell.info', {})) as { error: { code: string; details: { id: string } } }
  expect(answer.error.code).toBe('internal')
  expect(JSON.stringify(answer)).not.toContain('secret')
  expect(log).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining(answer.error.details.id),
    expect.objectContaining({ message: 'secret path /home/me' }),
  )
})
