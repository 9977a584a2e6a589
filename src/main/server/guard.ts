// Who may speak to this door: the page of this very server, or a script that has a token. Nobody else.
import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { refuse } from './answers.ts'
import { type Asking, type DoorEnv, findCaller } from './caller.ts'
import type { ServerConfig } from './config.ts'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** On every answer, errors included. What an API answers is never kept by a cache. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value)
  if (c.req.path.startsWith('/api/')) c.header('Cache-Control', 'no-store')
}

/**
 * Refuses a name that isn't this machine's (DNS rebinding: a hostile name that resolves to 127.0.0.1) and a page
 * that isn't ours (requests that another site's script makes).
 */
export function ownHostOnly(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`, `[::1]:${port()}`]
    const host = c.req.header('host')?.toLowerCase()
    if (host === undefined || !hosts.includes(host)) {
      return refuse(c, fail('forbidden', 'This server answers only under its own address on this computer'))
    }
    const origin = c.req.header('origin')?.toLowerCase()
    if (origin !== undefined && !hosts.some(name => origin === `http://${name}`)) {
      return refuse(c, fail('forbidden', 'This server answers only its own page'))
    }
    return next()
  }
}

/** Every answer carries the id by which the log names its request: the caller's own, where it is fit for a log. */
export const requestId: MiddlewareHandler<DoorEnv> = async (c, next) => {
  const given = c.req.header('x-request-id')
  const id = given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
  c.set('request_id', id)
  await next()
  c.header('X-Request-Id', id)
}

export function tokenOnly(config: Pick<ServerConfig, 'core' | 'run'>): MiddlewareHandler<DoorEnv> {
  return async (c, next) => {
    const found = await findCaller(config, c.req.header('authorization'))
    if (!found.ok) return refuse(c, found)
    if (found.value) {
      c.set('caller', found.value)
      return next()
    }
    const hint = config.run
      ? 'Open the address that the program printed when it started, or send an access token as a bearer token.'
      : 'Make one in the app, in Settings under API access, and send it as a bearer token.'
    const error = fail('unauthorized', 'The access token is missing, or not a valid one', { hint })
    return refuse(c, { ...error, status: 401 })
  }
}

/** The one user a call can name is the token's own. */
export function ownUser(c: Asking, user_id: unknown): Result<null> {
  if (user_id === undefined || user_id === null || user_id === c.get('caller').user_id) return ok(null)
  return fail('forbidden', 'The access token is not that user’s', {
    hint: 'Leave user_id out, or use a token of that user’s profile.',
  })
}

/** Refuses a `user_id` of the query that isn't the token's. */
export const ownQuery: MiddlewareHandler<DoorEnv> = async (c, next) => {
  for (const user_id of c.req.queries('user_id') ?? []) {
    const own = ownUser(c, user_id)
    if (!own.ok) return refuse(c, own)
  }
  return next()
}

/** Refuses a read-only token what changes anything. */
export function mayDo(c: Asking, effect: 'read' | 'write'): Result<null> {
  if (effect === 'read' || c.get('caller').scope === 'read_write') return ok(null)
  return fail('forbidden', 'This access token may only read', {
    hint: 'Use a token that may read and write.',
  })
}

/** What the page uses is the page's: it may change between versions, and it reaches what makes tokens. */
export const pageOnly: MiddlewareHandler<DoorEnv> = async (c, next) =>
  c.get('caller').of_run
    ? next()
    : refuse(
        c,
        fail('forbidden', 'This call is the page’s own', {
          hint: 'Use /api/operations with an access token.',
        }),
      )
