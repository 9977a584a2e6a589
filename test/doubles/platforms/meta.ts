// Meta's Graph API, as far as a connection test sees it.
import type { Answer, Platform } from './server.ts'

export const META = { access_token: 'EAAB-meta-token-valid', ad_account_id: '98765432101234567890' } as const

const error = (status: number, code: number, error_subcode?: number, message = 'Refused'): Answer => ({
  status,
  json: { error: { message, type: 'OAuthException', code, ...(error_subcode && { error_subcode }) } },
})

const BY_ACCOUNT: Readonly<Record<string, Answer>> = {
  '200': error(403, 200),
  '10': error(403, 10),
  '17': error(400, 17),
  '80003': error(400, 80_003),
  '2': error(500, 2),
  '1': error(400, 1),
  '2635': error(400, 2635),
  '999': error(400, 999),
  // An error inside of an answer that calls itself a success.
  '803': error(200, 803),
  '5': { status: 200, json: { name: 'Old account', account_status: 2, id: 'act_5' } },
  [META.ad_account_id]: {
    status: 200,
    text: `{"name":"North Shop \\u00b7 EU","account_status":1,"id":"act_${META.ad_account_id}","owner":98765432101234567890}`,
  },
}

export const meta: Platform = ({ method, host, path, query, headers }) => {
  const account = /^\/v\d+\.0\/act_(\d+)$/.exec(path)?.[1]
  if (host !== 'graph.facebook.com' || method !== 'GET' || !account) return error(404, 2500)
  // A token in the address would be written down by every proxy on the way.
  if (query.has('access_token') || query.get('fields') !== 'name,account_status') return error(400, 100)
  const token = (headers.authorization ?? '').replace(/^Bearer /, '')
  if (token === 'EAAB-expired') return error(401, 190, 463, `Session of ${token} has expired`)
  if (token === 'EAAB-withdrawn') return error(400, 190, 460)
  if (token !== META.access_token) return error(400, 190, undefined, `Malformed access token ${token}`)
  return BY_ACCOUNT[account] ?? error(400, 100, 33, `Object act_${account} does not exist`)
}
