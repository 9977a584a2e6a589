// The parts of the HTTP client: exact integers, addresses, waiting times, and why a call failed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureOfFault } from '../../../src/main/core/connectors/failure.ts'
import { parseAddress, resolveAddress } from '../../../src/main/core/connectors/http/address.ts'
import { type FaultKind, faultOf } from '../../../src/main/core/connectors/http/faults.ts'
import { parseExact } from '../../../src/main/core/connectors/http/json.ts'
import { type HttpOptions, send } from '../../../src/main/core/connectors/http/request.ts'
import { parseRetryAfter, waitWords } from '../../../src/main/core/connectors/http/retry-after.ts'
import { NOW } from './support.ts'

describe('JSON', () => {
  it.each<[string, unknown]>([
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['{"id":-9223372036854775808}', { id: '-9223372036854775808' }],
    ['[123456789012345678901234567890]', ['123456789012345678901234567890']],
    ['{"a":1.5,"b":-0,"c":1e3,"d":1e400}', { a: 1.5, b: -0, c: 1000, d: Number.POSITIVE_INFINITY }],
    [
      '{"text":"9007199254740993","quoted":"say \\"9007199254740993\\" \\\\"}',
      { text: '9007199254740993', quoted: 'say "9007199254740993" \\' },
    ],
    ['9007199254740993', '9007199254740993'],
  ])('%s is read exactly', (text, value) => expect(parseExact(text)).toEqual(value))

  it.each([
    '',
    '{',
    '{"a":}',
    '"open',
    '"open\\',
    '[01]',
    '[09007199254740993]',
    '[1,]',
    '[-]',
    '[9007199254740993',
    'undefined',
  ])('%s is refused, without the text in the error', text =>
    expect(() => parseExact(text)).toThrow(new SyntaxError('The text is not JSON')),
  )

  it('reads whatever JSON.stringify writes, as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value, (_key, item: unknown) =>
          typeof item === 'number' && Number.isInteger(item) && !Number.isSafeInteger(item) ? 0 : item,
        )
        expect(parseExact(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('keeps the digits of every large integer', () => {
    const large = fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n })
    fc.assert(
      fc.property(large, fc.boolean(), fc.string(), (id, negative, key) => {
        const digits = `${negative ? '-' : ''}${id}`
        expect(parseExact(`{${JSON.stringify(key)}: [ ${digits}]}`)).toEqual({ [key]: [digits] })
      }),
    )
  })
})

describe('addresses', () => {
  it.each([
    ['https://api.example/v1?x=1', true, true],
    ['http://127.0.0.1:8080/', false, true],
    ['http://localhost/', false, true],
    ['http://[::1]:1/', false, true],
    ['http://127.0.0.1.example/', false, false],
    ['http://localhost.example/', false, false],
    ['http://10.0.0.1/', false, false],
    ['https://user@api.example/', false, false],
    ['https://:secret@api.example/', false, false],
    ['file:///etc/passwd', false, false],
    ['javascript:alert(1)', false, false],
    ['api.example', false, false],
    ['', false, false],
  ])('%s', (text, https, loopback) => {
    expect(parseAddress(text, 'https_only') !== null).toBe(https)
    expect(parseAddress(text, 'loopback_http') !== null).toBe(loopback)
  })

  it('a developer’s address keeps path and query and names the host that was meant', () => {
    const moved = resolveAddress('https://graph.example/v1/me?fields=a%20b', 'http://127.0.0.1:5/base/')
    expect(moved?.url.href).toBe('http://127.0.0.1:5/base/v1/me?fields=a%20b')
    expect(moved?.original_host).toBe('graph.example')
    expect(resolveAddress('https://graph.example/v1', undefined)).toMatchObject({ original_host: null })
    expect(resolveAddress('http://127.0.0.1:5/v1', undefined)).toBeNull()
    expect(resolveAddress('http://127.0.0.1:5/v1', 'http://127.0.0.1:6')).toBeNull()
  })
})

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120],
    [' 7 ', 7],
    ['Wed, 04 Mar 2026 05:07:07 GMT', 60],
    ['Wed, 04 Mar 2026 05:06:00 GMT', 0],
    ['Wednesday, 04-Mar-26 05:06:37 GMT', 30],
    ['-1', null],
    ['1.5', null],
    ['soon', null],
    ['Wed, never', null],
    ['', null],
    [null, null],
  ])('%s is %s seconds', (text, seconds) => expect(parseRetryAfter(text, NOW)).toBe(seconds))

  it.each([
    [0, '1 second'],
    [1, '1 second'],
    [89, '89 seconds'],
    [90, '2 minutes'],
    [121, '3 minutes'],
    [5400, '2 hours'],
    [86_400, '24 hours'],
  ])('%s seconds are said as %s', (seconds, words) => expect(waitWords(seconds)).toBe(words))
})

const coded = (code: string, message = 'secret-in-message') => Object.assign(new Error(message), { code })

describe('why a call failed', () => {
  it.each<[string, FaultKind, RegExp]>([
    ['ENOTFOUND', 'offline', /api.example cannot be reached/],
    ['EAI_AGAIN', 'offline', /cannot be reached/],
    ['ENETUNREACH', 'offline', /cannot be reached/],
    ['ECONNREFUSED', 'connection_refused', /refused the connection/],
    ['ECONNRESET', 'cut', /was cut/],
    ['UND_ERR_SOCKET', 'cut', /was cut/],
    ['ETIMEDOUT', 'timeout', /did not answer within 30 seconds/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /did not answer/],
    ['CERT_HAS_EXPIRED', 'tls', /not valid at this computer’s date/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /for another name/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', /authority that this computer trusts/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', /authority that this computer trusts/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /authority that this computer trusts/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /No secure connection .*ERR_SSL_WRONG_VERSION_NUMBER/],
    ['HPE_INVALID_CONSTANT', 'not_http', /not HTTP/],
    ['ENEW_KIND', 'unknown', /failed before an answer came \(error ENEW_KIND\)/],
    ['not a code', 'unknown', /failed before an answer came\.$/],
  ])('%s is %s', (code, kind, words) => {
    const wrapped = new TypeError('fetch failed', { cause: coded(code) })
    const gathered = new TypeError('fetch failed', { cause: new AggregateError([coded(code)]) })
    for (const error of [coded(code), wrapped, gathered]) {
      const fault = faultOf(error, 'api.example')
      expect(fault).toMatchObject({ kind, host: 'api.example' })
      const failure = failureOfFault(fault, 30_000)
      expect(failure.message).toMatch(words)
      expect(failure.hint).toMatch(/\.$/)
      expect(JSON.stringify([fault, failure])).not.toContain('secret-in-message')
    }
  })

  it('an error that causes itself, and a thing that is no error, are of unknown kind', () => {
    const circular = new Error('round')
    circular.cause = circular
    for (const thrown of [circular, 'text', null, undefined]) {
      expect(faultOf(thrown, 'api.example')).toEqual({ kind: 'unknown', host: 'api.example', code: null })
    }
  })
})

describe('one call', () => {
  const options = (answers: (() => Response)[], asked: [string, RequestInit][] = []): HttpOptions => ({
    signal: new AbortController().signal,
    timeout_ms: 10_000,
    now: () => NOW,
    max_bytes: 100,
    fetch: async (input, init = {}) => {
      asked.push([String(input), init])
      return answers.shift()?.() ?? new Response('{}')
    },
  })
  const url = 'https://api.example/a?q=1'
  const moved = (status: number, location?: string) => () =>
    new Response(null, { status, headers: location === undefined ? {} : { location } })

  it.each<['GET' | 'POST', number, string | undefined, boolean]>([
    ['GET', 302, '/b', true],
    ['GET', 301, 'https://api.example/b', true],
    ['POST', 308, '/b', true],
    ['POST', 302, '/b', false],
    ['GET', 302, 'https://other.example/b', false],
    ['GET', 302, 'http://api.example/b', false],
    ['GET', 302, 'https://api.example:8443/b', false],
    ['GET', 307, '//other.example/b', false],
    ['GET', 302, 'http://[', false],
    ['GET', 302, undefined, false],
  ])('%s that is answered %s to %s: followed %s', async (method, status, location, followed) => {
    const asked: [string, RequestInit][] = []
    const headers = { authorization: 'Bearer secret' }
    const sent = await send({ method, url, headers }, options([moved(status, location)], asked))
    expect(asked.map(([address]) => address)).toEqual(followed ? [url, 'https://api.example/b'] : [url])
    if (followed) expect(sent).toMatchObject({ ok: true, reply: { status: 200, host: 'api.example' } })
    else expect(sent).toEqual({ ok: false, fault: { kind: 'redirected', host: 'api.example', code: null } })
  })

  it.each([
    ['x'.repeat(100), true],
    ['x'.repeat(101), false],
    ['é'.repeat(51), false],
  ])('an answer of %s is read whole or refused', async (text, fits) => {
    const sent = await send({ method: 'GET', url }, options([() => new Response(text)]))
    expect(sent).toMatchObject(fits ? { ok: true } : { ok: false, fault: { kind: 'too_large' } })
  })

  it('an answer that announces more than the limit is not begun', async () => {
    const happened: string[] = []
    const stream = new ReadableStream(
      { pull: () => void happened.push('read'), cancel: () => void happened.push('cancelled') },
      { highWaterMark: 0 },
    )
    const headers = { 'content-length': '101' }
    const sent = await send({ method: 'GET', url }, options([() => new Response(stream, { headers })]))
    expect(sent).toMatchObject({ ok: false, fault: { kind: 'too_large' } })
    expect(happened).toEqual(['cancelled'])
  })

  it('sends the body and headers as given, and asks for JSON', async () => {
    const asked: [string, RequestInit][] = []
    await send({ method: 'POST', url, headers: { a: 'b' }, body: 'text' }, options([], asked))
    expect(asked[0]?.[1]).toMatchObject({
      method: 'POST',
      body: 'text',
      redirect: 'manual',
      headers: { accept: 'application/json', a: 'b' },
    })
  })
})
