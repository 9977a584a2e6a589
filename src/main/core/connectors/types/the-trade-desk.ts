// The Trade Desk: lists the advertiser's CRM segments, which changes nothing.
import { done, type Failure, type Step, unknownAnswer } from '../failure.ts'
import { versionField } from '../fields.ts'
import type { Reply } from '../http/request.ts'
import { textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

const SERVICE = 'The Trade Desk'
export const TRADE_DESK_API_VERSION = 'v3'
const NEW_TOKEN = 'Create a long-lived API token in The Trade Desk, save it here, then test again.'

/** The answer's text as a whole, only to look for a known code in it; none of it is ever shown. */
const holds = ({ body }: Reply, pattern: RegExp) =>
  body.kind === 'json' && pattern.test(JSON.stringify(body.value))

/**
 * Codes: https://raw.githubusercontent.com/api-evangelist/trade-desk/refs/heads/main/errors/trade-desk-error-codes.yml.
 * There is none for an expired token alone, so expiry is told from the words beside it.
 */
function explain(reply: Reply, advertiser_id: string): Failure {
  const { status, body } = reply
  if (status === 401) {
    return holds(reply, /\bexpired\b/i)
      ? { cause: 'expired', message: 'The Trade Desk says that the API token has expired.', hint: NEW_TOKEN }
      : { cause: 'refused', message: 'The Trade Desk does not recognise the API token.', hint: NEW_TOKEN }
  }
  if (status === 403 && holds(reply, /AdvertiserMisconfigured/)) {
    return {
      cause: 'wrong_id',
      message: `Advertiser ${advertiser_id} is not set up for audience data at The Trade Desk.`,
      hint: 'Check the advertiser id, or ask your Trade Desk account manager to enable CRM data for it.',
    }
  }
  if (status === 403) {
    return {
      cause: 'missing_scope',
      message: `The API token may not work with the CRM data of advertiser ${advertiser_id}.`,
      hint: 'Ask the owner of the seat to give the token’s user access to this advertiser, or check the advertiser id.',
    }
  }
  if (status === 404 || status === 400) {
    return {
      cause: 'wrong_id',
      message: `The Trade Desk knows no advertiser ${advertiser_id}.`,
      hint: 'Copy the advertiser id from the advertiser’s page in The Trade Desk, then test again.',
    }
  }
  const code = body.kind === 'json' ? textAt(body.value, 'ErrorCode') : null
  return unknownAnswer(SERVICE, status, code)
}

/**
 * GET /v3/crmdata/segment/{advertiserId} with the header TTD-Auth, as
 * https://github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/the-trade-desk-crm/functions.ts
 * does. The answer names no account, so there is no label.
 */
async function test(run: Run): Promise<Step<string | null>> {
  const advertiser_id = run.value('advertiser_id')
  const version = run.value('api_version') || TRADE_DESK_API_VERSION
  const sent = await run.call({
    method: 'GET',
    url: `https://api.thetradedesk.com/${version}/crmdata/segment/${encodeURIComponent(advertiser_id)}`,
    headers: { 'TTD-Auth': run.value('token') },
  })
  if (!sent.ok) return sent
  if (sent.value.status !== 200) return { ok: false, failure: explain(sent.value, advertiser_id) }
  run.found('The Trade Desk accepted the API token.')
  run.found(`The CRM segments of advertiser ${advertiser_id} can be listed.`)
  return done(null)
}

export const testTheTradeDesk = tester({
  service: SERVICE,
  fields: [
    { key: 'token', label: 'the API token', kind: 'secret', required: true },
    {
      key: 'advertiser_id',
      label: 'the advertiser id',
      kind: 'id',
      required: true,
      pattern: /^[A-Za-z0-9_-]{1,64}$/,
      rule: 'letters and digits only, such as a1b2c3d',
    },
    versionField(/^v\d{1,2}$/, TRADE_DESK_API_VERSION),
  ],
  test,
})
