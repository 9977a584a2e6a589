// One action on many audiences: by id, and on all that match as a job.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/main/core/store/face.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'
import { eventually } from '../../support/eventually.ts'
import { createMemoryStore } from '../../support/memory-store.ts'

let test: TestCore
let store: Store
let audiences: Audience[]
beforeEach(async () => {
  store = createMemoryStore()
  test = await createTestCore({ store })
  audiences = []
  for (const name of ['Young Digerati', 'Money and Brains', 'Winner’s Circle'])
    audiences.push(await test.must('audiences.create', audienceInput({ name })))
})
afterEach(() => test.close())

const ids = () => audiences.map(audience => audience.audience_id)
const ended = (job: Job) =>
  eventually(async () => {
    const now = await test.must('jobs.get', { job_id: job.job_id })
    expect(now.finished_at).not.toBeNull()
    return now
  })

describe('by id', () => {
  it('changes all in one commit and names those it skipped', async () => {
    await test.must('audiences.setStatus', { audience_id: ids()[0] ?? '', status: 'active' })
    await test.must('audiences.delete', { audience_id: ids()[1] ?? '' })
    test.events.length = 0
    const outcome = await test.must('audiences.bulk', {
      audience_ids: [...ids(), 'aud_none', ...ids()],
      action: { do: 'activate' },
    })
    expect(outcome.changed).toEqual([ids()[2]])
    expect(outcome.skipped).toEqual(
      expect.arrayContaining([
        { audience_id: ids()[0], reason: 'it is active already' },
        { audience_id: ids()[1], reason: 'it is in the trash' },
        { audience_id: 'aud_none', reason: 'there is no such audience' },
      ]),
    )
    expect(outcome.skipped).toHaveLength(3)
    expect(test.events).toHaveLength(1)
  })

  it('doesn’t reach records of another profile', async () => {
    const outcome = await test.must(
      'audiences.bulk',
      { audience_ids: ids(), action: { do: 'delete' } },
      TRAVEL,
    )
    expect(outcome.changed).toEqual([])
    expect(outcome.skipped.map(({ reason }) => reason)).toEqual(Array(3).fill('there is no such audience'))
  })

  it('decides again on a record that someone changes in between', async () => {
    const raced = createMemoryStore()
    let others = 1
    const other = await createTestCore({
      store: {
        ...raced,
        async getMany(entity, owner, wanted) {
          const found = await raced.getMany(entity, owner, wanted)
          const current = await raced.get('audience', owner, wanted[0] ?? '')
          if (others-- > 0 && current.ok && current.value) {
            const { version, ...rest } = current.value
            const renamed = { ...rest, name: 'Renamed meanwhile' }
            await raced.commit(owner, [{ entity: 'audience', record: renamed, expected: version }])
          }
          return found
        },
      },
    })
    const one = await other.must('audiences.create', audienceInput())
    const two = await other.must('audiences.create', audienceInput({ name: 'Untouched' }))
    const outcome = await other.must('audiences.bulk', {
      audience_ids: [one.audience_id, two.audience_id],
      action: { do: 'archive' },
    })
    expect(new Set(outcome.changed)).toEqual(new Set([one.audience_id, two.audience_id]))
    expect(await other.must('audiences.get', { audience_id: one.audience_id })).toMatchObject({
      name: 'Renamed meanwhile',
      status: 'archived',
      version: 3,
    })
    await other.close()
  })
})

describe('all that match', () => {
  it('changes them as a job and says how many', async () => {
    const job = await test.must('audiences.bulkMatching', {
      filter: { search: 'i' },
      expected_count: 3,
      action: { do: 'tag', tags: ['q3'] },
    })
    expect(job).toMatchObject({ kind: 'bulk', title: 'Tag 3 audiences' })
    expect(await ended(job)).toMatchObject({
      state: 'completed',
      result: { changed: 3, skipped: 0, error_count: 0 },
      progress: { done: 3, total: 3, unit: 'audiences' },
    })
    expect((await test.must('audiences.list', { filter: { tags: ['q3'] } })).items).toHaveLength(3)
  })

  it('refuses when their number is not the one the user saw', async () => {
    const error = await test.refused('audiences.bulkMatching', {
      expected_count: 4,
      action: { do: 'delete' },
    })
    expect(error).toMatchObject({ code: 'conflict', details: { expected_count: 4, current_count: 3 } })
    expect((await test.must('jobs.list', {})).jobs).toEqual([])
  })

  it('changes nothing when it is cancelled before it is saved', async () => {
    const slow = createMemoryStore()
    let arrived = () => {}
    const atRead = new Promise<void>(resolve => {
      arrived = resolve
    })
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const other = await createTestCore({
      store: {
        ...slow,
        async getMany(entity, owner, wanted) {
          arrived()
          await held
          return slow.getMany(entity, owner, wanted)
        },
      },
    })
    await other.must('audiences.create', audienceInput())
    const job = await other.must('audiences.bulkMatching', { expected_count: 1, action: { do: 'delete' } })
    await atRead
    expect(await other.must('jobs.cancel', { job_id: job.job_id })).toMatchObject({ cancellable: false })
    release()
    const done = await eventually(async () => {
      const now = await other.must('jobs.get', { job_id: job.job_id })
      expect(now.state).toBe('cancelled')
      return now
    })
    expect(done.error?.code).toBe('cancelled')
    expect((await other.must('audiences.list', {})).items).toHaveLength(1)
    await other.close()
  })

  it('changes nothing when the commit fails', async () => {
    const refusing = await createTestCore({
      store: {
        ...store,
        commitGroups: async () => ({
          ok: false,
          error: { code: 'storage_full', message: 'The disk is full' },
        }),
      },
    })
    const job = await refusing.must('audiences.bulkMatching', {
      expected_count: 3,
      action: { do: 'archive' },
    })
    await eventually(async () => {
      const now = await refusing.must('jobs.get', { job_id: job.job_id })
      expect(now).toMatchObject({ state: 'failed', error: { code: 'storage_full' } })
    })
    const records = await store.getMany('audience', RETAIL, ids())
    expect(records.ok && records.value.every(record => record.version === 1)).toBe(true)
    await refusing.close()
  })

  it('restores only as many as the profile may have', async () => {
    await test.must('audiences.bulk', { audience_ids: ids(), action: { do: 'delete' } })
    const profile = await store.get('user', RETAIL, RETAIL)
    if (!profile.ok || !profile.value) throw new Error('There is no profile')
    const { version, ...user } = profile.value
    const record = { ...user, quota: { ...user.quota, max_audiences: 2 } }
    await store.commit(RETAIL, [{ entity: 'user', record, expected: version }])
    const restore = { filter: { deleted: true }, expected_count: 3, action: { do: 'undelete' } } as const
    const refused = await ended(await test.must('audiences.bulkMatching', restore))
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'quota_exceeded' } })
    expect(await test.must('audiences.count', {})).toMatchObject({ total: 0, deleted: 3 })
    const two = { audience_ids: ids().slice(1), action: { do: 'undelete' } } as const
    expect((await test.must('audiences.bulk', two)).changed).toHaveLength(2)
    const one = { audience_ids: ids().slice(0, 1), action: { do: 'undelete' } } as const
    expect(await test.refused('audiences.bulk', one)).toMatchObject({ code: 'quota_exceeded' })
  })
})
