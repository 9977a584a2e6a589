// Serves the built renderer as app://activation/: only files inside its folder, each with its type and a strict policy.
import { readFile, realpath } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { HOST, SCHEME } from './origin.ts'

/** All input and output goes over IPC, so the page may connect to nothing at all. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const COMMON_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
  'cache-control': 'no-store',
}

/** What is not listed here is not served. */
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const refuse = (status: number, text: string) =>
  new Response(text, {
    status,
    headers: { ...COMMON_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  })

/** The file's path inside the folder; null when the name can't be decoded or leads out of it. */
export function pathInside(folder: string, urlPath: string): string | null {
  let name: string
  try {
    name = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (name.includes('\0') || name.includes('\\')) return null
  const root = resolve(folder)
  const file = resolve(join(root, name))
  return file.startsWith(root + sep) ? file : null
}

/** The renderer keeps its routes behind the #, so there is one page. */
const fileOf = (urlPath: string) => (urlPath === '/' ? '/index.html' : urlPath)

/** A handler for `protocol.handle`. `folder` is the built renderer's. */
export function serveContent(folder: string): (request: Request) => Promise<Response> {
  return async request => {
    const url = new URL(request.url)
    if (url.protocol !== `${SCHEME}:` || url.host !== HOST) return refuse(403, 'Not part of this application')
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD')
    const path = pathInside(folder, fileOf(url.pathname))
    if (path === null) return refuse(403, 'Not part of this application')
    const type = TYPES[extname(path)]
    if (!type) return refuse(404, 'Not found')
    try {
      // A link inside the folder must not lead out of it either.
      const [file, root] = await Promise.all([realpath(path), realpath(folder)])
      if (!file.startsWith(root + sep)) return refuse(403, 'Not part of this application')
      const body = await readFile(file)
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
        headers: { ...COMMON_HEADERS, 'content-type': type, 'content-length': String(body.byteLength) },
      })
    } catch {
      return refuse(404, 'Not found')
    }
  }
}
