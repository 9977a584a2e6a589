// Google's token endpoint and Data Manager API v1, as far as a connection test sees them.
import { ACCESS, grant, NARROW_ACCESS, OAUTH } from './oauth.ts'
import type { Answer, Platform } from './server.ts'

export const GOOGLE = { ...OAUTH, customer_id: '1234567890', user_list_id: '8877665544332211' } as const

const error = (status: number, name: string, reason?: string, field?: string): Answer => ({
  status,
  json: {
    error: {
      code: status,
      message: 'There was a problem with the request.',
      status: name,
      details: [
        ...(reason ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }] : []),
        ...(field
          ? [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field }] }]
          : []),
      ],
    },
  },
})

const BY_CUSTOMER: Readonly<Record<string, Answer>> = {
  '1000000401': error(401, 'UNAUTHENTICATED'),
  '1000000403': error(403, 'PERMISSION_DENIED'),
  '1000000404': error(404, 'NOT_FOUND'),
  '1000000429': error(429, 'RESOURCE_EXHAUSTED'),
  '1000000500': error(500, 'INTERNAL'),
  '1000000001': error(403, 'PERMISSION_DENIED', 'SERVICE_DISABLED'),
  '1000000002': error(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT', 'destinations[0].operating_account'),
  '1000000003': error(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT', 'consent'),
  '1000000200': { ...error(400, 'INVALID_ARGUMENT'), status: 200 },
}

type Ingest = {
  destinations: {
    operatingAccount: { accountType: string; accountId: string }
    productDestinationId: string
  }[]
  audienceMembers: { userData: { userIdentifiers: { emailAddress: string }[] } }[]
  validateOnly: boolean
  encoding: string
}

function ingest(body: string): Answer {
  const { destinations, audienceMembers, validateOnly, encoding } = JSON.parse(body) as Ingest
  const [destination] = destinations
  const hash = audienceMembers[0]?.userData.userIdentifiers[0]?.emailAddress ?? ''
  // A test that would change the list is a fault, as is a member that isn't hashed.
  const form = encoding === 'HEX' ? /^[0-9a-f]{64}$/ : encoding === 'BASE64' ? /^[\w+/]{43}=$/ : null
  if (!validateOnly || !form?.test(hash)) {
    return error(400, 'INVALID_ARGUMENT', 'INVALID_HEX_ENCODING', 'audience_members')
  }
  const failure = BY_CUSTOMER[destination?.operatingAccount.accountId ?? '']
  if (failure) return failure
  if (destination?.operatingAccount.accountId !== GOOGLE.customer_id) return error(403, 'PERMISSION_DENIED')
  if (destination.productDestinationId !== GOOGLE.user_list_id) {
    return error(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT', 'destinations[0].product_destination_id')
  }
  return { status: 200, json: {} }
}

export const google: Platform = request => {
  const { method, host, path, headers, body } = request
  if (host === 'oauth2.googleapis.com' && path === '/token') return grant(request)
  if (host !== 'datamanager.googleapis.com') return error(404, 'NOT_FOUND')
  if (headers.authorization === `Bearer ${NARROW_ACCESS}`) {
    return error(403, 'PERMISSION_DENIED', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT')
  }
  if (headers.authorization !== `Bearer ${ACCESS}`) return error(401, 'UNAUTHENTICATED')
  if (method === 'POST' && path === '/v1/audienceMembers:ingest') return ingest(body)
  const customer = /^\/v1\/accountTypes\/GOOGLE_ADS\/accounts\/(\d+)\/userLists$/.exec(path)?.[1]
  if (method !== 'GET' || !customer) return error(404, 'NOT_FOUND')
  if (customer === GOOGLE.customer_id) return { status: 200, json: { userLists: [] } }
  // Reached through its manager account alone.
  if (
    customer === '2222222222' &&
    headers['login-account'] === 'accountTypes/GOOGLE_ADS/accounts/3333333333'
  ) {
    return { status: 200, json: {} }
  }
  return BY_CUSTOMER[customer] ?? error(403, 'PERMISSION_DENIED')
}
