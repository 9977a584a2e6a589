// OAuth 2 refresh: turns client id, client secret and refresh token into an access token.
import { done, type Failure, failed, type Step, unknownAnswer, unreadable } from './failure.ts'
import { textAt } from './reading.ts'
import type { Run } from './tester.ts'

export type OAuthProvider = {
  token_url: string
  /** How a new refresh token is got, as the end of a sentence: "by authorising your LinkedIn app again". */
  renew: string
}

function explain(run: Run, provider: OAuthProvider, status: number, error: string | null): Failure {
  const { service } = run
  switch (error) {
    case 'invalid_grant':
      return {
        cause: 'expired',
        message: `${service} does not accept the refresh token: it has expired, was revoked, is incomplete, or belongs to another client ID.`,
        hint: `Get a new refresh token ${provider.renew}, save it here, then test again.`,
      }
    case 'invalid_client':
      return {
        cause: 'refused',
        message: `${service} does not recognise the client ID and client secret.`,
        hint: 'Copy both again from the app that the refresh token was issued for, then test again.',
      }
    case 'unauthorized_client':
      return {
        cause: 'refused',
        message: `${service} does not let the app of this client ID sign in with a refresh token.`,
        hint: `Check that the client ID is the one the refresh token was issued for, or get a new refresh token ${provider.renew}; then test again.`,
      }
    case 'invalid_scope':
      return {
        cause: 'missing_scope',
        message: `${service} does not grant this client ID the permission that sending audiences needs.`,
        hint: `Ask for the permission in the settings of the app, then get a new refresh token ${provider.renew}, save it here and test again.`,
      }
    default:
      return unknownAnswer(service, status, error)
  }
}

/**
 * An access token by the refresh grant (RFC 6749, section 6, https://www.rfc-editor.org/rfc/rfc6749#section-6), with
 * the client's id and secret in the form: Google, LinkedIn and Amazon take it so, and Amazon refuses the call when it
 * has an Authorization header. A refresh token that replaces the one used goes to `saveTokens` before anything else
 * is called, since the old one may be void by then. Reads the fields client_id, client_secret and refresh_token.
 */
export async function refreshAccessToken(run: Run, provider: OAuthProvider): Promise<Step<string>> {
  const used = run.value('refresh_token')
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: used,
    client_id: run.value('client_id'),
    client_secret: run.value('client_secret'),
  })
  const sent = await run.call({
    method: 'POST',
    url: provider.token_url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  if (!sent.ok) return sent
  const { status, body } = sent.value
  const answer = body.kind === 'json' ? body.value : null
  const access_token = textAt(answer, 'access_token')
  if (status !== 200) return { ok: false, failure: explain(run, provider, status, textAt(answer, 'error')) }
  if (!access_token || /[^\x21-\x7e]/.test(access_token)) {
    return { ok: false, failure: unreadable(run.service, status) }
  }
  run.conceal(access_token)
  const renewed = textAt(answer, 'refresh_token')
  if (renewed && renewed !== used) {
    run.conceal(renewed)
    const kept = await keep(run, renewed)
    if (!kept.ok) return kept
  }
  run.found(`${run.service} accepted the client ID, client secret and refresh token.`)
  return done(access_token)
}

async function keep(run: Run, refresh_token: string): Promise<Step<null>> {
  try {
    await run.input.saveTokens?.({ refresh_token })
    return done(null)
  } catch {
    return failed(
      'not_saved',
      `${run.service} replaced the refresh token, and the new one could not be kept.`,
      'Unlock the keychain and test again; if the old token is no longer accepted then, get a new one and save it here.',
    )
  }
}
