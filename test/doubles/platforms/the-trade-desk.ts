// The Trade Desk's API v3, as far as a connection test sees it.
import type { Answer, Platform } from './server.ts'

export const TTD = { token: 'ttd-token-valid-0123456789', advertiser_id: 'a1b2c3d' } as const

const error = (status: number, code: string, message: string): Answer => ({
  status,
  json: { ErrorCode: code, Message: message },
})

export const theTradeDesk: Platform = ({ method, host, path, headers }) => {
  const advertiser = /^\/v3\/crmdata\/segment\/([^/]+)$/.exec(path)?.[1]
  if (host !== 'api.thetradedesk.com' || method !== 'GET' || !advertiser) return error(404, 'NotFound', path)
  const token = headers['ttd-auth'] ?? ''
  if (token === 'ttd-token-expired') return error(401, 'InvalidToken', `The token ${token} has expired`)
  if (token !== TTD.token) return error(401, 'AuthenticationFailed', `Unknown token ${token}`)
  if (advertiser === 'forbidden') return error(403, 'IncorrectPermissions', 'No access')
  if (advertiser === 'unready') return error(403, 'AdvertiserMisconfigured', 'Not set up')
  if (advertiser === 'odd') return error(418, 'Teapot', 'No coffee')
  if (advertiser !== TTD.advertiser_id) return error(404, 'NotFound', 'No such advertiser')
  return {
    status: 200,
    json: { Segments: [{ SegmentName: 'Renters', CrmDataId: 'crm1' }], PagingToken: null },
  }
}
