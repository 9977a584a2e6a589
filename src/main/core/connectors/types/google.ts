// Google Ads through the Data Manager API: a call that is only validated, or a list of lists where no list is named.
import { createHash } from 'node:crypto'
import { baseUrl, tokenUrl, versionHint } from '../addresses.ts'
import { done, type Failure, type Step, unknownAnswer } from '../failure.ts'
import type { HttpRequest, Reply } from '../http/request.ts'
import { refreshAccessToken } from '../oauth.ts'
import { listAt, textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

function accountFailure(field: string, run: Run): Failure | null {
  const name = field.toLowerCase().replaceAll('_', '')
  if (name.includes('productdestinationid')) {
    return {
      cause: 'wrong_id',
      message: `Google Ads account ${run.value('customer_id')} has no customer list ${run.value('user_list_id')}.`,
      hint: 'Copy the customer list ID from Audience manager in Google Ads, then test again.',
    }
  }
  if (!name.includes('account') && !name.includes('destination')) return null
  return {
    cause: 'wrong_id',
    message: `Google does not accept account ${run.value('customer_id')} as the place to send audiences to.`,
    hint: 'Check the customer ID, and the manager ID if access comes through a manager account, then test again.',
  }
}

/** Error model: https://cloud.google.com/apis/design/errors; reasons: https://developers.google.com/data-manager/api/devguides/concepts/errors */
export function explain({ status, body }: Reply, run: Run): Failure {
  const answer = body.kind === 'json' ? body.value : null
  const details = listAt(answer, 'error', 'details')
  const reasons = details.map(one => textAt(one, 'reason'))
  if (reasons.includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT')) {
    return {
      cause: 'missing_scope',
      message: 'The refresh token was given without permission for the Data Manager API.',
      hint: 'Get a new refresh token with the scope https://www.googleapis.com/auth/datamanager, save it here, then test again.',
    }
  }
  if (reasons.includes('SERVICE_DISABLED')) {
    return {
      cause: 'missing_scope',
      message: 'The Data Manager API is switched off in the Google Cloud project of this client ID.',
      hint: 'Enable the Data Manager API in the Google Cloud console, wait a few minutes, then test again.',
    }
  }
  if (status === 401) {
    return {
      cause: 'refused',
      message: 'Google does not accept this sign-in for the Data Manager API.',
      hint: 'Get a new refresh token with the scope https://www.googleapis.com/auth/datamanager, save it here, then test again.',
    }
  }
  if (status === 403) {
    return {
      cause: 'missing_scope',
      message: `The Google account that gave the consent may not manage Google Ads account ${run.value('customer_id')}.`,
      hint: 'Give it access in Google Ads under Access and security, or check the customer ID; then test again.',
    }
  }
  if (status === 404) {
    return {
      cause: 'wrong_id',
      message: `Google finds no Google Ads account ${run.value('customer_id')}.`,
      hint: `Copy the customer ID from the top right corner of Google Ads, then test again.${versionHint('google_ads', run.value('api_version'))}`,
    }
  }
  if (status === 400) {
    const fields = details
      .flatMap(one => listAt(one, 'fieldViolations'))
      .map(one => textAt(one, 'field') ?? '')
    for (const field of fields) {
      const failure = accountFailure(field, run)
      if (failure) return failure
    }
  }
  return unknownAnswer(run.service, status, textAt(answer, 'error', 'status'))
}

const accountName = (id: string) => `accountTypes/GOOGLE_ADS/accounts/${id}`
const account = (id: string) => ({ accountType: 'GOOGLE_ADS', accountId: id })

/**
 * With a list: POST audienceMembers:ingest with validateOnly, which is checked and not carried out
 * (https://developers.google.com/data-manager/api/reference/rest/v1/audienceMembers/ingest); its one member is the hash
 * of an address under example.com. Without: GET …/userLists
 * (https://developers.google.com/data-manager/api/reference/rest/v1/accountTypes.accounts.userLists/list).
 */
export function probe(run: Run, access_token: string): HttpRequest {
  const base = `${baseUrl('google_ads')}/${run.value('api_version')}`
  const authorization = `Bearer ${access_token}`
  const customer_id = run.value('customer_id')
  const login_id = run.value('login_customer_id')
  const list_id = run.value('user_list_id')
  if (list_id === '') {
    return {
      method: 'GET',
      url: `${base}/${accountName(customer_id)}/userLists?pageSize=1`,
      headers: { authorization, ...(login_id === '' ? {} : { 'login-account': accountName(login_id) }) },
    }
  }
  // In the encoding that deliveries will have, so that what is checked is what will be sent.
  const encoding = run.value('encoding')
  const emailAddress = createHash('sha256')
    .update('connection-test@example.com')
    .digest(encoding === 'BASE64' ? 'base64' : 'hex')
  const body = {
    destinations: [
      {
        operatingAccount: account(customer_id),
        ...(login_id === '' ? {} : { loginAccount: account(login_id) }),
        productDestinationId: list_id,
      },
    ],
    audienceMembers: [{ userData: { userIdentifiers: [{ emailAddress }] } }],
    consent: { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' },
    encoding,
    termsOfService: { customerMatchTermsOfServiceStatus: 'ACCEPTED' },
    validateOnly: true,
  }
  return {
    method: 'POST',
    url: `${base}/audienceMembers:ingest`,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

async function test(run: Run): Promise<Step<string | null>> {
  const token = await refreshAccessToken(run, {
    token_url: tokenUrl('google_ads'),
    renew: 'through Google’s consent page for your client ID',
  })
  if (!token.ok) return token
  const sent = await run.call(probe(run, token.value))
  if (!sent.ok) return sent
  const { status, body } = sent.value
  const answer = body.kind === 'json' ? body.value : null
  const errorInside = textAt(answer, 'error', 'status') !== null
  if (status !== 200 || errorInside) return { ok: false, failure: explain(sent.value, run) }
  const customer_id = run.value('customer_id')
  const list_id = run.value('user_list_id')
  run.found(
    list_id === ''
      ? `The customer lists of Google Ads account ${customer_id} can be read.`
      : `Google would accept members for customer list ${list_id} of account ${customer_id}; nobody was added to it.`,
  )
  return done(null)
}

export const testGoogle = tester({
  type: 'google_ads',
  service: 'Google',
  settings: ['customer_id', 'login_customer_id', 'user_list_id', 'encoding', 'api_version'],
  test,
})
