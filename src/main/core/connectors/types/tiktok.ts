// TikTok: asks who the token belongs to, then for the advertiser; success is `code` 0, whatever the HTTP status.
import { baseUrl } from '../addresses.ts'
import { done, type Failure, platformFault, rateLimited, type Step, unknownAnswer } from '../failure.ts'
import type { Reply } from '../http/request.ts'
import { at, listAt, textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

const NEW_TOKEN =
  'Authorise the app again in TikTok for Business, save the new access token here, then test again.'

/** Return codes: https://business-api.tiktok.com/portal/docs?id=1737172488964097 */
export function explain({ status, body, retry_after_s }: Reply): Failure {
  const code = body.kind === 'json' ? textAt(body.value, 'code') : null
  const number = Number(code ?? Number.NaN)
  if (number === 40102) {
    return { cause: 'expired', message: 'TikTok says that the access token has expired.', hint: NEW_TOKEN }
  }
  if (number === 40104 || number === 40105 || status === 401) {
    return {
      cause: 'refused',
      message: 'TikTok does not recognise the access token: it is wrong or was revoked.',
      hint: NEW_TOKEN,
    }
  }
  if (number === 40100 || number === 40133) return rateLimited('TikTok', retry_after_s)
  if (number === 40001) {
    return {
      cause: 'missing_scope',
      message: 'The access token lacks the TikTok permission to read which account it belongs to.',
      hint: 'Give the app the permissions for account and audience management, authorise it again, save the new token here, then test again.',
    }
  }
  if (number >= 50_000 && number < 60_000) return platformFault('TikTok', `its error code ${number}`)
  return unknownAnswer('TikTok', status, code)
}

export const succeeded = ({ status, body }: Reply) =>
  status === 200 && body.kind === 'json' && textAt(body.value, 'code') === '0'

/** Codes that, when one advertiser is asked for, say that it isn't there or isn't this token's. */
const NOT_YOURS = new Set(['40001', '40002', '40007'])

const wrongAdvertiser = (advertiser_id: string): Failure => ({
  cause: 'wrong_id',
  message: `TikTok finds no advertiser ${advertiser_id} that this access token may see.`,
  hint: 'Copy the advertiser ID from TikTok Ads Manager, or authorise the app for that advertiser, then test again.',
})

/**
 * GET user/info/, then GET advertiser/info/, both with the header Access-Token:
 * https://github.com/tiktok/tiktok-business-api-sdk (AccountApi).
 */
async function test(run: Run): Promise<Step<string | null>> {
  const base = `${baseUrl('tiktok')}/${run.value('api_version')}`
  const headers = { 'Access-Token': run.value('access_token') }
  const user = await run.call({ method: 'GET', url: `${base}/user/info/`, headers })
  if (!user.ok) return user
  if (!succeeded(user.value)) return { ok: false, failure: explain(user.value) }
  run.found('TikTok accepted the access token.')

  const advertiser_id = run.value('advertiser_id')
  const query = new URLSearchParams({
    advertiser_ids: JSON.stringify([advertiser_id]),
    fields: JSON.stringify(['advertiser_id', 'name']),
  })
  const info = await run.call({ method: 'GET', url: `${base}/advertiser/info/?${query}`, headers })
  if (!info.ok) return info
  const body = info.value.body.kind === 'json' ? info.value.body.value : null
  if (!succeeded(info.value)) {
    const notYours = NOT_YOURS.has(textAt(body, 'code') ?? '')
    return { ok: false, failure: notYours ? wrongAdvertiser(advertiser_id) : explain(info.value) }
  }
  const advertiser = listAt(at(body, 'data'), 'list').find(
    one => textAt(one, 'advertiser_id') === advertiser_id,
  )
  if (!advertiser) return { ok: false, failure: wrongAdvertiser(advertiser_id) }
  run.found(`Advertiser ${advertiser_id} can be read.`)
  return done(textAt(advertiser, 'name') ?? textAt(user.value, 'body', 'value', 'data', 'display_name'))
}

export const testTikTok = tester({ type: 'tiktok', settings: ['advertiser_id', 'api_version'], test })
