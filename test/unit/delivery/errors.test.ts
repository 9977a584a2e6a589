// Every error that a platform documents: its cause, its words with a next step, and whether it is tried again by itself.
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { FailureCause } from '../../../src/main/core/connectors/face.ts'
import { deliver } from '../../../src/main/core/delivery/face.ts'
import { ERROR_CODES, type ErrorCode } from '../../../src/shared/errors.ts'
import { NARROW } from '../../doubles/platforms/oauth.ts'
import type { Answer, Received, Trouble } from '../../doubles/platforms/server.ts'
import { HTTP_TYPES, type HttpType, parted, VALID, type Values } from '../connectors/support.ts'
import { deliveryDoubles, inputFor } from './support.ts'

const { double, send, folder } = deliveryDoubles()

type Expected = [cause: FailureCause, code: ErrorCode, retryable: boolean, message: RegExp]
/** What happens: values of the account that the double refuses, or an answer to the call that makes the object. */
type Event = Values | Answer
type Row = [HttpType, string, Event, ...Expected]

const isAnswer = (event: Event): event is Answer => typeof event.status === 'number'
const isToken = ({ path }: Received) => path.endsWith('/token') || path.endsWith('/accessToken')

const ttd = (status: number, ErrorCode: string): Answer => ({ status, json: { ErrorCode, Message: 'No' } })
const graph = (status: number, code: number, error_subcode?: number): Answer => ({
  status,
  json: { error: { code, ...(error_subcode && { error_subcode }) } },
})
const restli = (status: number, code: string, serviceErrorCode = 0): Answer => ({
  status,
  json: { status, code, serviceErrorCode },
})
const tik = (code: number): Answer => ({ status: 200, json: { code, message: 'No', data: {} } })
const rpc = (status: number, name: string, reason?: string, field?: string): Answer => ({
  status,
  json: {
    error: {
      code: status,
      status: name,
      details: [...(reason ? [{ reason }] : []), ...(field ? [{ fieldViolations: [{ field }] }] : [])],
    },
  },
})

const ROWS: readonly Row[] = [
  [
    'the_trade_desk',
    'IncorrectContent',
    ttd(400, 'IncorrectContent'),
    'rejected',
    'platform_rejected',
    false,
    /does not accept the segment.*IncorrectContent/,
  ],
  [
    'the_trade_desk',
    'MissingData',
    ttd(400, 'MissingData'),
    'rejected',
    'platform_rejected',
    false,
    /MissingData/,
  ],
  [
    'the_trade_desk',
    'SerializationFailed',
    ttd(400, 'SerializationFailed'),
    'rejected',
    'platform_rejected',
    false,
    /SerializationFailed/,
  ],
  [
    'the_trade_desk',
    'another 400',
    ttd(400, 'BadAdvertiser'),
    'wrong_id',
    'not_found',
    false,
    /as an advertiser ID/,
  ],
  [
    'the_trade_desk',
    'AuthenticationFailed',
    ttd(401, 'AuthenticationFailed'),
    'refused',
    'unauthorized',
    false,
    /does not recognise the API token/,
  ],
  [
    'the_trade_desk',
    'InvalidToken',
    { status: 401, json: { ErrorCode: 'InvalidToken', Message: 'token has expired' } },
    'expired',
    'unauthorized',
    false,
    /token has expired/,
  ],
  [
    'the_trade_desk',
    'IncorrectPermissions',
    ttd(403, 'IncorrectPermissions'),
    'missing_scope',
    'forbidden',
    false,
    /not permitted to use the CRM data/,
  ],
  [
    'the_trade_desk',
    'AdvertiserMisconfigured',
    ttd(403, 'AdvertiserMisconfigured'),
    'wrong_id',
    'not_found',
    false,
    /not set up for audience data/,
  ],
  [
    'the_trade_desk',
    'no such advertiser',
    { advertiser_id: 'zzz' },
    'wrong_id',
    'not_found',
    false,
    /finds no advertiser zzz/,
  ],
  [
    'the_trade_desk',
    'a name that is taken',
    ttd(409, 'Conflict'),
    'rejected',
    'platform_rejected',
    false,
    /HTTP status 409/,
  ],
  ['the_trade_desk', 'too many calls', { status: 429 }, 'rate_limited', 'rate_limited', true, /rate limit/],

  [
    'google_ads',
    'UNAUTHENTICATED',
    rpc(401, 'UNAUTHENTICATED'),
    'refused',
    'unauthorized',
    false,
    /does not accept this sign-in/,
  ],
  [
    'google_ads',
    'a scope that lacks',
    { refresh_token: NARROW },
    'missing_scope',
    'forbidden',
    false,
    /without permission for the Data Manager/,
  ],
  [
    'google_ads',
    'SERVICE_DISABLED',
    rpc(403, 'PERMISSION_DENIED', 'SERVICE_DISABLED'),
    'missing_scope',
    'forbidden',
    false,
    /API is switched off/,
  ],
  [
    'google_ads',
    'PERMISSION_DENIED',
    rpc(403, 'PERMISSION_DENIED'),
    'missing_scope',
    'forbidden',
    false,
    /may not manage/,
  ],
  [
    'google_ads',
    'NOT_FOUND',
    rpc(404, 'NOT_FOUND'),
    'wrong_id',
    'not_found',
    false,
    /finds no Google Ads account/,
  ],
  [
    'google_ads',
    'a wrong list',
    rpc(400, 'INVALID_ARGUMENT', undefined, 'destinations[0].product_destination_id'),
    'wrong_id',
    'not_found',
    false,
    /has no customer list/,
  ],
  [
    'google_ads',
    'a wrong account',
    rpc(400, 'INVALID_ARGUMENT', undefined, 'destinations[0].operating_account'),
    'wrong_id',
    'not_found',
    false,
    /as the place to send/,
  ],
  [
    'google_ads',
    'RESOURCE_EXHAUSTED',
    rpc(429, 'RESOURCE_EXHAUSTED'),
    'rate_limited',
    'rate_limited',
    true,
    /rate limit/,
  ],
  ['google_ads', 'INTERNAL', rpc(500, 'INTERNAL'), 'platform_fault', 'platform_rejected', true, /HTTP 500/],
  [
    'google_ads',
    'a refresh token that ended',
    { refresh_token: 'long-gone' },
    'expired',
    'unauthorized',
    false,
    /refresh token: it has expired/,
  ],

  [
    'meta',
    'a token that expired',
    graph(401, 190, 463),
    'expired',
    'unauthorized',
    false,
    /expired or was withdrawn/,
  ],
  [
    'meta',
    'a changed password',
    graph(400, 190, 460),
    'expired',
    'unauthorized',
    false,
    /expired or was withdrawn/,
  ],
  [
    'meta',
    'a token of nobody',
    graph(400, 190),
    'refused',
    'unauthorized',
    false,
    /does not recognise the access token/,
  ],
  [
    'meta',
    'no permission',
    graph(403, 200),
    'missing_scope',
    'forbidden',
    false,
    /no permission to work with ad account/,
  ],
  ['meta', 'an unknown account', graph(400, 100, 33), 'wrong_id', 'not_found', false, /finds no ad account/],
  [
    'meta',
    'a flagged audience',
    graph(400, 100, 1_713_230),
    'rejected',
    'platform_rejected',
    false,
    /flagged.*471/,
  ],
  [
    'meta',
    'too many calls of the account',
    graph(400, 80_003),
    'rate_limited',
    'rate_limited',
    true,
    /rate limit/,
  ],
  ['meta', 'too many calls of the app', graph(400, 4), 'rate_limited', 'rate_limited', true, /rate limit/],
  ['meta', 'a fault that passes', graph(500, 2), 'platform_fault', 'platform_rejected', true, /HTTP 500/],
  ['meta', 'an unknown fault', graph(400, 1), 'platform_fault', 'platform_rejected', true, /error code 1\b/],
  [
    'meta',
    'an error in a good answer',
    graph(200, 803),
    'wrong_id',
    'not_found',
    false,
    /finds no ad account/,
  ],
  [
    'meta',
    'a version that is retired',
    graph(400, 2635),
    'wrong_version',
    'platform_rejected',
    false,
    /no longer serves version v25\.0/,
  ],
  ['meta', 'an unknown code', graph(400, 999), 'rejected', 'platform_rejected', false, /code 999/],

  [
    'amazon_dsp',
    'a client that isn’t approved',
    { status: 401, json: { code: 'UNAUTHORIZED' } },
    'refused',
    'unauthorized',
    false,
    /does not accept this client ID/,
  ],
  [
    'amazon_dsp',
    'a scope that lacks',
    { status: 403, json: { code: 'ACCESS_DENIED' } },
    'missing_scope',
    'forbidden',
    false,
    /without permission to manage advertising/,
  ],
  [
    'amazon_dsp',
    'an unknown advertiser',
    { advertiser_id: '1' },
    'wrong_id',
    'not_found',
    false,
    /finds no advertiser 1 in this region/,
  ],
  [
    'amazon_dsp',
    'refused details',
    { status: 400, json: { code: 'INVALID' } },
    'rejected',
    'platform_rejected',
    false,
    /does not accept the audience/,
  ],
  [
    'amazon_dsp',
    'an external id that is taken',
    { status: 409, json: {} },
    'rejected',
    'conflict',
    false,
    /external ID dist_1 already/,
  ],
  [
    'amazon_dsp',
    'too many calls',
    { status: 429, json: {} },
    'rate_limited',
    'rate_limited',
    true,
    /rate limit/,
  ],
  [
    'amazon_dsp',
    'a fault while it was made',
    { status: 500, json: {} },
    'platform_fault',
    'platform_rejected',
    false,
    /Whether the audience was made is not known/,
  ],
  [
    'amazon_dsp',
    'a refresh token that ended',
    { refresh_token: 'long-gone' },
    'expired',
    'unauthorized',
    false,
    /refresh token: it has expired/,
  ],

  [
    'linkedin',
    'a token that expired',
    restli(401, 'EXPIRED_ACCESS_TOKEN', 65_602),
    'expired',
    'unauthorized',
    false,
    /expired or was revoked/,
  ],
  [
    'linkedin',
    'a token that was revoked',
    restli(401, 'REVOKED_ACCESS_TOKEN', 65_601),
    'expired',
    'unauthorized',
    false,
    /expired or was revoked/,
  ],
  [
    'linkedin',
    'a token of nobody',
    restli(401, 'INVALID_ACCESS_TOKEN', 65_600),
    'refused',
    'unauthorized',
    false,
    /does not recognise/,
  ],
  [
    'linkedin',
    'no permission for segments',
    restli(403, 'ACCESS_DENIED', 100),
    'missing_scope',
    'forbidden',
    false,
    /does not let this sign-in manage the segments/,
  ],
  [
    'linkedin',
    'an account of others',
    { account_id: '1' },
    'missing_scope',
    'forbidden',
    false,
    /segments of ad account 1\b/,
  ],
  [
    'linkedin',
    'no such account',
    restli(404, 'NOT_FOUND'),
    'wrong_id',
    'not_found',
    false,
    /finds no ad account/,
  ],
  [
    'linkedin',
    'refused details',
    restli(422, 'BAD_REQUEST'),
    'rejected',
    'platform_rejected',
    false,
    /does not accept the segment/,
  ],
  [
    'linkedin',
    'a version that is retired',
    { api_version: '202001' },
    'wrong_version',
    'platform_rejected',
    false,
    /does not serve version 202001/,
  ],
  [
    'linkedin',
    '600 requests a minute',
    restli(429, 'TOO_MANY_REQUESTS'),
    'rate_limited',
    'rate_limited',
    true,
    /rate limit/,
  ],
  ['linkedin', 'a fault', restli(500, 'INTERNAL'), 'platform_fault', 'platform_rejected', true, /HTTP 500/],

  ['tiktok', 'a token that expired', tik(40_102), 'expired', 'unauthorized', false, /token has expired/],
  [
    'tiktok',
    'a token that was revoked',
    tik(40_105),
    'refused',
    'unauthorized',
    false,
    /wrong or was revoked/,
  ],
  [
    'tiktok',
    'no permission',
    tik(40_001),
    'missing_scope',
    'forbidden',
    false,
    /not permitted to manage the audiences/,
  ],
  [
    'tiktok',
    'refused details',
    tik(40_002),
    'rejected',
    'platform_rejected',
    false,
    /does not accept the audience/,
  ],
  ['tiktok', 'too many calls', tik(40_100), 'rate_limited', 'rate_limited', true, /rate limit/],
  ['tiktok', 'a fault', tik(50_002), 'platform_fault', 'platform_rejected', true, /error code 50002/],
  ['tiktok', 'an unknown code', tik(41_999), 'rejected', 'platform_rejected', false, /code 41999/],
  [
    'tiktok',
    'a good status with nothing in it',
    { status: 200, json: { code: 0, data: {} } },
    'unreadable',
    'platform_rejected',
    false,
    /is not an answer of TikTok/,
  ],

  [
    'webhook',
    'a wrong signature',
    { status: 401 },
    'refused',
    'unauthorized',
    false,
    /does not accept the signature/,
  ],
  [
    'webhook',
    'a secret that differs',
    { secret: 'another-signing-secret-of-theirs' },
    'refused',
    'unauthorized',
    false,
    /does not accept the signature/,
  ],
  ['webhook', 'forbidden', { status: 403 }, 'refused', 'unauthorized', false, /HTTP 403/],
  ['webhook', 'retired', { status: 410 }, 'expired', 'unauthorized', false, /has been retired/],
  [
    'webhook',
    'missing',
    { status: 404 },
    'wrong_id',
    'not_found',
    false,
    /Nothing at hooks\.example takes posts/,
  ],
  ['webhook', 'no posts', { status: 405 }, 'wrong_id', 'not_found', false, /HTTP 405/],
  ['webhook', 'too large', { status: 413 }, 'rejected', 'platform_rejected', false, /is too large/],
  ['webhook', 'refused content', { status: 422 }, 'rejected', 'platform_rejected', false, /HTTP 422/],
  [
    'webhook',
    'a receiver that waited too long',
    { status: 408 },
    'timeout',
    'timeout',
    true,
    /gave up waiting/,
  ],
  [
    'webhook',
    'too many',
    { status: 429, headers: { 'retry-after': '90' } },
    'rate_limited',
    'rate_limited',
    true,
    /rate limit/,
  ],
  ['webhook', 'a fault', { status: 500 }, 'platform_fault', 'platform_rejected', true, /HTTP 500/],
  ['webhook', 'a gateway', { status: 502 }, 'platform_fault', 'platform_rejected', true, /HTTP 502/],
]

/** What every failed run must be: true to its cause, in whole sentences, with a next step, and nothing of a test or a secret. */
function expectGood(type: HttpType, values: Values, answer: Awaited<ReturnType<typeof send>>) {
  if (answer.state !== 'failed') throw new Error(`${type} was delivered`)
  const { message, hint, code } = answer.error
  for (const words of [message, hint]) {
    expect(words).toMatch(/^[\p{Lu}\d“a-z][^\n]*[.]$/u)
    expect(words).not.toMatch(/\btest(ed)?\b|save .* here\b|undefined|null|NaN/)
  }
  expect(ERROR_CODES).toContain(code)
  const secrets = Object.values(parted(type, { ...VALID[type], ...values }).credentials)
  for (const secret of secrets.filter(Boolean)) expect(JSON.stringify(answer)).not.toContain(secret)
  if (answer.retryable)
    expect(['offline', 'timeout', 'rate_limited', 'platform_fault']).toContain(answer.cause)
}

it.each(ROWS)('%s: %s', async (type, _what, event, cause, code, retryable, message) => {
  const values = isAnswer(event) ? {} : event
  if (isAnswer(event)) double().instead = request => (isToken(request) ? null : event)
  const answer = await send(type, { values })
  expect(answer).toMatchObject({ state: 'failed', cause, retryable, error: { code } })
  expect(answer.state === 'failed' && answer.error.message).toMatch(message)
  expectGood(type, values, answer)
})

describe('the network, whatever the platform', () => {
  it.each<[Trouble, FailureCause, boolean]>([
    ['cut', 'offline', true],
    ['fault', 'platform_fault', true],
    ['rate_limited', 'rate_limited', true],
    ['html_fault', 'unreadable', false],
    ['redirect_elsewhere', 'unreadable', false],
  ])('%s is %s', async (trouble, cause, retryable) => {
    for (const type of HTTP_TYPES) {
      double().trouble = trouble
      const answer = await send(type, { key: `${type}.1` })
      // To a webhook a page from a proxy is a status like any other.
      const own = type === 'webhook' && trouble === 'html_fault'
      expect([type, answer]).toMatchObject([
        type,
        own
          ? { state: 'failed', cause: 'platform_fault', retryable: true }
          : { state: 'failed', cause, retryable },
      ])
      expectGood(type, {}, answer)
      if (trouble === 'rate_limited')
        expect(answer).toMatchObject({
          retry_after_s: 120,
          error: { hint: 'Nothing is wrong with the account. Wait 2 minutes, then retry the run.' },
        })
    }
  })

  it.each(HTTP_TYPES)(
    '%s: an answer that doesn’t come is a timeout, tried again where that is safe',
    async type => {
      double().trouble = 'hang'
      const answer = await send(type, { timeout_ms: 400 })
      expect(answer).toMatchObject({ state: 'failed', cause: 'timeout', retryable: true })
      expectGood(type, {}, answer)
    },
  )

  it.each(HTTP_TYPES)('%s: a cancel is told as that and never tried again', async type => {
    const answer = await send(type, { signal: AbortSignal.abort() })
    expect(answer).toMatchObject({
      state: 'failed',
      cause: 'cancelled',
      retryable: false,
      error: { code: 'cancelled', message: expect.stringMatching(/^The run was cancelled\./) },
    })
    expectGood(type, {}, answer)
    expect(double().received).toEqual([])
  })

  it('a refused connection is offline, and tried again', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    await new Promise(resolve => server.close(resolve))
    const port = typeof address === 'object' && address ? address.port : 0
    for (const type of HTTP_TYPES) {
      const values = VALID[type]
      const input = inputFor(type, folder(), {
        values,
        base_url: `http://127.0.0.1:${port}`,
        key: `${type}.1`,
      })
      expect([type, await deliver(input)]).toMatchObject([
        type,
        { state: 'failed', cause: 'offline', retryable: true },
      ])
    }
  })
})
