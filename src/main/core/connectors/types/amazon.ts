// Amazon Ads: signs in and lists the advertising profiles of the region; looks in the other regions for a lost one.
import { PLATFORM_DEFINITIONS } from '../../../../shared/platforms/definition.ts'
import { baseUrl, tokenUrl } from '../addresses.ts'
import { done, type Failure, type Step, unknownAnswer, unreadable } from '../failure.ts'
import type { Reply } from '../http/request.ts'
import { refreshAccessToken } from '../oauth.ts'
import { listAt, textAt } from '../reading.ts'
import { type Run, tester } from '../tester.ts'

const REGION = PLATFORM_DEFINITIONS.amazon_dsp.settings.find(field => field.key === 'region')
const REGIONS = REGION?.choices ?? []
const nameOf = (region: string) => REGIONS.find(({ value }) => value === region)?.label ?? region

export function explain({ status, body }: Reply): Failure {
  if (status === 401) {
    return {
      cause: 'refused',
      message: 'Amazon Ads does not accept this client ID for its advertising API.',
      hint: 'Check that the security profile of this client ID was approved for the Amazon Ads API, then test again.',
    }
  }
  if (status === 403) {
    return {
      cause: 'missing_scope',
      message: 'The refresh token was given without permission to manage advertising.',
      hint: 'Get a new refresh token with the scope advertising::campaign_management or advertising::audiences, save it here, then test again.',
    }
  }
  return unknownAnswer('Amazon Ads', status, body.kind === 'json' ? textAt(body.value, 'code') : null)
}

const listProfiles = (run: Run, region: string, access_token: string) =>
  run.call({
    method: 'GET',
    url: `${baseUrl('amazon_dsp', region)}/v2/profiles`,
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

/** What a region that has nothing of the sign-in means: in which other region it was found, or that it is nowhere. */
async function lookElsewhere(run: Run, region: string, access_token: string): Promise<Failure> {
  const profile_id = run.value('profile_id')
  const here = `in the region ${nameOf(region)}`
  let asked = 0
  const others = REGIONS.filter(({ value }) => value !== region)
  for (const { value, label } of others) {
    const sent = await listProfiles(run, value, access_token)
    if (!sent.ok && sent.failure.cause === 'cancelled') return sent.failure
    if (sent.ok && profilesOf(sent.value, profile_id).length > 0) {
      const found = `in the region ${label}`
      return {
        cause: 'wrong_region',
        message:
          profile_id === ''
            ? `This sign-in has no advertising profile ${here}; it has some ${found}.`
            : `This sign-in has no profile ${profile_id} ${here}; it was found ${found}.`,
        hint: `Set the region to ${label}, then test again.`,
      }
    }
    if (sent.ok && sent.value.status === 200) asked++
  }
  const what = profile_id === '' ? 'advertising profile' : `profile ${profile_id}`
  return {
    cause: 'wrong_id',
    message:
      asked === others.length
        ? `This sign-in has no ${what} ${here}, nor in any other region.`
        : `This sign-in has no ${what} ${here}; not all other regions could be asked.`,
    hint: `${profile_id === '' ? 'Check' : 'Check the profile ID, and'} that the user who gave the consent may see the advertiser in the Amazon Ads console, then test again.`,
  }
}

/** GET /v2/profiles: https://advertising.amazon.com/API/docs/en-us/reference/2/profiles */
async function test(run: Run): Promise<Step<string | null>> {
  const region = run.value('region')
  const token = await refreshAccessToken(run, {
    token_url: tokenUrl('amazon_dsp', region),
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
  const here = `in the region ${nameOf(region)}`
  run.found(
    profile_id === ''
      ? `${more.length + 1} advertising ${more.length === 0 ? 'profile' : 'profiles'} can be reached ${here}.`
      : `Profile ${profile_id} can be reached ${here}.`,
  )
  // With several profiles and none chosen, no one name is the account's.
  return done(more.length === 0 ? textAt(first, 'accountInfo', 'name') : null)
}

/**
 * The setting `api_version` is of the calls that fill audiences. The list of profiles is of another API with its own
 * version, as is the token; so neither reads it.
 */
export const testAmazon = tester({ type: 'amazon_dsp', settings: ['region', 'profile_id'], test })
