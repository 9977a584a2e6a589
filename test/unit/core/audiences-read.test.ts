// Reading audiences: filters, pages, counts, facets, history, differences.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AudienceFilter } from '../../../src/shared/contract/audiences.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, type TestCore, TRAVEL } from '../../support/core.ts'

let test: TestCore
let made: Record<'eco' | 'trips' | 'luxury', Audience>
beforeEach(async () => {
  test = await createTestCore()
  made = {
    eco: await test.must('audiences.create', audienceInput()),
    trips: await test.must(
      'audiences.create',
      audienceInput({
        name: 'Weekend road trippers',
        status: 'active',
        data_type: 'third_party',
        identifier_type: null,
        original_query: 'families who drive to national parks',
        selected_variables: ['RV_OWNER', 'GREEN_AWARE'],
        variable_details: [],
        segments: [{ segment_id: 1, name: 'Big Sky Families', size: 400_000 }],
        metadata: { tags: ['travel', 'spring'] },
      }),
    ),
    luxury: await test.must(
      'audiences.create',
      audienceInput({
        name: 'Luxury travellers',
        description: 'Premium cabin flyers',
        status: 'archived',
        data_type: 'clean_room',
        identifier_type: 'uid2',
        original_query: 'business class',
        selected_variables: ['FREQ_FLYER'],
        variable_details: [],
        segments: [],
        total_audience_size: 90_000,
        metadata: { tags: ['travel'], campaign_id: 'summer-2026' },
      }),
    ),
  }
})
afterEach(() => test.close())

const names = async (filter: AudienceFilter) =>
  (await test.must('audiences.list', { filter, sort: { by: 'name', direction: 'asc' } })).items.map(
    item => item.name,
  )

const [ECO, LUXURY, TRIPS] = ['Eco-conscious millennials', 'Luxury travellers', 'Weekend road trippers']

describe('list', () => {
  it.each<[string, AudienceFilter, string[]]>([
    ['everything', {}, [ECO, LUXURY, TRIPS]],
    ['words anywhere, ANDed, ignoring case', { search: 'GREEN parks' }, [TRIPS]],
    ['a part of a word', { search: 'lux' }, [LUXURY]],
    ['a tag by search', { search: 'sustainability' }, [ECO]],
    ['a search of blanks', { search: '   ' }, [ECO, LUXURY, TRIPS]],
    ['nothing found', { search: 'cruise' }, []],
    ['one of several statuses', { status: ['draft', 'archived'] }, [ECO, LUXURY]],
    ['an empty list, which is no condition', { status: [] }, [ECO, LUXURY, TRIPS]],
    ['data type', { data_type: ['third_party'] }, [TRIPS]],
    ['identifier', { identifier_type: ['uid2', 'rampid'] }, [ECO, LUXURY]],
    ['any of the tags', { tags: ['travel', 'sustainability'] }, [ECO, LUXURY, TRIPS]],
    ['campaign', { campaign_ids: ['summer-2026'] }, [LUXURY]],
    ['all of the variables', { variables: ['GREEN_AWARE', 'RV_OWNER'] }, [TRIPS]],
    ['size from, inclusive', { size_min: 400_000 }, [ECO, TRIPS]],
    ['size to, inclusive', { size_max: 400_000 }, [LUXURY, TRIPS]],
    ['the largest size there is', { size_max: Number.MAX_SAFE_INTEGER }, [ECO, LUXURY, TRIPS]],
    ['conditions ANDed', { tags: ['travel'], status: ['active'] }, [TRIPS]],
    ['the trash', { deleted: true }, []],
    ['updated before the first', { updated_to: '2020-01-01T00:00:00.000Z' }, []],
    ['created since', { created_from: '2020-01-01T00:00:00.000Z' }, [ECO, LUXURY, TRIPS]],
  ])('filters by %s', async (_what, filter, expected) => {
    expect(await names(filter)).toEqual(expected)
  })

  it('takes the range of times from inclusive, to exclusive', async () => {
    const at = made.trips.updated_at
    expect(await names({ updated_from: at, search: 'weekend' })).toEqual([TRIPS])
    expect(await names({ updated_to: at, search: 'weekend' })).toEqual([])
    expect(await names({ created_from: at, created_to: at })).toEqual([])
  })

  it('pages by cursor without a gap or a repeat', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await test.must('audiences.list', { limit: 1, ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map(item => item.name))
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    expect(seen.sort()).toEqual([ECO, LUXURY, TRIPS])
  })

  it('jumps by offset', async () => {
    const page = await test.must('audiences.list', { offset: 2, sort: { by: 'total_audience_size' } })
    expect(page.items.map(item => item.name)).toEqual([LUXURY])
    expect(page.next_cursor).toBeNull()
  })

  it('shows a summary of each', async () => {
    const { items } = await test.must('audiences.list', { filter: { search: 'eco' } })
    expect(items[0]).toMatchObject({
      segment_count: 2,
      variable_count: 3,
      tags: ['spring', 'sustainability'],
      campaign_id: 'spring-2026',
    })
  })

  it('refuses a cursor that is none', async () => {
    expect((await test.refused('audiences.list', { cursor: 'x' })).code).toBe('validation_failed')
  })
})

describe('count and facets', () => {
  it('counts by status with the status condition left out', async () => {
    await test.must('audiences.delete', { audience_id: made.luxury.audience_id })
    expect(await test.must('audiences.count', { filter: { status: ['active'] } })).toEqual({
      total: 1,
      by_status: { draft: 1, active: 1, archived: 0 },
      deleted: 1,
    })
  })

  it('answers values with their number, most frequent first', async () => {
    const facets = await test.must('audiences.facets', {})
    expect(facets.tags).toEqual([
      { value: 'spring', count: 2 },
      { value: 'travel', count: 2 },
      { value: 'sustainability', count: 1 },
    ])
    expect(facets.identifier_type).toEqual([
      { value: 'rampid', count: 1 },
      { value: 'uid2', count: 1 },
    ])
    expect(facets.campaign_ids).toHaveLength(2)
    expect((await test.must('audiences.facets', { filter: { status: ['active'] } })).data_type).toEqual([
      { value: 'third_party', count: 1 },
    ])
  })
})

describe('history and difference', () => {
  it('says what changed in each version, newest first', async () => {
    const { audience_id } = made.eco
    await test.must('audiences.update', {
      audience_id,
      expected_version: 1,
      patch: { name: 'Green renters', metadata: { tags: ['summer'], campaign_id: 'spring-2026' } },
      change_note: 'Summer flight',
    })
    await test.must('audiences.delete', { audience_id })
    const { versions } = await test.must('audiences.history', { audience_id })
    expect(versions.map(({ version, changed_fields }) => [version, changed_fields])).toEqual([
      [3, ['deleted']],
      [2, ['name', 'metadata.tags']],
      [1, []],
    ])
    expect(versions[1]).toMatchObject({ change_note: 'Summer flight', name: 'Green renters', deleted: false })
    expect((await test.must('audiences.get', { audience_id, version: 2 })).name).toBe('Green renters')
  })

  it('compares two versions, and two audiences', async () => {
    const { audience_id } = made.eco
    await test.must('audiences.update', {
      audience_id,
      expected_version: 1,
      patch: { selected_variables: ['GREEN_AWARE', 'RENTER'] },
    })
    const versions = await test.must('audiences.diff', {
      before: { audience_id, version: 1 },
      after: { audience_id },
    })
    expect(versions.diff.variables).toMatchObject({ gained: ['RENTER'], kept: 1 })
    expect(versions.diff.variables.lost).toEqual(['AGE_25_34', 'INCOME_75K_PLUS'])
    const audiences = await test.must('audiences.diff', {
      before: { audience_id },
      after: { audience_id: made.trips.audience_id },
    })
    expect(audiences.after.name).toBe(TRIPS)
    expect(audiences.diff.segments.gained.map(segment => segment.name)).toEqual(['Big Sky Families'])
  })

  it('says which audience or version is missing', async () => {
    const { audience_id } = made.eco
    const before = { audience_id, version: 4 }
    expect((await test.refused('audiences.diff', { before, after: { audience_id } })).message).toBe(
      'This audience has no version 4',
    )
    const absent = await test.refused('audiences.diff', {
      before: { audience_id },
      after: { audience_id: 'aud_none' },
    })
    expect(absent).toMatchObject({ code: 'not_found', details: { audience_id: 'aud_none' } })
  })

  it('answers for another profile exactly as if there were no such record', async () => {
    const { audience_id } = made.eco
    const other = { user_id: TRAVEL }
    const theirs = await test.refused('audiences.get', { audience_id }, other)
    const absent = await test.refused('audiences.get', { audience_id: 'aud_none' }, other)
    expect(theirs).toEqual({ ...absent, details: { audience_id } })
    expect((await test.must('audiences.list', {}, TRAVEL)).items).toEqual([])
  })
})
