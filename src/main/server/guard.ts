// Who may speak to this door: the page of this very server, or a script that has the token. Nobody else.
import type { MiddlewareHandler } from 'hono'
import { fail } from '../../shared/errors.ts'
import { refuse } from './answers.ts'
import { carriesToken } from './token.ts'

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

export function tokenOnly(token: string): MiddlewareHandler {
  return async (c, next) => {
    if (carriesToken(c.req.header('authorization'), token)) return next()
    return refuse(
      c,
      fail('unauthorized', 'The access token is missing or not the one of this run', {
        hint: 'Open the address that the program printed when it started, or send it as a bearer token.',
      }),
    )
  }
}
