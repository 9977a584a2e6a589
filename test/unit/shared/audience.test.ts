// The shape of an audience: dense successes and failures, field by field.
import { describe, expect, it } from 'vitest'
import { AudienceInput, AudiencePatch } from '../../../src/shared/domain/audience.ts'
import { fieldErrors } from '../../../src/shared/errors.ts'
import { parseInput } from '../../../src/shared/parse.ts'
import { audienceInput } from '../../support/audiences.ts'

const parse = (over: object) => parseInput(AudienceInput, { ...audienceInput(), ...over })
const pathsOf = (over: object) => {
  const parsed = parse(over)
  return parsed.ok ? [] : fieldErrors(parsed.error).map(field => field.path)
}
const segment = { segment_id: 'seg-1', name: 'Young Digerati', size: 10 }
const many = <T>(n: number, make: (index: number) => T) =>
  Array.from({ length: n }, (_, index) => make(index))

describe('AudienceInput', () => {
  it('needs a name and a data type alone', () => {
    expect(parseInput(AudienceInput, { name: ' Luxury travellers ', data_type: 'clean_room' })).toEqual({
      ok: true,
      value: {
        name: 'Luxury travellers',
        description: '',
        status: 'draft',
        data_type: 'clean_room',
        identifier_type: null,
        original_query: '',
        selected_variables: [],
        variable_details: [],
        segments: [],
        metadata: { tags: [] },
      },
    })
  })

  it.each<[string, object]>([
    ['a name of 200 characters', { name: 'n'.repeat(200) }],
    ['accents, emoji and other scripts', { name: 'Café-Besucher 東京 😀' }],
    ['line breaks in the query', { original_query: 'first\nsecond\tthird' }],
    ['the longest query', { original_query: 'q'.repeat(10_000) }],
    ['a segment id that is a number', { segments: [{ ...segment, segment_id: 7 }] }],
    ['a segment of nobody', { segments: [{ ...segment, size: 0 }] }],
    ['the largest size', { segments: [{ ...segment, size: Number.MAX_SAFE_INTEGER }] }],
    ['500 segments', { segments: many(500, n => ({ ...segment, segment_id: n })) }],
    ['2,000 variables', { variable_details: [], selected_variables: many(2_000, n => `VAR_${n}`) }],
    ['unknown metadata', { metadata: { tags: [], brief: { region: ['north', 1, null, true] } } }],
    ['keys that every object has', { metadata: { tags: [], constructor: 'c', toString: { valueOf: 1 } } }],
    ['no identifier', { identifier_type: null }],
    ['a total set by hand', { total_audience_size: 12, size_source: 'manual' }],
  ])('takes %s', (_what, over) => {
    expect(pathsOf(over)).toEqual([])
  })

  it('stores a numeric segment id as text and keeps unknown metadata', () => {
    const parsed = parse({
      segments: [{ ...segment, segment_id: 7 }],
      metadata: { tags: ['q3'], brief: { n: 1 } },
    })
    expect(parsed.ok && parsed.value.segments[0]?.segment_id).toBe('7')
    expect(parsed.ok && parsed.value.metadata).toEqual({ tags: ['q3'], brief: { n: 1 } })
  })

  it.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name'],
    ['a blank name', { name: ' \t ' }, 'name'],
    ['a name that is too long', { name: 'n'.repeat(201) }, 'name'],
    ['a line break in the name', { name: 'two\nlines' }, 'name'],
    ['half a character in the name', { name: 'bad \ud83d' }, 'name'],
    ['a null byte in the query', { original_query: 'a\u0000b' }, 'original_query'],
    ['a description that is too long', { description: 'd'.repeat(4_001) }, 'description'],
    ['an unknown status', { status: 'deleted' }, 'status'],
    ['no data type', { data_type: undefined }, 'data_type'],
    ['an unknown identifier', { identifier_type: 'cookie' }, 'identifier_type'],
    ['a variable twice', { selected_variables: ['GREEN_AWARE', 'GREEN_AWARE'] }, 'selected_variables[1]'],
    ['2,001 variables', { selected_variables: many(2_001, n => `VAR_${n}`) }, 'selected_variables'],
    ['a detail of no variable', { selected_variables: [] }, 'variable_details[0].code'],
    [
      'a relevance over 1',
      { variable_details: [{ code: 'GREEN_AWARE', relevance_score: 1.01 }] },
      'variable_details[0].relevance_score',
    ],
    ['a negative size', { segments: [{ ...segment, size: -1 }] }, 'segments[0].size'],
    ['half a person', { segments: [{ ...segment, size: 0.5 }] }, 'segments[0].size'],
    [
      'a size without end',
      { segments: [{ ...segment, size: Number.POSITIVE_INFINITY }] },
      'segments[0].size',
    ],
    ['a size that loses digits', { segments: [{ ...segment, size: 2 ** 53 }] }, 'segments[0].size'],
    ['a share over 100', { segments: [{ ...segment, size_percentage: 101 }] }, 'segments[0].size_percentage'],
    ['a segment id twice', { segments: [segment, segment] }, 'segments[1]'],
    [
      'the same id as number and text',
      {
        segments: [
          { ...segment, segment_id: 7 },
          { ...segment, segment_id: '7' },
        ],
      },
      'segments[1]',
    ],
    ['an unknown field of a segment', { segments: [{ ...segment, owner: 'x' }] }, 'segments[0]'],
    [
      'characteristics that are a list',
      { segments: [{ ...segment, characteristics: [] }] },
      'segments[0].characteristics',
    ],
    [
      'large characteristics',
      { segments: [{ ...segment, characteristics: { a: 'x'.repeat(16_001) } }] },
      'segments[0].characteristics',
    ],
    ['501 segments', { segments: many(501, n => ({ ...segment, segment_id: n })) }, 'segments'],
    [
      'sizes that add up to too much',
      { segments: many(2, n => ({ ...segment, segment_id: n, size: 2 ** 53 - 1 })) },
      'segments',
    ],
    ['a negative total', { total_audience_size: -1 }, 'total_audience_size'],
    ['a tag twice', { metadata: { tags: ['q3', 'q3'] } }, 'metadata.tags[1]'],
    ['101 tags', { metadata: { tags: many(101, n => `tag ${n}`) } }, 'metadata.tags'],
    ['half a character in free metadata', { metadata: { tags: [], a: [{ b: '\ud800' }] } }, 'metadata.a'],
    ['half a character in a key', { metadata: { tags: [], a: { '\udfff': 1 } } }, 'metadata.a'],
    ['half a character as a key', { metadata: { tags: [], '\udfff': 1 } }, 'metadata.\udfff'],
    ['a null byte in free metadata', { metadata: { tags: [], a: 'b\u0000' } }, 'metadata.a'],
    ['a number without end in metadata', { metadata: { tags: [], a: [Number.NaN] } }, 'metadata.a'],
    [
      'half a character in characteristics',
      { segments: [{ ...segment, characteristics: { region: ['\ud83d'] } }] },
      'segments[0].characteristics.region',
    ],
    [
      'a null byte in a key of characteristics',
      { segments: [{ ...segment, characteristics: { a: { 'b\u0000': 1 } } }] },
      'segments[0].characteristics.a',
    ],
    ['large metadata', { metadata: { tags: [], note: 'x'.repeat(64_001) } }, 'metadata'],
    ['an id of its own', { audience_id: 'aud_1' }, ''],
    ['an owner', { user_id: 'travel-analytics' }, ''],
    ['a version', { version: 7 }, ''],
  ])('refuses %s', (_what, over, path) => {
    expect(pathsOf(over)).toContain(path)
  })
})

describe('AudiencePatch', () => {
  it('has no defaults: what is left out stays out', () => {
    expect(parseInput(AudiencePatch, {})).toEqual({ ok: true, value: {} })
  })

  it.each([
    { size_source: 'manual' },
    { audience_id: 'aud_1' },
    { deleted: true },
    { name: '' },
    { status: null },
  ])('refuses %j', patch => {
    expect(parseInput(AudiencePatch, patch).ok).toBe(false)
  })
})
