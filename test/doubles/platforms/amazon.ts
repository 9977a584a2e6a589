// Login with Amazon and the Amazon Ads API's three regions.
import { ACCESS, grant, OAUTH } from './oauth.ts'
import type { Answer, Platform } from './server.ts'

/** `profile_id` is beyond 2^53 and in Europe, beside another that differs in its last digit only. */
export const AMAZON = { ...OAUTH, region: 'eu', profile_id: '9223372036854775807' } as const

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

export const amazon: Platform = request => {
  const { method, host, path, headers } = request
  if (TOKEN_HOSTS.includes(host) && path === '/auth/o2/token') return grant(request, true)
  const profiles = PROFILES[host]
  if (profiles === undefined || method !== 'GET' || path !== '/v2/profiles') return error(404, 'NOT_FOUND')
  if (headers['amazon-advertising-api-clientid'] !== OAUTH.client_id) return error(401, 'UNAUTHORIZED')
  if (headers.authorization !== `Bearer ${ACCESS}`) return error(403, 'ACCESS_DENIED')
  return { status: 200, text: profiles }
}
