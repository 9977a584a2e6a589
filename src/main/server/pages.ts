// Serves the built renderer, and nothing outside its folder.
import { readFile, realpath } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { Hono } from 'hono'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
/** The bundler puts a hash of the content in the name, so the file behind a name never changes. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/

/** The file's content; null when there is none, or when it lies outside the folder (also through a link). */
async function readInside(folder: string, path: string): Promise<Buffer | null> {
  const wanted = resolve(folder, `.${path}`)
  if (path.includes('\0') || path.includes('\\') || !wanted.startsWith(folder + sep)) return null
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(wanted)])
    return real.startsWith(root + sep) ? await readFile(real) : null
  } catch {
    return null
  }
}

function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
}

export function pageRoutes(rendererFolder: string) {
  const folder = resolve(rendererFolder)
  return new Hono().get('*', async c => {
    const path = decodedPath(c.req.url)
    if (path === null) return c.text('Not found', 404)
    // A path without an extension is a place inside the page, which its own router knows.
    const file = extname(path) === '' ? '/index.html' : path
    const content = await readInside(folder, file)
    if (content === null) {
      return file === '/index.html'
        ? c.text('The page isn’t built yet. Run “npm run build” and reload.', 503)
        : c.text('Not found', 404)
    }
    c.header('Content-Type', TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream')
    c.header('Cache-Control', HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-store')
    return c.body(new Uint8Array(content))
  })
}
