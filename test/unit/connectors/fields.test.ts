// What a connection test reads comes from the type's definition, whatever was stored before the definition was as it is.
import { describe, expect, it } from 'vitest'
import { inWords } from '../../../src/main/core/connectors/fields.ts'
import { tester } from '../../../src/main/core/connectors/tester.ts'
import type { PlatformType } from '../../../src/shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { expectGoodWords, NOW, parted, platformDoubles, run, VALID, type Values } from './support.ts'

const { double, test } = platformDoubles()

it.each<[PlatformType, string, string]>([
  ['the_trade_desk', 'token', 'the API token'],
  ['google_ads', 'client_id', 'the client ID'],
  ['google_ads', 'user_list_id', 'the customer list ID'],
  ['meta', 'ad_account_id', 'the ad account ID'],
  ['amazon_dsp', 'region', 'the region'],
  ['tiktok', 'api_version', 'the API version'],
  ['folder', 'path', 'the folder’s path'],
])('%s: %s is %s in a sentence', (type, key, words) => {
  const { credentials, settings } = PLATFORM_DEFINITIONS[type]
  const field = [...credentials, ...settings].find(one => one.key === key)
  expect(field && inWords(field)).toBe(words)
})

describe('a tester', () => {
  const reading = (settings: readonly string[], key: string) =>
    tester({
      type: 'meta',
      settings,
      test: async ({ value }) => ({ ok: true, value: value(key) }),
    })
  const input = () => ({
    ...parted('meta', VALID.meta),
    signal: new AbortController().signal,
    timeout_ms: 10_000,
    now: () => NOW,
  })

  it('is not made for a setting that its type doesn’t have', () => {
    expect(() => reading(['ad_acount_id'], 'ad_account_id')).toThrow('Meta has no setting ad_acount_id')
  })

  it('can’t read what it hasn’t named', async () => {
    await expect(reading([], 'ad_account_id')(input())).rejects.toThrow('does not read ad_account_id')
  })

  it('reads the definition’s default where nothing is set', async () => {
    const verdict = await reading(['api_version'], 'api_version')(input())
    expect(verdict).toMatchObject({ account_label: PLATFORM_DEFINITIONS.meta.api?.version })
  })
})

describe('a value that was stored when other rules held', () => {
  const CASES: readonly [PlatformType, Readonly<Record<string, unknown>>, RegExp][] = [
    [
      'the_trade_desk',
      { advertiser_id: 'a b' },
      /^The advertiser ID cannot be used as it is: it must be 1 to 64/,
    ],
    ['google_ads', { customer_id: 12345 }, /it must be ten digits, with or without hyphens\.$/],
    ['google_ads', { encoding: 'hex' }, /^The encoding of hashes .* must be Hexadecimal or Base64\.$/],
    [
      'meta',
      { ad_account_id: 2 ** 53 },
      /^The ad account ID .* stored as a number, which cannot hold all its digits\.$/,
    ],
    ['meta', { ad_account_id: { id: '5' } }, /it must be text\.$/],
    ['meta', { api_version: 25 }, /^The API version cannot be used as it is: it must be text\.$/],
    ['amazon_dsp', { region: 'FE' }, /^The region .* must be North America, Europe or Far East\.$/],
    ['amazon_dsp', { profile_id: ['4'] }, /^The profile ID/],
    ['linkedin', { api_version: '2026-06' }, /must be a year and a month such as 202606\.$/],
    ['tiktok', { advertiser_id: '\ud800' }, /^The advertiser ID/],
    [
      'webhook',
      { url: 'https://hooks.example/in?token=abcdef' },
      /^The address .* must not hold a token or password/,
    ],
    ['webhook', { url: `https://hooks.example/${'a'.repeat(3_000)}` }, /at most 2,000 characters\.$/],
    ['folder', { path: 7 }, /^The folder’s path cannot be used as it is: it must be text\.$/],
  ]
  it.each(CASES)('%s %j is told of, and no call made', async (type, change, words) => {
    const { credentials, settings } = parted(type, type === 'folder' ? { path: '/' } : VALID[type])
    const verdict = await run(
      type,
      {},
      { credentials, settings: { ...settings, ...change }, base_url: double().url },
    )
    expect(verdict).toMatchObject({ state: 'failed', error: { code: 'validation_failed' } })
    expect(verdict.state === 'failed' && verdict.error.message).toMatch(words)
    expectGoodWords(type, verdict, credentials)
    expect(double().received).toEqual([])
  })

  it.each<[string, string, RegExp]>([
    ['too short', 'whsec_c2hvcnQ=', /^The signing secret cannot be used as it is: it must be at least 24/],
    ['not Base64', 'whsec_c2lnbmluZy1zZWNyZXQtb2Y%%%', /after whsec_, of Base64\.$/],
    ['of another alphabet', 'ключ-подписи-вебхука-1234', /^The signing secret holds spaces, line breaks or/],
    ['too long', 'x'.repeat(3_000), /at most 2,048 bytes\.$/],
    ['half a character', '\ud800'.repeat(30), /^The signing secret holds/],
  ])('a signing secret that is %s isn’t used', async (_what, secret, words) => {
    const verdict = await test('webhook', { secret })
    expect(verdict).toMatchObject({ cause: 'incomplete', error: { code: 'validation_failed' } })
    expect(verdict.state === 'failed' && verdict.error.message).toMatch(words)
    expectGoodWords('webhook', verdict, { secret: secret.toWellFormed() })
    expect(double().received).toEqual([])
  })

  it('that only deliveries need doesn’t keep the account from being tested', async () => {
    const { credentials, settings } = parted('amazon_dsp', VALID.amazon_dsp)
    const others = { batch_size: 'many', country_code: null, advertiser_id: {}, api_version: 'old' }
    const more = { credentials, settings: { ...settings, ...others }, base_url: double().url }
    expect(await run('amazon_dsp', {}, more)).toMatchObject({ state: 'ok', account_label: 'Harbour DSP' })
  })
})

describe('of several ways to sign in', () => {
  const app = { client_id: VALID.linkedin.client_id ?? '', client_secret: VALID.linkedin.client_secret ?? '' }
  const NONE: Values = { client_id: '', client_secret: '', refresh_token: '', access_token: '' }

  it.each<[string, Values, string, string]>([
    [
      'none',
      {},
      'the access token is missing',
      'The client ID, the client secret and the refresh token together are',
    ],
    ['the longer one', app, 'the refresh token is missing', 'The access token alone is enough too.'],
    [
      'one token of the longer one',
      { refresh_token: 'long-gone', account_id: '' },
      'the access token and the ad account ID are missing',
      'together are enough too.',
    ],
  ])('%s was begun', async (_which, begun, message, hint) => {
    expect(await test('linkedin', { ...NONE, ...begun })).toMatchObject({
      cause: 'incomplete',
      error: { message: `LinkedIn cannot be tested yet: ${message}.`, hint: expect.stringContaining(hint) },
    })
  })

  it('the complete one is taken', async () => {
    const access_token = 'linkedin-access-token-valid'
    const verdict = await test('linkedin', { ...NONE, refresh_token: 'long-gone', access_token })
    expect(verdict).toMatchObject({ state: 'ok' })
    expect(double().received.map(({ host }) => host)).toEqual(['api.linkedin.com', 'api.linkedin.com'])
  })
})
