// Every platform type against its double: which cause, code and words come for which fault.
import { describe, expect, it } from 'vitest'
import type { FailureCause } from '../../../src/main/core/connectors/face.ts'
import { NARROW } from '../../doubles/platforms/oauth.ts'
import { expectGoodWords, HTTP_TYPES, type HttpType, platformDoubles, VALID, type Values } from './support.ts'

const { double, test } = platformDoubles()

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
    ['the_trade_desk', { advertiser_id: 'zzz' }, 'wrong_id', 'not_found', /finds no advertiser zzz/],
    ['the_trade_desk', { advertiser_id: 'a/b' }, 'wrong_id', 'validation_failed', /must be 1 to 64 letters/],
    ['the_trade_desk', { advertiser_id: 'forbidden' }, 'missing_scope', 'forbidden', /not permitted to use/],
    ['the_trade_desk', { advertiser_id: 'unready' }, 'wrong_id', 'not_found', /not set up for audience data/],
    [
      'the_trade_desk',
      { advertiser_id: 'odd' },
      'rejected',
      'platform_rejected',
      /HTTP status 418 and the code Teapot/,
    ],
    ['the_trade_desk', { token: 'two\nlines-of-token' }, 'incomplete', 'validation_failed', /line breaks/],

    [
      'google_ads',
      { client_secret: 'wrong-secret' },
      'refused',
      'unauthorized',
      /client ID and client secret/,
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
      /the client ID and the refresh token are missing/,
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
      /is not an answer of Google’s API/,
    ],
    [
      'google_ads',
      { refresh_token: 'refresh-token-not-allowed' },
      'refused',
      'unauthorized',
      /does not let the app of this client ID sign in/,
    ],
    ['google_ads', { customer_id: '12345' }, 'wrong_id', 'validation_failed', /ten digits/],
    ['google_ads', { customer_id: '1000000401' }, 'refused', 'unauthorized', /does not accept this sign-in/],
    ['google_ads', { customer_id: '1000000403' }, 'missing_scope', 'forbidden', /may not manage/],
    [
      'google_ads',
      { customer_id: '1000000404' },
      'wrong_id',
      'not_found',
      /finds no Google Ads account 1000000404/,
    ],
    ['google_ads', { customer_id: '1000000429' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['google_ads', { customer_id: '1000000500' }, 'platform_fault', 'platform_rejected', /HTTP 500/],
    ['google_ads', { customer_id: '1000000001' }, 'missing_scope', 'forbidden', /API is switched off/],
    ['google_ads', { customer_id: '1000000002' }, 'wrong_id', 'not_found', /as the place to send/],
    ['google_ads', { customer_id: '1000000003' }, 'rejected', 'platform_rejected', /INVALID_ARGUMENT/],
    ['google_ads', { customer_id: '1000000200' }, 'rejected', 'platform_rejected', /HTTP status 200/],
    ['google_ads', { user_list_id: '1' }, 'wrong_id', 'not_found', /has no customer list 1\b/],
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
    ['meta', { ad_account_id: '' }, 'incomplete', 'validation_failed', /the ad account ID is missing/],
    ['meta', { ad_account_id: '42' }, 'wrong_id', 'not_found', /finds no ad account 42/],
    ['meta', { ad_account_id: '803' }, 'wrong_id', 'not_found', /finds no ad account 803/],
    ['meta', { ad_account_id: 'act_x' }, 'wrong_id', 'validation_failed', /must be 1 to 20 digits/],
    ['meta', { ad_account_id: '200' }, 'missing_scope', 'forbidden', /no permission/],
    ['meta', { ad_account_id: '10' }, 'missing_scope', 'forbidden', /no permission/],
    ['meta', { ad_account_id: '17' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['meta', { ad_account_id: '80003' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['meta', { ad_account_id: '2' }, 'platform_fault', 'platform_rejected', /HTTP 500/],
    ['meta', { ad_account_id: '1' }, 'platform_fault', 'platform_rejected', /code 1\b/],
    [
      'meta',
      { ad_account_id: '2635' },
      'wrong_version',
      'platform_rejected',
      /no longer serves version v25.0/,
    ],
    ['meta', { ad_account_id: '999' }, 'rejected', 'platform_rejected', /code 999/],
    ['meta', { ad_account_id: '5' }, 'refused', 'forbidden', /is disabled at Meta/],
    ['meta', { api_version: '25' }, 'incomplete', 'validation_failed', /written like v25.0/],

    [
      'amazon_dsp',
      { client_secret: 'wrong-secret' },
      'refused',
      'unauthorized',
      /client ID and client secret/,
    ],
    [
      'amazon_dsp',
      { refresh_token: 'long-gone' },
      'expired',
      'unauthorized',
      /refresh token: it has expired/,
    ],
    ['amazon_dsp', { client_secret: '' }, 'incomplete', 'validation_failed', /the client secret is missing/],
    ['amazon_dsp', { refresh_token: NARROW }, 'missing_scope', 'forbidden', /without permission to manage/],
    [
      'amazon_dsp',
      { region: 'na' },
      'wrong_region',
      'platform_rejected',
      /in the region North America; it was found in the region Europe/,
    ],
    [
      'amazon_dsp',
      { region: '', profile_id: '' },
      'wrong_region',
      'platform_rejected',
      /no advertising profile in the region North America; it has some in the region Europe/,
    ],
    ['amazon_dsp', { profile_id: '77' }, 'wrong_region', 'platform_rejected', /found in the region Far East/],
    // Differs from a profile of the account in its last digit only.
    ['amazon_dsp', { profile_id: '9223372036854775805' }, 'wrong_id', 'not_found', /nor in any other region/],
    [
      'amazon_dsp',
      { region: 'mars' },
      'incomplete',
      'validation_failed',
      /North America, Europe or Far East/,
    ],

    ['linkedin', { client_id: 'other-client' }, 'refused', 'unauthorized', /client ID and client secret/],
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
    ['linkedin', { refresh_token: NARROW }, 'missing_scope', 'forbidden', /lacks a LinkedIn permission/],
    ['linkedin', { account_id: '1' }, 'wrong_id', 'not_found', /finds no ad account 1\b/],
    ['linkedin', { account_id: '600' }, 'missing_scope', 'forbidden', /may only view/],
    [
      'linkedin',
      { api_version: '202001' },
      'wrong_version',
      'platform_rejected',
      /does not serve version 202001/,
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
      /the access token and the advertiser ID are missing/,
    ],
    [
      'tiktok',
      { access_token: 'tiktok-narrow' },
      'missing_scope',
      'forbidden',
      /lacks the TikTok permission/,
    ],
    ['tiktok', { access_token: 'tiktok-often' }, 'rate_limited', 'rate_limited', /rate limit/],
    ['tiktok', { access_token: 'tiktok-fault' }, 'platform_fault', 'platform_rejected', /code 50000/],
    [
      'tiktok',
      { access_token: 'tiktok-odd' },
      'rejected',
      'platform_rejected',
      /HTTP status 200 and the code 41999/,
    ],
    ['tiktok', { advertiser_id: '1' }, 'wrong_id', 'not_found', /no advertiser 1\b/],
    ['tiktok', { advertiser_id: '2' }, 'wrong_id', 'not_found', /no advertiser 2\b/],
    ['tiktok', { advertiser_id: '3' }, 'platform_fault', 'platform_rejected', /code 50002/],
    ['tiktok', { advertiser_id: '7012345678901234566' }, 'wrong_id', 'not_found', /7012345678901234566/],

    [
      'webhook',
      { secret: 'another-signing-secret-of-theirs' },
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
      /must be an address that starts with https/,
    ],
    [
      'webhook',
      { url: 'https://ana:hunter2-long@hooks.example/in' },
      'incomplete',
      'validation_failed',
      /must not hold a user name/,
    ],
    [
      'webhook',
      { url: 'https://hooks.example/missing?key=abc' },
      'wrong_id',
      'not_found',
      /^Nothing at hooks.example takes/,
    ],
    ['webhook', { url: 'https://hooks.example/picky' }, 'rejected', 'platform_rejected', /HTTP 422/],
    ['webhook', { url: 'https://hooks.example/broken' }, 'platform_fault', 'platform_rejected', /HTTP 500/],
    ['webhook', { url: 'https://hooks.example/busy' }, 'rate_limited', 'rate_limited', /rate limit/],
  ])('%s %j: %s', async (type, change, cause, code, message) => {
    const verdict = await test(type, change)
    expect(verdict).toMatchObject({ state: 'failed', cause, error: { code } })
    expect(verdict.state === 'failed' && verdict.error.message).toMatch(message)
    expectGoodWords(type, verdict, { ...VALID[type], ...change })
  })

  it('tells what was found to be right before the failure', async () => {
    const verdict = await test('linkedin', { account_id: '1' })
    expect(verdict.checked).toEqual([
      'LinkedIn accepted the client ID, client secret and refresh token.',
      'LinkedIn accepted the access token.',
    ])
  })

  it.each(HTTP_TYPES)('%s makes no call with a field missing', async type => {
    const [key = ''] = Object.keys(VALID[type])
    await test(type, { [key]: '' })
    expect(double().received).toEqual([])
  })
})
