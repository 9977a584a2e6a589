// The OpenAPI 3.1 document, made of the table of routes and the schemas that check what comes and goes.
import * as z from 'zod'
import { Id } from '../../../shared/domain/ids.ts'
import { UserId } from '../../../shared/domain/user.ts'
import { ERROR_CODES } from '../../../shared/errors.ts'
import { pacer } from '../../core/pace.ts'
import { MOST_WHOLE_NUMBER, WHOLE_NUMBER } from '../reference.ts'
import type { JsonRoute, Route } from '../route.ts'
import { TAGS } from '../route.ts'
import { type Json, type SchemaOf, schemaMaker } from './schemas.ts'

export type OpenApi = {
  openapi: string
  info: Json
  servers: Json[]
  security: Json[]
  tags: { name: string }[]
  paths: Record<string, Record<string, Json>>
  components: { schemas: Json; responses: Json; parameters: Json; securitySchemes: Json }
}

const ABOUT = `The calls of Activation Manager for notebooks, scripts and schedulers on this computer.

Each call but those of health and of this document carries an access token: \`Authorization: Bearer act_…\`. It is made in
the app, in Settings under API access, and speaks for the profile that made it. A read-only token makes only the calls
that change nothing. Bodies are JSON in UTF-8 of at most 10 MB. Every answer has an \`X-Request-Id\`, which the log names too.`

/** Parts of a path by name: what isn't here is an id. */
const PARAMS: Readonly<Record<string, z.ZodType>> = {
  version: z.int().min(1),
  file_token: z.string().max(100),
}

const REFUSED = {
  400: 'The input is not valid; details.fields names the fields',
  401: 'The token is missing, revoked, expired or wrong',
  403: 'Not this token’s: another user, a write with a read-only token, a foreign Host or Origin',
  404: 'No such record',
  409: 'The record changed meanwhile, or the move is not allowed',
  412: 'The record is of another version than If-Match names',
  413: 'The body is too large',
  415: 'The body is of the wrong type',
  424: 'Google doesn’t take what this profile is signed in with; the access token is a good one',
  429: 'A limit is reached; Retry-After says when to ask again',
  503: 'The workspace is busy, full, read-only or damaged, the keychain is locked, or it took too long',
} as const
type Refused = keyof typeof REFUSED

const ref = (kind: 'schemas' | 'responses' | 'parameters', name: string | number) => ({
  $ref: `#/components/${kind}/${name}`,
})

const errorSchema: Json = {
  type: 'object',
  properties: {
    success: { const: false },
    error: { type: 'string', description: 'What happened' },
    code: { enum: ERROR_CODES },
    details: { type: ['object', 'null'], additionalProperties: true },
    hint: { type: 'string', description: 'What to do next' },
  },
  required: ['success', 'error', 'code', 'details'],
}

const templateOf = (path: string) => path.replace(/:(\w+)/g, '{$1}')
const namesIn = (path: string) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')

/** `GET /api/audiences/:audience_id` → `get_audiences_audience_id`. */
const operationId = ({ method, path }: Route) =>
  `${method}${path.slice('/api'.length).replace(/[^A-Za-z0-9]+/g, '_')}`

function refusals(route: Route): Refused[] {
  if (route.kind === 'plain') return route.open ? [403, 503] : [400, 401, 403, 404, 413, 415, 429, 503]
  const { method, path, body, record } = route
  return [
    400,
    401,
    403,
    ...(path.includes(':') || path.startsWith('/api/operations/') ? [404 as const] : []),
    ...(method === 'get' ? [] : [409 as const]),
    ...(record && method !== 'get' ? [412 as const] : []),
    ...(body ? [413 as const, 415 as const] : []),
    ...(path.includes('bigquery') ? [424 as const] : []),
    429,
    503,
  ]
}

function queryParameters(route: JsonRoute, schemaOf: SchemaOf): Json[] {
  if (!route.query) return []
  const { properties = {}, required = [] } = schemaOf(route.query, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    // A query is text; what is to be written there is a number.
    schema:
      schema.pattern === WHOLE_NUMBER.source
        ? { type: 'integer', minimum: 0, maximum: MOST_WHOLE_NUMBER }
        : schema,
  }))
}

function jsonOperation(route: JsonRoute, schemaOf: SchemaOf): Json {
  const answer = schemaOf(z.object({ success: z.literal(true), ...route.answer }), 'output')
  const tagged = route.record !== null && route.record in route.answer
  const paged = 'next_cursor' in route.answer
  return {
    parameters: [
      ...queryParameters(route, schemaOf),
      ref('parameters', 'user_id'),
      ...(route.record && route.method !== 'get' ? [ref('parameters', 'If-Match')] : []),
    ],
    ...(route.body && {
      requestBody: {
        required: route.body.needed,
        content: { 'application/json': { schema: schemaOf(route.body.schema, 'input') } },
      },
    }),
    responses: {
      [route.status]: {
        description: 'Done',
        ...((tagged || paged) && {
          headers: {
            ...(tagged && { ETag: { schema: { type: 'string' }, description: 'The version, quoted' } }),
            ...(paged && { Link: { schema: { type: 'string' }, description: 'rel="next": the next page' } }),
          },
        }),
        content: { 'application/json': { schema: answer } },
      },
    },
  }
}

function operation(route: Route, schemaOf: SchemaOf): Json {
  const described = route.kind === 'json' ? jsonOperation(route, schemaOf) : route.described
  const params = namesIn(route.path).map(name => ({
    name,
    in: 'path',
    required: true,
    schema: schemaOf(PARAMS[name] ?? Id, 'input'),
  }))
  const { parameters = [], responses } = described as { parameters?: Json[]; responses: Json }
  const all = [...params, ...parameters]
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.detail && { description: route.detail }),
    ...(route.kind === 'plain' && route.open && { security: [] }),
    'x-effect': route.effect,
    ...described,
    ...(all.length > 0 && { parameters: all }),
    responses: {
      ...responses,
      ...Object.fromEntries(refusals(route).map(status => [status, ref('responses', status)])),
      default: ref('responses', 'default'),
    },
  }
}

/** Takes some hundred milliseconds, in slices. */
export async function openApiDocument(routes: readonly Route[], version: string): Promise<OpenApi> {
  const schemas: Json = { Error: errorSchema }
  const schemaOf = schemaMaker(schemas)
  const paths: OpenApi['paths'] = {}
  const rest = pacer()
  for (const route of routes) {
    await rest()
    const path = templateOf(route.path)
    paths[path] = { ...paths[path], [route.method]: operation(route, schemaOf) }
  }
  const refusal = (description: string) => ({
    description,
    content: { 'application/json': { schema: ref('schemas', 'Error') } },
  })
  return {
    openapi: '3.1.1',
    info: {
      title: 'Activation Manager',
      version,
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document was read from' }],
    security: [{ token: [] }],
    tags: TAGS.map(name => ({ name })),
    paths,
    components: {
      schemas,
      responses: {
        ...Object.fromEntries(
          Object.entries(REFUSED).map(([status, description]) => [status, refusal(description)]),
        ),
        default: refusal('Another refusal, whose code says what it is'),
      },
      parameters: {
        user_id: {
          name: 'user_id',
          in: 'query',
          description: 'May be left out; any other than the token’s is refused with 403',
          schema: schemaOf(UserId, 'input'),
        },
        'If-Match': {
          name: 'If-Match',
          in: 'header',
          description:
            'The ETag that the record was read with: refused with 412 when it is of another version',
          schema: { type: 'string', pattern: '^"[0-9]{1,9}"$' },
        },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  }
}
