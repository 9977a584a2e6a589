// TikTok's Business API v1.3: every answer has HTTP status 200 and tells in `code` what it is.
import { effects, largeId } from './effects.ts'
import type { Answer, Platform, Received } from './server.ts'

export const TIKTOK = { access_token: 'tiktok-token-valid-1', advertiser_id: '7012345678901234567' } as const

const answer = (code: number, message: string, data: object = {}): Answer => ({
  status: 200,
  json: { code, message, request_id: '20260101', data },
})

const BY_TOKEN: Readonly<Record<string, Answer>> = {
  'tiktok-expired': answer(40102, 'Access token tiktok-expired has expired'),
  'tiktok-narrow': answer(40001, 'No permission'),
  'tiktok-often': answer(40100, 'Too frequent'),
  'tiktok-fault': answer(50000, 'System error'),
  'tiktok-odd': answer(41999, 'Odd'),
}

const BY_ADVERTISER: Readonly<Record<string, Answer>> = {
  '1': answer(40001, 'No permission to operate advertiser'),
  '2': answer(40002, 'advertiser_ids: invalid'),
  '3': answer(50002, 'Service error'),
}

const BASE = '/open_api/v1.3/'

/** null for paths that are none of audiences. */
function audiences({ method, path, query, body }: Received): Answer | null {
  if (method === 'POST' && path === `${BASE}segment/audience/`) {
    const asked = JSON.parse(body) as Record<string, string>
    if (asked.advertiser_id !== TIKTOK.advertiser_id) return answer(40001, 'No permission')
    if (asked.action !== 'create' || !asked.custom_audience_name) return answer(40002, 'Invalid')
    const name = asked.custom_audience_name
    const { id } = effects.make('tiktok', name, name, largeId(), body)
    return answer(0, 'OK', { audience_id: id })
  }
  if (path === `${BASE}dmp/custom_audience/get/`) {
    const [id] = JSON.parse(query.get('custom_audience_ids') ?? '[]') as string[]
    const made = effects.find('tiktok', id ?? '')
    return answer(0, 'OK', { list: made ? [{ audience_details: { audience_id: made.id } }] : [] })
  }
  if (path !== `${BASE}dmp/custom_audience/list/`) return null
  const list = effects.of('tiktok').map(({ id, name }) => ({ audience_id: id, name }))
  return answer(0, 'OK', { list })
}

export const tiktok: Platform = request => {
  const { method, host, path, query, headers } = request
  const token = headers['access-token'] ?? ''
  const own = token === TIKTOK.access_token ? audiences(request) : null
  if (own && host === 'business-api.tiktok.com') return own
  const isKnown = method === 'GET' || path === `${BASE}segment/audience/`
  if (host !== 'business-api.tiktok.com' || !isKnown || query.has('access_token')) {
    return { status: 404, json: {} }
  }
  if (token !== TIKTOK.access_token) {
    return BY_TOKEN[token] ?? answer(40105, `Access token ${token} is incorrect or has been revoked`)
  }
  if (path === '/open_api/v1.3/user/info/') return answer(0, 'OK', { display_name: 'Ana Diaz', email: 'x' })
  if (path !== '/open_api/v1.3/advertiser/info/') return { status: 404, json: {} }
  const [advertiser] = JSON.parse(query.get('advertiser_ids') ?? '[]') as string[]
  const failure = BY_ADVERTISER[advertiser ?? '']
  if (failure) return failure
  if (advertiser !== TIKTOK.advertiser_id) return answer(0, 'OK', { list: [] })
  return {
    status: 200,
    text: `{"code":0,"message":"OK","data":{"list":[{"advertiser_id":${TIKTOK.advertiser_id},"name":"Harbour Coffee"}]}}`,
  }
}
