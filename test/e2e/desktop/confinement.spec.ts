// The page stays in its own origin: it can't leave, open windows, ask for devices, run injected code or reach the network.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base, call, expect, must, shellLog } from './desktop-test.ts'

/** A server that the page must never reach. */
const test = base.extend<{ outside: { url: string; hits: string[] } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from the pattern.
  outside: async ({}, use) => {
    const hits: string[] = []
    const server = createServer((request, response) => {
      hits.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*').end('<h1>elsewhere</h1>')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await use({ url: `http://127.0.0.1:${port}/`, hits })
    server.close()
  },
})

test('a page that tries to leave is held', async ({ folders, outside, start }) => {
  const app = await start()
  const before = app.page.url()
  await app.page.evaluate(url => {
    Reflect.get(globalThis, 'location').href = url
  }, `${outside.url}?next=app://activation/`)
  await expect.poll(() => shellLog(folders)).toContain('tried to leave')
  expect(app.page.url()).toBe(before)
  expect(outside.hits).toEqual([])
  await must(call(app.page, 'shell.info', {}))
})

test('a window that the page tries to open is refused', async ({ folders, outside, start }) => {
  const app = await start()
  await app.page.evaluate(url => void Reflect.get(globalThis, 'open')(url, '_blank'), outside.url)
  await expect.poll(() => shellLog(folders)).toContain('tried to open a window')
  await expect.poll(() => app.pages().length).toBe(1)
  expect((await app.main.windowState()).count).toBe(1)
  expect(outside.hits).toEqual([])
})

test('no permission is granted', async ({ start }) => {
  const app = await start()
  const asked = await app.page.evaluate(async () => {
    const page = globalThis as unknown as {
      Notification: { requestPermission(): Promise<string> }
      navigator: {
        geolocation: { getCurrentPosition(ok: () => void, failed: (error: { code: number }) => void): void }
        permissions: { query(wanted: object): Promise<{ state: string }> }
      }
    }
    return {
      notifications: await page.Notification.requestPermission(),
      geolocation: await new Promise(resolve =>
        page.navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          error => resolve(error.code),
        ),
      ),
      microphone: (await page.navigator.permissions.query({ name: 'microphone' })).state,
      clipboard: (await page.navigator.permissions.query({ name: 'clipboard-read' })).state,
    }
  })
  expect(asked.notifications).not.toBe('granted')
  expect(asked.geolocation).toBe(1)
  expect(asked.microphone).not.toBe('granted')
  expect(asked.clipboard).not.toBe('granted')
})

test('the policy refuses injected code, frames, styles and every connection', async ({ outside, start }) => {
  const app = await start()
  const result = await app.page.evaluate(async url => {
    const page = globalThis as unknown as {
      document: {
        createElement(tag: string): Record<string, unknown>
        body: { append(element: unknown): void }
        addEventListener(name: string, listener: (event: { effectiveDirective: string }) => void): void
      }
      setTimeout(run: () => void, ms: number): void
    }
    const violated: string[] = []
    page.document.addEventListener('securitypolicyviolation', event =>
      violated.push(event.effectiveDirective),
    )
    const add = (tag: string, properties: object) =>
      page.document.body.append(Object.assign(page.document.createElement(tag), properties))
    add('script', { textContent: 'globalThis.injected = true' })
    add('script', { src: `${url}evil.js` })
    add('style', { textContent: 'body { display: none }' })
    add('iframe', { src: url })
    add('img', { src: `${url}pixel.png` })
    const reached = await fetch(`${url}data`).then(
      () => 'reached',
      () => 'refused',
    )
    const own = await fetch('./index.html').then(
      () => 'reached',
      () => 'refused',
    )
    // Violations are reported as tasks of their own, that of a frame by another process.
    for (let waits = 0; new Set(violated).size < 5 && waits < 200; waits++)
      await new Promise<void>(resolve => page.setTimeout(resolve, 50))
    return { violated: [...new Set(violated)].sort(), injected: 'injected' in globalThis, reached, own }
  }, outside.url)
  expect(result).toEqual({
    violated: ['connect-src', 'frame-src', 'img-src', 'script-src-elem', 'style-src-elem'],
    injected: false,
    reached: 'refused',
    own: 'refused',
  })
  expect(outside.hits).toEqual([])
})
