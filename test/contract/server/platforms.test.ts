// The platform calls: what each answers when it succeeds, is refused, or fails, and that no secret comes back from any.
import { beforeEach, describe, expect, it } from 'vitest'
import { contract } from '../../../src/shared/contract.ts'
import { PlatformInput } from '../../../src/shared/domain/platform.ts'
import { ERROR_CODES, fail, ok } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/shared/parse.ts'
import { account, idIn, platform, platformDoor, SECRET } from './platform-support.ts'
import { PROFILE } from './support.ts'

const { core, send, inputs, answersGet } = platformDoor()

describe('POST /api/platforms', () => {
  const post = (body: string | object, headers = {}) => send('/api/platforms', { body, headers })
  beforeEach(() => {
    core().answer['platforms.create'] = input => {
      const parsed = parseInput(PlatformInput, input)
      return parsed.ok ? ok(platform('plat_1', { name: parsed.value.name })) : parsed
    }
  })

  it('saves, and answers 201 with the id', async () => {
    const reply = await post({ ...account, user_id: PROFILE, platform_id: 'plat_theirs' })
    expect([reply.status, reply.json()]).toEqual([
      201,
      { success: true, platform_id: 'plat_1', message: expect.stringContaining('Meta, Nordics') },
    ])
    expect(inputs('platforms.create')).toEqual([account])
  })

  it.each([
    ['facebook', 'meta'],
    ['Facebook', 'meta'],
    ['google', 'google_ads'],
    ['google_ads', 'google_ads'],
  ])('knows the type %s as %s, and connected as active', async (older, platform_type) => {
    const { credentials: _secrets, settings: _settings, ...rest } = account
    expect((await post({ ...rest, platform_type: older, status: 'connected' })).status).toBe(201)
    expect(inputs('platforms.create')).toEqual([{ ...rest, platform_type, status: 'active' }])
  })

  it.each([
    [{ platform_type: 'myspace' }, 'platform_type'],
    [{ platform_type: 7 }, 'platform_type'],
    [{ status: 'pending' }, 'status'],
    [{ name: ' ' }, 'name'],
    [{ settings: { default_match_rate: 61 } }, 'settings.default_match_rate'],
    [{ settings: { access_token: SECRET } }, 'settings.access_token'],
    [{ settings: { note: `Bearer ${SECRET}` } }, 'settings.note'],
    [{ credentials: SECRET }, 'credentials'],
    [{ credentials: [SECRET] }, 'credentials'],
    [{ credentials: { [SECRET]: 'x' } }, 'credentials'],
    [{ credentials: { access_token: [SECRET] } }, 'credentials.access_token'],
    [{ credentials: { access_token: SECRET.repeat(100) } }, 'credentials.access_token'],
    [{ credentials: { access_token: `${SECRET}\u0000` } }, 'credentials.access_token'],
    [{ colour: SECRET }, ''],
    [{ access_token: SECRET }, ''],
  ])('refuses %j and names the field', async (wrong, path) => {
    const reply = await post({ ...account, ...wrong })
    expect([reply.status, reply.json()]).toMatchObject([
      400,
      { success: false, code: 'validation_failed', details: { fields: [{ path }] } },
    ])
  })

  it('names an unknown field', async () => {
    expect((await post({ ...account, colour: 'teal' })).text).toContain('colour')
  })

  it.each([
    `{"name":"Meta","platform_type":"meta","credentials":{"access_token":"${SECRET}"`,
    `[{"credentials":{"access_token":"${SECRET}"}}]`,
    `"${SECRET}"`,
    'null',
    '',
  ])('takes one JSON object, not %s', async body => {
    expect((await post(body, { 'content-type': 'application/json' })).status).toBe(400)
    expect(core().calls).toEqual([])
  })

  it('is refused when a key reaches for the prototype', async () => {
    const body = `{"name":"Meta","platform_type":"meta","__proto__":{"access_token":"${SECRET}"}}`
    const reply = await post(body, { 'content-type': 'application/json' })
    expect([reply.status, reply.text]).toMatchObject([400, expect.stringContaining('__proto__')])
  })

  it('takes at most 10 MB, and JSON alone', async () => {
    const large = JSON.stringify({ ...account, notes: 'x'.repeat(10 * 1024 * 1024) })
    expect((await post(large, { 'content-type': 'application/json' })).status).toBe(413)
    expect((await post(JSON.stringify(account), { 'content-type': 'text/plain' })).status).toBe(415)
    expect(core().calls).toEqual([])
  })

  it.each([
    ['conflict', 409],
    ['keychain_locked', 503],
    ['keychain_unavailable', 503],
    ['storage_full', 503],
  ] as const)('answers %s as %i', async (code, status) => {
    core().answer['platforms.create'] = () => fail(code, 'What happened', { hint: 'What to do' })
    const reply = await post(account)
    expect([reply.status, reply.json()]).toEqual([
      status,
      { success: false, error: 'What happened', code, details: null, hint: 'What to do' },
    ])
  })
})

describe('GET /api/platforms', () => {
  beforeEach(() => {
    core().answer['platforms.list'] = () =>
      ok({ items: [platform('plat_1'), platform('plat_2', { status: 'inactive' })], next_cursor: 'further' })
  })

  it('answers whole records, each with its health', async () => {
    const reply = await send(`/api/platforms?user_id=${PROFILE}`)
    expect([reply.status, reply.json()]).toEqual([
      200,
      {
        success: true,
        platforms: [
          {
            ...platform('plat_1'),
            health: { state: 'healthy', sentence: 'Connected as Nordics retail.', next_step: null },
          },
          {
            ...platform('plat_2', { status: 'inactive' }),
            health: {
              state: 'inactive',
              sentence: expect.stringMatching(/\w/),
              next_step: expect.stringMatching(/\w/),
            },
          },
        ],
        count: 2,
        next_cursor: 'further',
      },
    ])
  })

  it.each([
    ['', { filter: {}, limit: 100 }],
    ['?limit=1000', { filter: {}, limit: 500 }],
    ['?status=connected&limit=20', { filter: { status: ['active'] }, limit: 20 }],
    ['?status=inactive', { filter: { status: ['inactive'] }, limit: 100 }],
    ['?platform_type=facebook', { filter: { platform_type: ['meta'] }, limit: 100 }],
    [
      '?platform_type=google_ads&cursor=abc',
      { filter: { platform_type: ['google_ads'] }, limit: 100, cursor: 'abc' },
    ],
    ['?status=&platform_type=&cursor=', { filter: {}, limit: 100 }],
  ])('asks for “%s”', async (query, expected) => {
    expect((await send(`/api/platforms${query}`)).status).toBe(200)
    expect(inputs('platforms.list')).toEqual([expected])
    expect(parseInput(contract['platforms.list'].input, expected).ok).toBe(true)
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=ten', 'limit'],
    ['status=pending', 'status'],
    ['platform_type=myspace', 'platform_type'],
  ])('refuses %s', async (query, path) => {
    const reply = await send(`/api/platforms?${query}`)
    expect([reply.status, reply.json()]).toMatchObject([
      400,
      { success: false, details: { fields: [{ path }] } },
    ])
    expect(core().calls).toEqual([])
  })

  it('fails in the reference’s words', async () => {
    core().answer['platforms.list'] = () => fail('storage_corrupt', 'A file is damaged')
    const reply = await send('/api/platforms')
    expect([reply.status, reply.json()]).toMatchObject([503, { success: false, code: 'storage_corrupt' }])
  })
})

describe('GET /api/platforms/{id}', () => {
  it('answers the record with its health', async () => {
    answersGet({ credential_fields: { access_token: { state: 'missing' } } })
    const reply = await send(`/api/platforms/plat_1?user_id=${PROFILE}`)
    expect([reply.status, reply.json()]).toMatchObject([
      200,
      { success: true, platform: { platform_id: 'plat_1', health: { state: 'incomplete' } } },
    ])
  })

  it('doesn’t know one in the trash', async () => {
    answersGet({ deleted: true })
    expect((await send('/api/platforms/plat_1')).status).toBe(404)
  })

  it.each(ERROR_CODES)('answers %s in the reference’s words', async code => {
    core().answer['platforms.get'] = () => fail(code, 'What happened')
    const reply = await send('/api/platforms/plat_1')
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.json()).toEqual({ success: false, error: 'What happened', code, details: null })
  })

  it.each(['..%2f..%2fetc%2fpasswd', "a'%20or%201=1", 'x'.repeat(500)])(
    'hands the id %s to the core as one plain text',
    async id => {
      core().answer['platforms.get'] = () => fail('validation_failed', 'platform_id is not an id')
      expect((await send(`/api/platforms/${id}`)).status).toBe(400)
      expect(inputs('platforms.get')).toEqual([{ platform_id: decodeURIComponent(id) }])
    },
  )
})

describe('PUT /api/platforms/{id}/status', () => {
  const put = (body: object) => send('/api/platforms/plat_1/status', { method: 'PUT', body })
  beforeEach(() => {
    core().answer['platforms.setStatus'] = input =>
      ok(platform(idIn(input), { status: 'inactive', version: 4 }))
  })

  it('moves the status', async () => {
    const reply = await put({ user_id: PROFILE, status: 'inactive', metadata: {} })
    expect([reply.status, reply.json()]).toEqual([
      200,
      {
        success: true,
        platform_id: 'plat_1',
        status: 'inactive',
        version: 4,
        message: 'The platform is now inactive',
      },
    ])
    expect(inputs('platforms.setStatus')).toEqual([{ platform_id: 'plat_1', status: 'inactive' }])
  })

  it('knows connected as active, and passes on the version that is expected', async () => {
    expect((await put({ status: 'connected', expected_version: 3 })).status).toBe(200)
    expect(inputs('platforms.setStatus')).toEqual([
      { platform_id: 'plat_1', status: 'active', expected_version: 3 },
    ])
  })

  it.each([[{}], [{ status: 'pending' }], [{ status: null }], [{ status: ['active'] }]])(
    'refuses %j',
    async body => {
      const reply = await put(body)
      expect([reply.status, reply.json()]).toMatchObject([400, { details: { fields: [{ path: 'status' }] } }])
      expect(core().calls).toEqual([])
    },
  )

  it('answers a conflict as 409', async () => {
    core().answer['platforms.setStatus'] = () => fail('conflict', 'It was changed in the meantime')
    expect((await put({ status: 'active' })).status).toBe(409)
  })
})
