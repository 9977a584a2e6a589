// What changed between two audiences.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Audience, AudienceInput } from '../../../src/shared/domain/audience.ts'
import { settle } from '../../../src/shared/domain/audience-rules.ts'
import { AudienceDiff, changedFields, diffAudiences, sameJson } from '../../../src/shared/domain/diff.ts'
import { audienceInput } from '../../support/audiences.ts'

const at = '2026-05-04T09:30:00.000Z'
const base: Audience = {
  ...settle(AudienceInput.parse(audienceInput())),
  audience_id: 'aud_1',
  user_id: 'retail-analytics',
  created_at: at,
  updated_at: at,
  version: 1,
  deleted: false,
  changed_by: 'retail-analytics',
  change_note: null,
}
const [first, second] = base.segments
const names = (over: Partial<Audience>) => changedFields(diffAudiences(base, { ...base, ...over }))

describe('changedFields', () => {
  it.each<[string, Partial<Audience>, string[]]>([
    ['nothing', {}, []],
    [
      'version and times',
      { version: 2, updated_at: '2026-06-01T00:00:00.000Z', change_note: 'x', changed_by: 'y' },
      [],
    ],
    ['name', { name: 'Green renters' }, ['name']],
    ['status and trash', { status: 'active', deleted: true }, ['status', 'deleted']],
    ['a tag', { metadata: { ...base.metadata, tags: ['spring'] } }, ['metadata.tags']],
    [
      'metadata gained and lost',
      { metadata: { tags: base.metadata.tags, notes: 'n' } },
      ['metadata.campaign_id', 'metadata.notes'],
    ],
    ['order of variables', { selected_variables: base.selected_variables.toReversed() }, ['variables']],
    ['a variable’s detail', { variable_details: [] }, ['variables']],
    ['a segment lost', { segments: base.segments.slice(1) }, ['segments']],
    ['order of segments', { segments: base.segments.toReversed() }, []],
  ])('names %s', (_what, over, expected) => {
    expect(names(over)).toEqual(expected)
  })
})

describe('diffAudiences', () => {
  it('tells variables gained, lost and kept, and details that changed', () => {
    const diff = diffAudiences(base, {
      ...base,
      selected_variables: ['GREEN_AWARE', 'RENTER', 'AGE_25_34'],
      variable_details: base.variable_details.map(detail => ({ ...detail, relevance_score: 0.5 })),
    })
    expect(diff.variables).toEqual({
      gained: ['RENTER'],
      lost: ['INCOME_75K_PLUS'],
      kept: 2,
      reordered: true,
      changed: [{ code: 'GREEN_AWARE', fields: [{ field: 'relevance_score', before: 0.94, after: 0.5 }] }],
    })
  })

  it('doesn’t call it reordered when a variable came or went', () => {
    const diff = diffAudiences(base, {
      ...base,
      selected_variables: ['NEW', ...base.selected_variables.slice(1)],
    })
    expect(diff.variables.reordered).toBe(false)
  })

  it('tells segments gained, lost and changed', () => {
    if (!first || !second) throw new Error('The audience has two segments')
    const grown = { ...first, size: first.size + 1, prizm_segments: [] }
    const third = { ...second, segment_id: 'seg-3', name: 'Money and Brains' }
    const { segments } = diffAudiences(base, { ...base, segments: [third, grown] })
    expect(segments.gained.map(({ segment_id }) => segment_id)).toEqual(['seg-3'])
    expect(segments.lost.map(({ name }) => name)).toEqual(['Bohemian Mix'])
    expect(segments.kept).toBe(0)
    expect(segments.changed).toEqual([
      {
        segment_id: 'seg-1',
        name: 'Young Digerati',
        fields: [
          { field: 'size', before: 1_240_000, after: 1_240_001 },
          { field: 'prizm_segments', before: ['04 Young Digerati'], after: [] },
        ],
      },
    ])
  })

  it('shows what was not there as null', () => {
    const { fields } = diffAudiences(base, { ...base, metadata: { tags: base.metadata.tags, notes: 'n' } })
    expect(fields).toEqual([
      { field: 'metadata.campaign_id', before: 'spring-2026', after: null },
      { field: 'metadata.notes', before: null, after: 'n' },
    ])
  })

  it('takes nothing from the prototype for a field that one side lacks', () => {
    const metadata = { ...base.metadata, constructor: 'agency', toString: 1 }
    const gained = [
      { field: 'metadata.constructor', before: null, after: 'agency' },
      { field: 'metadata.toString', before: null, after: 1 },
    ]
    const lost = gained.map(({ field, before, after }) => ({ field, before: after, after: before }))
    expect(diffAudiences(base, { ...base, metadata }).fields).toEqual(gained)
    expect(diffAudiences({ ...base, metadata }, base).fields).toEqual(lost)
  })

  it('mirrors gained and lost, and fits the contract', () => {
    const codes = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { maxLength: 5 })
    fc.assert(
      fc.property(codes, codes, (a, b) => {
        const [before, after] = [a, b].map(selected_variables => ({
          ...base,
          variable_details: [],
          selected_variables,
        }))
        if (!before || !after) return
        const there = diffAudiences(before, after).variables
        const back = diffAudiences(after, before).variables
        expect(there.gained).toEqual(back.lost)
        expect(there.kept + there.gained.length).toBe(b.length)
        expect(there.reordered).toBe(back.reordered)
        expect(AudienceDiff.safeParse(diffAudiences(before, after)).success).toBe(true)
      }),
    )
  })
})

describe('sameJson', () => {
  it.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: undefined, b: 1 }, { b: 1, c: undefined }, true],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    [0, -0, true],
    ['1', 1, false],
    [Number.NaN, Number.NaN, true],
    [{ a: { b: [1, { c: null }] } }, { a: { b: [1, { c: null }] } }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(sameJson(a, b)).toBe(same)
    expect(sameJson(b, a)).toBe(same)
  })

  it('finds a JSON copy the same, with keys in any order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(sameJson(value, JSON.parse(JSON.stringify(value)))).toBe(true)
      }),
    )
  })
})
