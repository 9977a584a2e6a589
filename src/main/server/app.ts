// The door's routes in the order they are asked: headers, own host, token, then what was wanted.
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { fail } from '../../shared/errors.ts'
import { refuse } from './answers.ts'
import type { DoorEnv } from './caller.ts'
import type { ServerConfig } from './config.ts'
import type { EventStreams } from './events.ts'
import { ownHostOnly, ownQuery, pageOnly, requestId, securityHeaders, tokenOnly } from './guard.ts'
import { rateLimit } from './limits.ts'
import { pageRoutes } from './pages.ts'
import type { Route } from './route.ts'
import { downloadRoutes } from './routes/downloads.ts'
import { routesOf } from './routes/index.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { rpcRoutes } from './rpc.ts'
import { serveJson } from './serve-route.ts'

/** The methods of what is served at a path; none where nothing is. */
function methodsOf(routes: readonly Route[]) {
  const known = routes.map(({ path, method }) => ({
    pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
    method: method.toUpperCase(),
  }))
  return (path: string) => [
    ...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
  ]
}

export function createApp(config: ServerConfig, streams: EventStreams, port: () => number) {
  const app = new Hono<DoorEnv>()
  const serve = (route: Route) =>
    app.on(
      route.method.toUpperCase(),
      route.path,
      route.kind === 'json' ? serveJson(route, config) : route.handle,
    )
  const routes = routesOf(config, streams)
  const isOpen = (route: Route) => route.kind === 'plain' && route.open

  app.use(securityHeaders)
  app.use(requestId)
  app.use(ownHostOnly(port))
  for (const route of routes.filter(isOpen)) serve(route)

  app.use('/api/*', tokenOnly(config))
  if (config.run) {
    app.use('/api/uploads', pageOnly)
    app.use('/api/downloads/*', pageOnly)
    app.route('/api/rpc', rpcRoutes(config))
    app.route('/api/uploads', uploadRoutes(config))
    app.route('/api/downloads', downloadRoutes(config))
  }
  app.use('/api/*', rateLimit(config.limits))
  app.use('/api/*', ownQuery)
  for (const route of routes.filter(route => !isOpen(route))) serve(route)
  const methodsAt = methodsOf(routes)
  app.all('/api/*', c => {
    const methods = methodsAt(c.req.path)
    if (methods.length === 0) return refuse(c, fail('not_found', 'There is no such call'))
    c.header('Allow', methods.join(', ').replace('GET', 'GET, HEAD'))
    if (c.req.method === 'OPTIONS') return c.body(null, 204)
    const hint = `It is made with ${methods.join(' or ')}.`
    return refuse(c, {
      ...fail('unsupported', `This call can’t be made with ${c.req.method}`, { hint }),
      status: 405,
    })
  })
  if (config.run && config.rendererFolder) app.route('/', pageRoutes(config.rendererFolder))
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
