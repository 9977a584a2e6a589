// LinkedIn: asks who the token belongs to, then for that member's role on the ad account.
import { OAUTH_SET } from '../../../../shared/platforms/fields.ts'
import { baseUrl, otherVersion, tokenUrl } from '../addresses.ts'
import { done, type Failure, failed, type Step, unknownAnswer } from '../failure.ts'
import type { Reply } from '../http/request.ts'
import { refreshAccessToken } from '../oauth.ts'
import { textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

const BASE = baseUrl('linkedin')

const RENEW_TOKEN = 'Generate a new access token for your LinkedIn app, save it here, then test again.'
const RENEW_REFRESH = 'Authorise your LinkedIn app again, save the new refresh token here, then test again.'

const canRefresh = (run: Run) => OAUTH_SET.every(key => run.value(key) !== '')

/** Codes: https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling */
export function explain({ status, body }: Reply, run: Run): Failure {
  const renew = canRefresh(run) ? RENEW_REFRESH : RENEW_TOKEN
  const version = run.value('api_version')
  const answer = body.kind === 'json' ? body.value : null
  const code = textAt(answer, 'code')
  const service_code = textAt(answer, 'serviceErrorCode')
  const ended =
    code === 'EXPIRED_ACCESS_TOKEN' ||
    code === 'REVOKED_ACCESS_TOKEN' ||
    service_code === '65601' ||
    service_code === '65602'
  if (status === 401 && ended) {
    return {
      cause: 'expired',
      message: 'LinkedIn says that the access token has expired or was revoked.',
      hint: renew,
    }
  }
  if (status === 401) {
    return { cause: 'refused', message: 'LinkedIn does not recognise the access token.', hint: renew }
  }
  if (status === 403) {
    return {
      cause: 'missing_scope',
      message: 'The sign-in lacks a LinkedIn permission that this check needs.',
      // https://learn.microsoft.com/en-us/linkedin/marketing/increasing-access
      hint: 'Get the scopes r_basicprofile, r_ads and rw_dmp_segments approved for your LinkedIn app, authorise it again, save the new token here, then test again.',
    }
  }
  // Versions are months and are served for about a year: https://learn.microsoft.com/en-us/linkedin/marketing/versioning
  if (status === 426 || code === 'NONEXISTENT_VERSION') {
    return {
      cause: 'wrong_version',
      message: `LinkedIn does not serve version ${version} of its API.`,
      hint: otherVersion('linkedin', version),
    }
  }
  return unknownAnswer('LinkedIn', status, code ?? service_code)
}

/** The access token: got by the refresh token where all is there for it, else as given. */
export const accessToken = async (run: Run): Promise<Step<string>> =>
  canRefresh(run)
    ? refreshAccessToken(run, {
        token_url: tokenUrl('linkedin'),
        renew: 'by authorising your LinkedIn app again',
      })
    : done(run.value('access_token'))

/** GET /me, then GET /adAccountUsers/…: https://learn.microsoft.com/en-us/linkedin/marketing/integrations/ads/account-structure/create-and-manage-account-users */
async function test(run: Run): Promise<Step<string | null>> {
  const token = await accessToken(run)
  if (!token.ok) return token
  const headers = {
    authorization: `Bearer ${token.value}`,
    'LinkedIn-Version': run.value('api_version'),
    'X-Restli-Protocol-Version': '2.0.0',
  }
  const me = await run.call({ method: 'GET', url: `${BASE}/me`, headers })
  if (!me.ok) return me
  const member = me.value.body.kind === 'json' ? me.value.body.value : null
  const member_id = textAt(member, 'id')
  if (me.value.status !== 200 || !member_id) return { ok: false, failure: explain(me.value, run) }
  run.found('LinkedIn accepted the access token.')

  const account_id = run.value('account_id')
  const path = `account=urn:li:sponsoredAccount:${account_id}&user=urn:li:person:${encodeURIComponent(member_id)}`
  const access = await run.call({ method: 'GET', url: `${BASE}/adAccountUsers/${path}`, headers })
  if (!access.ok) return access
  if (access.value.status === 404) {
    return failed(
      'wrong_id',
      `LinkedIn finds no ad account ${account_id} that the signed-in member may see.`,
      'Copy the ad account ID from LinkedIn Campaign Manager, or have the member added to the account, then test again.',
    )
  }
  const role = access.value.body.kind === 'json' ? textAt(access.value.body.value, 'role') : null
  if (access.value.status !== 200 || !role) return { ok: false, failure: explain(access.value, run) }
  run.found(`Ad account ${account_id} can be reached.`)
  if (role === 'VIEWER') {
    return failed(
      'missing_scope',
      `The signed-in member may only view ad account ${account_id}; sending audiences needs a higher role.`,
      'Have the member made campaign manager or account manager in LinkedIn Campaign Manager, then test again.',
    )
  }
  const names = [textAt(member, 'localizedFirstName'), textAt(member, 'localizedLastName')]
  return done(names.filter(Boolean).join(' ') || null)
}

export const testLinkedIn = tester({ type: 'linkedin', settings: ['account_id', 'api_version'], test })
