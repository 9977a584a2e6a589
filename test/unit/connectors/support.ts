// Accounts that work, and how the tests of this folder run a connection test.
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { TestConnectionInput, Verdict } from '../../../src/main/core/connectors/face.ts'
import { testers } from '../../../src/main/core/connectors/face.ts'
import type { PlatformType } from '../../../src/shared/domain/platform.ts'
import { PLATFORM_DEFINITIONS } from '../../../src/shared/platforms/definition.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { AMAZON } from '../../doubles/platforms/amazon.ts'
import { GOOGLE } from '../../doubles/platforms/google.ts'
import { LINKEDIN } from '../../doubles/platforms/linkedin.ts'
import { META } from '../../doubles/platforms/meta.ts'
import { ACCESS, NARROW_ACCESS, ROTATED } from '../../doubles/platforms/oauth.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { TTD } from '../../doubles/platforms/the-trade-desk.ts'
import { TIKTOK } from '../../doubles/platforms/tiktok.ts'
import { WEBHOOK } from '../../doubles/platforms/webhook.ts'

export type HttpType = Exclude<PlatformType, 'folder'>
export type Values = Readonly<Record<string, string>>

export const VALID: Readonly<Record<HttpType, Values>> = {
  the_trade_desk: TTD,
  google_ads: GOOGLE,
  meta: META,
  amazon_dsp: AMAZON,
  linkedin: LINKEDIN,
  tiktok: TIKTOK,
  webhook: WEBHOOK,
}
export const HTTP_TYPES = Object.keys(VALID) as HttpType[]

/** Credentials and settings apart, as the application hands them over. */
export function parted(type: PlatformType, values: Values) {
  const isCredential = (key: string) =>
    PLATFORM_DEFINITIONS[type].credentials.some(field => field.key === key)
  const entries = Object.entries(values)
  return {
    credentials: Object.fromEntries(entries.filter(([key]) => isCredential(key))),
    settings: Object.fromEntries(entries.filter(([key]) => !isCredential(key))),
  }
}

export const NOW = new Date('2026-03-04T05:06:07.890Z')

export const run = (
  type: PlatformType,
  values: Values,
  more: Partial<TestConnectionInput> = {},
): Promise<Verdict> =>
  testers[type]({
    ...parted(type, values),
    signal: new AbortController().signal,
    timeout_ms: 10_000,
    now: () => NOW,
    ...more,
  })

/** The platforms' doubles, started for the tests of a file; requests and troubles of one test are forgotten for the next. */
export function platformDoubles() {
  let started: Double | undefined
  const double = () => {
    if (!started) throw new Error('The doubles run only while a test does')
    return started
  }
  beforeAll(async () => {
    started = await startPlatforms()
  })
  beforeEach(() => {
    double().received.length = 0
    double().trouble = null
  })
  afterAll(() => started?.close())
  return {
    double,
    /** Tests the account that works, with these values changed, against the doubles. */
    test: (type: HttpType, change: Values = {}, more: Partial<TestConnectionInput> = {}) =>
      run(type, { ...VALID[type], ...change }, { base_url: double().url, ...more }),
  }
}

/** Each secret in the forms in which it could slip out: plain, JSON, URL, form and base64. */
export const formsOf = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice(2),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
]

export const leaks = (verdict: Verdict, secrets: readonly string[]) => {
  const text = JSON.stringify(verdict)
  return secrets
    .filter(Boolean)
    .flatMap(formsOf)
    .filter(form => text.includes(form))
}

export const SENTENCE = /^[\p{Lu}\d][^\n]*[.]$/u

/** What every failure must be: words with a next step, and nothing secret. */
export function expectGoodWords(type: PlatformType, verdict: Verdict, values: Values) {
  const secrets = [...Object.values(parted(type, values).credentials), ACCESS, NARROW_ACCESS, ROTATED]
  expect(leaks(verdict, secrets)).toEqual([])
  if (verdict.state === 'ok') return
  expect(verdict.error.hint).toMatch(SENTENCE)
  expect(verdict.error.message).toMatch(/[.]$/)
}
