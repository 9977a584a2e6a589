// The refresh grant as Google, Amazon and LinkedIn answer it.
import type { Answer, Received } from './server.ts'

export const OAUTH = {
  client_id: 'client-0123456789',
  client_secret: 'client-secret-ZYXWVU',
  refresh_token: 'refresh-token-valid-1',
} as const
/** A refresh token that the provider replaces when it is used. */
export const ROTATING = 'refresh-token-rotating'
export const ROTATED = 'refresh-token-rotated-2'
/** Accepted, but given for other permissions. */
export const NARROW = 'refresh-token-narrow'
export const ACCESS = 'access-token-from-refresh'
export const NARROW_ACCESS = 'access-token-narrow'

const refuse = (status: number, error: string, used: string): Answer => ({
  status,
  // Providers repeat what was sent; none of it may reach a reader.
  json: { error, error_description: `The request with ${used} was refused` },
})

/** `bare` providers refuse a token request that has an Authorization header, as Login with Amazon does. */
export function grant(request: Received, bare = false): Answer {
  const form = new URLSearchParams(request.body)
  const used = form.get('refresh_token') ?? ''
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  if (request.method !== 'POST' || !isForm || form.get('grant_type') !== 'refresh_token') {
    return refuse(400, 'invalid_request', used)
  }
  if (bare && request.headers.authorization) return refuse(400, 'invalid_request', used)
  if (form.get('client_id') !== OAUTH.client_id || form.get('client_secret') !== OAUTH.client_secret) {
    return refuse(401, 'invalid_client', used)
  }
  const token = (access_token: string, refresh_token?: string): Answer => ({
    status: 200,
    json: { access_token, token_type: 'bearer', expires_in: 3600, ...(refresh_token && { refresh_token }) },
  })
  // Amazon and LinkedIn repeat a token that stays as it is.
  if (used === OAUTH.refresh_token) return token(ACCESS, used)
  if (used === ROTATING) return token(ACCESS, ROTATED)
  if (used === NARROW) return token(NARROW_ACCESS)
  if (used === 'refresh-token-bad-scope') return refuse(400, 'invalid_scope', used)
  if (used === 'refresh-token-not-allowed') return refuse(400, 'unauthorized_client', used)
  if (used === 'refresh-token-no-answer') return { status: 200, json: { token_type: 'bearer' } }
  return refuse(400, 'invalid_grant', used)
}
