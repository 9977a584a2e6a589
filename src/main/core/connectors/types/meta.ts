// Meta: reads the ad account's name and state with the token in a header, never in the address.
import { baseUrl, otherVersion } from '../addresses.ts'
import { done, type Failure, platformFault, rateLimited, type Step, unknownAnswer } from '../failure.ts'
import type { Reply } from '../http/request.ts'
import { textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

const NEW_TOKEN =
  'Create a new access token for the system user in Meta’s Business settings, save it here, then test again.'

/** States in which an account takes no work: https://developers.facebook.com/docs/marketing-api/reference/ad-account */
const CLOSED: Readonly<Record<string, string>> = {
  '2': 'disabled',
  '100': 'about to be closed',
  '101': 'closed',
}

const RATE_CODES = new Set([4, 17, 32, 613])
const PERMISSION_CODES = new Set([3, 10, 294])
/** Subcodes of 190 and 102 that mean a session which was good once. */
const ENDED_SUBCODES = new Set([458, 459, 460, 463, 464, 467])

/** Codes: https://developers.facebook.com/docs/graph-api/guides/error-handling and /docs/marketing-api/error-reference */
export function explain({ status, body, retry_after_s }: Reply, run: Run): Failure {
  const ad_account_id = run.value('ad_account_id')
  const version = run.value('api_version')
  const error = body.kind === 'json' ? body.value : null
  const code = Number(textAt(error, 'error', 'code') ?? Number.NaN)
  const subcode = Number(textAt(error, 'error', 'error_subcode') ?? Number.NaN)
  if (code === 102 || (code === 190 && ENDED_SUBCODES.has(subcode))) {
    return {
      cause: 'expired',
      message: 'Meta says that the access token has expired or was withdrawn.',
      hint: NEW_TOKEN,
    }
  }
  if (code === 190) {
    return { cause: 'refused', message: 'Meta does not recognise the access token.', hint: NEW_TOKEN }
  }
  if (RATE_CODES.has(code) || (code >= 80_000 && code <= 80_014)) return rateLimited('Meta', retry_after_s)
  if (PERMISSION_CODES.has(code) || (code >= 200 && code <= 299)) {
    return {
      cause: 'missing_scope',
      message: `The access token has no permission to work with ad account ${ad_account_id}.`,
      hint: 'Give its user the Advertiser or Admin role on the ad account, and the token the permission ads_management; then test again.',
    }
  }
  if ((code === 100 && subcode === 33) || code === 803) {
    return {
      cause: 'wrong_id',
      message: `Meta finds no ad account ${ad_account_id} that this access token may see.`,
      hint: 'Copy the ad account ID from Meta’s Ads Manager, or assign the account to the token’s user, then test again.',
    }
  }
  if (code === 2635) {
    return {
      cause: 'wrong_version',
      message: `Meta no longer serves version ${version} of its API.`,
      hint: otherVersion('meta', version),
    }
  }
  if (code === 1 || code === 2) return platformFault('Meta', `its error code ${code}`)
  return unknownAnswer('Meta', status, Number.isNaN(code) ? null : String(code))
}

/** GET /{version}/act_{id}?fields=name,account_status: https://developers.facebook.com/docs/marketing-api/reference/ad-account */
async function test(run: Run): Promise<Step<string | null>> {
  const ad_account_id = run.value('ad_account_id')
  const sent = await run.call({
    method: 'GET',
    url: `${baseUrl('meta')}/${run.value('api_version')}/act_${ad_account_id}?fields=name,account_status`,
    headers: { authorization: `Bearer ${run.value('access_token')}` },
  })
  if (!sent.ok) return sent
  const { status, body } = sent.value
  const account = body.kind === 'json' ? body.value : null
  const name = textAt(account, 'name')
  // An error inside of an answer with status 200 is an error all the same.
  if (status !== 200 || name === null) return { ok: false, failure: explain(sent.value, run) }
  run.found('Meta accepted the access token.')
  run.found(`Ad account ${ad_account_id} can be read.`)
  const closed = CLOSED[textAt(account, 'account_status') ?? '']
  if (closed) {
    const failure: Failure = {
      cause: 'refused',
      code: 'forbidden',
      message: `Ad account ${ad_account_id} is ${closed} at Meta, so it takes no audiences.`,
      hint: 'Reopen the account in Meta’s Account quality page, or use another ad account; then test again.',
    }
    return { ok: false, failure }
  }
  return done(name)
}

export const testMeta = tester({ type: 'meta', settings: ['ad_account_id', 'api_version'], test })
