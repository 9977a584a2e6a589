// Moving distributions over a scripted core: the status call, the calls of their own, and what all of them refuse.
import { beforeEach, describe, expect, it } from 'vitest'
import { ERROR_CODES, fail, ok } from '../../../src/shared/errors.ts'
import { distributionDoor, PAIR, refusedFor, run } from './distribution-support.ts'
import { PROFILE } from './support.ts'

const { core, send, inputs } = distributionDoor()

describe('PUT /api/distributions/{id}/status', () => {
  const put = (body: object) => send('/dist_1/status', { method: 'PUT', body })
  const TOLD = { total_records: 100, matched_records: 62 }
  beforeEach(() => {
    for (const operation of [
      'distributions.enterResults',
      'distributions.cancel',
      'distributions.retry',
    ] as const)
      core().answer[operation] = () => ok(run({ status: 'completed', version: 4 }))
  })
  const has = (total_records: number | null) => {
    const match_results = { ...run().match_results, total_records }
    core().answer['distributions.get'] = () => ok(run({ match_results, version: 3 }))
  }

  it.each([
    [{}, {}, undefined],
    [TOLD, TOLD, undefined],
    [{ ...TOLD, match_rate: 0.62, error_message: null }, TOLD, 3],
    [{ ...TOLD, match_rate: 0.6249 }, TOLD, 3],
    [{ match_rate: 0.62 }, { matched_records: 124 }, 3],
    [{ match_rate: 1.2, total_records: 10 }, { total_records: 10, matched_records: 12 }, 3],
    [{ match_rate: 0, error_message: '' }, { matched_records: 0 }, 3],
    [
      {
        rejects: [{ reason: 'No match', count: 7 }],
        rejected_records: 7,
        platform_audience_id: '9223372036854000001',
      },
      {
        rejects: [{ reason: 'No match', count: 7 }],
        rejected_records: 7,
        platform_audience_id: '9223372036854000001',
      },
      undefined,
    ],
  ])('completed with %j enters the results %j', async (metadata, results, expected_version) => {
    has(200)
    expect(await put({ user_id: PROFILE, status: 'completed', metadata })).toMatchObject({
      status: 200,
      body: {
        success: true,
        distribution_id: 'dist_1',
        status: 'completed',
        version: 4,
        message: 'The distribution is now completed',
      },
    })
    expect(inputs('distributions.enterResults')).toEqual([
      { distribution_id: 'dist_1', results, ...(expected_version && { expected_version }) },
    ])
  })

  it.each([
    [{ match_rate: 0.5, ...TOLD }, 'metadata.match_rate'],
    [{ match_rate: 0.5 }, 'metadata.match_rate'],
    [{ match_rate: 62 }, 'metadata.match_rate'],
    [{ match_rate: -0.1 }, 'metadata.match_rate'],
    [{ matched_records: 1.5 }, 'metadata.matched_records'],
    [{ matched_records: '62' }, 'metadata.matched_records'],
    [{ ...TOLD, error_message: 'It broke' }, 'metadata.error_message'],
    [{ matched: 62 }, 'metadata'],
  ])('refuses the results %j', async (metadata, path) => {
    has(null)
    expect(await put({ status: 'completed', metadata })).toMatchObject(refusedFor(path))
    expect(inputs('distributions.enterResults')).toEqual([])
  })

  it.each([
    ['cancelled', 'distributions.cancel'],
    ['scheduled', 'distributions.retry'],
    ['pending', 'distributions.retry'],
  ] as const)('%s asks for %s', async (status, operation) => {
    expect((await put({ status })).status).toBe(200)
    expect(inputs(operation)).toEqual([{ distribution_id: 'dist_1' }])
    expect(await put({ status, metadata: { matched_records: 5 } })).toMatchObject(
      refusedFor('metadata.matched_records'),
    )
    expect(inputs(operation)).toHaveLength(1)
  })

  it.each([
    ['cancelled', 'distributions.cancel'],
    ['scheduled', 'distributions.retry'],
    ['completed', 'distributions.enterResults'],
  ] as const)('%s is asked for of the version that was seen', async (status, operation) => {
    const stale = () => fail('conflict', 'It was changed', { details: { expected_version: 2 } })
    core().answer[operation] = stale
    expect(await put({ status, expected_version: 2 })).toMatchObject({ status: 409 })
    const headers = { 'if-match': '"2"' }
    expect(await send('/dist_1/status', { method: 'PUT', body: { status }, headers })).toMatchObject({
      status: 412,
    })
    for (const input of inputs(operation)) expect(input).toMatchObject({ expected_version: 2 })
  })

  it('a run that is scheduled already stays as it is, and doesn’t start', async () => {
    core().answer['distributions.get'] = () => ok(run({ status: 'scheduled', version: 2 }))
    expect((await put({ status: 'scheduled' })).body).toMatchObject({ status: 'scheduled', version: 2 })
    expect(core().calls.map(call => call.operation)).toEqual(['distributions.get'])
  })

  it.each([
    [{ status: 'done' }, 'status'],
    [{}, 'status'],
    [{ status: 'completed', colour: 'teal' }, ''],
    [{ status: 'completed', expected_version: 0 }, 'expected_version'],
    [{ status: 'completed', metadata: 'all' }, 'metadata'],
  ])('refuses %j', async (body, path) => {
    expect(await put(body)).toMatchObject(refusedFor(path))
    expect(core().calls).toEqual([])
  })
})

const ACTIONS = [
  ['run', 'distributions.runNow', {}],
  ['retry', 'distributions.retry', {}],
  ['cancel', 'distributions.cancel', { series: true }],
  ['request-approval', 'distributions.requestApproval', { comment: 'Please' }],
  ['approve', 'distributions.approve', { comment: 'Fine', expected_version: 3 }],
  ['reject', 'distributions.reject', { comment: 'Too early' }],
] as const

describe.each(ACTIONS)('POST /api/distributions/{id}/%s', (name, operation, body) => {
  beforeEach(() => {
    core().answer[operation] = () => ok(run())
  })

  it('asks for it of the version that was seen, in the body or by If-Match', async () => {
    core().answer[operation] = () => fail('conflict', 'It was changed', { details: { expected_version: 2 } })
    const path = `/dist_1/${name}`
    expect((await send(path, { body: { expected_version: 2 } })).status).toBe(409)
    expect((await send(path, { method: 'POST', headers: { 'if-match': '"2"' } })).status).toBe(412)
    expect(inputs(operation)).toEqual([
      { distribution_id: 'dist_1', expected_version: 2 },
      { distribution_id: 'dist_1', expected_version: 2 },
    ])
  })

  it('asks for it, with and without a body, and answers the run', async () => {
    expect(await send(`/dist_1/${name}`, { method: 'POST' })).toMatchObject({
      status: 200,
      body: { success: true, distribution: { distribution_id: 'dist_1', error_message: null } },
    })
    expect((await send(`/dist_1/${name}`, { body: { user_id: PROFILE, ...body } })).status).toBe(200)
    expect(inputs(operation)).toEqual([{ distribution_id: 'dist_1' }, { distribution_id: 'dist_1', ...body }])
  })

  it('refuses what it doesn’t take, and another user', async () => {
    expect(await send(`/dist_1/${name}`, { body: { colour: 'teal' } })).toMatchObject(refusedFor(''))
    expect((await send(`/dist_1/${name}`, { body: { user_id: 'travel' } })).status).toBe(403)
    expect((await send(`/dist_1/${name}?user_id=travel`, { method: 'POST' })).status).toBe(403)
    expect(core().calls).toEqual([])
  })
})

const CALLS: readonly { method: string; path: string; body?: object }[] = [
  { method: 'GET', path: '' },
  { method: 'POST', path: '', body: PAIR },
  { method: 'GET', path: '/dist_1' },
  { method: 'PUT', path: '/dist_1/status', body: { status: 'cancelled' } },
  { method: 'GET', path: '/dist_1/receipt' },
  ...ACTIONS.map(([name]) => ({ method: 'POST', path: `/dist_1/${name}` })),
]

describe.each(CALLS)('$method /api/distributions$path', ({ method, path, body }) => {
  const what = { method, ...(body && { body }) }

  it('needs the token, and its own user', async () => {
    expect((await send(path, { ...what, token: null })).status).toBe(401)
    expect((await send(path, { ...what, token: 'another-token-that-is-long-enough-too' })).status).toBe(401)
    expect(await send(`${path}?user_id=travel-analytics`, what)).toMatchObject({
      status: 403,
      body: { success: false, code: 'forbidden' },
    })
    if (body)
      expect((await send(path, { method, body: { ...body, user_id: 'travel-analytics' } })).status).toBe(403)
    expect(core().calls).toEqual([])
  })

  it.each(ERROR_CODES)('hands on %s', async code => {
    const answer = () => fail(code, 'It says why', { hint: 'What to do' })
    core().answer = Object.fromEntries(
      [
        'create',
        'list',
        'get',
        'receipt',
        'enterResults',
        'cancel',
        'retry',
        'runNow',
        'requestApproval',
        'approve',
        'reject',
      ].map(name => [`distributions.${name}`, answer]),
    )
    const reply = await send(path, what)
    expect(reply.body).toMatchObject({ success: false, error: 'It says why', code, hint: 'What to do' })
    expect(reply.status).toBeGreaterThanOrEqual(400)
  })
})
