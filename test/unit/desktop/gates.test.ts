// The small gates: origin, sender, links, permissions, navigation.
import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { addressOf, openLink } from '../../../src/main/desktop/links.ts'
import { APP_ORIGIN, isOfOrigin } from '../../../src/main/desktop/origin.ts'
import { confine, denyNetwork, denyPermissions } from '../../../src/main/desktop/security.ts'
import { checkSender } from '../../../src/main/desktop/sender.ts'
import { LINKS } from '../../../src/shared/contract/shell.ts'

test.each([
  ['app://activation/', true],
  ['app://activation/index.html#/audiences', true],
  ['app://activation.example.com/', false],
  ['app://other/', false],
  ['https://activation/', false],
  ['https://example.com/?next=app://activation/', false],
  ['file:///app/out/renderer/index.html', false],
  ['javascript:alert(1)', false],
  ['data:text/html,hello', false],
  ['about:blank', false],
  ['no address', false],
])('%s belongs to the app: %s', (address, belongs) => {
  expect(isOfOrigin(address, APP_ORIGIN)).toBe(belongs)
})

const trusted = { origin: APP_ORIGIN, webContentsId: () => 7 }
const frame = { origin: APP_ORIGIN, parent: null }

test('our main frame in our window may call', () => {
  expect(checkSender({ sender: { id: 7 }, senderFrame: frame }, trusted)).toEqual({ ok: true, value: null })
})

test.each([
  ['another origin', { id: 7 }, { ...frame, origin: 'https://example.com' }],
  ['a longer origin', { id: 7 }, { ...frame, origin: `${APP_ORIGIN}.example.com` }],
  ['an opaque origin', { id: 7 }, { ...frame, origin: 'null' }],
  ['a frame within', { id: 7 }, { ...frame, parent: frame }],
  ['other contents', { id: 8 }, frame],
  ['no frame', { id: 7 }, null],
])('%s may not', (_who, sender, senderFrame) => {
  const answer = checkSender({ sender, senderFrame }, trusted)
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
})

test('nobody may call while there is no window', () => {
  const answer = checkSender(
    { sender: { id: 7 }, senderFrame: frame },
    { ...trusted, webContentsId: () => null },
  )
  expect(answer.ok).toBe(false)
})

test('every link of the contract is https and opens as it stands', async () => {
  for (const link of Object.keys(LINKS) as (keyof typeof LINKS)[]) {
    const open = vi.fn(async () => {})
    expect(await openLink(link, open)).toEqual({ ok: true, value: null })
    expect(open).toHaveBeenCalledExactlyOnceWith(LINKS[link])
  }
})

test.each([
  ['http', 'http://example.com/'],
  ['a file', 'file:///etc/passwd'],
  ['a script', 'javascript:alert(1)'],
  ['another program', 'ms-msdt:/id'],
  ['a name in the address', 'https://github.com@example.com/'],
])('a table with %s in it would not open it', (_what, address) => {
  expect(addressOf('bad', { bad: address })).toBeNull()
})

test('names from the prototype are no links', () => {
  expect(addressOf('constructor')).toBeNull()
  expect(addressOf('toString')).toBeNull()
})

test('a system without a browser gets the address to copy', async () => {
  const answer = await openLink('parquet', () => Promise.reject(new Error('none')))
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'unsupported', hint: expect.stringContaining(LINKS.parquet) },
  })
})

function contents() {
  const emitter = new EventEmitter()
  type Handler = (details: { url: string }) => { action: string }
  let handler: Handler | undefined
  const setWindowOpenHandler = (given: Handler) => {
    handler = given
  }
  const target = Object.assign(emitter, { setWindowOpenHandler })
  const log = vi.fn()
  const open = vi.fn(async () => {})
  confine(target as never, APP_ORIGIN, { log, open })
  return { emitter, log, open, ask: (url: string) => handler?.({ url }) }
}

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  '%s is held outside, let go inside',
  name => {
    const { emitter, log } = contents()
    const outside = { url: 'https://example.com/?next=app://activation/', preventDefault: vi.fn() }
    emitter.emit(name, outside)
    expect(outside.preventDefault).toHaveBeenCalledOnce()
    expect(log).toHaveBeenCalledOnce()
    const inside = { url: 'app://activation/#/audiences', preventDefault: vi.fn() }
    emitter.emit(name, inside)
    expect(inside.preventDefault).not.toHaveBeenCalled()
  },
)

test('new windows are denied and web views never attached', () => {
  const { emitter, open, ask } = contents()
  expect(ask('https://example.com/')).toEqual({ action: 'deny' })
  expect(open).not.toHaveBeenCalled()
  const event = { preventDefault: vi.fn() }
  emitter.emit('will-attach-webview', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

const SIGN_IN = 'https://accounts.google.com/o/oauth2/v2/auth?client_id=1&redirect_uri='
test.each([
  'https://console.cloud.google.com/bigquery?project=retail-media-2031&j=bq:EU:am_1&page=queryresults',
  `${SIGN_IN}${encodeURIComponent('http://127.0.0.1:53682')}`,
])('Google’s own page opens in the browser, and no window: %s', url => {
  const { open, ask } = contents()
  expect(ask(url)).toEqual({ action: 'deny' })
  expect(open).toHaveBeenCalledExactlyOnceWith(url)
})

test.each([
  'http://console.cloud.google.com/bigquery',
  'https://console.cloud.google.com/iam-admin',
  'https://console.cloud.google.com.example.com/bigquery',
  'https://someone@console.cloud.google.com/bigquery',
  'https://console.cloud.google.com:8443/bigquery',
  'https://accounts.google.com/ServiceLogin',
  `${SIGN_IN}${encodeURIComponent('https://example.com/')}`,
  `${SIGN_IN}${encodeURIComponent('http://127.0.0.1.example.com/')}`,
  SIGN_IN,
  'javascript:alert(1)',
  'about:blank',
])('nothing else does: %s', url => {
  const { open, ask, log } = contents()
  expect(ask(url)).toEqual({ action: 'deny' })
  expect(open).not.toHaveBeenCalled()
  expect(log).toHaveBeenCalledOnce()
})

test('each permission is refused when asked for and when checked; each request is cancelled', () => {
  const session = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  }
  denyPermissions(session as never)
  denyNetwork(session as never)
  const answer = vi.fn()
  session.setPermissionRequestHandler.mock.lastCall?.[0]({}, 'media', answer)
  expect(answer).toHaveBeenCalledExactlyOnceWith(false)
  expect(session.setPermissionCheckHandler.mock.lastCall?.[0]({}, 'clipboard-read')).toBe(false)
  expect(session.setDevicePermissionHandler.mock.lastCall?.[0]({ deviceType: 'usb' })).toBe(false)
  const cancel = vi.fn()
  const [filter, listener] = session.webRequest.onBeforeRequest.mock.lastCall ?? []
  expect(filter.urls).toEqual(expect.arrayContaining(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']))
  listener({}, cancel)
  expect(cancel).toHaveBeenCalledExactlyOnceWith({ cancel: true })
})
