// What becomes of a run over a real core: approved or not, failed and retried, stopped, and handed over.
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { effects } from '../../doubles/platforms/effects.ts'
import { WEBHOOK } from '../../doubles/platforms/webhook.ts'
import { eventually } from '../../support/eventually.ts'
import { realDistributions } from './distribution-real-support.ts'
import { PROFILE } from './support.ts'

vi.setConfig({ testTimeout: 20_000 })

const {
  doubles,
  drop,
  call,
  newAudience,
  newFolder,
  newMeta,
  newPlatform,
  planned,
  get,
  reaches,
  putStatus,
} = realDistributions()

describe('an approval', () => {
  it('holds the run until it is given, and says who gave it', async () => {
    const platform_id = await newFolder({ approval_needed: true })
    const made = await call('POST', '/distributions', { audience_id: await newAudience(), platform_id })
    expect(made.body.message).toMatch(/waits for approval$/)
    const id = made.body.distribution_id
    const rejected = await call('POST', `/distributions/${id}/reject`, { comment: 'Not this week' })
    expect(rejected.body.distribution).toMatchObject({
      status: 'scheduled',
      metadata: { approval_status: 'rejected', approval_comment: 'Not this week', approved_by: PROFILE },
    })
    await call('POST', `/distributions/${id}/request-approval`, { comment: 'Now it is' })
    expect(await get(id)).toMatchObject({ metadata: { approval_status: 'pending' } })
    expect((await call('POST', `/distributions/${id}/approve`)).status).toBe(200)
    await reaches(id, 'completed')
    expect((await call('GET', `/distributions/${id}/receipt`)).body).toMatchObject({
      receipt: { approved: { by: PROFILE } },
    })
  })
})

describe('a run that fails', () => {
  it('says why, is retried by status or by call, and is completed then', async () => {
    const platform_id = await newPlatform('webhook', {
      credentials: { secret: WEBHOOK.secret },
      settings: { url: 'https://hooks.example/picky' },
    })
    const id = await planned(platform_id)
    const failed = await reaches(id, 'failed')
    expect(failed.error_message).toEqual(expect.stringMatching(/hooks\.example/))
    expect(failed).toMatchObject({ error_details: { retryable: false, hint: expect.any(String) } })
    expect(await putStatus(id, { status: 'completed', metadata: { matched_records: 1 } })).toMatchObject({
      status: 409,
      body: { details: { from: 'failed', to: 'completed' } },
    })
    const settings = { url: WEBHOOK.url }
    expect((await call('PATCH', `/platforms/${platform_id}`, { settings })).status).toBe(200)
    expect((await putStatus(id, { status: 'pending' })).status).toBe(200)
    expect(await reaches(id, 'completed')).toMatchObject({ metadata: { attempt: { number: 2 } } })
    expect(effects.of('webhook').map(one => one.external)).toContain(`${id}.2/1`)
  })

  it('is retried by hand, or cancelled', async () => {
    const platform_id = await newFolder({ path: join(drop(), 'not-there') })
    const id = await planned(platform_id)
    const failed = await reaches(id, 'failed')
    expect((await call('POST', `/distributions/${id}/retry`)).status).toBe(200)
    await eventually(async () => {
      const run = await get(id)
      expect(run).toMatchObject({ status: 'failed' })
      expect(run.version).toBeGreaterThan(failed.version + 1)
    })
    expect((await call('POST', `/distributions/${id}/cancel`)).body.distribution).toMatchObject({
      status: 'cancelled',
    })
  })

  it('is stopped while it runs', async () => {
    doubles().trouble = 'hang'
    const id = await planned(await newMeta())
    await reaches(id, 'processing')
    expect(await putStatus(id, { status: 'scheduled' })).toMatchObject({
      status: 409,
      body: { details: { from: 'processing', to: 'scheduled' } },
    })
    expect((await putStatus(id, { status: 'cancelled' })).body).toMatchObject({ status: 'cancelled' })
  })
})

describe('a hand-over', () => {
  it('waits with its steps, and is completed by what the caller tells, once the figures fit', async () => {
    const id = await planned(await newMeta())
    const waiting = await reaches(id, 'matching')
    expect(waiting).toMatchObject({
      total_records: 2_000,
      metadata: { handover: { state: 'waiting', steps: expect.arrayContaining([expect.any(String)]) } },
    })
    for (const [metadata, field] of [
      [{ match_rate: 0.5, matched_records: 1_500 }, 'metadata.match_rate'],
      [{ match_rate: 62, matched_records: 1_240 }, 'metadata.match_rate'],
      [{ matched_records: -1 }, 'metadata.matched_records'],
      [{ matched_records: 1, error_message: 'Timed out' }, 'metadata.error_message'],
    ] as const) {
      const refused = await putStatus(id, { status: 'completed', metadata })
      expect(refused).toMatchObject({ status: 400, body: { details: { fields: [{ path: field }] } } })
    }
    const stale = { status: 'completed', expected_version: 1, metadata: { matched_records: 1_240 } }
    expect(await putStatus(id, stale)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const told = { match_rate: 0.62, matched_records: 1_240, total_records: 2_000, error_message: null }
    const done = await putStatus(id, {
      status: 'completed',
      expected_version: waiting.version,
      metadata: { ...told, rejects: [{ reason: 'No match', count: 760 }], rejected_records: 760 },
    })
    expect(done).toMatchObject({ status: 200, body: { status: 'completed' } })
    expect(await get(id)).toMatchObject({
      match_rate: 0.62,
      matched_records: 1_240,
      metadata: { handover: { state: 'done' }, results_source: 'entered', results_by: PROFILE },
    })
  })
})
