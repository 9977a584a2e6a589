// The model itself: the promises of the store's face that other tests lean on.
import { appendFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Changed, Put, Store } from '../../../src/main/core/store/face.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createMemoryStore } from '../../support/memory-store.ts'

const OWNER = 'retail-analytics'
const at = '2026-05-04T09:30:00.000Z'
const record = (id: string, name = 'Young Digerati'): Omit<Audience, 'version'> => ({
  ...(audienceInput() as Omit<Audience, 'version'>),
  audience_id: id,
  name,
  status: 'draft',
  user_id: OWNER,
  created_at: at,
  updated_at: at,
  deleted: false,
  changed_by: OWNER,
  change_note: null,
})
const put = (id: string, expected: Put['expected'], name?: string): Put<'audience'> => ({
  entity: 'audience',
  record: record(id, name),
  expected,
})

let store: Store
beforeEach(() => {
  store = createMemoryStore()
})
const nameOf = async (id: string, version?: number) => {
  const found = await store.get('audience', OWNER, id, version)
  return found.ok ? found.value?.name : found.error
}

describe('commit', () => {
  it('numbers versions, also of one id in one commit', async () => {
    const written = await store.commit(OWNER, [put('a', 'new'), put('a', 1, 'Second'), put('b', 'any')])
    expect(written.ok && written.value.map(({ audience_id, version }) => [audience_id, version])).toEqual([
      ['a', 1],
      ['a', 2],
      ['b', 1],
    ])
    expect([await nameOf('a', 1), await nameOf('a', 2), await nameOf('a')]).toEqual([
      'Young Digerati',
      'Second',
      'Second',
    ])
    expect([await nameOf('a', 0), await nameOf('a', 3)]).toEqual([undefined, undefined])
  })

  it.each<[string, Put<'audience'>, object]>([
    [
      'an outdated version',
      put('a', 7),
      { code: 'conflict', details: { current_version: 1, expected_version: 7, id: 'a' } },
    ],
    [
      'new over existing',
      put('a', 'new'),
      { code: 'conflict', details: { current_version: 1, expected_version: 0, id: 'a' } },
    ],
    ['an edit of nothing', put('z', 1), { code: 'not_found' }],
  ])('refuses %s and then changes nothing at all', async (_what, bad, error) => {
    await store.commit(OWNER, [put('a', 'new')])
    const events: Changed[][] = []
    store.onChange(changed => void events.push(changed))
    expect(await store.commit(OWNER, [put('b', 'new'), bad])).toMatchObject({ ok: false, error })
    expect(await nameOf('b')).toBeUndefined()
    expect(events).toEqual([])
  })

  it('keeps its own copy, and owners apart', async () => {
    const given = put('a', 'new')
    await store.commit(OWNER, [given])
    given.record.name = 'Changed outside'
    expect(await nameOf('a')).toBe('Young Digerati')
    expect(await store.get('audience', 'travel-analytics', 'a')).toEqual({ ok: true, value: null })
    expect(await store.owners()).toEqual([OWNER])
  })

  it('does nothing when it is cancelled', async () => {
    const cancelled = await store.commit(OWNER, [put('a', 'new')], { signal: AbortSignal.abort() })
    expect(cancelled).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await nameOf('a')).toBeUndefined()
  })
})

describe('staged records', () => {
  it('are committed together, in order', async () => {
    const staged = await store.stage('audience')
    for (const id of ['a', 'b']) await appendFile(staged.path, `${JSON.stringify(record(id))}\n`)
    expect(await store.commitStaged(OWNER, [staged])).toEqual({ ok: true, value: 2 })
    expect(await store.existing('audience', OWNER, ['a', 'b', 'c'])).toEqual({
      ok: true,
      value: new Set(['a', 'b']),
    })
  })

  it('are all refused when one id is there already', async () => {
    await store.commit(OWNER, [put('b', 'new')])
    const staged = await store.stage('audience')
    for (const id of ['a', 'b']) await appendFile(staged.path, `${JSON.stringify(record(id))}\n`)
    expect(await store.commitStaged(OWNER, [staged])).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    })
    expect(await nameOf('a')).toBeUndefined()
    await store.discard(staged)
  })
})

describe('list', () => {
  it('sorts names whatever their case, with the id to break ties, both ways', async () => {
    await store.commit(OWNER, [
      put('c', 'new', 'beta'),
      put('b', 'new', 'Beta'),
      put('a', 'new', 'Gamma'),
      put('d', 'new', 'alpha'),
    ])
    const ids = async (direction: 'asc' | 'desc') => {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await store.list('audience', OWNER, {
          where: [],
          sort: { by: 'name', direction },
          limit: 1,
          ...(cursor ? { cursor } : {}),
        })
        if (!page.ok) throw new Error(page.error.message)
        seen.push(...page.value.items.map(item => item.audience_id))
        cursor = page.value.next_cursor ?? undefined
      } while (cursor)
      return seen
    }
    expect(await ids('asc')).toEqual(['d', 'b', 'c', 'a'])
    expect(await ids('desc')).toEqual(['a', 'c', 'b', 'd'])
  })

  it('takes an unknown column for the mistake it is', async () => {
    await store.commit(OWNER, [put('a', 'new')])
    const where = [{ column: 'user_id; DROP', is: 'one_of', values: ['x'] }] as const
    await expect(store.count('audience', OWNER, { where })).rejects.toThrow('No such column')
  })
})
