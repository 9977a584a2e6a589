// The Trade Desk's API v3, as far as a connection test and a delivery see it.
import { effects } from './effects.ts'
import type { Answer, Platform } from './server.ts'

export const TTD = { token: 'ttd-token-valid-0123456789', advertiser_id: 'a1b2c3d' } as const

const error = (status: number, code: string, message: string): Answer => ({
  status,
  json: { ErrorCode: code, Message: message },
})

const segmentOf = ({ id, name }: { id: string; name: string }) => ({
  CrmDataId: id,
  SegmentName: name,
  AdvertiserId: TTD.advertiser_id,
})

function create(body: string): Answer {
  const { AdvertiserId, SegmentName } = JSON.parse(body) as Record<string, string>
  if (AdvertiserId !== TTD.advertiser_id) return error(404, 'NotFound', 'No such advertiser')
  if (!SegmentName) return error(400, 'MissingData', 'SegmentName')
  const made = effects.make('the_trade_desk', SegmentName, SegmentName, `crm${effects.count() + 1}`, body)
  return { status: 200, json: { CrmDataId: made.id, FirstPartyDataId: 12 } }
}

/** Two segments a page, so that a look-up has to turn pages. */
function list(token: string | null): Answer {
  const all = [{ id: 'crm0', name: 'Renters' }, ...effects.of('the_trade_desk')]
  const from = Number(token ?? 0)
  const more = from + 2 < all.length
  return {
    status: 200,
    json: { Segments: all.slice(from, from + 2).map(segmentOf), PagingToken: more ? String(from + 2) : null },
  }
}

export const theTradeDesk: Platform = ({ method, host, path, headers, query, body }) => {
  const one = /^\/v3\/crmdata\/segment\/[^/]+\/([^/]+)$/.exec(path)?.[1]
  if (headers['ttd-auth'] === TTD.token && host === 'api.thetradedesk.com') {
    if (method === 'POST' && path === '/v3/crmdata/segment') return create(body)
    const made = one && effects.find('the_trade_desk', one)
    if (one) return made ? { status: 200, json: segmentOf(made) } : error(404, 'NotFound', 'No such segment')
    if (path === `/v3/crmdata/segment/${TTD.advertiser_id}`) return list(query.get('pagingToken'))
  }
  const advertiser = /^\/v3\/crmdata\/segment\/([^/]+)$/.exec(path)?.[1]
  if (host !== 'api.thetradedesk.com' || method !== 'GET' || !advertiser) return error(404, 'NotFound', path)
  const token = headers['ttd-auth'] ?? ''
  if (token === 'ttd-token-expired') return error(401, 'InvalidToken', `The token ${token} has expired`)
  if (token !== TTD.token) return error(401, 'AuthenticationFailed', `Unknown token ${token}`)
  if (advertiser === 'forbidden') return error(403, 'IncorrectPermissions', 'No access')
  if (advertiser === 'unready') return error(403, 'AdvertiserMisconfigured', 'Not set up')
  if (advertiser === 'odd') return error(418, 'Teapot', 'No coffee')
  if (advertiser !== TTD.advertiser_id) return error(404, 'NotFound', 'No such advertiser')
  return list(null)
}
