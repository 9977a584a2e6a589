// Google's pages of sign-in as an app meets them: consent, token, revocation. Refusals are those of RFC 6749 and 7636.
import { createHash, verify } from 'node:crypto'
import type { Answer } from './call.ts'
import type { Clock } from './clock.ts'
import type { Tokens } from './tokens.ts'

const refuse = (error: string, error_description: string, status = 400): Answer => ({
  status,
  json: { error, error_description },
})
const redirect = (to: string, found: Readonly<Record<string, string>>): Answer => {
  const url = new URL(to)
  for (const [name, value] of Object.entries(found)) url.searchParams.set(name, value)
  return { status: 302, headers: { location: url.href } }
}

const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?(?:\/.*)?$/

/** The page in the system's browser; the person answers at once with `tokens.consent`. */
export function authorize(tokens: Tokens, query: URLSearchParams): Answer {
  const redirectUri = query.get('redirect_uri') ?? ''
  if (query.get('client_id') !== tokens.app.clientId)
    return refuse('invalid_client', 'The OAuth client was not found.', 401)
  if (!LOOPBACK.test(redirectUri))
    return refuse('redirect_uri_mismatch', 'The redirect URI is not a loopback address')
  if (query.get('response_type') !== 'code')
    return refuse('unsupported_response_type', 'Only code is supported')
  const state = query.get('state')
  const back = state === null ? {} : { state }
  const { consent } = tokens
  if ('error' in consent) return redirect(redirectUri, { ...back, error: consent.error })
  const challenge = query.get('code_challenge')
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') {
    return refuse('invalid_request', 'Only S256 is accepted as code_challenge_method')
  }
  const code = tokens.addCode({
    email: consent.email,
    challenge,
    redirectUri,
    offline: query.get('access_type') === 'offline',
    scopes: (query.get('scope') ?? '').split(' ').filter(scope => scope !== ''),
  })
  return redirect(redirectUri, { ...back, code, scope: query.get('scope') ?? '' })
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function grant(tokens: Tokens, email: string, scopes: readonly string[], more: object = {}): Answer {
  // The signature of an identity token is not for the app that got it over TLS.
  const id = { iss: 'https://accounts.google.com', aud: tokens.app.clientId, email, email_verified: true }
  return {
    status: 200,
    json: {
      access_token: tokens.issue(email, scopes),
      expires_in: Math.floor(tokens.lifetimeMs / 1000),
      scope: scopes.join(' '),
      token_type: 'Bearer',
      ...(scopes.includes('openid') && { id_token: `${base64({ alg: 'none' })}.${base64(id)}.` }),
      ...more,
    },
  }
}

function byCode(tokens: Tokens, form: URLSearchParams): Answer {
  const code = tokens.takeCode(form.get('code') ?? '')
  if (!code) return refuse('invalid_grant', 'Malformed auth code.')
  if (code.redirectUri !== form.get('redirect_uri')) return refuse('redirect_uri_mismatch', 'Bad Request')
  const verifier = form.get('code_verifier')
  if (code.challenge !== null) {
    if (verifier === null) return refuse('invalid_grant', 'Missing code verifier.')
    const hash = createHash('sha256').update(verifier).digest('base64url')
    if (hash !== code.challenge) return refuse('invalid_grant', 'Invalid code verifier.')
  }
  const more = code.offline ? { refresh_token: tokens.issueRefresh(code.email, code.scopes) } : {}
  return grant(tokens, code.email, code.scopes, more)
}

type Claims = { iss?: unknown; aud?: unknown; exp?: unknown; iat?: unknown; scope?: unknown }

function parsed(text: string | undefined): Record<string, unknown> | null {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64url').toString()) as Record<string, unknown>
  } catch {
    return null
  }
}

/** A service account's claim, signed with its key. `audiences`: this endpoint's names. */
function byAssertion(tokens: Tokens, clock: Clock, audiences: readonly string[], assertion: string): Answer {
  const [head, body, signature] = assertion.split('.')
  const header = parsed(head)
  const claims: Claims | null = parsed(body)
  if (!header || !claims || signature === undefined) return refuse('invalid_grant', 'Invalid JWT')
  const key = tokens.serviceAccountKey(String(claims.iss))
  if (key === null) return refuse('invalid_grant', 'Invalid grant: account not found')
  const signed = Buffer.from(`${head}.${body}`)
  if (header.alg !== 'RS256' || !verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) {
    return refuse('invalid_grant', 'Invalid JWT Signature.')
  }
  const [issued, ends, now] = [Number(claims.iat), Number(claims.exp), clock.now() / 1000]
  if (!(ends > now && issued <= now + 60 && ends - issued <= 3600)) {
    return refuse(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
    )
  }
  if (!audiences.includes(String(claims.aud)))
    return refuse('invalid_grant', 'Invalid JWT: Failed audience check.')
  if (typeof claims.scope !== 'string')
    return refuse('invalid_scope', 'Invalid OAuth scope or ID token audience provided.')
  return grant(tokens, String(claims.iss), claims.scope.split(' '))
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export function token(
  tokens: Tokens,
  clock: Clock,
  audiences: readonly string[],
  form: URLSearchParams,
): Answer {
  const type = form.get('grant_type')
  if (type === JWT_BEARER) return byAssertion(tokens, clock, audiences, form.get('assertion') ?? '')
  if (
    form.get('client_id') !== tokens.app.clientId ||
    form.get('client_secret') !== tokens.app.clientSecret
  ) {
    return refuse('invalid_client', 'Unauthorized', 401)
  }
  if (type === 'authorization_code') return byCode(tokens, form)
  if (type !== 'refresh_token') return refuse('unsupported_grant_type', `Invalid grant_type: ${type}`)
  const found = tokens.refresh(form.get('refresh_token') ?? '')
  if (!found) return refuse('invalid_grant', 'Token has been expired or revoked.')
  return grant(tokens, found.email, found.scopes)
}

export function revoke(tokens: Tokens, form: URLSearchParams): Answer {
  const given = form.get('token') ?? ''
  const email = tokens.refresh(given)?.email ?? tokens.holder(given)?.email
  if (email === undefined) return refuse('invalid_token', 'Token expired or revoked')
  tokens.revoke(email)
  return { status: 200, json: {} }
}

export function userInfo(tokens: Tokens, authorization: string): Answer {
  const found = tokens.holder(authorization.replace(/^Bearer /i, ''))
  if (!found) return refuse('invalid_request', 'Invalid Credentials', 401)
  return { status: 200, json: { email: found.email, email_verified: true } }
}
