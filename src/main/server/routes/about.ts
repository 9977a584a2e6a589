// What tells of the API itself: whether it is well, its document, the readable page, and the stream of events.
import type { OutputOf } from '../../../shared/contract.ts'
import { fail, type Result } from '../../../shared/errors.ts'
import { refuse } from '../answers.ts'
import { contextOfRun, findCaller, stillGood } from '../caller.ts'
import type { ServerConfig } from '../config.ts'
import type { EventStreams } from '../events.ts'
import type { PlainRoute } from '../route.ts'

const tag = 'About'
const text = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: { type: 'string' } } } },
})

const healthRoute = (config: ServerConfig): PlainRoute => ({
  kind: 'plain',
  method: 'get',
  path: '/api/health',
  tag,
  summary: 'Whether the application is well',
  detail: 'Without a token status alone is answered.',
  effect: 'read',
  open: true,
  described: {
    responses: {
      200: {
        description: 'It answers',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                success: { const: true },
                status: { enum: ['ok', 'degraded'] },
                version: { type: 'string' },
                workspace: { enum: ['open', 'read_only', 'unavailable'] },
                uptime_s: { type: 'number' },
              },
              required: ['status'],
            },
          },
        },
      },
    },
  },
  async handle(c) {
    const health = (await config.core.invoke('health.get', {}, contextOfRun(config.run))) as Result<
      OutputOf<'health.get'>
    >
    if (!health.ok) return refuse(c, { ...health, status: 503 })
    const known = await findCaller(config, c.req.header('authorization'))
    return c.json(
      known.ok && known.value ? { success: true, ...health.value } : { status: health.value.status },
    )
  },
})

const eventRoute = (config: ServerConfig, streams: EventStreams): PlainRoute => ({
  kind: 'plain',
  method: 'get',
  path: '/api/events',
  tag,
  summary: 'What happens, as a stream of server-sent events',
  detail:
    'records.changed, job.updated, distribution.moved and others, each with JSON as its data. The stream ends when its token is revoked. Events that come while nobody listens are not kept.',
  effect: 'read',
  open: false,
  described: { responses: text('text/event-stream', 'The stream') },
  handle(c) {
    // HEAD comes here too; nobody would read its stream, and so nobody would end it.
    if (c.req.method === 'HEAD') return c.body(null)
    const stream = streams.open(c.get('caller').user_id, stillGood(config, c))
    if (!stream)
      return refuse(c, fail('rate_limited', 'Too many pages are open', { hint: 'Close some tabs.' }))
    c.header('Content-Type', 'text/event-stream')
    return c.body(stream)
  },
})

type Texts = {
  /** The OpenAPI document as JSON, the readable page, and its style. */
  document(): Promise<string>
  page(): Promise<string>
  style: string
}

const textRoutes = ({ document, page, style }: Texts): PlainRoute[] => {
  const open = (
    path: string,
    type: string,
    summary: string,
    body: () => string | Promise<string>,
  ): PlainRoute => ({
    kind: 'plain',
    method: 'get',
    path,
    tag,
    summary,
    detail: 'The same for everyone: it holds nothing of a workspace.',
    effect: 'read',
    open: true,
    described: { responses: text(type, summary) },
    async handle(c) {
      c.header('Content-Type', `${type}; charset=utf-8`)
      return c.body(await body())
    },
  })
  return [
    open('/api/openapi.json', 'application/json', 'This API as an OpenAPI 3.1 document', document),
    open('/api/docs', 'text/html', 'This API as a page to read', page),
    open('/api/docs.css', 'text/css', 'How that page looks', () => style),
  ]
}

export const aboutRoutes = (config: ServerConfig, streams: EventStreams, texts: Texts): PlainRoute[] => [
  healthRoute(config),
  ...textRoutes(texts),
  eventRoute(config, streams),
]
