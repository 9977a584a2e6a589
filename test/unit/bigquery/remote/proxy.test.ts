// The proxy that the environment names is used for calls and for tokens, and its refusals are told.
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type BigQueryDouble, startBigQueryDouble } from '../../../bigquery-double/index.ts'
import { fakeClock, memoryVault, must, remoteOf, signedIn, TARGET } from './support.ts'

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']
let before: (string | undefined)[]
let double: BigQueryDouble
let passed: string[]
let refuse: boolean

beforeEach(async () => {
  before = NAMES.map(name => process.env[name])
  for (const name of NAMES) delete process.env[name]
  passed = []
  refuse = false
  double = await startBigQueryDouble({ project: TARGET.project })
  const proxy = createServer((asked, answer) => {
    passed.push(`${asked.method} ${new URL(asked.url ?? '').pathname}`)
    if (refuse) return answer.writeHead(407, { 'content-type': 'text/html' }).end('<html>')
    const { method, headers } = asked
    asked.pipe(
      request(asked.url ?? '', { method, headers }, reply => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers)
        reply.pipe(answer)
      }),
    )
  })
  proxy.on('connect', (asked, socket) => {
    passed.push('CONNECT')
    socket.on('error', () => {})
    if (refuse) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')
    const { hostname, port } = new URL(`http://${asked.url}`)
    const there = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      there.pipe(socket).pipe(there)
    })
    there.on('error', () => socket.destroy())
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  return async () => {
    proxy.close()
    proxy.closeAllConnections()
    await double.close()
  }
})
afterEach(() => {
  for (const [at, name] of NAMES.entries()) {
    const value = before[at]
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
})

it('HTTPS_PROXY is used', async () => {
  const auth = await signedIn(double, await memoryVault())
  must(await remoteOf(double, auth, fakeClock()).dataset('a'))
  expect(passed).toEqual(['CONNECT', `GET /bigquery/v2/projects/${TARGET.project}/datasets/a`])
})

it('NO_PROXY is kept to', async () => {
  // Tokens are Google's, wherever a test has them come from.
  process.env.NO_PROXY = 'oauth2.googleapis.com,127.0.0.1'
  const auth = await signedIn(double, await memoryVault())
  must(await remoteOf(double, auth, fakeClock()).dataset('a'))
  expect(passed).toEqual([])
})

it('a proxy that asks for a password is told, by calls and by the sign-in', async () => {
  const vault = await memoryVault()
  const auth = await signedIn(double, vault)
  const expected = {
    ok: false,
    error: { code: 'offline', message: expect.stringContaining('asks for a name and password') },
  }
  refuse = true
  expect(await remoteOf(double, auth, fakeClock()).dataset('a')).toMatchObject(expected)
  expect(passed).toEqual(['CONNECT'])
  auth.client.setCredentials({
    access_token: double.tokenFor('a@example.com'),
    expiry_date: Date.now() + 3_600_000,
  })
  expect(await remoteOf(double, auth, fakeClock()).dataset('a')).toMatchObject(expected)
  expect(passed).toHaveLength(2)
})
