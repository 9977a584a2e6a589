// What networks do to a test of any platform: slow, cut, refused, in between, too much. No one blames the credentials.
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { FailureCause } from '../../../src/main/core/connectors/face.ts'
import type { Trouble } from '../../doubles/platforms/server.ts'
import { HTTP_TYPES, leaks, parted, platformDoubles, run, VALID } from './support.ts'

const { double, test } = platformDoubles()

const TROUBLES: readonly [Trouble, FailureCause, string, RegExp][] = [
  ['cut', 'offline', 'offline', /was cut before the answer was complete/],
  ['cut_midway', 'offline', 'offline', /was cut before the answer was complete/],
  ['not_json', 'unreadable', 'platform_rejected', /^What came \(HTTP 200\) is not an answer of/],
  ['html', 'unreadable', 'platform_rejected', /^A web page came \(HTTP 200\)/],
  ['html_fault', 'unreadable', 'platform_rejected', /^A web page came \(HTTP 502\)/],
  ['huge', 'unreadable', 'platform_rejected', /far more data/],
  ['huge_unannounced', 'unreadable', 'platform_rejected', /far more data/],
  ['rate_limited', 'rate_limited', 'rate_limited', /rate limit is reached/],
  ['fault', 'platform_fault', 'platform_rejected', /fault of its own and could not answer \(HTTP 503\)/],
  ['redirect_elsewhere', 'unreadable', 'platform_rejected', /pointed to another address/],
  ['redirect_forever', 'unreadable', 'platform_rejected', /pointed to another address/],
]

const APIS = HTTP_TYPES.filter(type => type !== 'webhook')

describe.each(APIS)('%s', type => {
  it.each(TROUBLES)('%s is %s', async (trouble, cause, code, message) => {
    double().trouble = trouble
    const verdict = await test(type)
    expect(verdict).toMatchObject({ state: 'failed', cause, error: { code } })
    expect(verdict.state === 'failed' && verdict.error.message).toMatch(message)
    expect(leaks(verdict, Object.values(parted(type, VALID[type]).credentials))).toEqual([])
  })

  it.each(['hang', 'hang_midway'] as const)('%s ends at the time limit', async trouble => {
    double().trouble = trouble
    const verdict = await test(type, {}, { timeout_ms: 40 })
    expect(verdict).toMatchObject({ state: 'failed', cause: 'timeout', error: { code: 'timeout' } })
  })
})

it.each(HTTP_TYPES)('%s follows a redirect that stays on the host', async type => {
  double().trouble = 'redirect_here'
  expect(await test(type)).toMatchObject({ state: 'ok' })
  const [first, second] = double().received
  expect(second).toEqual(first)
})

it('a webhook may answer with a page, and is told of its faults by its own words', async () => {
  const words: (string | undefined)[] = []
  for (const trouble of ['html', 'not_json', 'rate_limited', 'fault', 'redirect_elsewhere'] as const) {
    double().trouble = trouble
    const verdict = await test('webhook')
    words.push(verdict.state === 'failed' ? verdict.cause : 'ok')
  }
  expect(words).toEqual(['ok', 'ok', 'rate_limited', 'platform_fault', 'unreadable'])
})

it('the wait that the platform asks for is told', async () => {
  double().trouble = 'rate_limited'
  const verdict = await test('meta')
  expect(verdict).toMatchObject({ error: { hint: expect.stringContaining('Test again in 2 minutes.') } })
})

it.each(HTTP_TYPES)('%s stops when cancelled, before and during a call', async type => {
  const before = await test(type, {}, { signal: AbortSignal.abort() })
  expect(before).toMatchObject({ state: 'failed', cause: 'cancelled', error: { code: 'cancelled' } })
  expect(double().received).toEqual([])

  double().trouble = 'hang'
  const control = new AbortController()
  const asked: typeof fetch = (input, init) => {
    const answer = fetch(input, init)
    control.abort()
    return answer
  }
  const during = await test(type, {}, { signal: control.signal, fetch: asked })
  expect(during).toMatchObject({ state: 'failed', cause: 'cancelled' })
})

/** A port of the loopback at which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

describe('without an answer', () => {
  const verdictAt = (base_url: string) => run('meta', VALID.meta, { base_url })

  it('a refused connection is told as that', async () => {
    const verdict = await verdictAt(`http://127.0.0.1:${await freePort()}`)
    expect(verdict).toMatchObject({
      cause: 'offline',
      error: { code: 'offline', message: 'graph.facebook.com refused the connection.' },
    })
  })

  it('a listener that does not speak TLS is told as that', async () => {
    const verdict = await verdictAt(double().url.replace('http:', 'https:'))
    expect(verdict).toMatchObject({ cause: 'tls', error: { code: 'offline' } })
    expect(verdict.state === 'failed' && verdict.error.message).toContain('No secure connection')
  })

  it('a listener that does not speak HTTP is told as that', async () => {
    const server = createServer(socket => {
      socket.once('data', () => socket.end('220 mail ready\r\n\r\n'))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const verdict = await verdictAt(`http://127.0.0.1:${port}`)
    await new Promise(resolve => server.close(resolve))
    expect(verdict).toMatchObject({ cause: 'unreadable' })
    expect(verdict.state === 'failed' && verdict.error.message).toContain('not HTTP')
  })

  it.each(['http://platform.example', 'https://ana:pw@127.0.0.1', 'ftp://127.0.0.1', 'nothing'])(
    'the developer’s address %s is refused',
    async base_url => {
      expect(await verdictAt(base_url)).toMatchObject({ cause: 'incomplete' })
    },
  )
})

it('Amazon’s search in other regions ends with a cancel', async () => {
  const control = new AbortController()
  const cancelling: typeof fetch = (input, init) => {
    if (new Headers(init?.headers).get('x-original-host') === 'advertising-api-fe.amazon.com') control.abort()
    return fetch(input, init)
  }
  const values = { ...VALID.amazon_dsp, profile_id: '1' } satisfies Record<string, string>
  const more = { base_url: double().url, signal: control.signal, fetch: cancelling }
  expect(await run('amazon_dsp', values, more)).toMatchObject({ state: 'failed', cause: 'cancelled' })
})
