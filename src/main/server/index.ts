// The browser door: the same operations over loopback HTTP, for the page, notebooks and schedulers.
import { createServer as createHttpServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { createApp } from './app.ts'
import type { ServerConfig } from './config.ts'
import { eventStreams } from './events.ts'

export type { ServerConfig } from './config.ts'
export { limitsFrom } from './limits.ts'
export { runToken } from './token.ts'

const HOST = '127.0.0.1'
/** A request has to be there by then, a large file too; its headers much sooner. */
const REQUEST_MS = 300_000
const HEADERS_MS = 20_000
/** How long requests under way may take to finish when the server closes. */
const GRACE_MS = 2_000

export type RunningServer = {
  /** `http://127.0.0.1:<port>`, without the token. */
  address: string
  port: number
  /** Open event streams; for tests and diagnostics. */
  eventStreams(): number
  close(): Promise<void>
}

function listen(server: Server, port: number): Promise<Result<number>> {
  return new Promise(resolve => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(listenFailure(error, port)))
    server.listen(port, HOST, () => {
      const address = server.address()
      resolve(ok(typeof address === 'object' && address ? address.port : port))
    })
  })
}

function listenFailure(error: NodeJS.ErrnoException, port: number): Result<never> {
  switch (error.code) {
    case 'EADDRINUSE':
      return fail('conflict', `Port ${port} is in use by another program`, {
        hint: 'Choose another port, or close that program.',
      })
    case 'EACCES':
      return fail('forbidden', `This account may not listen on port ${port}`, {
        hint: 'Choose a port above 1023.',
      })
    default:
      return fail('internal', `The server could not listen on port ${port}: ${error.message}`)
  }
}

/**
 * Answers how to close: what is under way may finish, and every connection goes as soon as it has nothing under way.
 * `server.close` alone would wait for connections that a browser keeps, or opened ahead of need.
 */
function closerOf(server: Server): () => Promise<void> {
  const resting = new Set<Socket>()
  let closing = false
  const rest = (socket: Socket) => {
    if (closing) socket.destroySoon()
    else if (!socket.destroyed) resting.add(socket)
  }
  server.on('connection', socket => {
    rest(socket)
    socket.once('close', () => resting.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    resting.delete(socket)
    response.once('close', () => rest(socket))
  })
  return () =>
    new Promise(resolve => {
      closing = true
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
      server.close(() => {
        clearTimeout(cut)
        resolve()
      })
      for (const socket of resting) socket.destroy()
    })
}

export async function createServer(config: ServerConfig): Promise<Result<RunningServer>> {
  const streams = eventStreams(config)
  let port = config.port
  const app = createApp(config, streams, () => port)
  const server = createHttpServer(
    { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS },
    getRequestListener(app.fetch, { hostname: HOST, overrideGlobalObjects: false }),
  )
  const close = closerOf(server)
  const listening = await listen(server, config.port)
  if (!listening.ok) return listening
  port = listening.value
  return ok({
    address: `http://${HOST}:${port}`,
    port,
    eventStreams: streams.size,
    close: () => {
      streams.close()
      return close()
    },
  })
}
