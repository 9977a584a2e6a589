// Amazon Ads: signs in and lists the advertising profiles of the region; looks in the other regions for a lost one.
import { done, type Failure, type Step, unknownAnswer, unreadable } from '../failure.ts'
import { oauthFields } from '../fields.ts'
import type { Reply } from '../http/request.ts'
import { refreshAccessToken } from '../oauth.ts'
import { listAt, textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

/** Hosts by region: https://advertising.amazon.com/API/docs/en-us/reference/api-overview#api-endpoints */
export const AMAZON_REGIONS = {
  na: {
    name: 'North America',
    api: 'https://advertising-api.amazon.com',
    token: 'https://api.amazon.com/auth/o2/token',
  },
  eu: {
    name: 'Europe',
    api: 'https://advertising-api-eu.amazon.com',
    token: 'https://api.amazon.co.uk/auth/o2/token',
  },
  fe: {
    name: 'Far East',
    api: 'https://advertising-api-fe.amazon.com',
    token: 'https://api.amazon.co.jp/auth/o2/token',
  },
} as const
type Region = keyof typeof AMAZON_REGIONS
const REGION_CODES = ['na', 'eu', 'fe'] as const satisfies readonly Region[]

function explain({ status, body }: Reply): Failure {
  if (status === 401) {
    return {
      cause: 'refused',
      message: 'Amazon Ads does not accept this client id for its advertising API.',
      hint: 'Check that the client id’s application was approved for the Amazon Ads API, then test again.',
    }
  }
  if (status === 403) {
    return {
      cause: 'missing_scope',
      message: 'The refresh token does not permit the management of advertising accounts.',
      hint: 'Get a new refresh token with the scope advertising::campaign_management or advertising::audiences, and save it here.',
    }
  }
  return unknownAnswer('Amazon Ads', status, body.kind === 'json' ? textAt(body.value, 'code') : null)
}

const listProfiles = (run: Run, region: Region, access_token: string) =>
  run.call({
    method: 'GET',
    url: `${AMAZON_REGIONS[region].api}/v2/profiles`,
    headers: {
      authorization: `Bearer ${access_token}`,
      'Amazon-Advertising-API-ClientId': run.value('client_id'),
    },
  })

/** The profiles of an answer that has some, or those wanted of them. */
function profilesOf(reply: Reply, profile_id: string): readonly unknown[] {
  const all = reply.status === 200 && reply.body.kind === 'json' ? listAt(reply.body.value) : []
  return profile_id === '' ? all : all.filter(one => textAt(one, 'profileId') === profile_id)
}

/** What a region that has nothing of the account means: in which other region it was found, or that it is nowhere. */
async function lookElsewhere(run: Run, region: Region, access_token: string): Promise<Failure> {
  const profile_id = run.value('profile_id')
  const here = AMAZON_REGIONS[region].name
  const what = profile_id === '' ? 'no advertising profile' : `no profile ${profile_id}`
  for (const other of REGION_CODES.filter(code => code !== region)) {
    const sent = await listProfiles(run, other, access_token)
    if (!sent.ok && sent.failure.cause === 'cancelled') return sent.failure
    if (sent.ok && profilesOf(sent.value, profile_id).length > 0) {
      const there = AMAZON_REGIONS[other].name
      return {
        cause: 'wrong_region',
        message: `This account has ${what} in ${here}; it was found in ${there}.`,
        hint: `Set the region to ${there}, then test again.`,
      }
    }
  }
  return {
    cause: 'wrong_id',
    message: `This account has ${what} in ${here}, and none was found in the other regions.`,
    hint: 'Check the profile id, and that the user who gave the consent may see the advertiser in the Amazon Ads console.',
  }
}

/** GET /v2/profiles: https://advertising.amazon.com/API/docs/en-us/reference/2/profiles */
async function test(run: Run): Promise<Step<string | null>> {
  const region = REGION_CODES.find(code => code === run.value('region')) ?? 'na'
  const token = await refreshAccessToken(run, {
    token_url: AMAZON_REGIONS[region].token,
    renew: 'through Login with Amazon',
  })
  if (!token.ok) return token
  const sent = await listProfiles(run, region, token.value)
  if (!sent.ok) return sent
  const { status, body } = sent.value
  if (status !== 200) return { ok: false, failure: explain(sent.value) }
  if (body.kind !== 'json' || !Array.isArray(body.value)) {
    return { ok: false, failure: unreadable(run.service, status) }
  }
  const profile_id = run.value('profile_id')
  const [first, ...more] = profilesOf(sent.value, profile_id)
  if (first === undefined) return { ok: false, failure: await lookElsewhere(run, region, token.value) }
  const { name } = AMAZON_REGIONS[region]
  run.found(
    profile_id === ''
      ? `${more.length + 1} advertising ${more.length === 0 ? 'profile' : 'profiles'} can be reached in ${name}.`
      : `Profile ${profile_id} can be reached in ${name}.`,
  )
  // With several profiles and none chosen, no one name is the account's.
  return done(more.length === 0 ? textAt(first, 'accountInfo', 'name') : null)
}

export const testAmazon = tester({
  service: 'Amazon Ads',
  fields: [
    ...oauthFields(true),
    {
      key: 'region',
      label: 'the region',
      kind: 'text',
      required: false,
      clean: text => text.toLowerCase(),
      pattern: /^(na|eu|fe)$/,
      rule: 'North America (na), Europe (eu) or Far East (fe)',
    },
    {
      key: 'profile_id',
      label: 'the profile id',
      kind: 'id',
      required: false,
      pattern: /^\d{1,25}$/,
      rule: 'digits only',
    },
  ],
  test,
})
