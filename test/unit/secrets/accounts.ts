// Accounts of all eight types whose secrets have signs that every form writes differently, and what their tests must find.
import type { PlatformInput, PlatformType } from '../../../src/shared/domain/platform.ts'
import { AMAZON } from '../../doubles/platforms/amazon.ts'
import { GOOGLE } from '../../doubles/platforms/google.ts'
import { LINKEDIN, LINKEDIN_TOKEN } from '../../doubles/platforms/linkedin.ts'
import { META } from '../../doubles/platforms/meta.ts'
import { ACCESS, OAUTH, ROTATED, ROTATING } from '../../doubles/platforms/oauth.ts'
import { TTD } from '../../doubles/platforms/the-trade-desk.ts'
import { TIKTOK } from '../../doubles/platforms/tiktok.ts'
import type { Secrets } from './forms.ts'
import type { Odd } from './odd-platforms.ts'

/** What a header can carry. */
const SIGNS = '"\\q\\\\/+==&x%41;?!~>>>???\'<b>'
/** What a connection test refuses and the vault keeps. */
const WIDE = ' ü€ß 😀'

export type Account = {
  input: PlatformInput & { name: string; platform_type: PlatformType }
  verdict: 'ok' | 'failed'
  /** Whether its secrets reach the platform. */
  sent: boolean
}

export type Accounts = Odd & { accounts: Account[]; secrets: Secrets }

/** 28 accounts with 52 secrets; `secrets` also has the tokens that the platforms hand out. */
export function oddAccounts(): Accounts {
  const accounts: Account[] = []
  const stands = new Map<string, string>()
  const signing: string[] = []
  const secrets: Record<string, string> = {}
  let made = 0

  /** Begins and ends differently each time, so that no prefix of another is found for it. */
  function odd(name: string, plain: string, wide = ''): string {
    made += 1
    const value = `${made}x${(made * 7919).toString(36)}${SIGNS}${wide}${(made * 104_729).toString(36)}`
    stands.set(value, plain)
    secrets[name] = value
    return value
  }

  type How = { verdict?: Account['verdict']; wide?: string; sent?: boolean }
  /** `plain`: credentials as the doubles know them. */
  function add(
    platform_type: PlatformType,
    what: string,
    settings: Record<string, unknown>,
    plain: Record<string, string>,
    { verdict = 'ok', wide = '', sent = wide === '' }: How = {},
  ) {
    const name = `${platform_type}, ${what}`
    const credentials = Object.fromEntries(
      Object.entries(plain).map(([key, value]) => [key, odd(`${name}, ${key}`, value, wide)]),
    )
    accounts.push({ input: { name, platform_type, settings, credentials }, verdict, sent })
    return Object.values(credentials)
  }
  const failing: How = { verdict: 'failed' }
  const wide: How = { verdict: 'failed', wide: WIDE }

  const { access_token: metaToken, ...metaIds } = META
  add('meta', 'good', metaIds, { access_token: metaToken })
  add('meta', 'second', metaIds, { access_token: metaToken })
  add('meta', 'expired', metaIds, { access_token: 'EAAB-expired' }, failing)
  add('meta', 'wrong', metaIds, { access_token: 'nobody-knows-it' }, failing)
  add('meta', 'with umlauts', metaIds, { access_token: 'never-sent' }, wide)

  const desk = { advertiser_id: TTD.advertiser_id }
  add('the_trade_desk', 'good', desk, { token: TTD.token })
  add('the_trade_desk', 'expired', desk, { token: 'ttd-token-expired' }, failing)
  add('the_trade_desk', 'odd code', { advertiser_id: 'odd' }, { token: TTD.token }, failing)

  const tiktokIds = { advertiser_id: TIKTOK.advertiser_id }
  add('tiktok', 'good', tiktokIds, { access_token: TIKTOK.access_token })
  add('tiktok', 'expired', tiktokIds, { access_token: 'tiktok-expired' }, failing)
  add('tiktok', 'wrong', tiktokIds, { access_token: 'nobody-knows-it' }, failing)

  const googleIds = { customer_id: GOOGLE.customer_id, user_list_id: GOOGLE.user_list_id }
  add('google_ads', 'good', googleIds, OAUTH)
  add('google_ads', 'expired', googleIds, { ...OAUTH, refresh_token: 'over' }, failing)
  add('google_ads', 'wrong app', googleIds, { ...OAUTH, client_secret: 'not-it' }, failing)
  add('google_ads', 'other account', { customer_id: '1000000403' }, OAUTH, failing)
  add('google_ads', 'no such account', { customer_id: '1000000404' }, OAUTH, failing)
  add('google_ads', 'with umlauts', googleIds, OAUTH, wide)

  const amazonIds = { region: AMAZON.region, advertiser_id: '5812345', profile_id: AMAZON.profile_id }
  const country = { country_code: 'DE' }
  add('amazon_dsp', 'good', { ...amazonIds, ...country }, OAUTH)
  add('amazon_dsp', 'renewing', { ...amazonIds, ...country }, { ...OAUTH, refresh_token: ROTATING })
  add('amazon_dsp', 'expired', { ...amazonIds, ...country }, { ...OAUTH, refresh_token: 'over' }, failing)

  const elsewhere = { ...amazonIds, ...country, region: 'na' }
  add('amazon_dsp', 'other region', elsewhere, OAUTH, failing)

  const linkedinIds = { account_id: LINKEDIN.account_id }
  add('linkedin', 'token alone', linkedinIds, { access_token: LINKEDIN_TOKEN })
  add('linkedin', 'renewing', linkedinIds, { ...OAUTH, refresh_token: ROTATING })
  add('linkedin', 'expired', linkedinIds, { access_token: 'linkedin-expired' }, failing)
  add('linkedin', 'app', linkedinIds, OAUTH)

  for (const [what, path] of [
    ['good', 'good'],
    ['retired', 'gone'],
    ['refused', 'bad'],
  ] as const) {
    const how = what === 'good' ? {} : failing
    signing.push(...add('webhook', what, { url: `https://hooks.example/in/${path}` }, { secret: 'any' }, how))
  }

  const issued = new Map([
    [ACCESS, odd('issued access token', ACCESS)],
    [ROTATED, odd('issued refresh token', OAUTH.refresh_token)],
  ])
  return { accounts, stands, issued, signing, secrets }
}
