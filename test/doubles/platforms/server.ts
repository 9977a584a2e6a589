// A platform's API on the loopback: answers as the platform does, or has the troubles that networks have.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  method: string
  /** The host that was meant. */
  host: string
  path: string
  query: URLSearchParams
  headers: Readonly<Record<string, string>>
  body: string
}
/** `text` is sent as it is, for answers that JSON.stringify can't write, such as numbers beyond 2^53. */
export type Answer = {
  status: number
  json?: unknown
  text?: string
  headers?: Readonly<Record<string, string>>
}
export type Platform = (request: Received) => Answer

export type Trouble =
  | 'hang'
  | 'hang_midway'
  | 'cut'
  | 'cut_midway'
  | 'html'
  | 'html_fault'
  | 'huge'
  | 'huge_unannounced'
  | 'rate_limited'
  | 'fault'
  | 'not_json'
  | 'redirect_elsewhere'
  | 'redirect_forever'
  | 'redirect_here'

export type Double = {
  url: string
  /** Every request, in order. */
  received: Received[]
  /** Set to have every further request meet it (`redirect_here`: one); null for the platform's own answers. */
  trouble: Trouble | null
  /** Carries out requests to paths that match, and cuts the connection before it answers. */
  losing: RegExp | null
  /** Answers in place of the platform where it answers at all. */
  instead: ((request: Received) => Answer | null) | null
  close(): Promise<void>
}

const MEBIBYTE = 'x'.repeat(1024 * 1024)
const PAGE = '<!DOCTYPE html><html><title>Sign in</title><body>Guest network</body></html>'

/** Writes until the reader has had enough. */
function pour(response: ServerResponse) {
  const more = () => {
    while (!response.destroyed && response.write(MEBIBYTE));
  }
  response.on('drain', more)
  more()
}

function suffer(double: Double, trouble: Trouble, request: IncomingMessage, response: ServerResponse) {
  const reply = (status: number, body: string, headers: Record<string, string> = {}) =>
    response.writeHead(status, headers).end(body)
  switch (trouble) {
    case 'hang':
      return
    case 'hang_midway':
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"name":')
      return
    case 'cut':
      request.socket.destroy()
      return
    case 'cut_midway':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"name":', () => request.socket.destroy())
      return
    case 'html':
      return reply(200, PAGE, { 'content-type': 'text/html; charset=utf-8' })
    case 'html_fault':
      return reply(502, PAGE, { 'content-type': 'text/html' })
    case 'huge':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(2 ** 40) })
      return pour(response)
    case 'huge_unannounced':
      response.writeHead(200, { 'content-type': 'application/json' })
      return pour(response)
    case 'rate_limited':
      return reply(429, '{"message":"Too many requests"}', { 'retry-after': '120' })
    case 'fault':
      return reply(503, '{"message":"Unavailable"}')
    case 'not_json':
      return reply(200, 'OK', { 'content-type': 'text/plain' })
    case 'redirect_elsewhere':
      return reply(302, '', { location: 'https://login.example/?from=here' })
    case 'redirect_here':
      double.trouble = null
      return reply(307, '', { location: request.url ?? '/' })
    case 'redirect_forever':
      return reply(302, '', { location: request.url ?? '/' })
  }
}

async function read(request: IncomingMessage): Promise<Received> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const url = new URL(request.url ?? '/', 'http://double')
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]),
  )
  const host = headers['x-original-host'] ?? ''
  return { method: request.method ?? '', host, path: url.pathname, query: url.searchParams, headers, body }
}

export async function startDouble(platform: Platform): Promise<Double> {
  const server = createServer(async (request, response) => {
    // A socket kept for the next request could be one that a trouble has just cut.
    response.shouldKeepAlive = false
    const received = await read(request)
    double.received.push(received)
    if (double.trouble) {
      suffer(double, double.trouble, request, response)
      return
    }
    const { status, json, text, headers } = double.instead?.(received) ?? platform(received)
    if (double.losing?.test(received.path)) {
      request.socket.destroy()
      return
    }
    const body = text ?? (json === undefined ? '' : JSON.stringify(json))
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const double: Double = {
    url: `http://127.0.0.1:${port}`,
    received: [],
    trouble: null,
    losing: null,
    instead: null,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return double
}
