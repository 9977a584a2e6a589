// What runs in the core process: calls wait for the workspace, a refusal to open is every answer's reason.
import { expect, test, vi } from 'vitest'
import type { Core, CoreConfig, CoreEvent } from '../../../src/main/core/face.ts'
import type { OpenApiServer } from '../../../src/main/desktop/api-host.ts'
import { hostCore } from '../../../src/main/desktop/core-host.ts'
import type { FromCore } from '../../../src/main/desktop/core-messages.ts'
import { fail, ok, type Result } from '../../../src/shared/errors.ts'
import { eventually } from '../../support/eventually.ts'

const config: CoreConfig = { workspace: '/data', resources: '/resources', app_version: '0.1.0' }
const context = { user_id: 'user_1', session: 'desktop', door: 'desktop' } as const
const busy = fail('storage_busy', 'The workspace is in use', { hint: 'Close the other app.' })

function fakeCore() {
  let listener: ((event: CoreEvent) => void) | undefined
  const core = {
    invoke: vi.fn(async (operation: string) => ok(operation)),
    subscribe: vi.fn((given: (event: CoreEvent) => void) => {
      listener = given
      return () => {}
    }),
    offerFile: vi.fn(async () => ok({ file_token: 't', name: 'a.json', bytes: 2 })),
    offerTarget: vi.fn(async () => ok({ file_token: 's', name: 'b.csv' })),
    savedFile: vi.fn(async () => ok({ path: '/x/b.csv', name: 'b.csv', bytes: 3 })),
    tokenHolder: vi.fn(),
    offerFolder: vi.fn(async () => ok({ folder_token: 't', folder: '/x' })),
    ensureProfile: vi.fn(),
    close: vi.fn(async () => {}),
  }
  return { core: core as typeof core & Core, emit: (event: CoreEvent) => listener?.(event) }
}

function host(openings: (() => Promise<Result<Core>>)[], openApi: OpenApiServer = async () => busy) {
  const sent: FromCore[] = []
  const timers: (() => unknown)[] = []
  const exit = vi.fn()
  const create = vi.fn(async () => openings.shift()?.() ?? busy)
  const receive = hostCore(create, {
    send: message => void sent.push(message),
    exit,
    openApi,
    later: run => void timers.push(run),
  })
  receive({ call: 'open', config, api_port: null })
  return { sent, timers, exit, create, receive }
}

test('a call that comes while the workspace opens is answered after', async () => {
  const { core } = fakeCore()
  let opened = (_core: Result<Core>): void => {}
  const { sent, receive } = host([() => new Promise(resolve => (opened = resolve))])
  receive({ id: 1, call: 'invoke', operation: 'audiences.list', input: { limit: 1 }, context })
  await Promise.resolve()
  expect(sent).toEqual([])
  opened(ok(core))
  await eventually(() => expect(sent).toEqual([{ id: 1, result: ok('audiences.list') }]))
  expect(core.invoke).toHaveBeenCalledExactlyOnceWith('audiences.list', { limit: 1 }, context)
})

test('an answer that can’t be sent, or never comes, is a refusal; the process and other calls go on', async () => {
  const { core } = fakeCore()
  core.invoke.mockResolvedValueOnce(ok((() => 1) as unknown as string))
  core.offerFile.mockRejectedValueOnce(new Error('the file system is gone'))
  const sent: FromCore[] = []
  const receive = hostCore(async () => ok(core), {
    // As a message port does.
    send: message => void sent.push(structuredClone(message)),
    exit: () => {},
    openApi: async () => busy,
  })
  receive({ call: 'open', config, api_port: null })
  receive({ id: 1, call: 'invoke', operation: 'audiences.get', input: {}, context })
  receive({ id: 2, call: 'offerFile', path: '/x/a.json', name: 'a.json', user_id: 'user_1' })
  receive({ id: 3, call: 'invoke', operation: 'audiences.list', input: {}, context })
  await eventually(() => expect(sent).toHaveLength(3))
  const of = (id: number) => sent.find(message => 'id' in message && message.id === id)
  expect(of(1)).toMatchObject({ result: { ok: false, error: { code: 'internal' } } })
  expect(of(2)).toMatchObject({ result: { ok: false, error: { code: 'internal' } } })
  expect(of(3)).toMatchObject({ result: ok('audiences.list') })
})

test('files, events and closing', async () => {
  const { core, emit } = fakeCore()
  const { sent, receive, exit } = host([async () => ok(core)])
  receive({ id: 1, call: 'offerFile', path: '/x/a.json', name: 'a.json', user_id: 'user_1' })
  await eventually(() => expect(sent).toHaveLength(1))
  expect(core.offerFile).toHaveBeenCalledWith('/x/a.json', 'a.json', 'user_1', false)
  receive({ id: 3, call: 'offerTarget', path: '/x/b.csv', user_id: 'user_1' })
  receive({ id: 4, call: 'savedFile', file_token: 's', user_id: 'user_1' })
  await eventually(() => expect(sent).toHaveLength(3))
  expect(core.offerTarget).toHaveBeenCalledWith({ path: '/x/b.csv' }, 'user_1')
  expect(core.savedFile).toHaveBeenCalledWith('s', 'user_1')
  const event = { event: 'session.changed', payload: { user_id: null }, user_id: null } as const
  emit(event)
  expect(sent[3]).toEqual({ event })
  receive({ id: 2, call: 'close' })
  await eventually(() => expect(exit).toHaveBeenCalledOnce())
  expect(core.close).toHaveBeenCalledOnce()
})

test('a workspace that can’t be opened: every answer says why, and its state can be asked', async () => {
  const newer = fail('unsupported', 'The workspace was made by a newer version', { hint: 'Update the app.' })
  const { sent, receive, timers } = host([async () => newer])
  for (const [id, operation] of [
    [1, 'audiences.list'],
    [2, 'profiles.list'],
    [3, 'workspace.info'],
    [4, 'health.get'],
  ] as const)
    receive({ id, call: 'invoke', operation, input: {}, context })
  receive({ id: 5, call: 'offerFile', path: '/x', name: 'x', user_id: 'user_1' })
  await eventually(() => expect(sent).toHaveLength(5))
  const answers = new Map(sent.map(message => ['id' in message ? message.id : 0, message]))
  expect(answers.get(1)).toMatchObject({ result: newer })
  expect(answers.get(2)).toMatchObject({ result: newer })
  expect(answers.get(3)).toMatchObject({
    result: { ok: true, value: { folder: '/data', state: 'unavailable', reason: newer.error } },
  })
  expect(answers.get(4)).toMatchObject({ result: { ok: true, value: { status: 'degraded' } } })
  expect(answers.get(5)).toMatchObject({ result: newer })
  // Only a folder that is busy gets better by itself.
  expect(timers).toEqual([])
})

test('a busy workspace is tried again until its holder lets go', async () => {
  const { core } = fakeCore()
  const { sent, receive, timers } = host([async () => busy, async () => busy, async () => ok(core)])
  receive({ id: 1, call: 'invoke', operation: 'audiences.list', input: {}, context })
  await eventually(() => expect(sent).toEqual([{ id: 1, result: busy }]))
  await timers.shift()?.()
  expect(sent).toHaveLength(1)
  await timers.shift()?.()
  expect(sent[1]).toEqual({ opened: true })
  receive({ id: 2, call: 'invoke', operation: 'audiences.list', input: {}, context })
  await eventually(() => expect(sent[2]).toEqual({ id: 2, result: ok('audiences.list') }))
})

test('a workspace that opens when the app has been closed is closed again', async () => {
  const { core } = fakeCore()
  const { sent, receive, timers, exit } = host([async () => busy, async () => ok(core)])
  await eventually(() => expect(timers).toHaveLength(1))
  receive({ id: 1, call: 'close' })
  await eventually(() => expect(exit).toHaveBeenCalled())
  await timers.shift()?.()
  expect(core.close).not.toHaveBeenCalled()
  expect(sent).not.toContainEqual({ opened: true })
})

test('a core that throws at opening is a reason like others', async () => {
  const { sent, receive } = host([() => Promise.reject(new Error('no native module'))])
  receive({ id: 1, call: 'invoke', operation: 'audiences.list', input: {}, context })
  await eventually(() =>
    expect(sent[0]).toMatchObject({
      result: { ok: false, error: { code: 'internal', details: { cause: 'no native module' } } },
    }),
  )
})

test('the API is served before the first answer where it is switched on, and gone before the workspace closes', async () => {
  const { core } = fakeCore()
  const order: string[] = []
  core.close.mockImplementation(async () => void order.push('core closed'))
  const openApi: OpenApiServer = async (over, given, port) => {
    order.push(`served on ${port} over ${over === core} of ${given.workspace}`)
    return ok({
      address: `http://127.0.0.1:${port}`,
      port,
      close: async () => void order.push('api closed'),
    })
  }
  const sent: FromCore[] = []
  const receive = hostCore(async () => ok(core), {
    send: message => void sent.push(message),
    exit() {},
    openApi,
  })
  receive({ call: 'open', config, api_port: 8787 })
  receive({ id: 1, call: 'apiServing' })
  receive({ id: 2, call: 'close' })
  await eventually(() => expect(sent).toHaveLength(2))
  expect(sent[0]).toEqual({
    id: 1,
    result: ok({ address: 'http://127.0.0.1:8787', port: 8787, problem: null }),
  })
  expect(order).toEqual(['served on 8787 over true of /data', 'api closed', 'core closed'])
})
