// Creating and changing one audience, with every refusal.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/main/core/store/face.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { fail, fieldErrors } from '../../../src/shared/errors.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, type TestCore } from '../../support/core.ts'
import { createMemoryStore } from '../../support/memory-store.ts'

let test: TestCore
let audience: Audience
beforeEach(async () => {
  test = await createTestCore()
  audience = await test.must('audiences.create', audienceInput())
})
afterEach(() => test.close())

const versions = async () =>
  (await test.must('audiences.history', { audience_id: audience.audience_id })).versions

async function setQuota(max_audiences: number) {
  const found = await test.store.get('user', RETAIL, RETAIL)
  if (!found.ok || !found.value) throw new Error('no profile')
  const { version, ...record } = found.value
  const quota = { ...record.quota, max_audiences }
  await test.store.commit(RETAIL, [{ entity: 'user', record: { ...record, quota }, expected: version }])
}

describe('create', () => {
  it('stores what was given, with total, shares and defaults worked out', async () => {
    expect(audience).toMatchObject({
      user_id: RETAIL,
      version: 1,
      deleted: false,
      status: 'draft',
      total_audience_size: 2_000_000,
      size_source: 'segments',
      changed_by: RETAIL,
      change_note: null,
    })
    expect(audience.audience_id).toMatch(/^aud_[0-9a-f]{32}$/)
    expect(audience.segments.map(segment => segment.size_percentage)).toEqual([62, 38])
    expect(await test.must('audiences.get', { audience_id: audience.audience_id })).toEqual(audience)
  })

  it('refuses when the profile has as many as it may, counting the living only', async () => {
    await setQuota(1)
    const error = await test.refused('audiences.create', audienceInput())
    expect(error).toMatchObject({ code: 'quota_exceeded', details: { limit: 1, current: 1, wanted: 1 } })
    await test.must('audiences.delete', { audience_id: audience.audience_id })
    await test.must('audiences.create', audienceInput({ name: 'Weekend road trippers' }))
    const back = await test.refused('audiences.undelete', { audience_id: audience.audience_id })
    expect(back.code).toBe('quota_exceeded')
  })

  it('lets only one of two at once take the last place', async () => {
    await setQuota(2)
    const both = await Promise.all(
      [1, 2].map(n => test.call('audiences.create', audienceInput({ name: `Shoppers ${n}` }))),
    )
    expect(both.map(result => result.ok).sort()).toEqual([false, true])
  })

  it('passes on what the store refuses', async () => {
    const store = createMemoryStore()
    const full: Store = {
      ...store,
      commit: async (owner, puts, options) =>
        puts.some(put => put.entity === 'audience')
          ? fail('storage_full', 'The disk is full')
          : store.commit(owner, puts, options),
    }
    const other = await createTestCore({ store: full })
    expect((await other.refused('audiences.create', audienceInput())).code).toBe('storage_full')
    await other.close()
  })
})

describe('update', () => {
  it('makes the next version and keeps what was not named', async () => {
    const next = await test.must('audiences.update', {
      audience_id: audience.audience_id,
      expected_version: 1,
      patch: { name: '  Green renters ' },
      change_note: 'Shorter name for the brief',
    })
    expect(next).toMatchObject({
      version: 2,
      name: 'Green renters',
      change_note: 'Shorter name for the brief',
    })
    expect(next.segments).toEqual(audience.segments)
    expect(next.created_at).toBe(audience.created_at)
    expect(next.updated_at >= audience.updated_at).toBe(true)
  })

  it('refuses an outdated edit and says who made the current version, and when', async () => {
    const current = await test.must('audiences.setStatus', {
      audience_id: audience.audience_id,
      status: 'active',
    })
    const error = await test.refused('audiences.update', {
      audience_id: audience.audience_id,
      expected_version: 1,
      patch: { name: 'Late' },
    })
    expect(error).toMatchObject({
      code: 'conflict',
      details: {
        current_version: 2,
        expected_version: 1,
        changed_by: RETAIL,
        updated_at: current.updated_at,
      },
    })
  })

  it('lets one of two edits of the same version win', async () => {
    const edits = ['Left', 'Right'].map(name =>
      test.call('audiences.update', {
        audience_id: audience.audience_id,
        expected_version: 1,
        patch: { name },
      }),
    )
    const results = await Promise.all(edits)
    expect(results.filter(result => result.ok)).toHaveLength(1)
    const lost = results.find(result => !result.ok)
    expect(lost?.ok === false && lost.error.details).toMatchObject({
      current_version: 2,
      expected_version: 1,
    })
    expect(await versions()).toHaveLength(2)
  })

  it('writes nothing when nothing differs', async () => {
    const same = await test.must('audiences.update', {
      audience_id: audience.audience_id,
      expected_version: 1,
      patch: { name: audience.name, segments: audience.segments, metadata: { ...audience.metadata } },
      change_note: 'Nothing really',
    })
    expect(same).toEqual(audience)
    expect(await versions()).toHaveLength(1)
  })

  it('checks the whole record after the patch', async () => {
    const error = await test.refused('audiences.update', {
      audience_id: audience.audience_id,
      expected_version: 1,
      patch: { selected_variables: ['AGE_25_34'] },
    })
    expect(error.code).toBe('validation_failed')
    expect(fieldErrors(error)[0]?.path).toBe('variable_details[0].code')
  })

  it('keeps a total set by hand through an edit of segments, and returns to the sum on request', async () => {
    const id = { audience_id: audience.audience_id }
    const manual = await test.must('audiences.update', {
      ...id,
      expected_version: 1,
      patch: { total_audience_size: 5 },
    })
    expect(manual).toMatchObject({ total_audience_size: 5, size_source: 'manual' })
    const fewer = audience.segments.slice(0, 1)
    const kept = await test.must('audiences.update', {
      ...id,
      expected_version: 2,
      patch: { segments: fewer },
    })
    expect(kept).toMatchObject({ total_audience_size: 5, size_source: 'manual' })
    const sum = await test.must('audiences.update', {
      ...id,
      expected_version: 3,
      patch: { total_audience_size: null },
    })
    expect(sum).toMatchObject({ total_audience_size: 1_240_000, size_source: 'segments' })
  })

  it('never dates an edit before what it edits', async () => {
    const { version, ...record } = audience
    const ahead = '2999-01-01T00:00:00.000Z'
    await test.store.commit(RETAIL, [
      { entity: 'audience', record: { ...record, updated_at: ahead }, expected: version },
    ])
    const next = await test.must('audiences.setStatus', {
      audience_id: audience.audience_id,
      status: 'active',
    })
    expect(next.updated_at).toBe(ahead)
  })
})

describe('status', () => {
  it.each([
    ['active', 2],
    ['archived', 2],
    ['draft', 1],
  ] as const)('goes from draft to %s', async (status, version) => {
    expect(
      await test.must('audiences.setStatus', { audience_id: audience.audience_id, status }),
    ).toMatchObject({
      status,
      version,
    })
  })

  it('decides again when it loses a race and named no version', async () => {
    const moves = (['active', 'archived'] as const).map(status =>
      test.call('audiences.setStatus', { audience_id: audience.audience_id, status }),
    )
    expect((await Promise.all(moves)).every(result => result.ok)).toBe(true)
    expect(await versions()).toHaveLength(3)
  })

  it('refuses an outdated expected version', async () => {
    await test.must('audiences.setStatus', { audience_id: audience.audience_id, status: 'active' })
    const error = await test.refused('audiences.setStatus', {
      audience_id: audience.audience_id,
      status: 'draft',
      expected_version: 1,
    })
    expect(error.code).toBe('conflict')
  })
})
