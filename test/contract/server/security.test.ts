// Who is let in: only this computer's own name, only our page, only with the token, only bodies of a bounded size.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createServer } from '../../../src/main/server/index.ts'
import { ok } from '../../../src/shared/errors.ts'
import { type Door, PROFILE, startServer, TOKEN } from './support.ts'

let door: Door
beforeAll(async () => {
  door = await startServer()
})
afterAll(() => door.stop())
beforeEach(() => {
  door.core.calls.length = 0
  door.core.answer = {
    'audiences.list': () => ok({ items: [], next_cursor: null }),
    'health.get': () => ok({ status: 'ok', version: '0.1.0', workspace: 'open', uptime_s: 1 }),
  }
})
const list = (headers: Record<string, string>) => door.send('/api/rpc/audiences.list', { body: {}, headers })

describe('the Host header', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('may be %s with the port', async name => {
    expect((await list({ host: `${name}:${door.server.port}` })).status).toBe(200)
  })

  it.each([
    'evil.example',
    'localhost',
    'localhost:1',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.0.7',
  ])('may not be %s', async name => {
    const withPort = name.includes(':') || name === 'localhost' ? name : `${name}:${door.server.port}`
    const reply = await list({ host: withPort })
    expect(reply.status).toBe(403)
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(door.core.calls).toEqual([])
  })

  it('is checked for pages and for health too', async () => {
    const headers = { host: `evil.example:${door.server.port}` }
    expect((await door.send('/', { headers })).status).toBe(403)
    expect((await door.send('/api/health', { headers })).status).toBe(403)
  })
})

describe('the Origin header', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])('may be our own page under %s', async name => {
    expect((await list({ origin: `http://${name}:${door.server.port}` })).status).toBe(200)
  })

  it.each([
    'https://evil.example',
    'null',
    'http://localhost:1',
    'https://localhost:PORT',
    'http://localhost:PORT.evil.example',
    'file://',
  ])('may not be %s', async origin => {
    const reply = await list({ origin: origin.replace('PORT', String(door.server.port)) })
    expect(reply.status).toBe(403)
    expect(door.core.calls).toEqual([])
  })

  it('gets no permission to share an answer with another site', async () => {
    const preflight = await door.send('/api/rpc/audiences.list', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(403)
    const all = [preflight, await list({}), await door.send('/')]
    for (const reply of all) {
      expect(Object.keys(reply.headers).filter(name => name.startsWith('access-control'))).toEqual([])
    }
  })
})

describe('the token', () => {
  const routes: [string, string][] = [
    ['POST', '/api/rpc/audiences.list'],
    ['GET', '/api/events'],
    ['POST', '/api/uploads'],
    ['GET', '/api/audiences'],
    ['POST', '/api/audiences'],
    ['GET', '/api/audiences/aud_1'],
    ['PUT', '/api/audiences/aud_1/status'],
    ['GET', '/api/platforms'],
    ['POST', '/api/platforms'],
    ['GET', '/api/platforms/plat_1'],
    ['PATCH', '/api/platforms/plat_1'],
    ['DELETE', '/api/platforms/plat_1'],
    ['PUT', '/api/platforms/plat_1/status'],
    ['POST', '/api/platforms/plat_1/test'],
    ['GET', '/api/no-such-call'],
    ['POST', '/api/health'],
  ]
  it.each(routes)('is asked for by %s %s', async (method, path) => {
    const wrong = [null, '', 'x', `${TOKEN}x`, TOKEN.slice(0, -1), TOKEN.toUpperCase()]
    for (const token of wrong) {
      const reply = await door.send(path, { method, token })
      expect(reply.status).toBe(401)
      expect(reply.headers['www-authenticate']).toBe('Bearer')
      expect(reply.text).toContain('unauthorized')
    }
    expect(door.core.calls).toEqual([])
  })

  it('is not taken from the query, a cookie or another scheme', async () => {
    const headers = { cookie: `token=${TOKEN}` }
    expect((await door.send(`/api/audiences?token=${TOKEN}`, { token: null, headers })).status).toBe(401)
    const basic = { authorization: `Basic ${TOKEN}` }
    expect((await door.send('/api/audiences', { token: null, headers: basic })).status).toBe(401)
  })

  it('is not needed for the bare health, which tells nothing else', async () => {
    const bare = await door.send('/api/health', { token: null })
    expect([bare.status, bare.json()]).toEqual([200, { status: 'ok' }])
    const wrong = await door.send('/api/health', { token: 'not-the-token' })
    expect(wrong.json()).toEqual({ status: 'ok' })
    const full = await door.send('/api/health')
    expect(full.json()).toMatchObject({ success: true, status: 'ok', workspace: 'open', version: '0.1.0' })
  })

  it('speaks for its profile, whatever the input says', async () => {
    await door.send('/api/rpc/audiences.list', { body: { user_id: 'someone-else' } })
    expect(door.core.calls[0]?.context).toMatchObject({ user_id: PROFILE, session: 'token', door: 'server' })
  })
})

describe('a body', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ])('of type “%s” is refused with 415', async type => {
    for (const path of ['/api/rpc/audiences.create', '/api/audiences']) {
      const reply = await door.send(path, { body: '{}', headers: { 'content-type': type } })
      expect(reply.status).toBe(415)
    }
    expect(door.core.calls).toEqual([])
  })

  it('may name its charset', async () => {
    expect((await list({ 'content-type': 'application/json; charset=utf-8' })).status).toBe(200)
  })

  it('over 10 MB is refused with 413, announced or not', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(10 * 1024 * 1024) })
    const headers = { 'content-type': 'application/json' }
    const announced = await door.send('/api/rpc/audiences.create', { body, headers })
    expect(announced.status).toBe(413)
    const chunked = await door.send('/api/audiences', {
      body,
      headers: { ...headers, 'transfer-encoding': 'chunked' },
    })
    expect(chunked.status).toBe(413)
    expect(door.core.calls).toEqual([])
  })

  it.each(['', '{', '{"name":', '\ufeff'])('of broken JSON %j is refused with 400', async body => {
    const reply = await door.send('/api/rpc/audiences.create', {
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect(reply.status).toBe(400)
    expect(reply.json()).toMatchObject({ error: { code: 'validation_failed' } })
    expect(door.core.calls).toEqual([])
  })

  it('of invalid UTF-8 is refused with 400', async () => {
    const reply = await door.send('/api/rpc/audiences.create', {
      body: Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      headers: { 'content-type': 'application/json' },
    })
    expect(reply.status).toBe(400)
  })
})

describe('the method', () => {
  const unknown = [
    ['PUT', '/api/audiences/aud_1', 'GET, HEAD, PATCH, DELETE'],
    ['PATCH', '/api/audiences', 'POST, GET, HEAD'],
    ['PUT', '/api/audiences', 'POST, GET, HEAD'],
    ['PUT', '/api/platforms', 'POST, GET, HEAD'],
    ['DELETE', '/api/platforms', 'POST, GET, HEAD'],
    ['PUT', '/api/platforms/plat_1', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/api/platforms/plat_1/test', 'POST'],
    ['POST', '/api/platforms/plat_1/status', 'PUT'],
    ['GET', '/api/operations/audiences.list', 'POST'],
    ['POST', '/api/events', 'GET, HEAD'],
    ['DELETE', '/api/rpc/audiences.list', null],
    ['PUT', '/api/uploads', null],
    ['POST', '/api/audiences/aud_1/nothing', null],
    ['GET', '/api/operations/tokens.create', null],
  ] as const
  it.each(unknown)('%s of %s is no call, and reaches nothing', async (method, path, allow) => {
    const reply = await door.send(path, { method })
    const told = [reply.status, reply.headers.allow ?? null, reply.text]
    expect(told).toEqual([
      ...(allow === null ? [404, null] : [405, allow]),
      expect.stringContaining(allow === null ? 'not_found' : 'unsupported'),
    ])
    expect(door.core.calls).toEqual([])
    expect((await door.send(path, { method, token: null })).status).toBe(401)
  })

  it('OPTIONS says which there are, to whom has a token, and lets no other site in', async () => {
    const { status, headers, text } = await door.send('/api/audiences', { method: 'OPTIONS' })
    expect([status, headers.allow, text]).toEqual([204, 'POST, GET, HEAD', ''])
    expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
    expect((await door.send('/api/audiences', { method: 'OPTIONS', token: null })).status).toBe(401)
  })

  it('POST of a page is no call either', async () => {
    expect((await door.send('/', { method: 'POST', body: '{}' })).status).toBe(404)
  })

  it('HEAD answers as GET does, without the body', async () => {
    const [head, page] = [
      await door.send('/api/audiences', { method: 'HEAD' }),
      await door.send('/', { method: 'HEAD' }),
    ]
    expect([head.status, head.text, page.status, page.text]).toEqual([200, '', 200, ''])
    expect((await door.send('/api/audiences', { method: 'HEAD', token: null })).status).toBe(401)
  })

  it('HEAD of the events leaves no stream behind', async () => {
    expect((await door.send('/api/events', { method: 'HEAD' })).status).toBe(200)
    expect([door.server.eventStreams(), door.core.listeners()]).toEqual([0, 0])
  })
})

describe('the server', () => {
  it('listens on the loopback address alone', () => {
    expect(door.server.address).toBe(`http://127.0.0.1:${door.server.port}`)
  })

  it('says when its port is taken', async () => {
    const second = await createServer({
      core: door.core,
      run: { token: TOKEN, profile: PROFILE },
      port: door.server.port,
      rendererFolder: door.rendererFolder,
      uploadFolder: door.uploadFolder,
      migrationFolder: door.uploadFolder,
      appVersion: '0.1.0',
      onBug: () => {},
    })
    expect(second).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })

  it('answers a bug with an id, without its text, and goes on', async () => {
    door.core.answer['audiences.list'] = () => {
      throw new Error('a path such as /home/retail')
    }
    const reply = await list({})
    expect(reply.status).toBe(500)
    expect(reply.text).not.toContain('/home/retail')
    const [bug] = door.bugs
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'internal', details: { id: bug?.id } } })
    expect((await door.send('/api/health')).status).toBe(200)
  })
})
