// Serves one call of the table: scope, query, body, then its answer with a version, a link to the next page, or a refusal.
import type { Handler } from 'hono'
import * as z from 'zod'
import type { CoreOperation, OutputOf } from '../../shared/contract.ts'
import { contract } from '../../shared/contract.ts'
import { fail, invalid, ok, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import { type Refusal, refuse } from './answers.ts'
import { readJson } from './body.ts'
import { type Asking, contextOf, type DoorEnv } from './caller.ts'
import type { ServerConfig } from './config.ts'
import { mayName } from './folders.ts'
import { mayDo, ownUser } from './guard.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Ask, JsonRoute } from './route.ts'

const NoFields = z.strictObject({})

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** By what a request says of itself: a body's stream looks the same whether anything comes or not. */
const hasBody = (c: Asking) =>
  c.req.header('transfer-encoding') !== undefined || Number(c.req.header('content-length') ?? 0) > 0

/** The body's fields without its `user_id`, which must be the token's. */
async function ownBody(c: Asking) {
  const body = await readJson(c)
  if (!body.ok) return body
  if (!isObject(body.value)) return invalid([{ path: '', message: 'must be a JSON object' }])
  const { user_id, ...fields } = body.value
  const own = ownUser(c, user_id)
  return own.ok ? ok(fields) : own
}

async function bodyOf(c: Asking, { body, method }: JsonRoute) {
  if (method === 'get') return ok(null)
  const given = body?.needed || hasBody(c) ? await ownBody(c) : ok({})
  if (!given.ok || body?.checked_by === 'core') return given
  return parseInput(body?.schema ?? NoFields, given.value)
}

const TAG = /^(?:W\/)?"(\d{1,9})"$/

/** The version that If-Match names; undefined without the header or for `*`. */
function ifMatch(c: Asking): Result<number | undefined> {
  const header = c.req.header('if-match')?.trim()
  if (header === undefined || header === '*') return ok(undefined)
  const version = TAG.exec(header)?.[1]
  return version === undefined
    ? fail('validation_failed', 'If-Match must be one ETag, such as "3"', {
        hint: 'Send the ETag that the record was answered with.',
      })
    : ok(Number(version))
}

/** RFC 9110, 13.1.2: any of a list, compared weakly. */
const isKnown = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some(one => [tag, '*'].includes(one.trim().replace(/^W\//, '')))

/** RFC 9110: a precondition of the request that doesn't hold is 412, whatever it is about. */
const refusalOf = (error: Refusal['error'], matched: boolean): Refusal =>
  matched && error.code === 'conflict' && error.details?.expected_version !== undefined
    ? { error, status: 412 }
    : { error }

function versionOf(value: Record<string, unknown>, field: string): string | null {
  const record = value[field]
  return isObject(record) && typeof record.version === 'number' ? `"${record.version}"` : null
}

/** RFC 8288: the same call with the cursor of the page that follows. */
function nextLink(c: Asking, cursor: string): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.delete('offset')
  searchParams.set('cursor', cursor)
  return `<${pathname}?${searchParams}>; rel="next"`
}

const late = () =>
  fail('timeout', 'The answer took too long', {
    hint: 'What was begun may still come to its end: look before you try again.',
  })

/** Whichever comes first: the answer, or the end of the time that it may take. */
async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<Result<T>>, gone: AbortSignal) {
  const timer = new AbortController()
  let timeout: NodeJS.Timeout | undefined
  const over = new Promise<Result<T>>(resolve => {
    timeout = setTimeout(() => {
      timer.abort()
      resolve(late())
    }, ms)
  })
  try {
    return await Promise.race([work(AbortSignal.any([gone, timer.signal])), over])
  } finally {
    clearTimeout(timeout)
  }
}

export function serveJson(route: JsonRoute, { core, limits }: ServerConfig): Handler<DoorEnv> {
  const { answer_ms } = { ...DEFAULT_LIMITS, ...limits }
  return async c => {
    const may = mayDo(c, route.effect)
    if (!may.ok) return refuse(c, may)
    const query = route.query ? parseInput(route.query, c.req.query()) : ok(null)
    if (!query.ok) return refuse(c, query)
    const seen = route.record ? ifMatch(c) : ok(undefined)
    if (!seen.ok) return refuse(c, seen)
    const body = await bodyOf(c, route)
    if (!body.ok) return refuse(c, body)

    const context = contextOf(c)
    // The core checks what it answers against the contract, so its type is known here.
    const ask: Ask = async <N extends CoreOperation>(operation: N, input: unknown) => {
      const effect = mayDo(c, contract[operation].effect)
      const allowed = effect.ok ? mayName(c, operation, input) : effect
      return allowed.ok ? ((await core.invoke(operation, input, context)) as Result<OutputOf<N>>) : allowed
    }
    const answer = await within(
      answer_ms,
      signal =>
        route.respond({
          param: name => c.req.param(name) ?? '',
          query: query.value,
          body: body.value,
          ask,
          user_id: context.user_id ?? '',
          signal,
          expected: given => given ?? seen.value,
        }),
      c.req.raw.signal,
    )
    if (!answer.ok) return refuse(c, refusalOf(answer.error, seen.value !== undefined))

    const { value } = answer
    const tag = route.record ? versionOf(value, route.record) : null
    if (tag) {
      c.header('ETag', tag)
      if (route.method === 'get' && isKnown(c.req.header('if-none-match'), tag)) return c.body(null, 304)
    }
    if (typeof value.next_cursor === 'string') c.header('Link', nextLink(c, value.next_cursor))
    return c.json({ success: true, ...value }, route.status)
  }
}
