// The browser door's routes in the order they are asked: headers, own host, token, then what was wanted.
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { OutputOf } from '../../shared/contract.ts'
import { fail, type Result } from '../../shared/errors.ts'
import { refuse } from './answers.ts'
import { audienceRoutes } from './audiences.ts'
import { contextOf, type ServerConfig } from './config.ts'
import { distributionRoutes } from './distributions.ts'
import { downloadRoutes } from './downloads.ts'
import type { EventStreams } from './events.ts'
import { ownHostOnly, securityHeaders, tokenOnly } from './guard.ts'
import { pageRoutes } from './pages.ts'
import { platformRoutes } from './platforms.ts'
import { rpcRoutes } from './rpc.ts'
import { carriesToken } from './token.ts'
import { uploadRoutes } from './uploads.ts'

export function createApp(config: ServerConfig, streams: EventStreams, port: () => number) {
  const app = new Hono()
  app.use(securityHeaders)
  app.use(ownHostOnly(port))

  app.get('/api/health', async c => {
    const health = (await config.core.invoke('health.get', {}, contextOf(config))) as Result<
      OutputOf<'health.get'>
    >
    if (!health.ok) return refuse(c, { ...health, status: 503 })
    const known = carriesToken(c.req.header('authorization'), config.token)
    return c.json(known ? { success: true, ...health.value } : { status: health.value.status })
  })

  app.use('/api/*', tokenOnly(config.token))
  app.get('/api/events', c => {
    // HEAD comes here too; nobody would read its stream, and so nobody would end it.
    if (c.req.method === 'HEAD') return c.body(null)
    const stream = streams.open()
    if (!stream)
      return refuse(c, fail('rate_limited', 'Too many pages are open', { hint: 'Close some tabs.' }))
    c.header('Content-Type', 'text/event-stream')
    return c.body(stream)
  })
  app.route('/api/rpc', rpcRoutes(config))
  app.route('/api/uploads', uploadRoutes(config))
  app.route('/api/downloads', downloadRoutes(config))
  app.route('/api/audiences', audienceRoutes(config))
  app.route('/api/platforms', platformRoutes(config))
  app.route('/api/distributions', distributionRoutes(config))
  app.all('/api/*', c => refuse(c, fail('not_found', 'There is no such call')))
  app.route('/', pageRoutes(config.rendererFolder))
  app.notFound(c => c.text('Not found', 404))

  app.onError((error, c) => {
    const id = randomUUID()
    config.onBug(error, id)
    return refuse(
      c,
      fail('internal', 'Something went wrong in the program', {
        hint: `Report it with the number ${id}.`,
        details: { id },
      }),
    )
  })
  return app
}
