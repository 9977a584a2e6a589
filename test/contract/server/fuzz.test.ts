// Every call of the API with random input, valid and not, as its own document describes it: no bug, no hang, nobody else's record.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Testers } from '../../../src/main/core/connectors/face.ts'
import { createImports } from '../../../src/main/core/imports/index.ts'
import { openStore } from '../../../src/main/core/store/index.ts'
import { createApp } from '../../../src/main/server/app.ts'
import { eventStreams } from '../../../src/main/server/events.ts'
import type { OpenApi } from '../../../src/main/server/openapi/document.ts'
import type { JsonRoute, Route } from '../../../src/main/server/route.ts'
import { routesOf } from '../../../src/main/server/routes/index.ts'
import { PLATFORM_TYPES } from '../../../src/shared/domain/platform.ts'
import { ok } from '../../../src/shared/errors.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'
import { hurrying } from '../../support/hurrying.ts'
import { arbitraryOf, junk, ODD_TEXTS, type Schema, spoiled } from '../../support/schema-arbitrary.ts'

/** All 20,000 with API_FUZZ=20000. */
const REQUESTS = Number(process.env.API_FUZZ ?? 800)
const SEED = Number(process.env.API_FUZZ_SEED ?? 20_261_126)
const LONGEST_MS = 10_000
/** In every text of the other profile, and in no request. */
const THEIRS = 'zq7-of-the-other-profile'
const CANARY = 'canary-outside-of-the-workspace'
const NOBODY = 'http://127.0.0.1:1'
const HOST = '127.0.0.1:80'

/** Nothing is called: the verdict of a test is that there is no network. */
const noNetwork = Object.fromEntries(
  PLATFORM_TYPES.map(type => [
    type,
    async () => ({
      state: 'failed',
      error: { code: 'offline', message: 'There is no network', hint: 'Connect to one.' },
      checked: [],
      cause: 'offline',
    }),
  ]),
) as unknown as Testers

let folder: string
let test: TestCore
let app: ReturnType<typeof createApp>
let routes: Route[]
let document: OpenApi
let tokens: { own: string; reader: string; other: string; revoked: string }
let ids: string[]
const bugs: unknown[] = []

type Sent = { method: string; path: string; headers: Record<string, string>; body?: string | undefined }
type Got = { status: number; text: string; headers: Headers }

async function send({ method, path, headers, body }: Sent, token: string | null = tokens.own): Promise<Got> {
  const request = new Request(`http://${HOST}${path}`, {
    method: method.toUpperCase(),
    headers: { host: HOST, ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body }),
  })
  const answer = await app.fetch(request)
  const isStream = answer.headers.get('content-type') === 'text/event-stream'
  if (isStream) await answer.body?.cancel()
  return { status: answer.status, text: isStream ? '' : await answer.text(), headers: answer.headers }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-fuzz-'))
  await mkdir(join(folder, 'outside'))
  await writeFile(join(folder, 'outside', 'canary.txt'), CANARY)
  const workspace = join(folder, 'workspace')
  const store = await openStore({ folder: workspace, log: () => {} })
  if (!store.ok) throw new Error(store.error.message)
  test = await createTestCore({
    workspace,
    store: store.value,
    createImports,
    testers: noNetwork,
    platform_base_url: NOBODY,
    bigquery: { environment: {}, endpoints: ok({ api: NOBODY, oauth: NOBODY }), clock: hurrying() },
  })
  const records = async (user: string, name: string) => {
    const { audience_id } = await test.must(
      'audiences.create',
      audienceInput({ name, description: name }),
      user,
    )
    const { platform_id } = await test.must(
      'platforms.create',
      {
        name,
        platform_type: 'webhook',
        notes: name,
        settings: { url: 'https://hooks.example/in' },
        credentials: { secret: 'a-secret-of-this-test-only-32-chars' },
      },
      user,
    )
    const planned = await test.must(
      'distributions.create',
      {
        audience_ids: [audience_id],
        platform_ids: [platform_id],
        when: { kind: 'at', at: '2099-01-01T00:00:00.000Z' },
        campaign_name: name,
      },
      user,
    )
    const rows = [{ name, data_type: 'first_party' }]
    const { job_id } = await test.must('imports.records', { records: rows }, user)
    return [audience_id, platform_id, planned.distributions[0]?.distribution_id ?? '', job_id]
  }
  await test.must('profiles.update', { display_name: THEIRS, organization: THEIRS }, TRAVEL)
  const [own, theirs] = [await records(RETAIL, 'Weekend drivers'), await records(TRAVEL, THEIRS)]
  ids = [...own, ...own, ...theirs]
  const made = async (user: string, scope: 'read_only' | 'read_write') =>
    test.must('tokens.create', { name: `${scope} of ${user === TRAVEL ? THEIRS : user}`, scope }, user)
  const revoked = await made(RETAIL, 'read_write')
  tokens = {
    own: (await made(RETAIL, 'read_write')).token,
    reader: (await made(RETAIL, 'read_only')).token,
    other: (await made(TRAVEL, 'read_write')).token,
    revoked: revoked.token,
  }
  await test.must('tokens.revoke', { token_id: revoked.token_id })

  const config = {
    core: test.core,
    run: null,
    port: 80,
    rendererFolder: null,
    uploadFolder: join(workspace, '_meta', 'tmp'),
    migrationFolder: null,
    appVersion: '0.1.0',
    limits: { per_second: 0 },
    onBug: (error: unknown) => void bugs.push(error),
  }
  const streams = eventStreams({ core: test.core })
  app = createApp(config, streams, () => 80)
  routes = routesOf(config, streams)
  document = JSON.parse((await send({ method: 'get', path: '/api/openapi.json', headers: {} }, null)).text)
}, 120_000)
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true, force: true })
}, 120_000)

type Described = {
  parameters?: ({ name: string; in: string; required?: boolean; schema: Schema } | { $ref: string })[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
const templateOf = ({ path }: Route) => path.replace(/:(\w+)/g, '{$1}')
const describedOf = (route: Route): Described => document.paths[templateOf(route)]?.[route.method] ?? {}
const pathWith = (route: Route, value: (name: string) => string) =>
  route.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(value(name).toWellFormed() || '-'))

const knownIds = (name: string) =>
  /_id$|^key$/.test(name) && name !== 'client_id'
    ? fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, fc.constantFrom('aud_none', ...ODD_TEXTS))
    : null

/** What a caller might send: mostly what the document says, and often something near it. */
function requestOf(route: Route): fc.Arbitrary<Sent> {
  const { parameters = [], requestBody } = describedOf(route)
  const { schemas, parameters: shared } = document.components
  const all = parameters.map(one =>
    '$ref' in one ? (shared[one.$ref.split('/').at(-1) ?? ''] as Exclude<typeof one, { $ref: string }>) : one,
  )
  const queries = all.filter(one => one.in === 'query' && one.name !== 'user_id')
  const query = fc
    .record(
      Object.fromEntries(
        queries.map(({ name, schema }) => [
          name,
          fc.option(fc.oneof({ weight: 4, arbitrary: arbitraryOf(schema, schemas, knownIds) }, junk), {
            nil: undefined,
            freq: 1,
          }),
        ]),
      ),
    )
    .map(given => {
      const there = Object.entries(given).filter(([, value]) => value !== undefined)
      const text = (value: unknown) =>
        (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()
      return there.length === 0
        ? ''
        : `?${new URLSearchParams(Object.fromEntries(there.map(([name, value]) => [name, text(value)])))}`
    })
  const part = fc.infiniteStream(knownIds('an_id') ?? fc.constant('aud_none'))
  const content = Object.entries(requestBody?.content ?? {})[0]
  const valid = content ? arbitraryOf(content[1].schema, schemas, knownIds) : fc.constant(undefined)
  const body = valid.chain(value =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(JSON.stringify(value)) },
      { weight: 3, arbitrary: spoiled(value).map(other => JSON.stringify(other)) },
      { weight: 1, arbitrary: fc.constantFrom('', '{', '[]', 'null', '"text"', '{"a":1e999}', '\u0000') },
    ),
  )
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constant(content?.[0] ?? 'application/json') },
    fc.constantFrom('text/plain', 'application/x-www-form-urlencoded', ''),
  )
  const match = fc.option(fc.constantFrom('"1"', '"2"', '*', 'W/"1"', 'x'), { nil: undefined, freq: 3 })
  return fc.tuple(part, query, body, type, match).map(([parts, text, given, contentType, tag]) => ({
    method: route.method,
    path:
      pathWith(route, name =>
        name === 'version' ? String(parts.next().value).slice(0, 2) : String(parts.next().value),
      ) + text,
    headers: {
      ...(tag && { 'if-match': tag, 'if-none-match': tag }),
      ...(given !== undefined && {
        'content-type': contentType,
        'content-length': String(Buffer.byteLength(given)),
      }),
    },
    body: route.method === 'get' ? undefined : given,
  }))
}

const ErrorBody = z.strictObject({
  success: z.literal(false),
  error: z.string().min(1),
  code: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
  hint: z.string().optional(),
})
const answerOf = (route: JsonRoute) => z.object({ success: z.literal(true), ...route.answer })

async function inTime(sent: Sent): Promise<Got> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It hangs: ${JSON.stringify(sent).slice(0, 2_000)}`)),
      LONGEST_MS,
    )
  })
  try {
    return await Promise.race([send(sent), late])
  } finally {
    clearTimeout(timer)
  }
}

/** What is wrong with an answer; null where it is as it must be. */
function faultOf(route: Route, { status, text, headers }: Got): string | null {
  if (status >= 500 && status !== 503) return `a bug: ${status} ${text.slice(0, 300)}`
  if (text.includes(THEIRS)) return 'a record of another profile'
  if (text.includes(CANARY)) return 'a file outside of the workspace'
  if (!headers.get('x-request-id')) return 'no request id'
  if (status >= 400) {
    const parsed = ErrorBody.safeParse(JSON.parse(text))
    return parsed.success ? null : `an error of another form: ${text.slice(0, 300)}`
  }
  if (status === 304 || route.kind === 'plain') return null
  const parsed = answerOf(route).safeParse(JSON.parse(text))
  return parsed.success ? null : `an answer of another form: ${z.prettifyError(parsed.error).slice(0, 300)}`
}

it(`answers ${REQUESTS} random requests, some to every call, as its document says`, async () => {
  const counts = new Map<number, number>()
  const succeeded = new Set<string>()
  const requests = routes.map(requestOf)
  const took = new Map<string, number>()
  let slowest = 0
  for (let n = 0; n < REQUESTS; n++) {
    const route = routes[n % routes.length] as Route
    const [sent] = fc.sample(requests[n % routes.length] as fc.Arbitrary<Sent>, {
      numRuns: 1,
      seed: SEED + n,
    })
    if (!sent) throw new Error('A sample is one request')
    const since = performance.now()
    const got = await inTime(sent)
    const ms = performance.now() - since
    slowest = Math.max(slowest, ms)
    const call = `${route.method} ${route.path}`
    took.set(call, (took.get(call) ?? 0) + ms)
    counts.set(got.status, (counts.get(got.status) ?? 0) + 1)
    if (got.status < 300) succeeded.add(`${route.method} ${route.path}`)
    const fault = faultOf(route, got)
    if (fault)
      throw new Error(`${fault}\n${n}: ${JSON.stringify(sent).slice(0, 2_000)}\n${String(bugs.at(-1))}`)
  }
  if (process.env.API_FUZZ)
    process.stderr.write(
      `${JSON.stringify({
        counts: Object.fromEntries(counts),
        slowest_ms: Math.round(slowest),
        calls: routes.length,
        succeeded: succeeded.size,
        slow: [...took]
          .sort((a, b) => b[1] - a[1])
          .slice(0, 8)
          .map(([c, ms]) => [c, Math.round(ms)]),
      })}\n`,
    )
  expect(bugs).toEqual([])
  // Otherwise nothing but refusals was tried.
  expect(succeeded.size).toBeGreaterThan(routes.length / 3)
  expect(await readFile(join(folder, 'outside', 'canary.txt'), 'utf8')).toBe(CANARY)
  expect([await readdir(folder), await readdir(join(folder, 'outside'))]).toEqual([
    ['outside', 'workspace'],
    ['canary.txt'],
  ])
}, 900_000)

describe('every call', () => {
  const bare = (route: Route): Sent => ({
    method: route.method,
    path: pathWith(route, name => (name === 'version' ? '1' : (ids[0] ?? ''))),
    headers: route.method === 'get' ? {} : { 'content-type': 'application/json' },
    body: route.method === 'get' ? undefined : '{}',
  })
  const isOpen = (route: Route) => route.kind === 'plain' && route.open
  const refused = async (
    which: (route: Route) => boolean,
    sentOf: (route: Route) => [Sent, string | null],
  ): Promise<Record<number, number>> => {
    const statuses: Record<number, number> = {}
    for (const route of routes.filter(which)) {
      const got = await send(...sentOf(route))
      statuses[got.status] = (statuses[got.status] ?? 0) + 1
      expect(ErrorBody.safeParse(JSON.parse(got.text)).success, route.path).toBe(true)
      expect(got.text).not.toContain(THEIRS)
    }
    return statuses
  }
  const closed = () => routes.filter(route => !isOpen(route)).length

  it.each([
    ['no token', () => null],
    ['a revoked token', () => tokens.revoked],
    ['a guess', () => `${tokens.own.slice(0, -1)}${tokens.own.endsWith('A') ? 'B' : 'A'}`],
    ['a token in another scheme', () => ` Basic ${tokens.own}`],
  ])('is refused with 401 with %s', async (_what, token) => {
    const statuses = await refused(
      route => !isOpen(route),
      route => [bare(route), token()],
    )
    expect(statuses).toEqual({ 401: closed() })
  })

  it('is refused with 403 for another user, and with another user’s token', async () => {
    const naming = (user: string) => (route: Route) => {
      const sent = bare(route)
      return { ...sent, path: `${sent.path}?user_id=${user}` }
    }
    const mine = await refused(
      route => !isOpen(route),
      route => [naming(TRAVEL)(route), tokens.own],
    )
    const theirs = await refused(
      route => !isOpen(route),
      route => [naming(RETAIL)(route), tokens.other],
    )
    expect([mine, theirs]).toEqual([{ 403: closed() }, { 403: closed() }])
  })

  it.each(['evil.example', '127.0.0.1.evil.example:80', 'localhost:81'])(
    'is refused with 403 under the host %s',
    async host => {
      const statuses = await refused(
        () => true,
        route => [{ ...bare(route), headers: { ...bare(route).headers, host } }, tokens.own],
      )
      expect(statuses).toEqual({ 403: routes.length })
    },
  )

  it('is refused with 403 from another site’s page', async () => {
    const statuses = await refused(
      () => true,
      route => [
        { ...bare(route), headers: { ...bare(route).headers, origin: 'https://evil.example' } },
        tokens.own,
      ],
    )
    expect(statuses).toEqual({ 403: routes.length })
  })

  it('that changes anything is refused with 403 with a read-only token', async () => {
    const writes = (route: Route) => route.effect === 'write'
    const statuses = await refused(writes, route => [bare(route), tokens.reader])
    expect(statuses).toEqual({ 403: routes.filter(writes).length })
  })
})
