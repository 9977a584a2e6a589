// Every platform type against its double: which words come for which fault, and that no secret is among them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FailureCause, Verdict } from '../../../src/main/core/connectors/face.ts'
import { PLATFORM_TYPES } from '../../../src/shared/domain/platform.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { LINKEDIN_TOKEN } from '../../doubles/platforms/linkedin.ts'
import { ACCESS, NARROW, NARROW_ACCESS, OAUTH, ROTATED, ROTATING } from '../../doubles/platforms/oauth.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { HTTP_TYPES, type HttpType, leaks, parted, run, VALID, type Values } from './support.ts'

let double: Double
beforeAll(async () => {
  double = await startPlatforms()
})
beforeEach(() => {
  double.received.length = 0
})
afterAll(() => double.close())

const test = (type: HttpType, change: Values = {}, more = {}) =>
  run(type, { ...VALID[type], ...change }, { base_url: double.url, ...more })

const SENTENCE = /^[\p{Lu}\d][^\n]*[.]$/u

/** What every failure must be: words with a next step, and nothing secret. */
function expectGoodWords(verdict: Verdict, values: Values) {
  const secrets = [...Object.values(parted(values).credentials), ACCESS, NARROW_ACCESS, ROTATED]
  expect(leaks(verdict, secrets)).toEqual([])
  if (verdict.state === 'ok') return
  expect(verdict.error.hint).toMatch(SENTENCE)
  expect(verdict.error.message).toMatch(/[.]$/)
}

it('there is a tester for every platform type', async () => {
  const { testers } = await import('../../../src/main/core/connectors/face.ts')
  expect(Object.keys(testers).sort()).toEqual([...PLATFORM_TYPES].sort())
})

describe('a right account', () => {
  it.each<[HttpType, Values, string | null, string]>([
    ['the_trade_desk', {}, null, 'advertiser a1b2c3d can be listed'],
    ['google_ads', {}, null, 'user list 8877665544332211 of account 1234567890; nothing was sent'],
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
    ['amazon_dsp', {}, 'Harbour DSP', 'Profile 9223372036854775807 can be reached in Europe'],
    ['amazon_dsp', { profile_id: '' }, null, '2 advertising profiles can be reached in Europe'],
    ['amazon_dsp', { region: 'FE', profile_id: '' }, 'Harbour JP', '1 advertising profile can be'],
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
    expectGoodWords(verdict, VALID[type])
  })
})

describe('a wrong account', () => {
  it.each<[HttpType, Values, FailureCause, string, RegExp]>([
    [
      'the_trade_desk',
      { token: 'ttd-token-wrong' },
      'refused',
      'unauthorized',
      /does not recognise the API token/,
    ],
    ['the_trade_desk', { token: 'ttd-token-expired' }, 'expired', 'unauthorized', /token has expired/],
    ['the_trade_desk', { token: '' }, 'incomplete', 'validation_failed', /the API token is missing/],
    ['the_trade_desk', { advertiser_id: 'zzz' }, 'wrong_id', 'not_found', /knows no advertiser zzz/],
    ['the_trade_desk', { advertiser_id: 'a/b' }, 'wrong_id', 'validation_failed', /letters and digits only/],
    ['the_trade_desk', { advertiser_id: 'forbidden' }, 'missing_scope', 'forbidden', /may not work with/],
    ['the_trade_desk', { advertiser_id: 'unready' }, 'wrong_id', 'not_found', /not set up for audience data/],
    [
      'the_trade_desk',
      { advertiser_id: 'odd' },
      'platform_fault',
      'platform_rejected',
      /HTTP 418, code Teapot/,
    ],
    ['the_trade_desk', { token: 'two\nlines-of-token' }, 'incomplete', 'validation_failed', /line breaks/],

    [
      'google_ads',
      { client_secret: 'wrong-secret' },
      'refused',
      'unauthorized',
      /client id and client secret/,
    ],
    [
      'google_ads',
      { refresh_token: 'long-gone' },
      'expired',
      'unauthorized',
      /refresh token: it has expired/,
    ],
    [
      'google_ads',
      { refresh_token: '', client_id: '' },
      'incomplete',
      'validation_failed',
      /the client id and the refresh token are missing/,
    ],
    [
      'google_ads',
      { refresh_token: NARROW },
      'missing_scope',
      'forbidden',
      /without permission for the Data/,
    ],
    [
      'google_ads',
      { refresh_token: 'refresh-token-bad-scope' },
      'missing_scope',
      'forbidden',
      /does not grant/,
    ],
    [
      'google_ads',
      { refresh_token: 'refresh-token-no-answer' },
      'unreadable',
      'platform_rejected',
      /without an access token/,
    ],
    ['google_ads', { customer_id: '12345' }, 'wrong_id', 'validation_failed', /ten digits/],
    ['google_ads', { customer_id: '1000000401' }, 'refused', 'unauthorized', /does not accept the sign-in/],
    ['google_ads', { customer_id: '1000000403' }, 'missing_scope', 'forbidden', /may not manage/],
    [
      'google_ads',
      { customer_id: '1000000404' },
      'wrong_id',
      'not_found',
      /knows no Google Ads account 1000000404/,
    ],
    ['google_ads', { customer_id: '1000000429' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['google_ads', { customer_id: '1000000500' }, 'platform_fault', 'platform_rejected', /HTTP 500/],
    ['google_ads', { customer_id: '1000000001' }, 'missing_scope', 'forbidden', /API is switched off/],
    ['google_ads', { customer_id: '1000000002' }, 'wrong_id', 'not_found', /as the place to send/],
    ['google_ads', { customer_id: '1000000003' }, 'platform_fault', 'platform_rejected', /INVALID_ARGUMENT/],
    ['google_ads', { customer_id: '1000000200' }, 'platform_fault', 'platform_rejected', /HTTP 200/],
    ['google_ads', { user_list_id: '1' }, 'wrong_id', 'not_found', /has no user list 1\b/],
    [
      'google_ads',
      { user_list_id: '', customer_id: '5555555555' },
      'missing_scope',
      'forbidden',
      /may not manage/,
    ],

    [
      'meta',
      { access_token: 'EAAB-wrong-token' },
      'refused',
      'unauthorized',
      /does not recognise the access/,
    ],
    ['meta', { access_token: 'EAAB-expired' }, 'expired', 'unauthorized', /expired or was withdrawn/],
    ['meta', { access_token: 'EAAB-withdrawn' }, 'expired', 'unauthorized', /expired or was withdrawn/],
    ['meta', { ad_account_id: '' }, 'incomplete', 'validation_failed', /the ad account id is missing/],
    ['meta', { ad_account_id: '42' }, 'wrong_id', 'not_found', /knows no ad account 42/],
    ['meta', { ad_account_id: '803' }, 'wrong_id', 'not_found', /knows no ad account 803/],
    ['meta', { ad_account_id: 'act_x' }, 'wrong_id', 'validation_failed', /digits only/],
    ['meta', { ad_account_id: '200' }, 'missing_scope', 'forbidden', /no permission/],
    ['meta', { ad_account_id: '10' }, 'missing_scope', 'forbidden', /no permission/],
    ['meta', { ad_account_id: '17' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['meta', { ad_account_id: '80003' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['meta', { ad_account_id: '2' }, 'platform_fault', 'platform_rejected', /HTTP 500/],
    ['meta', { ad_account_id: '1' }, 'platform_fault', 'platform_rejected', /code 1\b/],
    [
      'meta',
      { ad_account_id: '2635' },
      'platform_fault',
      'platform_rejected',
      /no longer serves this version/,
    ],
    ['meta', { ad_account_id: '999' }, 'platform_fault', 'platform_rejected', /code 999/],
    ['meta', { ad_account_id: '5' }, 'refused', 'unauthorized', /is disabled at Meta/],
    ['meta', { api_version: '25' }, 'wrong_id', 'validation_failed', /in a form like v25.0/],

    [
      'amazon_dsp',
      { client_secret: 'wrong-secret' },
      'refused',
      'unauthorized',
      /client id and client secret/,
    ],
    [
      'amazon_dsp',
      { refresh_token: 'long-gone' },
      'expired',
      'unauthorized',
      /refresh token: it has expired/,
    ],
    ['amazon_dsp', { client_secret: '' }, 'incomplete', 'validation_failed', /the client secret is missing/],
    ['amazon_dsp', { refresh_token: NARROW }, 'missing_scope', 'forbidden', /does not permit/],
    [
      'amazon_dsp',
      { region: 'na' },
      'wrong_region',
      'platform_rejected',
      /in North America; it was found in Europe/,
    ],
    [
      'amazon_dsp',
      { region: '', profile_id: '' },
      'wrong_region',
      'platform_rejected',
      /no advertising profile in North America/,
    ],
    ['amazon_dsp', { profile_id: '77' }, 'wrong_region', 'platform_rejected', /found in Far East/],
    // Differs from a profile of the account in its last digit only.
    ['amazon_dsp', { profile_id: '9223372036854775805' }, 'wrong_id', 'not_found', /none was found/],
    ['amazon_dsp', { region: 'mars' }, 'wrong_id', 'validation_failed', /The region is not in/],

    ['linkedin', { client_id: 'other-client' }, 'refused', 'unauthorized', /client id and client secret/],
    ['linkedin', { refresh_token: 'long-gone' }, 'expired', 'unauthorized', /refresh token: it has expired/],
    ['linkedin', { refresh_token: '' }, 'incomplete', 'validation_failed', /the refresh token is missing/],
    [
      'linkedin',
      { refresh_token: '', access_token: 'linkedin-wrong' },
      'refused',
      'unauthorized',
      /does not recognise/,
    ],
    [
      'linkedin',
      { refresh_token: '', access_token: 'linkedin-expired' },
      'expired',
      'unauthorized',
      /expired or was revoked/,
    ],
    [
      'linkedin',
      { refresh_token: '', access_token: 'linkedin-revoked' },
      'expired',
      'unauthorized',
      /expired or was revoked/,
    ],
    ['linkedin', { refresh_token: NARROW }, 'missing_scope', 'forbidden', /does not permit this call/],
    ['linkedin', { account_id: '1' }, 'wrong_id', 'not_found', /no ad account 1\b/],
    ['linkedin', { account_id: '600' }, 'missing_scope', 'forbidden', /may only view/],
    [
      'linkedin',
      { api_version: '202001' },
      'platform_fault',
      'platform_rejected',
      /no longer serves this version/,
    ],

    [
      'tiktok',
      { access_token: 'tiktok-wrong' },
      'refused',
      'unauthorized',
      /does not recognise the access token/,
    ],
    ['tiktok', { access_token: 'tiktok-expired' }, 'expired', 'unauthorized', /token has expired/],
    [
      'tiktok',
      { access_token: '', advertiser_id: '' },
      'incomplete',
      'validation_failed',
      /the access token and the advertiser id are missing/,
    ],
    [
      'tiktok',
      { access_token: 'tiktok-narrow' },
      'missing_scope',
      'forbidden',
      /no permission for this call/,
    ],
    ['tiktok', { access_token: 'tiktok-often' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['tiktok', { access_token: 'tiktok-fault' }, 'platform_fault', 'platform_rejected', /code 50000/],
    ['tiktok', { access_token: 'tiktok-odd' }, 'platform_fault', 'platform_rejected', /HTTP 200, code 41999/],
    ['tiktok', { advertiser_id: '1' }, 'wrong_id', 'not_found', /no advertiser 1\b/],
    ['tiktok', { advertiser_id: '2' }, 'wrong_id', 'not_found', /no advertiser 2\b/],
    ['tiktok', { advertiser_id: '3' }, 'platform_fault', 'platform_rejected', /code 50002/],
    ['tiktok', { advertiser_id: '7012345678901234566' }, 'wrong_id', 'not_found', /7012345678901234566/],

    [
      'webhook',
      { secret: 'another-signing-secret' },
      'refused',
      'unauthorized',
      /refused the signed ping \(HTTP 401\)/,
    ],
    ['webhook', { url: 'https://hooks.example/gone' }, 'expired', 'unauthorized', /has been retired/],
    ['webhook', { secret: '' }, 'incomplete', 'validation_failed', /the signing secret is missing/],
    [
      'webhook',
      { url: 'http://hooks.example/in' },
      'incomplete',
      'validation_failed',
      /must start with https/,
    ],
    [
      'webhook',
      { url: 'https://ana:hunter2-long@hooks.example/in' },
      'incomplete',
      'validation_failed',
      /no user name/,
    ],
    [
      'webhook',
      { url: 'https://hooks.example/missing?key=abc' },
      'wrong_id',
      'not_found',
      /^Nothing at hooks.example takes/,
    ],
    ['webhook', { url: 'https://hooks.example/picky' }, 'platform_fault', 'platform_rejected', /HTTP 422/],
    ['webhook', { url: 'https://hooks.example/broken' }, 'platform_fault', 'platform_rejected', /HTTP 500/],
    ['webhook', { url: 'https://hooks.example/busy' }, 'rate_limited', 'rate_limited', /rate limit/],
  ])('%s %j: %s', async (type, change, cause, code, message) => {
    const verdict = await test(type, change)
    expect(verdict).toMatchObject({ state: 'failed', cause, error: { code } })
    expect(verdict.state === 'failed' && verdict.error.message).toMatch(message)
    expectGoodWords(verdict, { ...VALID[type], ...change })
  })

  it('tells what was found to be right before the failure', async () => {
    const verdict = await test('linkedin', { account_id: '1' })
    expect(verdict.checked).toEqual([
      'LinkedIn accepted the client id, client secret and refresh token.',
      'LinkedIn accepted the access token.',
    ])
  })

  it.each(HTTP_TYPES)('%s makes no call with a field missing', async type => {
    const [key = ''] = Object.keys(VALID[type])
    await test(type, { [key]: '' })
    expect(double.received).toEqual([])
  })
})

it('no address of any call holds a credential', async () => {
  for (const type of HTTP_TYPES) await test(type)
  expect(double.received.length).toBeGreaterThan(HTTP_TYPES.length)
  const secrets = HTTP_TYPES.filter(type => type !== 'webhook').flatMap(type =>
    Object.values(parted(VALID[type]).credentials),
  )
  for (const { path, query } of double.received) {
    for (const secret of secrets) expect(`${path}?${query}`).not.toContain(secret)
  }
})

describe('a refresh token that is replaced', () => {
  it('is handed over before the API is called', async () => {
    const calls_by_then: number[] = []
    const saved: Values[] = []
    const saveTokens = async (tokens: Values) => {
      calls_by_then.push(double.received.length)
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
    expectGoodWords(verdict, { ...OAUTH, refresh_token: ROTATING })
    expect(double.received).toHaveLength(1)
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
