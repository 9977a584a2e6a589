// Approval of a distribution: asked for, given, refused, and what it is of.
import { describe, expect, it } from 'vitest'
import { createEnv, FOLDER, folderPlatform, OWNER } from './support.ts'
import { at, DAY, daily, HOUR, planned } from './write-support.ts'

describe('approval', () => {
  it('holds a run until it is given, and a rejection until it is taken back', async () => {
    const env = await createEnv()
    const id = await env.plan({ request_approval: true, approval_comment: 'Before Monday, please' })
    await env.later(DAY)
    expect(env.calls).toHaveLength(0)
    const rejected = await env.must('distributions.reject', { distribution_id: id, comment: 'Too many' })
    expect(rejected.metadata).toMatchObject({
      approval_status: 'rejected',
      approval_comment: 'Too many',
      approved_by: OWNER,
    })
    await env.must('distributions.runNow', { distribution_id: id })
    await env.later(DAY)
    expect(env.calls).toHaveLength(0)
    await env.must('distributions.requestApproval', { distribution_id: id, comment: 'Fewer now' })
    expect((await env.refused('distributions.requestApproval', { distribution_id: id })).details).toEqual({
      from: 'pending',
      to: 'pending',
    })
    await env.must('distributions.approve', { distribution_id: id })
    await env.quiet()
    const run = await env.run(id)
    expect([run.status, run.metadata.approved_at]).toEqual([
      'completed',
      new Date(env.clock.now).toISOString(),
    ])
    const { receipt } = await env.must('distributions.receipt', { distribution_id: id })
    expect(receipt).toMatchObject({ approved: { by: OWNER } })
  })

  it('is asked for again when other segments are sent, and the history says why', async () => {
    const env = await createEnv()
    const id = await planned(env, { request_approval: true, segment_ids: ['1'] })
    const approved = await env.must('distributions.approve', { distribution_id: id, comment: 'Fine' })
    await env.must('distributions.update', {
      distribution_id: id,
      expected_version: approved.version,
      patch: { when: { kind: 'at', at: at(env, 2 * HOUR) }, notes: 'An hour later' },
    })
    expect((await env.run(id)).metadata).toMatchObject({ approval_status: 'approved', approved_by: OWNER })
    const changed = await env.must('distributions.update', {
      distribution_id: id,
      expected_version: approved.version + 1,
      patch: { segment_ids: ['2'] },
    })
    expect(changed.metadata).toMatchObject({ approval_status: 'pending', requested_by: OWNER, people: 800 })
    expect(changed.metadata).not.toHaveProperty('approved_by')
    await env.later(DAY)
    expect(env.calls).toHaveLength(0)
    const { versions } = await env.must('distributions.history', { distribution_id: id })
    expect(versions.map(one => [one.approval_status, one.change_note])).toEqual([
      ['pending', 'Approval is asked for again: other segments are sent.'],
      ['approved', null],
      ['approved', null],
      ['pending', null],
    ])
    await env.must('distributions.approve', { distribution_id: id })
    await env.quiet()
    expect(env.calls[0]?.segments.map(one => one.segment_id)).toEqual(['2'])
  })

  it('of a plan that was changed since it was looked at is a conflict', async () => {
    const env = await createEnv()
    const id = await planned(env, { request_approval: true, segment_ids: ['1'] })
    const { version } = await env.run(id)
    await env.must('distributions.update', {
      distribution_id: id,
      expected_version: version,
      patch: { segment_ids: ['2'] },
    })
    for (const operation of ['distributions.approve', 'distributions.reject'] as const) {
      const refused = await env.refused(operation, { distribution_id: id, expected_version: version })
      expect([refused.code, refused.details]).toMatchObject(['conflict', { current_version: version + 1 }])
    }
    expect((await env.run(id)).metadata.approval_status).toBe('pending')
    await env.must('distributions.approve', { distribution_id: id, expected_version: version + 1 })
  })

  it('given to one run holds for those that follow, until their plan becomes another', async () => {
    const env = await createEnv()
    const id = await env.plan({ request_approval: true, when: { kind: 'repeat', schedule: daily } })
    await env.must('distributions.approve', { distribution_id: id })
    await env.later(DAY)
    const [next] = (await env.all()).filter(one => one.status === 'scheduled')
    expect([next?.approval_status, env.calls.length]).toEqual(['approved', 1])
    await env.must('distributions.update', {
      distribution_id: next?.distribution_id ?? '',
      expected_version: 1,
      patch: { when: { kind: 'repeat', schedule: { ...daily, repeat: 'weekly', weekday: 1 } } },
    })
    await env.later(31 * DAY)
    expect(env.calls).toHaveLength(1)
    expect((await env.run(next?.distribution_id ?? '')).change_note).toBe(
      'Approval is asked for again: it is sent at other intervals.',
    )
  })

  it('is needed where the platform says so', async () => {
    const env = await createEnv()
    const settings = {
      path: '/drop',
      file_format: 'csv',
      auto_refresh: false,
      refresh_frequency: 'daily' as const,
      approval_needed: true,
    }
    await env.put({
      entity: 'platform',
      record: folderPlatform({ platform_id: FOLDER, settings }),
      expected: 'any',
    })
    const id = await env.plan()
    await env.quiet()
    expect([(await env.run(id)).metadata.approval_status, env.calls.length]).toEqual(['pending', 0])
  })
})
