// Distributions over a real core: planned for now, later and many at once, listed, and told with receipts.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { verifyReceipt } from '../../../src/main/cli/verify-receipts.ts'
import { LATER, realDistributions } from './distribution-real-support.ts'
import { PROFILE } from './support.ts'

vi.setConfig({ testTimeout: 20_000 })

const {
  workspace,
  drop,
  call,
  newAudience,
  newFolder,
  plan,
  planned,
  plannedByOther,
  get,
  reaches,
  putStatus,
} = realDistributions()

describe('a run to a folder', () => {
  it('starts at once, is completed with its package there, and its receipt is whole until it is altered', async () => {
    const platform_id = await newFolder()
    const audience_id = await newAudience()
    const made = await call('POST', '/distributions', {
      user_id: PROFILE,
      audience_id,
      platform_id,
      segments_distributed: [1],
      metadata: { campaign_name: 'Spring move' },
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        success: true,
        message: expect.stringMatching(/^The distribution of “.*” to “.*” is planned$/),
      },
    })
    const id = made.body.distribution_id
    expect(await reaches(id, 'completed')).toMatchObject({
      audience_id,
      platform_id,
      segments_distributed: ['1'],
      distribution_type: 'initial',
      total_records: 1_200,
      matched_records: null,
      match_rate: null,
      error_message: null,
      metadata: { campaign_name: 'Spring move' },
    })
    const folder = (await readdir(drop())).find(name => name.endsWith(`_${id}.1`)) ?? ''
    expect((await readdir(join(drop(), folder))).sort()).toEqual([
      'audience.json',
      'manifest.json',
      'segments.csv',
      'segments.parquet',
    ])
    const receipt = await call('GET', `/distributions/${id}/receipt`)
    expect(receipt).toMatchObject({
      status: 200,
      body: {
        success: true,
        intact: true,
        problem: null,
        receipt: { distribution_id: id, outcome: 'delivered', segments: [{ id: '1', size: 1_200 }] },
      },
    })
    const file = join(workspace(), String(receipt.body.file))
    expect(await verifyReceipt(file, false)).toMatchObject({ ok: true, value: { whole: true } })
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('1200', '1201'))
    expect(await call('GET', `/distributions/${id}/receipt`)).toMatchObject({
      status: 200,
      body: { receipt: null, intact: false, problem: expect.stringMatching(/altered/) },
    })
    await writeFile(file, text)
  })

  it('a second one refreshes; results that are told complete the numbers', async () => {
    const platform_id = await newFolder()
    const audience_id = await newAudience()
    await reaches(await plan({ audience_id, platform_id }), 'completed')
    const id = await plan({ audience_id, platform_id })
    expect(await reaches(id, 'completed')).toMatchObject({ distribution_type: 'refresh' })
    expect(
      await putStatus(id, { user_id: PROFILE, status: 'completed', metadata: { match_rate: 0.62 } }),
    ).toMatchObject({ status: 200, body: { success: true, distribution_id: id, status: 'completed' } })
    expect(await get(id)).toMatchObject({ total_records: 2_000, matched_records: 1_240, match_rate: 0.62 })
  })
})

describe('a plan for later', () => {
  it('waits, is started at once, and can’t be moved any more when it has ended', async () => {
    const id = await planned(await newFolder(), { scheduled_at: '2099-01-01T09:00:00.123456' })
    expect(await get(id)).toMatchObject({ status: 'scheduled', scheduled_at: '2099-01-01T09:00:00.123Z' })
    const before = await get(id)
    const again = await putStatus(id, { status: 'pending' })
    expect(again).toMatchObject({ status: 200, body: { status: 'scheduled', version: before?.version } })
    const started = await call('POST', `/distributions/${id}/run`)
    expect(started).toMatchObject({ status: 200, body: { distribution: { distribution_id: id } } })
    await reaches(id, 'completed')
    for (const path of ['run', 'retry', 'cancel', 'approve', 'reject', 'request-approval'])
      expect([path, await call('POST', `/distributions/${id}/${path}`)]).toMatchObject([
        path,
        { status: 409, body: { success: false, code: 'conflict' } },
      ])
    expect(await putStatus(id, { status: 'cancelled' })).toMatchObject({
      status: 409,
      body: { code: 'conflict', details: { from: 'completed', to: 'cancelled' } },
    })
  })

  it.each(['processing', 'in_progress', 'matching', 'failed'])('isn’t moved to %s by a caller', async to => {
    const id = await planned(await newFolder(), { scheduled_at: LATER })
    const refused = await putStatus(id, { status: to, metadata: { error_message: 'Timed out' } })
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: expect.stringMatching(/is scheduled and can’t become/),
        hint: expect.any(String),
        details: { from: 'scheduled', to: to === 'in_progress' ? 'processing' : to },
      },
    })
    expect(await get(id)).toMatchObject({ status: 'scheduled', version: 1 })
  })

  it('has no results yet', async () => {
    const id = await planned(await newFolder(), { scheduled_at: LATER })
    expect(await putStatus(id, { status: 'completed', metadata: { matched_records: 5 } })).toMatchObject({
      status: 409,
      body: { details: { from: 'scheduled', to: 'completed' } },
    })
    expect(await call('GET', `/distributions/${id}/receipt`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })

  it('is cancelled, for good', async () => {
    const id = await planned(await newFolder(), { scheduled_at: LATER })
    expect(await putStatus(id, { status: 'cancelled' })).toMatchObject({
      status: 200,
      body: { status: 'cancelled', version: 2 },
    })
    expect(await putStatus(id, { status: 'scheduled' })).toMatchObject({
      status: 409,
      body: { details: { from: 'cancelled', to: 'scheduled' } },
    })
  })

  it('that repeats is cancelled with all that would follow', async () => {
    const schedule = { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 1 }
    const id = await planned(await newFolder(), { schedule })
    expect(await get(id)).toMatchObject({ metadata: { schedule, series_id: expect.any(String) } })
    expect(await call('POST', `/distributions/${id}/cancel`, { series: true })).toMatchObject({
      status: 200,
      body: { distribution: { status: 'cancelled' } },
    })
  })
})

describe('many at once', () => {
  it('are planned in one call, listed by what they are of, and page by page', async () => {
    const audience_ids = [await newAudience(), await newAudience()]
    const platform_ids = [await newFolder(), await newFolder()]
    const made = await call('POST', '/distributions', { audience_ids, platform_ids, scheduled_at: LATER })
    expect(made.status).toBe(201)
    expect(made.body.message).toBe('4 distributions are planned')
    expect(new Set(made.body.distribution_ids).size).toBe(4)
    const pairs = made.body.distributions.map(run => `${run.audience_id} ${run.platform_id}`)
    expect(pairs).toEqual(audience_ids.flatMap(a => platform_ids.map(p => `${a} ${p}`)))

    const found: string[] = []
    let cursor = ''
    do {
      const query = `status=pending&platform_id=${platform_ids[0]}&limit=1&cursor=${encodeURIComponent(cursor)}`
      const page = await call('GET', `/distributions?user_id=${PROFILE}&${query}`)
      expect(page).toMatchObject({
        status: 200,
        body: { success: true, count: page.body.distributions.length },
      })
      for (const run of page.body.distributions) {
        expect(run).toMatchObject({ status: 'scheduled', match_rate: null, error_message: null, version: 1 })
        found.push(String(run.audience_id))
      }
      cursor = (page.body.next_cursor as string | null) ?? ''
    } while (cursor !== '')
    expect(found.sort()).toEqual([...audience_ids].sort())
    const of_one = await call('GET', `/distributions?audience_id=${audience_ids[1]}&status=`)
    expect(of_one.body.count).toBe(2)
    const running = await call('GET', `/distributions?audience_id=${audience_ids[1]}&status=in_progress`)
    expect(running.body).toMatchObject({ distributions: [], count: 0, next_cursor: null })
  })

  it('are all refused where one can’t be planned, which is named', async () => {
    const audience_ids = [await newAudience()]
    const inactive = await newFolder()
    await call('PUT', `/platforms/${inactive}/status`, { status: 'inactive' })
    const platform_ids = [await newFolder(), inactive]
    const refused = await call('POST', '/distributions', { audience_ids, platform_ids })
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'conflict', details: { blocked: 1, pairs: [{ platform_id: inactive }] } },
    })
    expect((await call('GET', `/distributions?audience_id=${audience_ids[0]}`)).body.count).toBe(0)
    const leave_out = [{ audience_id: audience_ids[0], platform_id: inactive }]
    const made = await call('POST', '/distributions', {
      audience_ids,
      platform_ids,
      leave_out,
      scheduled_at: LATER,
    })
    expect(made).toMatchObject({
      status: 201,
      body: { message: '1 distribution is planned', distributions: [{ platform_id: platform_ids[0] }] },
    })
  })
})

describe('a plan that is refused by the core', () => {
  it('names the fields as the caller wrote them', async () => {
    const audience_id = await newAudience()
    const platform_id = await newFolder()
    const to = { audience_id, platform_id }
    const schedule = { repeat: 'daily', at: '09:00', zone: 'Mars/Olympus' }
    const past = await call('POST', '/distributions', { ...to, scheduled_at: '2020-01-01T00:00:00Z' })
    expect(past).toMatchObject({ status: 400, body: { details: { fields: [{ path: 'scheduled_at' }] } } })
    const zone = await call('POST', '/distributions', { ...to, schedule })
    expect(zone).toMatchObject({ status: 400, body: { details: { fields: [{ path: 'schedule.zone' }] } } })
    const audience_ids = [audience_id, await newAudience()]
    const segments = await call('POST', '/distributions', { audience_ids, platform_id, segments: ['1'] })
    expect(segments).toMatchObject({ status: 400, body: { details: { fields: [{ path: 'segments' }] } } })
    const left = await call('POST', '/distributions', {
      audience_ids,
      platform_id,
      leave_out: [{ audience_id, platform_id: 'plat_none' }],
    })
    expect(left).toMatchObject({ status: 400, body: { details: { fields: [{ path: 'leave_out[0]' }] } } })
  })

  it('is of an audience or a platform that isn’t there', async () => {
    const [audience_id, platform_id] = [await newAudience(), await newFolder()]
    for (const wrong of [{ audience_id: 'aud_none' }, { platform_id: 'plat_none' }])
      expect(await call('POST', '/distributions', { audience_id, platform_id, ...wrong })).toMatchObject({
        status: 404,
        body: { success: false, code: 'not_found' },
      })
  })
})

it('a run that isn’t there, or is another profile’s, is not found', async () => {
  const foreign = await plannedByOther()
  expect((await call('GET', '/distributions?limit=500')).body.distributions).not.toContainEqual(
    expect.objectContaining({ distribution_id: foreign }),
  )
  for (const id of ['dist_none', foreign])
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/receipt', undefined],
      ['PUT', '/status', { status: 'cancelled' }],
      ['PUT', '/status', { status: 'processing' }],
      ...['run', 'retry', 'cancel', 'approve', 'reject', 'request-approval'].map(
        name => ['POST', `/${name}`, undefined] as const,
      ),
    ] as const)
      expect([path, await call(method, `/distributions/${id}${path}`, body)]).toMatchObject([
        path,
        { status: 404, body: { success: false, code: 'not_found' } },
      ])
})
