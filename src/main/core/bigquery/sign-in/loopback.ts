// Waits on this computer for the answer that Google sends through the user's browser: one answer, for a limited time.
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Answer =
  | { kind: 'code'; code: string }
  /** Google's word for why not, such as `access_denied`. */
  | { kind: 'refused'; error: string }
  | { kind: 'late' }
  | { kind: 'cancelled' }

export type Listener = { redirect_uri: string; answer: Promise<Answer>; close(): Promise<void> }

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
}

const page = (title: string, sentence: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><body style="font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem"><h1 style="font-size:1.5rem">${title}</h1><p>${sentence}</p>`

const PAGES = {
  done: page('You are signed in', 'Activation Manager has what it needs. You can close this tab.'),
  refused: page(
    'You are not signed in',
    'Google did not give access. You can close this tab and try again in the app.',
  ),
  stray: page('Nothing here', 'This address waits for Google’s answer to a sign-in. You can close this tab.'),
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Listens on a free port of 127.0.0.1. Only a GET by that very address (a page elsewhere that points its own name here
 * has another Host), with the `state` that was sent, is the answer; all else is turned away and changes nothing.
 */
export async function listen(
  state: string,
  limits: { timeout_ms: number; signal?: AbortSignal | undefined },
): Promise<Listener> {
  let settle: (answer: Answer) => void = () => {}
  const answer = new Promise<Answer>(resolve => {
    settle = resolve
  })
  let host = ''
  let answered = false

  function receive(request: IncomingMessage, response: ServerResponse) {
    const reply = (status: number, body: string) => response.writeHead(status, HEADERS).end(body)
    if (request.method !== 'GET' || request.headers.host !== host) return reply(404, PAGES.stray)
    const url = new URL(request.url ?? '/', `http://${host}`)
    const given = url.searchParams.get('state') ?? ''
    if (url.pathname !== '/' || answered || !same(given, state)) return reply(404, PAGES.stray)
    const code = url.searchParams.get('code')
    const error = url.searchParams.get('error')
    if (!code && !error) return reply(404, PAGES.stray)
    answered = true
    // The page must have left before the listener is closed.
    response.on('close', () =>
      settle(
        code && !error ? { kind: 'code', code } : { kind: 'refused', error: (error ?? '').slice(0, 60) },
      ),
    )
    return reply(200, error ? PAGES.refused : PAGES.done)
  }

  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 }, receive)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`

  const timer = setTimeout(() => settle({ kind: 'late' }), limits.timeout_ms)
  const cancel = () => settle({ kind: 'cancelled' })
  limits.signal?.addEventListener('abort', cancel, { once: true })
  if (limits.signal?.aborted) cancel()

  return {
    redirect_uri: `http://${host}`,
    answer,
    async close() {
      clearTimeout(timer)
      limits.signal?.removeEventListener('abort', cancel)
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}
