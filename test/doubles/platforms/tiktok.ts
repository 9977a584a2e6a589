// TikTok's Business API v1.3: every answer has HTTP status 200 and tells in `code` what it is.
import type { Answer, Platform } from './server.ts'

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

export const tiktok: Platform = ({ method, host, path, query, headers }) => {
  const token = headers['access-token'] ?? ''
  if (host !== 'business-api.tiktok.com' || method !== 'GET' || query.has('access_token')) {
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
