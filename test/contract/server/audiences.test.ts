// The reference system's audience calls: what each answers when it succeeds, is refused, or fails.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AudienceInput } from '../../../src/shared/domain/audience.ts'
import { ERROR_CODES, type ErrorCode, fail, ok } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/shared/parse.ts'
import { type Door, PROFILE, startServer } from './support.ts'

let door: Door
beforeAll(async () => {
  door = await startServer()
})
afterAll(() => door.stop())
beforeEach(() => {
  door.core.calls.length = 0
  door.core.answer = {}
})
const inputs = (operation: string) =>
  door.core.calls.filter(call => call.operation === operation).map(call => call.input)

const audience = (audience_id: string, deleted = false) => ({
  audience_id,
  name: 'Young Digerati, urban core',
  segments: [{ segment_id: '4', name: 'Young Digerati', size: 128_400 }],
  deleted,
})
const idIn = (input: unknown) => (input as { audience_id: string }).audience_id
const idsIn = (input: unknown) => (input as { audience_ids: string[] }).audience_ids

const reference = {
  name: 'Eco-conscious millennials',
  data_type: 'first_party',
  original_query: 'millennials who buy organic and drive hybrids',
  selected_variables: ['BUY_ORGANIC', 'AUTO_HYBRID'],
  segments: [{ segment_id: 4, name: 'Young Digerati', size: 128_400, size_percentage: 61.2 }],
  metadata: { session_id: 'nightly-refresh', tags: ['sustainability'] },
}

describe('POST /api/audiences', () => {
  it('saves, and answers 201 with the id', async () => {
    door.core.answer['audiences.create'] = input => {
      const parsed = parseInput(AudienceInput, input)
      return parsed.ok ? ok({ ...parsed.value, ...audience('aud_1') }) : parsed
    }
    const reply = await door.send('/api/audiences', {
      body: { ...reference, user_id: PROFILE, audience_id: 'aud_theirs' },
    })
    expect([reply.status, reply.json()]).toEqual([
      201,
      { success: true, audience_id: 'aud_1', message: expect.stringContaining('Young Digerati, urban core') },
    ])
    expect(inputs('audiences.create')).toEqual([reference])
  })

  it('is refused with the bad fields named', async () => {
    door.core.answer['audiences.create'] = input => parseInput(AudienceInput, input)
    const reply = await door.send('/api/audiences', { body: { ...reference, name: ' ', colour: 'teal' } })
    expect(reply.status).toBe(400)
    expect(reply.json()).toMatchObject({ success: false, code: 'validation_failed' })
    expect(reply.json()).toHaveProperty('details.fields')
    expect(reply.text).toContain('colour')
  })

  it('is refused when a key reaches for the prototype', async () => {
    door.core.answer['audiences.create'] = input => parseInput(AudienceInput, input)
    const reply = await door.send('/api/audiences', {
      body: '{"name":"Upper crust","data_type":"first_party","__proto__":{"deleted":true}}',
      headers: { 'content-type': 'application/json' },
    })
    expect([reply.status, reply.text]).toMatchObject([400, expect.stringContaining('__proto__')])
  })

  it.each([[[reference]], ['"Young Digerati"'], ['null'], ['7']])('takes one object, not %j', async body => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { 'content-type': 'application/json' }
    expect((await door.send('/api/audiences', { body: text, headers })).status).toBe(400)
    expect(door.core.calls).toEqual([])
  })
})

describe('GET /api/audiences', () => {
  beforeEach(() => {
    const ids = Array.from({ length: 40 }, (_, index) => `aud_${index}`)
    door.core.answer['audiences.list'] = () =>
      ok({ items: ids.map(id => audience(id)), next_cursor: 'further' })
    door.core.answer['audiences.getMany'] = input => ok({ audiences: idsIn(input).map(id => audience(id)) })
  })

  it('answers whole records in the order of the list', async () => {
    const reply = await door.send(`/api/audiences?user_id=${PROFILE}&status=active&limit=40`)
    const body = reply.json() as { audiences: { audience_id: string; segments: unknown[] }[] }
    expect(body).toMatchObject({ success: true, count: 40, next_cursor: 'further' })
    expect(body.audiences.map(one => one.audience_id)).toEqual(
      Array.from({ length: 40 }, (_, index) => `aud_${index}`),
    )
    expect(body.audiences[0]?.segments).toHaveLength(1)
    expect(inputs('audiences.list')).toEqual([{ filter: { status: ['active'] }, limit: 40 }])
  })

  it.each([
    ['', { filter: {}, limit: 100 }],
    ['?limit=1000', { filter: {}, limit: 500 }],
    ['?offset=200', { filter: {}, limit: 100, offset: 200 }],
    [
      '?search=organic%20hybrid&cursor=abc',
      { filter: { search: 'organic hybrid' }, limit: 100, cursor: 'abc' },
    ],
    ['?status=', { filter: {}, limit: 100 }],
  ])('asks for “%s”', async (query, expected) => {
    expect((await door.send(`/api/audiences${query}`)).status).toBe(200)
    expect(inputs('audiences.list')).toEqual([expected])
  })

  it.each(['limit=0', 'limit=-1', 'limit=1.5', 'limit=ten', 'offset=-1', 'limit=9999999999'])(
    'refuses %s',
    async query => {
      const reply = await door.send(`/api/audiences?${query}`)
      expect([reply.status, reply.json()]).toMatchObject([400, { success: false, code: 'validation_failed' }])
      expect(door.core.calls).toEqual([])
    },
  )

  it('leaves out a record that was deleted meanwhile', async () => {
    door.core.answer['audiences.getMany'] = input => {
      const there = idsIn(input).filter(id => id !== 'aud_3')
      return ok({ audiences: there.map(id => audience(id, id === 'aud_5')) })
    }
    expect((await door.send('/api/audiences')).json()).toMatchObject({ count: 38 })
  })

  it('fails as a whole when a record can’t be read', async () => {
    door.core.answer['audiences.getMany'] = () => fail('storage_corrupt', 'A file is damaged')
    const reply = await door.send('/api/audiences')
    expect([reply.status, reply.json()]).toMatchObject([503, { success: false, code: 'storage_corrupt' }])
  })
})

describe('GET /api/audiences/{id}', () => {
  it('answers the whole record', async () => {
    door.core.answer['audiences.get'] = input => ok(audience(idIn(input)))
    const reply = await door.send(`/api/audiences/aud_1?user_id=${PROFILE}`)
    expect([reply.status, reply.json()]).toEqual([200, { success: true, audience: audience('aud_1') }])
  })

  it('doesn’t know one in the trash', async () => {
    door.core.answer['audiences.get'] = () => ok(audience('aud_1', true))
    expect((await door.send('/api/audiences/aud_1')).status).toBe(404)
  })

  it.each(['..%2f..%2fetc%2fpasswd', '%2e%2e', '__proto__%00', "a'%20or%201=1", 'x'.repeat(500)])(
    'hands the id %s to the core as one plain text',
    async id => {
      door.core.answer['audiences.get'] = () => fail('validation_failed', 'audience_id is not an id')
      const reply = await door.send(`/api/audiences/${id}`)
      expect([400, 404]).toContain(reply.status)
      const asked = inputs('audiences.get')
      if (asked.length > 0) expect(asked).toEqual([{ audience_id: decodeURIComponent(id) }])
    },
  )
})

describe('PUT /api/audiences/{id}/status', () => {
  const put = (body: object) => door.send('/api/audiences/aud_1/status', { method: 'PUT', body })

  it('moves the status', async () => {
    door.core.answer['audiences.setStatus'] = () =>
      ok({ ...audience('aud_1'), status: 'archived', version: 4 })
    const reply = await put({ user_id: PROFILE, status: 'archived', metadata: {} })
    expect([reply.status, reply.json()]).toMatchObject([
      200,
      { success: true, audience_id: 'aud_1', status: 'archived', version: 4 },
    ])
    expect(inputs('audiences.setStatus')).toEqual([{ audience_id: 'aud_1', status: 'archived' }])
  })

  it('asks for a status', async () => {
    const reply = await put({ user_id: PROFILE })
    expect([reply.status, reply.json()]).toMatchObject([400, { details: { fields: [{ path: 'status' }] } }])
    expect(door.core.calls).toEqual([])
  })

  it('answers a conflict as 409', async () => {
    door.core.answer['audiences.setStatus'] = () => fail('conflict', 'It can’t move there')
    expect((await put({ status: 'draft' })).status).toBe(409)
  })
})

describe('another user', () => {
  const other = 'someone-else'
  it.each([
    ['GET', `/api/audiences?user_id=${other}`, undefined],
    ['GET', `/api/audiences/aud_1?user_id=${other}`, undefined],
    ['GET', '/api/audiences?user_id=', undefined],
    ['GET', `/api/audiences?user_id=${PROFILE}&user_id=${other}`, undefined],
    ['GET', `/api/audiences?user_id=${PROFILE.toUpperCase()}`, undefined],
    ['POST', '/api/audiences', { ...reference, user_id: other }],
    ['POST', '/api/audiences', { ...reference, user_id: [PROFILE] }],
    ['POST', '/api/audiences', { ...reference, user_id: 7 }],
    ['POST', `/api/audiences?user_id=${other}`, { ...reference, user_id: PROFILE }],
    ['PUT', '/api/audiences/aud_1/status', { status: 'active', user_id: other }],
    ['PUT', `/api/audiences/aud_1/status?user_id=${other}`, { status: 'active' }],
  ])('is forbidden: %s %s', async (method, path, body) => {
    const reply = await door.send(path, { method, ...(body && { body }) })
    expect([reply.status, reply.json()]).toMatchObject([403, { success: false, code: 'forbidden' }])
    expect(door.core.calls).toEqual([])
  })
})

describe('errors', () => {
  const expected: Partial<Record<ErrorCode, number>> = {
    validation_failed: 400,
    unauthorized: 424,
    forbidden: 403,
    not_found: 404,
    conflict: 409,
    rate_limited: 429,
    quota_exceeded: 429,
    storage_full: 503,
    storage_busy: 503,
    internal: 500,
  }
  it.each(ERROR_CODES)('%s has the reference’s body', async code => {
    door.core.answer['audiences.get'] = () => fail(code, 'What happened', { hint: 'What to do' })
    const reply = await door.send('/api/audiences/aud_1')
    expect(reply.json()).toEqual({
      success: false,
      error: 'What happened',
      code,
      details: null,
      hint: 'What to do',
    })
    expect(reply.status).toBe(expected[code] ?? reply.status)
    expect(reply.status).toBeGreaterThanOrEqual(400)
  })

  it('health is 503 when the core can’t say', async () => {
    door.core.answer['health.get'] = () => fail('internal', 'The core is gone')
    const reply = await door.send('/api/health', { token: null })
    expect([reply.status, reply.json()]).toMatchObject([503, { success: false }])
  })
})
