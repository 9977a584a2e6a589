// Planning and reading distributions over a scripted core: what is asked of it, and what is refused before it is asked.
import { beforeEach, describe, expect, it } from 'vitest'
import { fail, ok } from '../../../src/shared/errors.ts'
import { distributionDoor, PAIR, refusedFor, run, summary } from './distribution-support.ts'
import { PROFILE } from './support.ts'

const { core, send, inputs } = distributionDoor()

describe('POST /api/distributions', () => {
  const post = (body: object) => send('', { body })

  it.each([
    [{}, { when: { kind: 'now' }, segment_ids: [] }],
    [
      { scheduled_at: null, segments: null, metadata: null, distribution_type: null },
      { when: { kind: 'now' } },
    ],
    [{ scheduled_at: '2099-01-01T09:00:00Z' }, { when: { kind: 'at', at: '2099-01-01T09:00:00.000Z' } }],
    [{ scheduled_at: '2099-01-01T09:00:00' }, { when: { kind: 'at', at: '2099-01-01T09:00:00.000Z' } }],
    [
      { scheduled_at: '2099-01-01T09:00:00.123456' },
      { when: { kind: 'at', at: '2099-01-01T09:00:00.123Z' } },
    ],
    [{ scheduled_at: '2099-01-01T09:00:00+02:00' }, { when: { kind: 'at', at: '2099-01-01T07:00:00.000Z' } }],
    [
      { schedule: { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' } },
      { when: { kind: 'repeat', schedule: { repeat: 'daily', at: '09:00', zone: 'Europe/Berlin' } } },
    ],
    [{ segments: [4, '7'] }, { segment_ids: ['4', '7'] }],
    [{ segments_distributed: ['7'] }, { segment_ids: ['7'] }],
    [{ distribution_type: 'incremental' }, { distribution_type: 'incremental' }],
    [
      { metadata: { campaign_name: 'Spring', notes: 'By Monday' } },
      { campaign_name: 'Spring', notes: 'By Monday' },
    ],
    [
      { request_approval: true, approval_comment: 'Please' },
      { request_approval: true, approval_comment: 'Please' },
    ],
    [{ status: 'pending', distribution_id: 'dist_theirs', user_id: PROFILE }, { segment_ids: [] }],
  ])('plans %j', async (more, plan) => {
    expect(await post({ ...PAIR, ...more })).toMatchObject({
      status: 201,
      body: {
        success: true,
        distribution_id: 'dist_aud_1_plat_1',
        message: expect.stringMatching(/is planned$/),
      },
    })
    expect(inputs('distributions.create')).toMatchObject([
      { audience_ids: ['aud_1'], platform_ids: ['plat_1'], ...plan },
    ])
  })

  it('answers many in the plural, also where they are one', async () => {
    expect((await post({ audience_ids: ['aud_1'], platform_id: 'plat_1' })).body).toMatchObject({
      distribution_ids: ['dist_aud_1_plat_1'],
      message: '1 distribution is planned',
    })
    expect((await post({ audience_id: 'aud_1', platform_ids: ['plat_1', 'plat_2'] })).body).toEqual({
      success: true,
      distribution_ids: ['dist_aud_1_plat_1', 'dist_aud_1_plat_2'],
      distributions: [
        { distribution_id: 'dist_aud_1_plat_1', audience_id: 'aud_1', platform_id: 'plat_1' },
        { distribution_id: 'dist_aud_1_plat_2', audience_id: 'aud_1', platform_id: 'plat_2' },
      ],
      message: '2 distributions are planned',
    })
  })

  it.each([
    [{ audience_id: undefined }, 'audience_id'],
    [{ platform_id: undefined }, 'platform_id'],
    [{ audience_id: 7 }, 'audience_id'],
    [{ audience_ids: ['aud_2'] }, 'audience_ids'],
    [{ audience_id: undefined, audience_ids: [] }, 'audience_ids'],
    [{ platform_ids: ['plat_2'] }, 'platform_ids'],
    [{ scheduled_at: 'Monday' }, 'scheduled_at'],
    [{ scheduled_at: '2099-02-31T09:00:00' }, 'scheduled_at'],
    [{ scheduled_at: '1969-12-31T23:59:59' }, 'scheduled_at'],
    [
      { scheduled_at: '2099-01-01T09:00:00Z', schedule: { repeat: 'daily', at: '09:00', zone: 'UTC' } },
      'schedule',
    ],
    [{ schedule: { repeat: 'daily', at: '25:00', zone: 'UTC' } }, 'schedule.at'],
    [{ schedule: { repeat: 'hourly', at: '09:00', zone: 'UTC' } }, 'schedule.repeat'],
    [{ segments: ['1'], segments_distributed: ['1'] }, 'segments'],
    [{ segments: [1.5] }, 'segments[0]'],
    [{ segments: '1' }, 'segments'],
    [{ distribution_type: 'full' }, 'distribution_type'],
    [{ status: 'completed' }, 'status'],
    [{ status: 'constructor' }, 'status'],
    [{ metadata: { budget: 7 } }, 'metadata'],
    [{ metadata: [] }, 'metadata'],
    [{ metadata: { campaign_name: 'x'.repeat(201) } }, 'metadata.campaign_name'],
    [{ colour: 'teal' }, ''],
    [
      {
        audience_ids: Array.from({ length: 101 }, (_, i) => `a${i}`),
        audience_id: undefined,
        platform_id: undefined,
        platform_ids: Array.from({ length: 10 }, (_, i) => `p${i}`),
      },
      'audience_ids',
    ],
  ])('refuses %j and names the field', async (wrong, path) => {
    expect(await post({ ...PAIR, ...wrong })).toMatchObject(refusedFor(path))
  })

  it('names an unknown field', async () => {
    expect((await post({ ...PAIR, metadata: { budget: 7 } })).text).toContain('budget')
    expect((await post({ ...PAIR, colour: 7 })).text).toContain('colour')
  })

  it('refuses a body that is too large, or no JSON object', async () => {
    expect((await post({ ...PAIR, metadata: { notes: 'x'.repeat(11_000_000) } })).status).toBe(413)
    for (const body of ['[]', 'null', '{', ''])
      expect(
        (await send('', { body, method: 'POST', headers: { 'content-type': 'application/json' } })).status,
      ).toBe(400)
    expect(core().calls).toEqual([])
  })

  it('keeps what a refusal says besides fields', async () => {
    core().answer['distributions.create'] = () =>
      fail('quota_exceeded', 'Too many', { details: { limit: 5 } })
    expect(await post(PAIR)).toMatchObject({
      status: 429,
      body: { error: 'Too many', details: { limit: 5 } },
    })
  })
})

describe('GET /api/distributions', () => {
  beforeEach(() => {
    core().answer['distributions.list'] = () =>
      ok({
        items: [summary(run({ distribution_id: 'dist_1' })), summary(run({ distribution_id: 'dist_2' }))],
        next_cursor: 'next',
      })
    core().answer['distributions.getMany'] = () =>
      ok({
        distributions: [
          run({
            distribution_id: 'dist_1',
            status: 'failed',
            match_results: {
              total_records: 10,
              matched_records: 12,
              rejected_records: 0,
              match_rate: 1.2,
              platform_audience_id: '7',
            },
            error_details: {
              error_code: 'timeout',
              error_message: 'Too late',
              hint: null,
              retryable: true,
              retry_count: 0,
              next_retry_at: null,
            },
          }),
        ],
      })
  })

  it('answers whole records with the flat fields; one that went away meanwhile is left out', async () => {
    expect(await send(`?user_id=${PROFILE}`)).toMatchObject({
      status: 200,
      body: {
        success: true,
        distributions: [
          {
            distribution_id: 'dist_1',
            total_records: 10,
            matched_records: 12,
            match_rate: 1.2,
            error_message: 'Too late',
            match_results: { match_rate: 1.2 },
            error_details: { error_message: 'Too late' },
          },
        ],
        count: 1,
        next_cursor: 'next',
      },
    })
  })

  it.each([
    ['', { filter: {}, limit: 100 }],
    ['?limit=1000&cursor=abc', { filter: {}, limit: 500, cursor: 'abc' }],
    ['?status=pending', { filter: { status: ['scheduled'] }, limit: 100 }],
    ['?status=in_progress', { filter: { status: ['processing'] }, limit: 100 }],
    [
      '?status=failed&platform_id=plat_1&audience_id=aud_1',
      { filter: { status: ['failed'], platform_ids: ['plat_1'], audience_ids: ['aud_1'] }, limit: 100 },
    ],
    ['?status=&platform_id=&audience_id=&cursor=', { filter: {}, limit: 100 }],
  ])('%s asks for %j', async (query, input) => {
    expect((await send(query)).status).toBe(200)
    expect(inputs('distributions.list')).toEqual([input])
  })

  it.each([
    ['?status=done', 'status'],
    ['?status=toString', 'status'],
    ['?limit=0', 'limit'],
    ['?platform_id=a%20b', 'platform_id'],
    ['?audience_id=../x', 'audience_id'],
  ])('refuses %s', async (query, path) => {
    expect(await send(query)).toMatchObject(refusedFor(path))
    expect(core().calls).toEqual([])
  })

  it('fails as a whole where one of its records can’t be read', async () => {
    core().answer['distributions.getMany'] = () => fail('storage_corrupt', 'Damaged')
    expect(await send('')).toMatchObject({ status: 503, body: { code: 'storage_corrupt' } })
  })
})

describe('one run', () => {
  it('in the trash is not found', async () => {
    core().answer['distributions.get'] = () => ok(run({ deleted: true }))
    for (const [path, what] of [
      ['/dist_1', {}],
      ['/dist_1/receipt', {}],
      ['/dist_1/status', { method: 'PUT', body: { status: 'cancelled' } }],
    ] as const)
      expect(await send(path, what)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(new Set(core().calls.map(call => call.operation))).toEqual(new Set(['distributions.get']))
  })

  it('answers its receipt, and what is wrong with it', async () => {
    const value = {
      file: '_meta/receipts/r.receipt.json',
      receipt: null,
      intact: false,
      problem: 'It was altered.',
    }
    core().answer['distributions.receipt'] = () => ok(value)
    expect(await send('/dist_1/receipt')).toMatchObject({ status: 200, body: { success: true, ...value } })
  })
})
