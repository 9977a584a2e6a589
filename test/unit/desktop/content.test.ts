// What app://activation/ serves: the built renderer's files and nothing else of the disk.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONTENT_SECURITY_POLICY, pathInside, serveContent } from '../../../src/main/desktop/content.ts'

let root: string
let serve: (request: Request) => Promise<Response>
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'content-'))
  mkdirSync(join(root, 'renderer/assets'), { recursive: true })
  mkdirSync(join(root, 'renderer-secret'))
  writeFileSync(join(root, 'renderer/index.html'), '<!doctype html>')
  writeFileSync(join(root, 'renderer/assets/index.js'), 'export {}')
  writeFileSync(join(root, 'renderer/assets/index.css'), 'body {}')
  writeFileSync(join(root, 'renderer/assets/index.js.map'), '{}')
  writeFileSync(join(root, 'renderer/notes.txt'), 'not for the page')
  writeFileSync(join(root, 'secret.json'), '{}')
  writeFileSync(join(root, 'renderer-secret/key.json'), '{}')
  symlinkSync(join(root, 'secret.json'), join(root, 'renderer/link.json'))
  serve = serveContent(join(root, 'renderer'))
})
afterAll(() => rmSync(root, { recursive: true }))

/** As the protocol hands it over; the language's Request can't carry every one of these. */
const get = (url: string, method = 'GET') => serve({ url, method } as Request)

test.each([
  ['/', 'text/html; charset=utf-8', '<!doctype html>'],
  ['/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
  ['/?from=menu#/audiences', 'text/html; charset=utf-8', '<!doctype html>'],
  ['/assets/index.js', 'text/javascript; charset=utf-8', 'export {}'],
  ['/assets/index.css', 'text/css; charset=utf-8', 'body {}'],
])('%s is served as %s', async (path, type, body) => {
  const response = await get(`app://activation${path}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe(type)
  expect(await response.text()).toBe(body)
})

test.each([
  ['/../secret.json', 404],
  ['/%2e%2e/secret.json', 404],
  ['/%2e%2e%2fsecret.json', 403],
  ['/..%2frenderer-secret%2fkey.json', 403],
  ['/..%5csecret.json', 403],
  ['/assets/..%2f..%2fsecret.json', 403],
  ['/%00/index.html', 403],
  ['/%zz', 403],
  ['/link.json', 403],
  ['/notes.txt', 404],
  ['/assets', 404],
  ['/assets/index.js.map', 404],
  ['/missing.js', 404],
  ['//etc/passwd', 404],
])('%s is refused with %d', async (path, status) => {
  const response = await get(`app://activation${path}`)
  expect(response.status).toBe(status)
  expect(await response.text()).not.toContain('{}')
})

test.each(['app://other/', 'app://activation.evil/', 'https://activation/', 'app://activation:81/'])(
  'another host, %s, is refused',
  async url => {
    expect((await get(url)).status).toBe(403)
  },
)

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async method => {
  expect((await get('app://activation/', method)).status).toBe(405)
})

test('HEAD has the headers and no body', async () => {
  const response = await get('app://activation/', 'HEAD')
  expect(response.headers.get('content-length')).toBe('15')
  expect(await response.text()).toBe('')
})

test('every answer, a refusal too, carries the policy', async () => {
  for (const [path, method] of [
    ['/', 'GET'],
    ['/missing.js', 'GET'],
    ['/..%2fsecret.json', 'GET'],
    ['/', 'POST'],
  ] as const) {
    const { headers } = await get(`app://activation${path}`, method)
    expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('the policy allows no inline code, no evaluation, no connection and no foreign source', () => {
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*|blob:/)
  expect(CONTENT_SECURITY_POLICY.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
})

test('a neighbour whose name begins the same is not inside', () => {
  expect(pathInside('/srv/app', '/../app-secret/x.js')).toBeNull()
  expect(pathInside('/srv/app', '/')).toBeNull()
})
