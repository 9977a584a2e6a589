// What a platform's runs tell of it wherever it is read: when it was last delivered to, how that went, and its health.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DISTRIBUTION_STATUSES, type Distribution } from '../../../src/shared/domain/distribution.ts'
import { health } from '../../../src/shared/domain/platform-health.ts'
import { distribution, platform } from '../../store/records.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { createPlatformEnv, hook, type PlatformEnv } from './support.ts'

let env: PlatformEnv
let platform_id: string
beforeEach(async () => {
  env = await createPlatformEnv()
  platform_id = (await env.must('platforms.create', hook())).platform_id
})
afterEach(() => env.close())

const day = (n: number) => `2026-10-${String(n).padStart(2, '0')}T08:00:00.000Z`
let count = 0
/** Begun on this day of October; `null` for one that was not begun. */
async function ran(
  status: Distribution['status'],
  begun: number | null,
  over: Partial<Distribution> = {},
): Promise<Distribution> {
  const record = distribution({
    distribution_id: `dist_${++count}`,
    platform_id,
    user_id: RETAIL,
    status,
    created_at: day(begun ?? 1),
    scheduled_at: day(begun ?? 28),
    executed_at: begun === null ? null : day(begun),
    completed_at: status === 'completed' ? day(begun ?? 1) : null,
    ...over,
  })
  const written = await env.store.commit(record.user_id, [
    { entity: 'distribution', record, expected: 'any' },
  ])
  if (!written.ok) throw new Error(written.error.message)
  return { ...record, version: 1 }
}

/** The same from the list, from the record, and from what a change answers. */
async function syncOf(id = platform_id) {
  const { items } = await env.must('platforms.list', {})
  const [one, listed] = [
    await env.must('platforms.get', { platform_id: id }),
    items.find(p => p.platform_id === id),
  ]
  const changed = await env.must('platforms.setStatus', { platform_id: id, status: one.status })
  expect(listed).toEqual(one)
  expect(changed).toEqual(one)
  return [one.sync_status, one.last_sync]
}

describe('the last delivery', () => {
  it.each([
    ['scheduled', null, ['pending', null]],
    ['scheduled', 3, ['pending', day(3)]],
    ['processing', 3, ['pending', day(3)]],
    ['matching', 3, ['pending', day(3)]],
    ['completed', 3, ['success', day(3)]],
    ['failed', 3, ['failed', day(3)]],
    ['cancelled', 3, [null, null]],
  ] as const)('of one run that is %s and was begun on day %s', async (status, begun, expected) => {
    await ran(status, begun)
    expect(await syncOf()).toEqual(expected)
  })

  it('says something of every state that there is', async () => {
    for (const [index, status] of DISTRIBUTION_STATUSES.entries()) {
      await ran(status, index + 1)
      const [said] = await syncOf()
      expect(said, status).not.toBeUndefined()
    }
  })

  it('is of the run that was begun last, whatever ended or was planned later', async () => {
    await ran('completed', 2)
    await ran('failed', 9)
    // Handed over on day 4, and its results entered on day 20.
    await ran('completed', 4, { completed_at: day(20) })
    // The next one of a plan that repeats.
    await ran('scheduled', null, { created_at: day(10) })
    await ran('completed', 25, { deleted: true })
    await ran('cancelled', 26)
    await ran('completed', 27, { user_id: TRAVEL })
    expect(await syncOf()).toEqual(['failed', day(9)])
    const { platforms } = await env.must('platforms.activity', { platform_ids: [platform_id] })
    expect(platforms[0]?.last).toMatchObject({ status: 'failed', at: day(9) })
    await ran('completed', 11)
    expect(await syncOf()).toEqual(['success', day(11)])
  })

  it('of each platform is its own', async () => {
    const other = await env.must('platforms.create', hook({ name: 'Other' }))
    await ran('failed', 5)
    await ran('completed', 4, { platform_id: other.platform_id })
    expect(await syncOf()).toEqual(['failed', day(5)])
    expect(await syncOf(other.platform_id)).toEqual(['success', day(4)])
  })

  it('that came with an imported record stands until a run was begun here', async () => {
    const record = {
      ...platform({ platform_id: 'imported', name: 'Imported', user_id: RETAIL }),
      last_sync: day(1),
      sync_status: 'success' as const,
    }
    expect((await env.store.commit(RETAIL, [{ entity: 'platform', record, expected: 'new' }])).ok).toBe(true)
    expect(await syncOf('imported')).toEqual(['success', day(1)])
    await ran('scheduled', null, { platform_id: 'imported' })
    expect(await syncOf('imported')).toEqual(['success', day(1)])
    await ran('failed', 6, { platform_id: 'imported' })
    expect(await syncOf('imported')).toEqual(['failed', day(6)])
  })

  it('is never written into the record, and no change of it', async () => {
    await ran('failed', 5)
    const { version } = await env.must('platforms.get', { platform_id })
    await env.must('platforms.update', { platform_id, expected_version: version, patch: { notes: 'New' } })
    await env.must('platforms.delete', { platform_id })
    const back = await env.must('platforms.undelete', { platform_id })
    expect([back.sync_status, back.last_sync]).toEqual(['failed', day(5)])
    const stored = await env.store.history('platform', RETAIL, platform_id)
    expect(stored.ok && stored.value.map(one => [one.sync_status, one.last_sync])).toEqual(
      Array(4).fill([null, null]),
    )
    const { versions } = await env.must('platforms.history', { platform_id })
    expect(versions.flatMap(one => one.changed_fields)).not.toContain('sync_status')
    expect((await env.must('platforms.get', { platform_id, version: 1 })).sync_status).toBeNull()
  })
})

it('a platform whose last delivery failed is not shown as healthy, and one whose next one succeeded is', async () => {
  const record = {
    ...platform({ platform_id: 'seat', name: 'Seat', user_id: RETAIL }),
    platform_type: 'folder' as const,
    credential_fields: {},
    settings: { path: '/drop', file_format: 'csv', auto_refresh: false, refresh_frequency: 'daily' as const },
    connection: { state: 'ok' as const, tested_at: day(6), account_label: null, checked: [], error: null },
  }
  expect((await env.store.commit(RETAIL, [{ entity: 'platform', record, expected: 'new' }])).ok).toBe(true)
  const shown = async () => health(await env.must('platforms.get', { platform_id: 'seat' }), new Date(day(7)))
  expect((await shown()).state).toBe('healthy')
  await ran('failed', 5, { platform_id: 'seat' })
  expect(await shown()).toEqual({
    state: 'failing',
    sentence: 'The last delivery failed.',
    next_step: 'Open its newest distribution to see why.',
  })
  await ran('completed', 6, { platform_id: 'seat' })
  expect((await shown()).state).toBe('healthy')
})
