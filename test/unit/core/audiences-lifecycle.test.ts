// Copies, the trash, old versions made new again, and what the owner is told of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { ok } from '../../../src/shared/errors.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, type TestCore, TRAVEL } from '../../support/core.ts'

let test: TestCore
let audience: Audience
beforeEach(async () => {
  test = await createTestCore()
  audience = await test.must('audiences.create', audienceInput())
})
afterEach(() => test.close())

const versions = async () =>
  (await test.must('audiences.history', { audience_id: audience.audience_id })).versions

describe('duplicate', () => {
  it('makes a new draft with the same content and a free name', async () => {
    await test.must('audiences.setStatus', { audience_id: audience.audience_id, status: 'active' })
    const copies = [
      await test.must('audiences.duplicate', { audience_id: audience.audience_id }),
      await test.must('audiences.duplicate', { audience_id: audience.audience_id }),
    ]
    expect(copies.map(copy => copy.name)).toEqual([
      'Eco-conscious millennials (copy)',
      'Eco-conscious millennials (copy 2)',
    ])
    expect(copies[0]).toMatchObject({ status: 'draft', version: 1, segments: audience.segments })
    expect(copies[0]?.change_note).toBe(`Copy of ${audience.audience_id}, version 2`)
    const ofCopy = await test.must('audiences.duplicate', { audience_id: copies[1]?.audience_id ?? '' })
    expect(ofCopy.name).toBe('Eco-conscious millennials (copy 3)')
  })

  it('takes the name it is given', async () => {
    const copy = await test.must('audiences.duplicate', {
      audience_id: audience.audience_id,
      name: 'Green homeowners',
    })
    expect(copy.name).toBe('Green homeowners')
  })
})

describe('trash', () => {
  it('hides the record, keeps its content, and gives it back as it was', async () => {
    const id = { audience_id: audience.audience_id }
    const gone = await test.must('audiences.delete', { ...id, expected_version: 1 })
    expect(gone).toMatchObject({ deleted: true, version: 2, segments: audience.segments })
    expect((await test.must('audiences.list', {})).items).toEqual([])
    expect((await test.must('audiences.list', { filter: { deleted: true } })).items).toHaveLength(1)
    expect((await test.must('audiences.delete', id)).version).toBe(2)
    const back = await test.must('audiences.undelete', id)
    expect(back).toMatchObject({ deleted: false, version: 3, name: audience.name, status: 'draft' })
    expect((await test.must('audiences.undelete', id)).version).toBe(3)
  })

  it.each([
    ['audiences.update', { expected_version: 2, patch: { name: 'Other' } }],
    ['audiences.setStatus', { status: 'active' }],
    ['audiences.restoreVersion', { version: 1, expected_version: 2 }],
  ] as const)('refuses %s with the hint to restore first', async (operation, input) => {
    await test.must('audiences.delete', { audience_id: audience.audience_id })
    const error = await test.refused(operation, { audience_id: audience.audience_id, ...input })
    expect(error).toMatchObject({ code: 'conflict', hint: 'Restore it first.' })
  })

  it('refuses an outdated delete', async () => {
    await test.must('audiences.setStatus', { audience_id: audience.audience_id, status: 'active' })
    const error = await test.refused('audiences.delete', {
      audience_id: audience.audience_id,
      expected_version: 1,
    })
    expect(error.code).toBe('conflict')
  })
})

describe('restore a version', () => {
  it('makes the old content the newest version and keeps those in between', async () => {
    const id = { audience_id: audience.audience_id }
    await test.must('audiences.update', {
      ...id,
      expected_version: 1,
      patch: { name: 'Second', segments: [] },
    })
    const restored = await test.must('audiences.restoreVersion', { ...id, version: 1, expected_version: 2 })
    expect(restored).toMatchObject({ version: 3, name: audience.name, change_note: 'Restored version 1' })
    expect(restored.segments).toEqual(audience.segments)
    expect((await versions()).map(version => version.version)).toEqual([3, 2, 1])
  })

  it('says which version there is not', async () => {
    const error = await test.refused('audiences.restoreVersion', {
      audience_id: audience.audience_id,
      version: 9,
      expected_version: 1,
    })
    expect(error).toMatchObject({ code: 'not_found', message: 'This audience has no version 9' })
  })

  it('writes nothing when it is the current one', async () => {
    const same = await test.must('audiences.restoreVersion', {
      audience_id: audience.audience_id,
      version: 1,
      expected_version: 1,
    })
    expect(same.version).toBe(1)
  })
})

describe('events', () => {
  it('tells the owner which records changed', async () => {
    test.events.length = 0
    await test.must('audiences.setStatus', { audience_id: audience.audience_id, status: 'active' })
    expect(test.events).toEqual([
      {
        event: 'records.changed',
        payload: { entity: 'audience', ids: [audience.audience_id] },
        user_id: RETAIL,
      },
    ])
  })

  it('names no ids when there are more than 200', async () => {
    const { version, ...record } = audience
    const puts = Array.from({ length: 201 }, (_, n) => ({
      entity: 'audience' as const,
      record: { ...record, audience_id: `aud_${n}`, user_id: TRAVEL },
      expected: 'new' as const,
    }))
    test.events.length = 0
    expect(await test.store.commit(TRAVEL, puts)).toMatchObject(ok({}))
    expect(test.events[0]?.payload).toEqual({ entity: 'audience', ids: null })
  })
})
