// A renderer that was taken over: whatever it sends, it gets a refusal and nothing that isn't its own.
import type { OperationName } from '../../../src/shared/operation-names.ts'
import type { Forged } from '../../electron-host/main-driver.ts'
import { call, callRaw, expect, must, signIn, test, youngDigerati } from './desktop-test.ts'

const APP = { origin: 'app://activation', isMain: true }
const list = { channel: 'audiences.list', payload: {} }

const FOREIGN: [string, Omit<Forged, 'channel' | 'payload'>][] = [
  ['another origin', { frame: { origin: 'https://example.com', isMain: true } }],
  [
    'an origin that only begins like ours',
    { frame: { origin: 'app://activation.example.com', isMain: true } },
  ],
  ['an opaque origin', { frame: { origin: 'null', isMain: true } }],
  ['a file', { frame: { origin: 'file://', isMain: true } }],
  ['a frame inside our page', { frame: { ...APP, isMain: false } }],
  ['a frame that is gone', { frame: null }],
  ['other contents', { frame: APP, contentsId: 99 }],
]

test('only our own page may call, whatever the channel', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  expect(await app.main.forge({ ...list, frame: APP })).toMatchObject({ ok: true })
  for (const [who, sender] of FOREIGN)
    for (const channel of ['audiences.list', 'profiles.current', 'shell.chooseWorkspace', 'shell.openLink'])
      expect(
        await app.main.forge({ channel, payload: {}, ...sender }),
        `${channel} from ${who}`,
      ).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      })
  for (const channel of ['audiences', 'core.exec', '__proto__', 'constructor', 'records.changed'])
    expect(await app.main.forge({ channel, payload: {}, frame: APP }), channel).toEqual({ unhandled: true })
})

const long = 'x'.repeat(2_000_000)
const deep = `${'['.repeat(500)}${']'.repeat(500)}`
const HOSTILE: [string, OperationName, string][] = [
  ['a prototype key', 'audiences.create', '{"__proto__":{"user_id":"someone-else"}}'],
  ['a prototype key below', 'audiences.list', '{"filter":{"__proto__":{"deleted":true}}}'],
  ['constructor', 'audiences.list', '{"constructor":{"prototype":{"deleted":true}}}'],
  ['a user', 'audiences.list', '{"user_id":"someone-else"}'],
  [
    'a user in a record',
    'audiences.create',
    '{"name":"A","data_type":"first_party","user_id":"someone-else"}',
  ],
  ['SQL as a sort', 'audiences.list', '{"sort":{"by":"name; drop table audience"}}'],
  ['a path as an id', 'audiences.get', '{"audience_id":"../../../etc/passwd"}'],
  ['a path as a Windows id', 'audiences.get', '{"audience_id":"..\\\\..\\\\secrets"}'],
  ['a NUL in an id', 'audiences.get', '{"audience_id":"aud_1\\u0000.parquet"}'],
  ['a path as a profile', 'profiles.choose', '{"user_id":"../someone"}'],
  ['a path as a draft', 'drafts.save', '{"key":"../../evil","value":1}'],
  ['a path as a job', 'jobs.get', '{"job_id":"../../1","path":"/etc/passwd"}'],
  ['an address as a link', 'shell.openLink', '{"link":"https://example.com/"}'],
  ['a link of the prototype', 'shell.openLink', '{"link":"constructor"}'],
  ['a folder with the dialog', 'shell.chooseWorkspace', '{"folder":"/"}'],
  ['a folder with the other dialog', 'shell.chooseDropFolder', '{"folder":"/"}'],
  ['a huge name', 'audiences.create', `{"name":"${long}","data_type":"first_party"}`],
  ['a huge search', 'audiences.list', `{"filter":{"search":"${long}"}}`],
  ['deep nesting', 'imports.records', `{"records":${deep}}`],
  ['a list', 'audiences.list', '[]'],
  ['null', 'audiences.list', 'null'],
  ['text', 'shell.info', '"{}"'],
]

test('input that isn’t the contract’s is refused as such', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  for (const [what, name, json] of HOSTILE)
    expect(await callRaw(app.page, name, json), what).toMatchObject({
      ok: false,
      error: { code: 'validation_failed' },
    })
  expect(await app.main.openedExternal()).toEqual([])
  expect(await must(call(app.page, 'audiences.list', {}))).toMatchObject({ items: [] })
})

test('what can’t be sent at all is refused as such', async ({ start }) => {
  const app = await start()
  await signIn(app.page)
  const answers = await app.page.evaluate(async () => {
    const { audiences } = Reflect.get(globalThis, 'activation').client
    const inputs: unknown[] = [() => 1, { filter: { search: () => 'x' } }, { limit: 10n }]
    return Promise.all(inputs.map(input => audiences.list(input)))
  })
  for (const answer of answers)
    expect(answer).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
  expect(await must(call(app.page, 'audiences.list', {}))).toMatchObject({ items: [] })
})

test('names of what isn’t there, or isn’t one’s own, find nothing', async ({ start }) => {
  const app = await start()
  const mine = await signIn(app.page, 'Retail analytics')
  const saved = await must(call(app.page, 'audiences.create', youngDigerati))
  await signIn(app.page, 'Media planning')
  const { audience_id } = saved
  const denied: [OperationName, object][] = [
    ['audiences.get', { audience_id }],
    ['audiences.delete', { audience_id }],
    ['audiences.history', { audience_id }],
    ['audiences.setStatus', { audience_id, status: 'archived' }],
    ['imports.start', { files: [{ file_token: '/etc/passwd' }] }],
    ['jobs.get', { job_id: '../../1' }],
    ['profiles.choose', { user_id: 'nobody@example.com' }],
  ]
  for (const [name, input] of denied)
    expect(await callRaw(app.page, name, JSON.stringify(input)), name).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
  await must(call(app.page, 'profiles.choose', { user_id: mine.user_id }))
  expect(await must(call(app.page, 'audiences.get', { audience_id }))).toEqual(saved)
})

test('the page has the named methods and nothing of Electron or Node', async ({ start }) => {
  const app = await start()
  const seen = await app.page.evaluate(() => {
    const bridge = Reflect.get(globalThis, 'activation')
    const subscribed = (() => {
      try {
        bridge.subscribe('ipc.raw', () => {})
        return 'subscribed'
      } catch (error) {
        return String(error)
      }
    })()
    const globals = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', '__electronDouble']
    return {
      keys: Object.keys(bridge).sort(),
      frozen: Object.isFrozen(bridge) && Object.isFrozen(bridge.client.audiences),
      globals: globals.filter(name => Reflect.has(globalThis, name)),
      subscribed,
    }
  })
  expect(seen).toEqual({
    keys: ['client', 'offerDropped', 'subscribe'],
    frozen: true,
    globals: [],
    subscribed: expect.stringContaining('There is no such event'),
  })
})

test('a listener is given the payload alone, and no more after it has let go', async ({ start }) => {
  const app = await start()
  const given = await app.page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'activation')
    const calls: unknown[][] = []
    const stop = bridge.subscribe('session.changed', (...args: unknown[]) => calls.push(args))
    const made = await bridge.client.profiles.create({ display_name: 'Retail analytics' })
    await new Promise(resolve => {
      const wait = () => (calls.length > 0 ? resolve(null) : setTimeout(wait, 10))
      wait()
    })
    stop()
    const later = new Promise(resolve => bridge.subscribe('session.changed', resolve))
    await bridge.client.profiles.signOut({})
    await later
    return { calls, user_id: made.value.user_id }
  })
  expect(given.calls).toEqual([[{ user_id: given.user_id }]])
})
