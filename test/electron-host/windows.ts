// The driver's part of the double's windows: one Chromium page each, its requests and navigations put to the app.
import type { BrowserContext, Frame, Page, Route } from 'playwright'
import { insideAddress } from './double/address.ts'
import type { Answerers, AppRequests, HostRequests } from './messages.ts'
import { pageScript, TRANSPORT } from './page-side.ts'

type AskApp = (
  request: { [N in keyof AppRequests]: { ask: N; given: AppRequests[N] } }[keyof AppRequests],
) => Promise<unknown>

type Window = {
  id: number
  page: Page
  given: HostRequests['window.create']
  /** An address that the app itself loads: no `will-navigate` for it. */
  loading: string | null
  /** Messages for the page, and the page's own question for the next one. */
  messages: string[]
  next: ((message: string) => void) | null
}

/** Chromium's names of what Electron calls otherwise. */
const PERMISSIONS: Record<string, string[]> = { media: ['camera', 'microphone'] }

export function createWindows(context: BrowserContext, askApp: AskApp) {
  const windows = new Map<number, Window>()
  let dark = false
  let onReady: ((page: Page) => void)[] = []

  const windowOf = (id: number): Window => {
    const window = windows.get(id)
    if (!window) throw new Error(`There is no window ${id}`)
    return window
  }
  const ofPage = (page: Page) => [...windows.values()].find(window => window.page === page)

  async function fill(window: Window): Promise<void> {
    const { page, given, id } = window
    await page.setViewportSize({ width: given.bounds.width, height: given.bounds.height })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    await page.exposeBinding(TRANSPORT, ({ frame }: { frame: Frame }, kind: string, text: string) => {
      if (kind === 'next') return new Promise<string>(resolve => deliverTo(window, resolve))
      return askApp({
        ask: 'ipc.invoke',
        given: { id, frame: { url: frame.url(), isMain: frame === page.mainFrame() }, message: text },
      })
    })
    await page.addInitScript({ content: pageScript(given.preload) })
    page.on('domcontentloaded', () => {
      void askApp({ ask: 'contents.painted', given: { id } }).catch(() => {})
      for (const resolve of onReady) resolve(page)
      onReady = []
    })
    page.on('popup', popup => void refuseOrKeep(window, popup))
    page.on('crash', () => void askApp({ ask: 'contents.gone', given: { id } }).catch(() => {}))
  }

  /** A document asks for its next message only after it has the one before; a new document starts anew. */
  function deliverTo(window: Window, resolve: (message: string) => void): void {
    const first = window.messages.shift()
    if (first === undefined) window.next = resolve
    else resolve(first)
  }

  async function refuseOrKeep(window: Window, popup: Page): Promise<void> {
    const verdict = await askApp({ ask: 'contents.open', given: { id: window.id, url: popup.url() } })
    if ((verdict as { action: string }).action === 'deny') await popup.close()
  }

  async function serve(route: Route): Promise<void> {
    const request = route.request()
    const url = request.url()
    const frame = request.isNavigationRequest() ? request.frame() : null
    const window = frame ? ofPage(frame.page()) : undefined
    if (frame && !window) return route.abort('blockedbyclient')
    if (window && frame && url !== window.loading) {
      const isMain = frame === window.page.mainFrame()
      const verdict = await askApp({ ask: 'contents.navigate', given: { id: window.id, url, isMain } })
      // 204 leaves the page as it is, as a prevented navigation does.
      if ((verdict as { prevented: boolean }).prevented) return route.fulfill({ status: 204 })
    }
    if (window) window.loading = null
    const answer = await askApp({ ask: 'protocol.request', given: { url, method: request.method() } })
    if (answer)
      return route.fulfill(answer as { status: number; headers: Record<string, string>; body: Buffer })
    const verdict = await askApp({
      ask: 'network.request',
      given: { url, resourceType: request.resourceType() },
    })
    return (verdict as { cancel?: boolean }).cancel ? route.abort('blockedbyclient') : route.continue()
  }

  async function load(window: Window, url: string): Promise<void> {
    window.loading = insideAddress(url)
    window.messages = []
    await window.page.goto(window.loading, { waitUntil: 'commit' })
  }

  const answerers: Answerers<HostRequests> = {
    async 'window.create'(given) {
      const page = await context.newPage()
      const window: Window = { id: given.id, page, given, loading: null, messages: [], next: null }
      windows.set(given.id, window)
      const granted = given.permissions.flatMap(name => PERMISSIONS[name] ?? [name])
      await context.grantPermissions(granted, { origin: insideAddress('app://activation') })
      await fill(window)
    },
    async 'window.load'({ id, url }) {
      const window = windowOf(id)
      if (crashed.has(window.page)) {
        const gone = window.page
        window.page = await context.newPage()
        await fill(window)
        await gone.close()
      }
      await load(window, url)
    },
    async 'window.bounds'({ id, bounds }) {
      await windowOf(id).page.setViewportSize({ width: bounds.width, height: bounds.height })
    },
    async 'window.crash'({ id }) {
      const { page } = windowOf(id)
      crashed.add(page)
      const session = await context.newCDPSession(page)
      // It never answers: the page that would is gone.
      session.send('Page.crash').catch(() => {})
    },
    async 'window.close'({ id }) {
      const { page } = windowOf(id)
      windows.delete(id)
      await page.close()
    },
    async 'page.send'({ id, message }) {
      const window = windowOf(id)
      if (!window.next) {
        window.messages.push(message)
        return
      }
      const resolve = window.next
      window.next = null
      resolve(message)
    },
    async 'theme.set'(given) {
      dark = given.dark
      for (const { page } of windows.values())
        await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    },
  }
  const crashed = new WeakSet<Page>()

  return {
    answerers,
    /** Every request of every page goes through the app. */
    confine: () =>
      context.route('**/*', route =>
        serve(route).catch(() => route.abort('blockedbyclient').catch(() => {})),
      ),
    page(): Page {
      const current = [...windows.values()].at(-1)
      if (!current) throw new Error('The app has no window')
      return current.page
    },
    ready: () => new Promise<Page>(resolve => onReady.push(resolve)),
    lost: () => windows.clear(),
  }
}
