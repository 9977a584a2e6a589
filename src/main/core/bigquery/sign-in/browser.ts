// Signs in through the user's own browser: authorisation code with PKCE, answered on the loopback (RFC 8252, RFC 7636).
import { randomBytes } from 'node:crypto'
import type { OAuth2Client } from 'google-auth-library'
import { fail, ok, type Result } from '../../../../shared/errors.ts'
import type { Vault } from '../../credentials/face.ts'
import { toldBy } from '../remote/classify.ts'
import { type Endpoints, PLACE } from './face.ts'
import { type Answer, listen } from './loopback.ts'
import { SCOPE, SIGN_IN_URL, TOKEN_URL, transporterOptions } from './transport.ts'

/** Milliseconds: long enough to find a password and a second factor. */
export const SIGN_IN_MS = 5 * 60_000

export type BrowserSignIn = {
  /** The profile's user_id. */
  owner: string
  client_id: string
  /** Of the OAuth client; without it, the one that the vault has. */
  client_secret?: string
  vault: Vault
  /** Opens an address in the user's browser. */
  open(url: string): Promise<void>
  endpoints?: Endpoints
  timeout_ms?: number
  signal?: AbortSignal
}

function notAnswered(answer: Exclude<Answer, { kind: 'code' }>): Result<never> {
  switch (answer.kind) {
    case 'late':
      return fail('timeout', 'The sign-in was not finished in time.', {
        hint: 'Start it again when you are ready.',
      })
    case 'cancelled':
      return fail('cancelled', 'The sign-in was cancelled.')
    case 'refused':
      return answer.error === 'access_denied'
        ? fail('forbidden', 'You did not give access, or your organisation does not allow it.', {
            hint: 'Sign in again and allow BigQuery, or ask your administrator to allow the OAuth client ID.',
            details: { reason: 'access_denied' },
          })
        : fail('unauthorized', 'Google did not accept the sign-in.', {
            hint: 'Check that the OAuth client ID is of the type “Desktop app”, then sign in again.',
            details: { reason: answer.error.replace(/[^\w.-]/g, '') },
          })
  }
}

async function secretOf({ vault, owner, client_secret }: BrowserSignIn): Promise<Result<string>> {
  if (client_secret) return ok(client_secret)
  const kept = await vault.use(owner, PLACE, ['client_secret'], async values => values.client_secret ?? '')
  if (!kept.ok || kept.value !== '') return kept
  return fail('unauthorized', 'The client secret is missing.', {
    hint: 'Enter the client secret of the OAuth client of type “Desktop app”.',
  })
}

/** The refresh token for a code; refuses a sign-in by which BigQuery can't be used, or not for long. */
async function redeem(client: OAuth2Client, code: string, codeVerifier: string): Promise<Result<string>> {
  try {
    const { tokens } = await client.getToken({ code, codeVerifier })
    // Google lets its user untick what an app asks for.
    if (tokens.scope !== undefined && !tokens.scope.split(' ').includes(SCOPE)) {
      return fail('forbidden', 'The sign-in does not include BigQuery.', {
        hint: 'Sign in again and leave the box for BigQuery ticked.',
        details: { reason: 'scope' },
      })
    }
    if (!tokens.refresh_token) {
      return fail('unauthorized', 'Google gave no lasting sign-in.', {
        hint: 'Remove the app at https://myaccount.google.com/connections, then sign in again.',
        details: { reason: 'no_refresh_token' },
      })
    }
    return ok(tokens.refresh_token)
  } catch (error) {
    return { ok: false, error: toldBy(error) }
  }
}

/**
 * Opens Google's sign-in page and keeps what comes of it in the vault, with the client secret. Nothing secret is
 * answered. Refusals: `timeout`, `cancelled`, `forbidden`, `unauthorized`, `offline`, `unsupported` (no browser), the vault's.
 */
export async function signInByBrowser(how: BrowserSignIn): Promise<Result<null>> {
  const { owner, client_id, vault, open, endpoints = {}, timeout_ms = SIGN_IN_MS, signal } = how
  const secret = await secretOf(how)
  if (!secret.ok) return secret
  const { CodeChallengeMethod, OAuth2Client } = await import('google-auth-library')
  const state = randomBytes(24).toString('base64url')
  const listener = await listen(state, { timeout_ms, signal })
  try {
    const { oauth } = endpoints
    const client = new OAuth2Client({
      clientId: client_id,
      clientSecret: secret.value,
      redirectUri: listener.redirect_uri,
      endpoints: {
        oauth2AuthBaseUrl: oauth ? `${oauth}/o/oauth2/v2/auth` : SIGN_IN_URL,
        oauth2TokenUrl: TOKEN_URL,
      },
      transporterOptions: transporterOptions(endpoints),
    })
    const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync()
    const url = client.generateAuthUrl({
      access_type: 'offline',
      // Without it Google gives a refresh token the first time only.
      prompt: 'consent',
      scope: [SCOPE],
      state,
      code_challenge_method: CodeChallengeMethod.S256,
      ...(codeChallenge && { code_challenge: codeChallenge }),
    })
    try {
      await open(url)
    } catch {
      return fail('unsupported', 'No browser could be opened.', {
        hint: 'Choose a default browser in the settings of your system, or use another way to sign in.',
      })
    }
    const answer = await listener.answer
    if (answer.kind !== 'code') return notAnswered(answer)
    const token = await redeem(client, answer.code, codeVerifier)
    if (!token.ok) return token
    return vault.set(owner, PLACE, { refresh_token: token.value, client_secret: secret.value })
  } finally {
    await listener.close()
  }
}
