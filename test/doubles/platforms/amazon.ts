// Login with Amazon and the Amazon Ads API's three regions.
import { effects, largeId } from './effects.ts'
import { ACCESS, grant, OAUTH } from './oauth.ts'
import type { Answer, Platform, Received } from './server.ts'

/** `profile_id` is beyond 2^53 and in Europe, beside another that differs in its last digit only. */
export const AMAZON = {
  ...OAUTH,
  region: 'eu',
  profile_id: '9223372036854775807',
  advertiser_id: '577123456789012345678',
  country_code: 'DE',
} as const

const PROFILES: Readonly<Record<string, string>> = {
  'advertising-api.amazon.com': '[]',
  'advertising-api-eu.amazon.com': `[
    {"profileId":${AMAZON.profile_id},"countryCode":"DE","accountInfo":{"type":"agency","name":"Harbour DSP"}},
    {"profileId":9223372036854775806,"countryCode":"FR","accountInfo":{"type":"agency","name":"Harbour FR"}}]`,
  'advertising-api-fe.amazon.com':
    '[{"profileId":77,"countryCode":"JP","accountInfo":{"name":"Harbour JP"}}]',
}
const TOKEN_HOSTS = ['api.amazon.com', 'api.amazon.co.uk', 'api.amazon.co.jp']

const error = (status: number, code: string): Answer => ({ status, json: { code, details: 'Refused' } })

const METADATA = '/amc/audiences/metadata'

/** The advertiser is a number on the wire, with all its digits. */
function audiences({ method, path, headers, body }: Received): Answer {
  if (headers['content-type'] !== 'application/vnd.amcaudiences.v1+json') return error(415, 'MEDIA_TYPE')
  if (method === 'GET') {
    const made = effects.find('amazon_dsp', path.slice(METADATA.length + 1))
    return made ? { status: 200, text: `{"audienceId":${made.id}}` } : error(404, 'NOT_FOUND')
  }
  const advertiser = /"advertiserId":(\d+)\b/.exec(body)?.[1]
  if (advertiser !== AMAZON.advertiser_id) return error(404, 'NOT_FOUND')
  const { name, description, metadata } = JSON.parse(body) as {
    name: string
    description: string
    metadata: { externalAudienceId: string }
  }
  if (!name || !/^[\w ]+$/.test(description)) return error(400, 'INVALID')
  return {
    status: 200,
    text: `{"audienceId":${effects.make('amazon_dsp', metadata.externalAudienceId, name, largeId(), body).id}}`,
  }
}

export const amazon: Platform = request => {
  const { method, host, path, headers } = request
  if (TOKEN_HOSTS.includes(host) && path === '/auth/o2/token') return grant(request, true)
  const profiles = PROFILES[host]
  const isAudiences = path.startsWith(METADATA)
  const isProfiles = method === 'GET' && path === '/v2/profiles'
  if (profiles === undefined || !(isAudiences || isProfiles)) return error(404, 'NOT_FOUND')
  if (headers['amazon-advertising-api-clientid'] !== OAUTH.client_id) return error(401, 'UNAUTHORIZED')
  if (headers.authorization !== `Bearer ${ACCESS}`) return error(403, 'ACCESS_DENIED')
  return isAudiences ? audiences(request) : { status: 200, text: profiles }
}
