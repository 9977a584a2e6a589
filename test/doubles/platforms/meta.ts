// Meta's Graph API, as far as a connection test, a delivery and a look at results see it.
import { effects, largeId, type Made } from './effects.ts'
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

type Fields = { name: string; description: string; subtype?: string; customer_file_source?: string }

/** Names with this word are flagged, as Meta does with what suggests health. */
const SUGGESTIVE = /diabetes/i
/** Nothing was uploaded to it; what is reported takes the place of these fields. */
const audienceOf = ({ id, name, external, reported }: Made) => ({
  id,
  name,
  description: external,
  approximate_count_lower_bound: 0,
  delivery_status: { code: 300, description: 'Too small' },
  operation_status: SUGGESTIVE.test(name)
    ? { code: 471, description: 'Flagged' }
    : { code: 200, description: 'Normal' },
  ...reported,
})
/** Only what was asked for comes, and the id. */
const fieldsOf = (answer: object, asked: string | null) =>
  Object.fromEntries(
    Object.entries(answer).filter(([key]) => key === 'id' || asked?.split(',').includes(key)),
  )

function audiences(method: string, account: string, after: string | null, body: string): Answer {
  if (account !== META.ad_account_id) return error(400, 100, 33)
  if (method === 'POST') {
    const { name, description, subtype } = JSON.parse(body) as Fields
    if (!name || subtype !== 'CUSTOM') return error(400, 100)
    return { status: 200, json: { id: effects.make('meta', description, name, largeId(), body).id } }
  }
  const all = effects.of('meta')
  const from = Number(after ?? 0)
  const paging = { cursors: { after: String(from + 2) }, ...(from + 2 < all.length && { next: 'https://x' }) }
  return { status: 200, json: { data: all.slice(from, from + 2).map(audienceOf), paging } }
}

function oneAudience(method: string, id: string, fields: string | null, body: string): Answer {
  const made = effects.find('meta', id)
  if (!made) return error(400, 100, 33)
  if (method === 'GET') return { status: 200, json: fieldsOf(audienceOf(made), fields) }
  if (SUGGESTIVE.test(made.name)) return error(400, 100, 1_713_230)
  made.name = (JSON.parse(body) as Fields).name
  return { status: 200, json: { success: true } }
}

export const meta: Platform = ({ method, host, path, query, headers, body }) => {
  if (headers.authorization === `Bearer ${META.access_token}` && host === 'graph.facebook.com') {
    const owner = /^\/v\d+\.0\/act_(\d+)\/customaudiences$/.exec(path)?.[1]
    if (owner) return audiences(method, owner, query.get('after'), body)
    const id = /^\/v\d+\.0\/(\d+)$/.exec(path)?.[1]
    if (id) return oneAudience(method, id, query.get('fields'), body)
  }
  const [, account_prefix, account] = /^\/v\d+\.0\/(act_)?(\d+)$/.exec(path) ?? []
  if (host !== 'graph.facebook.com' || method !== 'GET' || !account) return error(404, 2500)
  // A token in the address would be written down by every proxy on the way.
  if (query.has('access_token')) return error(400, 100)
  if (account_prefix && query.get('fields') !== 'name,account_status') return error(400, 100)
  const token = (headers.authorization ?? '').replace(/^Bearer /, '')
  if (token === 'EAAB-expired') return error(401, 190, 463, `Session of ${token} has expired`)
  if (token === 'EAAB-withdrawn') return error(400, 190, 460)
  if (token !== META.access_token) return error(400, 190, undefined, `Malformed access token ${token}`)
  return BY_ACCOUNT[account] ?? error(400, 100, 33, `Object act_${account} does not exist`)
}
