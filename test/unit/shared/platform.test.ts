// The shape of a platform: what may be set, per type; what is refused and in which words; and no secret in any of them.
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  PLATFORM_TYPES,
  Platform,
  PlatformInput,
  PlatformPatch,
  type PlatformType,
} from '../../../src/shared/domain/platform.ts'
import { fieldErrors } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/shared/parse.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { platform } from '../../store/records.ts'

const SECRET = 'zq7-Secret-value-9f31'
const parse = (platform_type: PlatformType, over: object = {}) =>
  parseInput(PlatformInput, { name: 'Retail seat', platform_type, ...over })
const errorsOf = (platform_type: PlatformType, over: object) => {
  const parsed = parse(platform_type, over)
  return parsed.ok ? [] : fieldErrors(parsed.error).map(({ path, message }) => `${path} ${message}`)
}
const settingsOf = (platform_type: PlatformType, settings: object) => {
  const parsed = parse(platform_type, { settings })
  return parsed.ok ? parsed.value.settings : parsed
}

describe('PlatformInput', () => {
  it.each(PLATFORM_TYPES)('takes a %s that has only a name, with the defaults of its type', type => {
    const parsed = parse(type)
    const defaults = PLATFORM_DEFINITIONS[type].settings.flatMap(field =>
      field.default === undefined ? [] : [[field.key, field.default]],
    )
    expect(parsed).toEqual({
      ok: true,
      value: {
        name: 'Retail seat',
        platform_type: type,
        status: 'active',
        notes: '',
        settings: { auto_refresh: false, refresh_frequency: 'weekly', ...Object.fromEntries(defaults) },
        credentials: {},
      },
    })
  })

  it.each<[PlatformType, object, object]>([
    ['the_trade_desk', { advertiser_id: ' abc123x\n' }, { advertiser_id: 'abc123x' }],
    ['google_ads', { customer_id: '123-456-7890' }, { customer_id: '1234567890' }],
    ['google_ads', { user_list_id: 9_007_199_254_740_991 }, { user_list_id: '9007199254740991' }],
    ['meta', { ad_account_id: 'act_10150123456789012' }, { ad_account_id: '10150123456789012' }],
    ['amazon_dsp', { advertiser_id: '577123456789012345' }, { advertiser_id: '577123456789012345' }],
    ['linkedin', { account_id: 'urn:li:sponsoredAccount:516848833' }, { account_id: '516848833' }],
    ['tiktok', { advertiser_id: '7012345678901234567' }, { advertiser_id: '7012345678901234567' }],
    ['folder', { path: '\\\\server\\share\\in' }, { path: '\\\\server\\share\\in' }],
    ['folder', { path: 'D:\\Audiences' }, { path: 'D:\\Audiences' }],
    ['webhook', { url: 'https://hooks.example.com/a?x=1' }, { url: 'https://hooks.example.com/a?x=1' }],
    ['meta', { size_floor: 250, batch_size: 500 }, { size_floor: 250, batch_size: 500 }],
    ['meta', { api_version: '', ad_account_id: null }, { api_version: 'v25.0' }],
    ['meta', { default_match_rate: 0, auto_refresh: true }, { default_match_rate: 0, auto_refresh: true }],
    ['meta', { brief: { region: ['north', 1, null] } }, { brief: { region: ['north', 1, null] } }],
    ['meta', { refresh_frequency: 'daily' }, { refresh_frequency: 'daily' }],
  ])('of %s takes the settings %j', (type, settings, kept) => {
    expect(settingsOf(type, settings)).toMatchObject(kept)
  })

  it.each<[PlatformType, object, string]>([
    ['the_trade_desk', { advertiser_id: 'a b' }, 'advertiser_id must be 1 to 64 letters, digits, hyphens'],
    ['google_ads', { customer_id: '12345' }, 'customer_id must be ten digits'],
    ['amazon_dsp', { advertiser_id: 2 ** 60 }, 'advertiser_id must be sent as text: a number this large has'],
    ['tiktok', { advertiser_id: 1.5 }, 'advertiser_id must be text'],
    ['amazon_dsp', { region: 'US' }, 'region must be one of na, eu, fe'],
    ['amazon_dsp', { region: 'constructor' }, 'region must be one of na, eu, fe'],
    ['linkedin', { api_version: '202613' }, 'api_version must be a year and a month such as 202606'],
    ['meta', { batch_size: 10_001 }, 'batch_size must be at most 10,000'],
    ['meta', { batch_size: 0 }, 'batch_size must be at least 1'],
    ['meta', { batch_size: 1.5 }, 'batch_size must be a whole number'],
    ['meta', { batch_size: '500' }, 'batch_size must be a number'],
    ['folder', { path: 'audiences' }, 'path must be a full path such as'],
    ['folder', { path: '/mnt/share/../etc' }, 'path must not hold “..”'],
    ['folder', { path: '/mnt/\u0000' }, 'path must be JSON with valid Unicode text'],
    ['folder', { path: '/mnt/\uD800' }, 'path must be JSON with valid Unicode text'],
    ['folder', { path: '/mnt/a\nb' }, 'path must not contain control characters'],
    ['webhook', { url: 'http://hooks.example.com/' }, 'url must be an address that starts with https://'],
    ['webhook', { url: 'file:///etc/passwd' }, 'url must be an address that starts with https://'],
    ['webhook', { url: 'hooks.example.com' }, 'url must be an address that starts with https://'],
    ['webhook', { url: `https://u:${SECRET}@h.example/` }, 'url must not hold a user name or password'],
    [
      'webhook',
      { url: `https://h.example/?access_token=${SECRET}` },
      'url must not hold a token or password',
    ],
    ['the_trade_desk', { region: 'GOCSPX-abcdef' }, 'region looks like a secret'],
    ['meta', { access_token: SECRET }, 'access_token looks like a secret; it belongs among the credentials'],
    ['meta', { apiKey: SECRET }, 'apiKey looks like a secret'],
    ['meta', { more: [{ client_secret: SECRET }] }, 'more looks like a secret'],
    ['meta', { more: [`Bearer ${SECRET}`] }, 'more looks like a secret'],
    ['google_ads', { more: 'GOCSPX-abcdef' }, 'more looks like a secret'],
    ['meta', { ['k'.repeat(65)]: 1 }, 'must have a name of at most 64 characters'],
    ['meta', { default_match_rate: 1.2 }, 'default_match_rate must be between 0 and 1'],
    ['meta', { refresh_frequency: 'hourly' }, 'refresh_frequency must be one of daily, weekly, monthly'],
    ['meta', { more: 'half \uD83D' }, 'more must be JSON with valid Unicode text'],
    ['meta', { more: { deep: ['nul \u0000'] } }, 'more must be JSON with valid Unicode text'],
    ['meta', { more: 'x'.repeat(16_001) }, 'must be at most 16 kB of JSON'],
  ])('of %s refuses %j', (type, settings, message) => {
    const [error, ...more] = errorsOf(type, { settings })
    expect(more).toEqual([])
    const path = /^must (be at most 16|have a name)/.test(message) ? 'settings ' : 'settings.'
    expect(error?.startsWith(path + message), error).toBe(true)
  })

  it('names each bad field at once', () => {
    const settings = { customer_id: '1', user_list_id: 'x', batch_size: -1, my_password: 'x' }
    expect(errorsOf('google_ads', { settings, credentials: { nothing: 'x', client_id: 5 } })).toEqual([
      'settings.my_password looks like a secret; it belongs among the credentials',
      'settings.customer_id must be ten digits, with or without hyphens',
      'settings.user_list_id must be 1 to 19 digits',
      'settings.batch_size must be at least 1',
      'credentials.client_id must be text',
      'credentials has a field that is not known; Google Ads takes client_id, client_secret, refresh_token',
    ])
    expect(errorsOf('meta', { name: ' ', status: 'paused', platform_id: 'x' })).toHaveLength(3)
    expect(errorsOf('meta', { platform_type: 'myspace' })).toEqual([
      `platform_type must be one of ${PLATFORM_TYPES.join(', ')}`,
    ])
  })

  it('keeps credentials apart from what is stored, trimmed, and leaves out empty ones', () => {
    const parsed = parse('linkedin', { credentials: { access_token: ` ${SECRET}\n`, client_secret: ' ' } })
    expect(parsed.ok && parsed.value.credentials).toEqual({ access_token: SECRET })
    expect(JSON.stringify(parsed.ok && parsed.value.settings)).not.toContain(SECRET)
  })

  it.each<[string, PlatformType, object]>([
    ['too large', 'meta', { access_token: SECRET + 'x'.repeat(2_048) }],
    ['too large in bytes', 'meta', { access_token: SECRET + 'é'.repeat(1_020) }],
    ['not text', 'meta', { access_token: [SECRET] }],
    ['broken over lines', 'meta', { access_token: `${SECRET}\n${SECRET}` }],
    ['half a character', 'meta', { access_token: `${SECRET}\uD83D` }],
    ['too short to sign with', 'webhook', { secret: SECRET }],
    ['of another type', 'folder', { access_token: SECRET }],
    ['pasted as a name', 'meta', { [SECRET]: 'x' }],
    ['no object', 'meta', [SECRET]],
  ])('refuses a credential that is %s without repeating it', (_what, type, credentials) => {
    const parsed = parse(type, { credentials })
    expect(parsed.ok).toBe(false)
    for (const text of [JSON.stringify(parsed), inspect(parsed, { depth: 9 })])
      expect(text).not.toContain(SECRET)
  })

  it('takes a credential of 2,048 bytes, which every keychain holds', () => {
    const access_token = 'x'.repeat(2_048)
    expect(parse('meta', { credentials: { access_token } })).toMatchObject({ ok: true })
  })

  it('gives the same again when what it kept is sent back', () => {
    const settings = fc.record(
      {
        ad_account_id: fc.stringMatching(/^(act_)?\d{1,20}$/),
        batch_size: fc.integer({ min: 1, max: 10_000 }),
        default_match_rate: fc.double({ min: 0, max: 1, noNaN: true }),
        refresh_frequency: fc.constantFrom('daily', 'weekly', 'monthly'),
        brief: fc.jsonValue({ maxDepth: 3, noUnicodeString: true }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(settings, given => {
        const first = parse('meta', { settings: given })
        fc.pre(first.ok)
        const again = parse('meta', { settings: first.ok ? first.value.settings : {} })
        expect(again).toEqual(first)
      }),
    )
  })
})

describe('PlatformPatch', () => {
  it.each([
    {},
    { name: 'New' },
    { status: 'inactive' },
    { settings: { default_match_rate: null, region: null } },
    { credentials: { token: null } },
  ])('takes %j', patch => expect(parseInput(PlatformPatch, patch)).toEqual({ ok: true, value: patch }))

  it.each([
    { platform_type: 'meta' },
    { name: '' },
    { settings: { default_match_rate: 2 } },
    { settings: { note: '\uDC00' } },
    { connection: { state: 'ok' } },
    { credential_fields: {} },
  ])('refuses %j', patch => expect(parseInput(PlatformPatch, patch).ok).toBe(false))
})

describe('a stored platform', () => {
  const stored = { ...platform({ platform_id: 'plat_1' }), version: 1 }
  const connection = { state: 'failed', tested_at: null, account_label: null, checked: [], error: null }

  it('is taken as it is', () => expect(Platform.safeParse(stored).success).toBe(true))

  it.each<[string, (text: string) => object]>([
    ['name', name => ({ name })],
    ['notes', notes => ({ notes })],
    ['settings', region => ({ settings: { region } })],
    ['a setting’s name', name => ({ settings: { [name]: 1 } })],
    ['deep settings', text => ({ settings: { a: [{ b: text }] } })],
    ['account label', account_label => ({ connection: { ...connection, account_label } })],
    ['findings', text => ({ connection: { ...connection, checked: [text] } })],
    ['message', message => ({ connection: { ...connection, error: { code: 'x', message } } })],
    ['hint', hint => ({ connection: { ...connection, error: { code: 'x', message: 'm', hint } } })],
    ['error code', code => ({ connection: { ...connection, error: { code, message: 'm' } } })],
    ['last characters', last4 => ({ credential_fields: { api_token: { state: 'set', last4 } } })],
    ['credential name', name => ({ credential_fields: { [name]: { state: 'set' } } })],
  ])('holds no half character and no NUL in its %s', (_field, over) => {
    for (const text of ['\uD800', 'a\uDC00b', 'n\u0000l'])
      expect(Platform.safeParse({ ...stored, ...over(text) }).success).toBe(false)
    expect(Platform.safeParse({ ...stored, ...over('good') }).success).toBe(true)
  })

  it('never holds a value beside a credential’s state', () => {
    const parsed = Platform.parse({
      ...stored,
      credential_fields: { api_token: { state: 'set', value: SECRET } },
      credentials: { api_token: SECRET },
    })
    expect(JSON.stringify(parsed)).not.toContain(SECRET)
  })
})
