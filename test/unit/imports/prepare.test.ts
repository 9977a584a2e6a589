// One row of an import: what is kept, what is settled, what is refused and where.
import { describe, expect, it } from 'vitest'
import { prepareAudience } from '../../../src/main/core/imports/prepare.ts'
import { readTimestamp } from '../../../src/main/core/imports/timestamps.ts'
import { Audience } from '../../../src/shared/domain/audience.ts'

const NOW = '2026-11-22T09:30:00.000Z'
const OPTIONS = { user_id: 'retail.analytics', now: NOW, derive_ids: false }
const MINIMAL = { name: 'Holiday bakers', data_type: 'third_party' }
const prepare = (raw: unknown, options = OPTIONS) => prepareAudience(raw, 'aud_fresh', options)
const record = (raw: unknown, options = OPTIONS) => {
  const prepared = prepare(raw, options)
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.fields))
  return prepared.record
}
const refusals = (raw: unknown) => {
  const prepared = prepare(raw)
  return prepared.ok ? [] : prepared.fields
}

describe('a row that is right', () => {
  it('may have null where there is nothing, also in its segments and details', () => {
    const segment = { segment_id: 1, name: 'All', size: 3 }
    const empty = { size_percentage: null, characteristics: null, prizm_segments: null }
    const raw = {
      ...MINIMAL,
      status: null,
      segments: [{ ...segment, ...empty }],
      selected_variables: ['A'],
      variable_details: [{ code: 'A', description: null, relevance_score: null, type: null, category: null }],
    }
    expect(record(raw)).toEqual(
      record({
        ...MINIMAL,
        segments: [segment],
        selected_variables: ['A'],
        variable_details: [{ code: 'A' }],
      }),
    )
    const nameless = { ...MINIMAL, segments: [{ ...segment, name: null }] }
    expect(refusals(nameless)).toEqual([expect.objectContaining({ path: 'segments[0].name' })])
  })

  it('has no byte order mark before its texts, whichever way it is checked', () => {
    const raw = { ...MINIMAL, name: '\ufeffBakers', description: '\ufeff\ufeffx', original_query: '\ufeffq' }
    for (const tame of [true, false])
      expect(prepareAudience(raw, 'aud_fresh', OPTIONS, tame)).toMatchObject({
        record: { name: 'Bakers', description: 'x', original_query: 'q' },
      })
  })

  it('becomes a complete record of the importing user', () => {
    expect(prepare(MINIMAL)).toEqual({
      ok: true,
      given: false,
      record: {
        audience_id: 'aud_fresh',
        name: 'Holiday bakers',
        description: '',
        status: 'draft',
        data_type: 'third_party',
        identifier_type: null,
        original_query: '',
        selected_variables: [],
        variable_details: [],
        segments: [],
        total_audience_size: 0,
        size_source: 'segments',
        metadata: { tags: [] },
        user_id: 'retail.analytics',
        created_at: NOW,
        updated_at: NOW,
        deleted: false,
        changed_by: 'retail.analytics',
        change_note: null,
      },
    })
    expect(Audience.safeParse({ ...record(MINIMAL), version: 1 }).success).toBe(true)
  })

  it('keeps its id, its times and the user’s own user_id', () => {
    const given = {
      ...MINIMAL,
      audience_id: 'AUD-0042_x',
      user_id: 'retail.analytics',
      created_at: '2025-03-01 08:15:30.123456',
      updated_at: '2025-03-02T10:00:00+02:00',
    }
    expect(prepare(given)).toMatchObject({
      given: true,
      record: {
        audience_id: 'AUD-0042_x',
        created_at: '2025-03-01T08:15:30.123Z',
        updated_at: '2025-03-02T08:00:00.000Z',
      },
    })
  })

  it('stores numeric segment ids as texts, and works out shares and total', () => {
    const { segments, total_audience_size, size_source } = record({
      ...MINIMAL,
      segments: [
        { segment_id: 1, name: 'Scratch bakers', size: 300 },
        { segment_id: 2, name: 'Cookie exchange', size: 100 },
      ],
    })
    expect(segments.map(({ segment_id, size_percentage }) => [segment_id, size_percentage])).toEqual([
      ['1', 75],
      ['2', 25],
    ])
    expect([total_audience_size, size_source]).toEqual([400, 'segments'])
  })

  it('says that a given total was imported, unless the row says otherwise', () => {
    expect(record({ ...MINIMAL, total_audience_size: 5_000 })).toMatchObject({
      total_audience_size: 5_000,
      size_source: 'imported',
    })
    expect(record({ ...MINIMAL, total_audience_size: 5_000, size_source: 'manual' }).size_source).toBe(
      'manual',
    )
    expect(record({ ...MINIMAL, total_audience_size: null }).size_source).toBe('segments')
  })

  it('keeps unknown keys under metadata, and leaves out what the import writes itself', () => {
    const { metadata } = record({
      ...MINIMAL,
      metadata: { tags: ['baking'], custom: { depth: [1, null] } },
      agency: 'Northwind Media',
      version: 7,
      deleted: false,
      changed_by: 'somebody',
      change_note: 'x',
    })
    expect(metadata).toEqual({ tags: ['baking'], custom: { depth: [1, null] }, agency: 'Northwind Media' })
  })

  it('takes null for a field that isn’t there', () => {
    expect(
      record({ ...MINIMAL, description: null, segments: null, audience_id: null, created_at: null }),
    ).toEqual(record(MINIMAL))
  })

  it('derives ids that are the user’s own, stable and in order of time', () => {
    const raw = { ...MINIMAL, audience_id: 'aud_0192f763df4e7000b363c7893b12e907' }
    const derive = (user_id: string, given = raw) =>
      record(given, { ...OPTIONS, user_id, derive_ids: true }).audience_id
    expect(derive('a')).toBe(derive('a'))
    expect(derive('a')).not.toBe(derive('b'))
    expect(derive('a')).toMatch(/^aud_0192f763df4e70008[0-9a-f]{15}$/)
    expect(derive('a', { ...raw, audience_id: 'old-7' })).toMatch(/^aud_[0-9a-f]{32}$/)
  })
})

describe('a row that is wrong', () => {
  it.each([
    [null, ''],
    [[], ''],
    ['text', ''],
    [{ data_type: 'third_party' }, 'name'],
    [{ ...MINIMAL, audience_id: '../x' }, 'audience_id'],
    [{ ...MINIMAL, audience_id: 42 }, 'audience_id'],
    [{ ...MINIMAL, user_id: 'somebody.else' }, 'user_id'],
    [{ ...MINIMAL, deleted: true }, 'deleted'],
    [{ ...MINIMAL, created_at: '2025-02-30T00:00:00Z' }, 'created_at'],
    [{ ...MINIMAL, updated_at: 1_735_689_600_000 }, 'updated_at'],
    [{ ...MINIMAL, created_at: '2025-02-02', updated_at: '2025-02-01' }, 'updated_at'],
    [{ ...MINIMAL, agency: 'a', metadata: { agency: 'b' } }, 'agency'],
    [{ ...MINIMAL, segments: [{ segment_id: 1, name: 'x', size: -1 }] }, 'segments[0].size'],
    [{ ...MINIMAL, selected_variables: ['a', 'a'] }, 'selected_variables[1]'],
    [{ ...MINIMAL, metadata: 'x' }, 'metadata'],
    [
      JSON.parse(
        '{"name":"x","data_type":"third_party","segments":[{"segment_id":"1","name":"x","size":1e400}]}',
      ),
      'segments[0].size',
    ],
    [JSON.parse('{"name":"x","data_type":"third_party","__proto__":{"admin":true}}'), '__proto__'],
    [
      JSON.parse('{"name":"x","data_type":"third_party","metadata":{"__proto__":{"admin":true}}}'),
      'metadata.__proto__',
    ],
    [JSON.parse('{"name":"x","data_type":"third_party","agency":{"__proto__":1}}'), 'agency.__proto__'],
  ])('is refused with the path of what is wrong: %j', (raw, path) => {
    expect(refusals(raw).map(field => field.path)).toEqual([path])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('has all its faults listed', () => {
    const faults = refusals({ name: '', data_type: 'x', user_id: 'b', created_at: 'soon' })
    expect(faults.map(field => field.path)).toEqual(['user_id', 'created_at', 'name', 'data_type'])
  })
})

describe('times', () => {
  it.each([
    ['2026-11-22T09:30:00.000Z', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22T09:30:00', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22 09:30', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
    ['2024-02-29T23:59:59.999999999-0530', '2024-03-01T05:29:59.999Z'],
    ['2026-11-22T09:30:00.5 +02', '2026-11-22T07:30:00.500Z'],
    ['2025-02-29', null],
    ['2026-13-01', null],
    ['2026-11-22T25:00:00Z', null],
    ['2026-11-22T09:61:00Z', null],
    ['1969-12-31T23:59:59Z', null],
    ['22.11.2026', null],
    ['', null],
    [7, null],
    [null, null],
  ])('%j is read as %j', (text, expected) => {
    expect(readTimestamp(text)).toBe(expected)
  })
})
