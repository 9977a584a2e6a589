// LinkedIn's token endpoint and versioned Marketing API, as far as a connection test, a delivery and a look at results see them.
import { effects, type Made } from './effects.ts'
import { ACCESS, grant, NARROW_ACCESS, OAUTH } from './oauth.ts'
import type { Answer, Platform, Received } from './server.ts'

export const LINKEDIN = { ...OAUTH, account_id: '508654321' } as const
/** For accounts that are set up with an access token alone. */
export const LINKEDIN_TOKEN = 'linkedin-access-token-valid'

const error = (status: number, serviceErrorCode: number, code: string): Answer => ({
  status,
  json: { status, serviceErrorCode, code, message: 'Refused' },
})

const BY_TOKEN: Readonly<Record<string, Answer>> = {
  'linkedin-expired': error(401, 65_602, 'EXPIRED_ACCESS_TOKEN'),
  'linkedin-revoked': error(401, 65_601, 'REVOKED_ACCESS_TOKEN'),
  [NARROW_ACCESS]: error(403, 100, 'ACCESS_DENIED'),
}
const ROLES: Readonly<Record<string, string>> = { [LINKEDIN.account_id]: 'CAMPAIGN_MANAGER', '600': 'VIEWER' }

type Segment = { name: string; sourceSegmentId: string; account: string; sourcePlatform: string }

/** `inputCount` is the segment's; the state and the matches are those of its destination. An empty one only builds. */
function segmentOf({ id, external, name, reported }: Made) {
  const { inputCount, ...destination } = reported
  return {
    id: Number(id),
    name,
    sourceSegmentId: external,
    ...(inputCount !== undefined && { inputCount }),
    destinations: [{ destination: 'LINKEDIN', status: 'BUILDING', ...destination }],
  }
}

/** The finder's filters are kept to the account, as the documents have it; the id of what was made is in a header. */
function segments({ method, path, query, body }: Received): Answer {
  const account = `urn:li:sponsoredAccount:${LINKEDIN.account_id}`
  if (method === 'POST') {
    const segment = JSON.parse(body) as Segment
    if (segment.account !== account) return error(403, 100, 'ACCESS_DENIED')
    const id = String(700_001 + effects.count())
    effects.make('linkedin', segment.sourceSegmentId, segment.name, id, body)
    return { status: 201, headers: { 'x-restli-id': id } }
  }
  const id = /^\/rest\/dmpSegments\/(\d+)$/.exec(path)?.[1]
  if (id) {
    const made = effects.find('linkedin', id)
    return made ? { status: 200, json: segmentOf(made) } : error(404, 0, 'NOT_FOUND')
  }
  if (query.get('q') !== 'account' || query.get('account') !== account) return error(400, 0, 'BAD_REQUEST')
  return { status: 200, json: { elements: effects.of('linkedin').map(segmentOf) } }
}

export const linkedin: Platform = request => {
  const { method, host, path, headers } = request
  if (host === 'www.linkedin.com' && path === '/oauth/v2/accessToken') return grant(request)
  const isSegments = path === '/rest/dmpSegments' || path.startsWith('/rest/dmpSegments/')
  if (host !== 'api.linkedin.com' || (method !== 'GET' && !isSegments)) return error(404, 0, 'NOT_FOUND')
  const token = (headers.authorization ?? '').replace(/^Bearer /, '')
  if (token !== ACCESS && token !== LINKEDIN_TOKEN) {
    return BY_TOKEN[token] ?? error(401, 65_600, 'INVALID_ACCESS_TOKEN')
  }
  if (headers['x-restli-protocol-version'] !== '2.0.0') return error(400, 0, 'BAD_REQUEST')
  const version = headers['linkedin-version'] ?? ''
  if (!/^\d{6}$/.test(version) || version < '202501') return error(426, 0, 'NONEXISTENT_VERSION')
  if (isSegments) return segments(request)
  if (path === '/rest/me') {
    return { status: 200, json: { id: 'yrZCpj2Z12', localizedFirstName: 'Ana', localizedLastName: 'Diaz' } }
  }
  const key = /^\/rest\/adAccountUsers\/account=urn:li:sponsoredAccount:(\d+)&user=urn:li:person:yrZCpj2Z12$/
  const role = ROLES[key.exec(path)?.[1] ?? '']
  return role ? { status: 200, json: { role } } : error(404, 0, 'NOT_FOUND')
}
