// Every platform type against its double with a right account, and what happens to tokens on the way.
import { describe, expect, it } from 'vitest'
import { testers } from '../../../src/main/core/connectors/face.ts'
import { PLATFORM_TYPES } from '../../../src/shared/domain/platform.ts'
import { LINKEDIN_TOKEN } from '../../doubles/platforms/linkedin.ts'
import { OAUTH, ROTATED, ROTATING } from '../../doubles/platforms/oauth.ts'
import {
  expectGoodWords,
  HTTP_TYPES,
  type HttpType,
  parted,
  platformDoubles,
  run,
  SENTENCE,
  VALID,
  type Values,
} from './support.ts'

const { double, test } = platformDoubles()

it('there is a tester for every platform type', () => {
  expect(Object.keys(testers).sort()).toEqual([...PLATFORM_TYPES].sort())
})

describe('a right account', () => {
  it.each<[HttpType, Values, string | null, string]>([
    ['the_trade_desk', {}, null, 'advertiser a1b2c3d can be listed'],
    ['google_ads', {}, null, 'customer list 8877665544332211 of account 1234567890; nobody was added'],
    [
      'google_ads',
      { user_list_id: '', customer_id: '123-456-7890' },
      null,
      'lists of Google Ads account 1234567890',
    ],
    [
      'google_ads',
      { user_list_id: '', customer_id: '222-222-2222', login_customer_id: '333-333-3333' },
      null,
      'account 2222222222',
    ],
    ['meta', {}, 'North Shop · EU', 'Ad account 98765432101234567890 can be read'],
    ['meta', { ad_account_id: 'act_98765432101234567890', api_version: 'v26.0' }, 'North Shop · EU', 'token'],
    ['amazon_dsp', {}, 'Harbour DSP', 'Profile 9223372036854775807 can be reached in the region Europe'],
    ['amazon_dsp', { profile_id: '' }, null, '2 advertising profiles can be reached in the region Europe'],
    ['amazon_dsp', { region: 'fe', profile_id: '' }, 'Harbour JP', '1 advertising profile can be'],
    ['linkedin', {}, 'Ana Diaz', 'Ad account 508654321 can be reached'],
    ['linkedin', { account_id: 'urn:li:sponsoredAccount:508654321' }, 'Ana Diaz', 'Ad account 508654321'],
    ['linkedin', { refresh_token: '', access_token: LINKEDIN_TOKEN }, 'Ana Diaz', 'Ad account 508654321'],
    ['tiktok', {}, 'Harbour Coffee', 'Advertiser 7012345678901234567 can be read'],
    ['webhook', {}, 'hooks.example', 'A signed ping was taken by hooks.example (HTTP 200)'],
    ['webhook', { url: 'https://hooks.example/quiet' }, 'hooks.example', '(HTTP 204)'],
    ['the_trade_desk', { token: `  ${VALID.the_trade_desk.token}\n` }, null, 'accepted the API token'],
  ])('%s %j is found well as %s', async (type, change, account_label, words) => {
    const verdict = await test(type, change)
    expect(verdict).toMatchObject({ state: 'ok', account_label })
    expect(verdict.checked.join(' ')).toContain(words)
    for (const sentence of verdict.checked) expect(sentence).toMatch(SENTENCE)
    expectGoodWords(type, verdict, { ...VALID[type], ...change })
  })
})

it('no address of any call holds a credential', async () => {
  for (const type of HTTP_TYPES) await test(type)
  expect(double().received.length).toBeGreaterThan(HTTP_TYPES.length)
  const secrets = HTTP_TYPES.flatMap(type => Object.values(parted(type, VALID[type]).credentials))
  for (const { path, query } of double().received) {
    for (const secret of secrets) expect(`${path}?${query}`).not.toContain(secret)
  }
})

describe('a refresh token that is replaced', () => {
  it('is handed over before the API is called', async () => {
    const calls_by_then: number[] = []
    const saved: Values[] = []
    const saveTokens = async (tokens: Values) => {
      calls_by_then.push(double().received.length)
      saved.push(tokens)
    }
    const verdict = await test('google_ads', { refresh_token: ROTATING }, { saveTokens })
    expect(verdict.state).toBe('ok')
    expect(saved).toEqual([{ refresh_token: ROTATED }])
    expect(calls_by_then).toEqual([1])
  })

  it('that can’t be kept is said, without the token', async () => {
    const saveTokens = async (tokens: Values) => {
      throw new Error(`The keychain is locked: ${tokens.refresh_token}`)
    }
    const verdict = await test('amazon_dsp', { refresh_token: ROTATING }, { saveTokens })
    expect(verdict).toMatchObject({
      state: 'failed',
      cause: 'not_saved',
      error: { code: 'keychain_unavailable' },
    })
    expectGoodWords('amazon_dsp', verdict, { ...OAUTH, refresh_token: ROTATING })
    expect(double().received).toHaveLength(1)
  })

  it('is not saved when it is the one that was used', async () => {
    const saved: Values[] = []
    const saveTokens = async (tokens: Values) => void saved.push(tokens)
    await test('linkedin', {}, { saveTokens })
    expect(saved).toEqual([])
  })
})

it('a name that repeats the token is shown without it', async () => {
  const access_token = 'EAAB-repeated-token'
  const echo: typeof fetch = async () =>
    Response.json({ name: `Shop ${access_token}\u202e\n`, account_status: 1 })
  const verdict = await run('meta', { access_token, ad_account_id: '1' }, { fetch: echo })
  expect(verdict).toMatchObject({ state: 'ok', account_label: 'Shop [hidden]' })
})

it('without a developer’s address the calls go to the platform’s own, over https', async () => {
  const asked: string[] = []
  const refuse: typeof fetch = async input => {
    asked.push(new URL(String(input)).origin)
    return Response.json({}, { status: 400 })
  }
  for (const type of HTTP_TYPES) await run(type, VALID[type], { fetch: refuse })
  expect(asked).toEqual([
    'https://api.thetradedesk.com',
    'https://oauth2.googleapis.com',
    'https://graph.facebook.com',
    'https://api.amazon.co.uk',
    'https://www.linkedin.com',
    'https://business-api.tiktok.com',
    'https://hooks.example',
  ])
})

it.each<[HttpType, string, RegExp]>([
  ['the_trade_desk', 'v4', /^\/v4\/crmdata\//],
  ['google_ads', 'v2', /^\/v2\/audienceMembers:ingest$/],
  ['meta', 'v31.0', /^\/v31\.0\/act_/],
  ['tiktok', 'v1.4', /^\/open_api\/v1\.4\/user\/info\/$/],
])('%s is called in the version of the settings, %s', async (type, api_version, path) => {
  await test(type, { api_version })
  expect(double().received.at(-1)?.path).toMatch(path)
})

it.each([
  ['HEX', /^[0-9a-f]{64}$/],
  ['BASE64', /^[A-Za-z0-9+/]{43}=$/],
])('Google is sent the hash in the encoding of the settings, %s', async (encoding, form) => {
  expect(await test('google_ads', { encoding })).toMatchObject({ state: 'ok' })
  const sent: unknown = JSON.parse(double().received.at(-1)?.body ?? '')
  expect(sent).toMatchObject({
    encoding,
    audienceMembers: [{ userData: { userIdentifiers: [{ emailAddress: expect.stringMatching(form) }] } }],
  })
})

it('LinkedIn is called in the version of the settings', async () => {
  await test('linkedin', { api_version: '202701' })
  expect(
    double()
      .received.slice(1)
      .map(({ headers }) => headers['linkedin-version']),
  ).toEqual(['202701', '202701'])
})
