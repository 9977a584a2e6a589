// The Trade Desk: lists the advertiser's CRM segments, which changes nothing.
import { baseUrl, versionHint } from '../addresses.ts'
import { done, type Failure, type Step, unknownAnswer } from '../failure.ts'
import type { Reply } from '../http/request.ts'
import { textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

const NEW_TOKEN = 'Create a long-lived API token in The Trade Desk, save it here, then test again.'

/** The answer's text as a whole, only to look for a known code in it; none of it is ever shown. */
const holds = ({ body }: Reply, pattern: RegExp) =>
  body.kind === 'json' && pattern.test(JSON.stringify(body.value))

/**
 * Codes: https://raw.githubusercontent.com/api-evangelist/trade-desk/refs/heads/main/errors/trade-desk-error-codes.yml.
 * There is none for an expired token alone, so expiry is told from the words beside it.
 */
export function explain(reply: Reply, run: Run): Failure {
  const { status, body } = reply
  const advertiser_id = run.value('advertiser_id')
  if (status === 401) {
    return holds(reply, /\bexpired\b/i)
      ? { cause: 'expired', message: 'The Trade Desk says that the API token has expired.', hint: NEW_TOKEN }
      : { cause: 'refused', message: 'The Trade Desk does not recognise the API token.', hint: NEW_TOKEN }
  }
  if (status === 403 && holds(reply, /AdvertiserMisconfigured/)) {
    return {
      cause: 'wrong_id',
      message: `Advertiser ${advertiser_id} is not set up for audience data at The Trade Desk.`,
      hint: 'Check the advertiser ID, or ask your Trade Desk account manager to enable CRM data for it; then test again.',
    }
  }
  if (status === 403) {
    return {
      cause: 'missing_scope',
      message: `The API token is not permitted to use the CRM data of advertiser ${advertiser_id}.`,
      hint: 'Ask the owner of the seat to give the token’s user access to this advertiser, or check the advertiser ID; then test again.',
    }
  }
  if (status === 404 || status === 400) {
    return {
      cause: 'wrong_id',
      message:
        status === 404
          ? `The Trade Desk finds no advertiser ${advertiser_id}.`
          : `The Trade Desk does not accept ${advertiser_id} as an advertiser ID.`,
      hint: `Copy the advertiser ID from the advertiser’s page in The Trade Desk, then test again.${versionHint('the_trade_desk', run.value('api_version'))}`,
    }
  }
  const code = body.kind === 'json' ? textAt(body.value, 'ErrorCode') : null
  return unknownAnswer(run.service, status, code)
}

/**
 * GET /v3/crmdata/segment/{advertiserId} with the header TTD-Auth, as
 * https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/the-trade-desk-crm/functions.ts
 * does. The answer names no account, so there is no label.
 */
async function test(run: Run): Promise<Step<string | null>> {
  const advertiser_id = run.value('advertiser_id')
  const sent = await run.call({
    method: 'GET',
    url: `${baseUrl('the_trade_desk')}/${run.value('api_version')}/crmdata/segment/${encodeURIComponent(advertiser_id)}`,
    headers: { 'TTD-Auth': run.value('token') },
  })
  if (!sent.ok) return sent
  if (sent.value.status !== 200) return { ok: false, failure: explain(sent.value, run) }
  run.found('The Trade Desk accepted the API token.')
  run.found(`The CRM segments of advertiser ${advertiser_id} can be listed.`)
  return done(null)
}

export const testTheTradeDesk = tester({
  type: 'the_trade_desk',
  settings: ['advertiser_id', 'api_version'],
  test,
})
