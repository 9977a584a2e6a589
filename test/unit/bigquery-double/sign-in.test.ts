// Sign-in: a browser's consent with PKCE, refreshing, a service account, tokens that are over.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { BigQueryDouble } from '../../bigquery-double/index.ts'
import { ANA, clientFor, start } from './support.ts'

const SCOPE = 'https://www.googleapis.com/auth/bigquery'
const REDIRECT = 'http://127.0.0.1:9999/callback'

type Granted = { status: number; access_token?: string; refresh_token?: string }

async function post(double: BigQueryDouble, form: Record<string, string>): Promise<Granted> {
  const { clientId: client_id, clientSecret: client_secret } = double.tokens.app
  const body = new URLSearchParams({ client_id, client_secret, ...form })
  const answer = await fetch(double.tokenUrl, { method: 'POST', body })
  return { status: answer.status, ...((await answer.json()) as object) }
}

/** Follows the browser to the app's loopback address. */
async function consent(double: BigQueryDouble, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: double.tokens.app.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    access_type: 'offline',
    state: 'st4te',
    ...more,
  })
  const answer = await fetch(`${double.authUrl}?${query}`, { redirect: 'manual' })
  return {
    status: answer.status,
    back: new URL(answer.headers.get('location') ?? 'http://none').searchParams,
  }
}

function pkce() {
  const code_verifier = randomBytes(32).toString('base64url')
  const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
  return { code_verifier, challenge: { code_challenge, code_challenge_method: 'S256' } }
}

async function whoIs(double: BigQueryDouble, token: string) {
  const answer = await fetch(`${double.url}/bigquery/v2/projects/${double.project}/queries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'SELECT SESSION_USER() AS me', useLegacySql: false }),
  })
  const body = (await answer.json()) as { rows?: { f: { v: string }[] }[]; error?: { status: string } }
  return body.rows?.[0]?.f[0]?.v ?? body.error?.status
}

it('consent, code, access token, refreshed token', async () => {
  const double = await start()
  double.tokens.consent = { email: ANA }
  const { code_verifier, challenge } = pkce()
  const { back } = await consent(double, challenge)
  expect(back.get('state')).toBe('st4te')
  const form = {
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT,
    code: back.get('code') ?? '',
    code_verifier,
  }
  const first = await post(double, form)
  expect(first).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3600, scope: SCOPE })
  expect(await whoIs(double, first.access_token ?? '')).toBe(ANA)
  expect(await post(double, form)).toMatchObject({ status: 400, error: 'invalid_grant' })
  double.clock.advance(3_600_001)
  expect(await whoIs(double, first.access_token ?? '')).toBe('UNAUTHENTICATED')
  const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' }
  const second = await post(double, refresh)
  expect(await whoIs(double, second.access_token ?? '')).toBe(ANA)
  double.tokens.revoke(ANA)
  expect(await whoIs(double, second.access_token ?? '')).toBe('UNAUTHENTICATED')
  expect(await post(double, refresh)).toMatchObject({
    status: 400,
    error: 'invalid_grant',
    error_description: 'Token has been expired or revoked.',
  })
})

it('a code is good with its verifier, its address and its app only', async () => {
  const double = await start()
  const { code_verifier, challenge } = pkce()
  const grant = { grant_type: 'authorization_code', redirect_uri: REDIRECT, code_verifier }
  const code = async () => (await consent(double, challenge)).back.get('code') ?? ''
  expect(await post(double, { ...grant, code: await code(), code_verifier: 'another' })).toMatchObject({
    error: 'invalid_grant',
    error_description: 'Invalid code verifier.',
  })
  const { code_verifier: _, ...bare } = grant
  expect(await post(double, { ...bare, code: await code() })).toMatchObject({
    error_description: 'Missing code verifier.',
  })
  expect(
    await post(double, { ...grant, code: await code(), redirect_uri: 'http://127.0.0.1:1/x' }),
  ).toMatchObject({
    error: 'redirect_uri_mismatch',
  })
  expect(await post(double, { ...grant, code: await code(), client_secret: 'wrong' })).toMatchObject({
    status: 401,
    error: 'invalid_client',
  })
})

it('without access_type=offline there is no refresh token', async () => {
  const double = await start()
  const { code_verifier, challenge } = pkce()
  const { back } = await consent(double, { ...challenge, access_type: 'online' })
  const got = await post(double, {
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT,
    code: back.get('code') ?? '',
    code_verifier,
  })
  expect(got).toMatchObject({ status: 200 })
  expect(got).not.toHaveProperty('refresh_token')
})

it('the person may refuse, and only loopback addresses are known', async () => {
  const double = await start()
  double.tokens.consent = { error: 'access_denied' }
  expect((await consent(double)).back.get('error')).toBe('access_denied')
  expect((await consent(double, { redirect_uri: 'https://example.com/' })).status).toBe(400)
  expect((await consent(double, { client_id: 'unknown' })).status).toBe(401)
})

it('troubles of the token endpoint', async () => {
  const double = await start()
  const refresh = { grant_type: 'refresh_token', refresh_token: double.tokens.issueRefresh(ANA) }
  double.faults.on('token', 1, { kind: 'token_error', error: 'invalid_grant' })
  double.faults.on('token', 2, { kind: 'token_error', error: 'internal_failure', status: 500 })
  double.faults.on('token', 3, { kind: 'reset', when: 'before' })
  expect(await post(double, refresh)).toMatchObject({ status: 400, error: 'invalid_grant' })
  expect(await post(double, refresh)).toMatchObject({ status: 500 })
  await expect(post(double, refresh)).rejects.toThrow('fetch failed')
  expect(await post(double, refresh)).toMatchObject({ status: 200 })
})

it('a service account signs in with its key', async () => {
  const double = await start()
  const email = 'robot@double-project.iam.gserviceaccount.com'
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  double.tokens.addServiceAccount(email, publicKey.export({ type: 'spki', format: 'pem' }).toString())
  const claim = (more: object = {}, key = privateKey) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: email, aud: double.tokenUrl, iat: now, exp: now + 3600, scope: SCOPE, ...more }
    const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
      .map(one => Buffer.from(JSON.stringify(one)).toString('base64url'))
      .join('.')
    const signature = createSign('RSA-SHA256').update(text).sign(key).toString('base64url')
    return post(double, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${text}.${signature}`,
    })
  }
  const got = await claim()
  expect(await whoIs(double, got.access_token ?? '')).toBe(email)
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  expect(await claim({}, other)).toMatchObject({
    error: 'invalid_grant',
    error_description: 'Invalid JWT Signature.',
  })
  expect(await claim({ exp: 1 })).toMatchObject({ error: 'invalid_grant' })
  expect(await claim({ aud: 'https://elsewhere.example' })).toMatchObject({ error: 'invalid_grant' })
  expect(await claim({ iss: 'nobody@example.com' })).toMatchObject({
    error_description: 'Invalid grant: account not found',
  })
})

it('a token of another scope, an old one, and none', async () => {
  const double = await start()
  expect(await whoIs(double, double.tokens.issue(ANA, ['openid']))).toBe('PERMISSION_DENIED')
  const bq = clientFor(double)
  double.tokens.expireAccess()
  await expect(bq.query('SELECT 1 AS one')).rejects.toMatchObject({
    code: 401,
    errors: [expect.objectContaining({ reason: 'authError' })],
  })
  const answer = await fetch(`${double.url}/bigquery/v2/projects/${double.project}/datasets`)
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toContain('Bearer')
})

it('an address can be learned from the token', async () => {
  const double = await start()
  const headers = { authorization: `Bearer ${double.tokenFor(ANA)}` }
  const answer = await fetch(`${double.url}/oauth2/v3/userinfo`, { headers })
  expect(await answer.json()).toMatchObject({ email: ANA })
})
