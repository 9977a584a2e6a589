// Merges case by case.
import { describe, expect, it } from 'vitest'
import { type Merge, merge, resolve } from '../../../src/main/core/bigquery/rows/merge.ts'
import type { Entity } from '../../../src/main/core/store/face.ts'
import type { Audience } from '../../../src/shared/domain/audience.ts'
import { audience, distribution, platform, user } from './merge-cases.ts'

const paths = (merged: Merge<Entity>) =>
  merged.kind === 'conflict' ? merged.fields.map(field => field.path) : []
function recordOf<E extends Entity>(merged: Merge<E>) {
  if (merged.kind !== 'merged') throw new Error(`It is ${merged.kind}: ${paths(merged).join(', ')}`)
  return merged.record
}
const segmentsWith = (base: Audience, id: string, more: Partial<Audience['segments'][number]>) =>
  base.segments.map(one => ({ ...one, size_percentage: 0, ...(one.segment_id === id && more) }))

describe('the kinds', () => {
  const base = audience()
  const renamed = audience({ name: 'Summer' })
  it.each<[string, Audience | null, Audience, Audience, Merge<'audience'>['kind']]>([
    ['nobody changed', base, base, base, 'same'],
    ['both made the same change', base, renamed, renamed, 'same'],
    ['only the version is another', base, { ...base, version: 7, changed_by: 'bob' }, base, 'same'],
    ['they changed alone', base, base, renamed, 'theirs'],
    ['I changed alone', base, renamed, base, 'mine'],
    ['they changed what I did, and more', base, renamed, { ...renamed, status: 'active' }, 'theirs'],
    ['I changed what they did, and more', base, { ...renamed, status: 'active' }, renamed, 'mine'],
    ['without a base, the same', null, base, base, 'same'],
    ['without a base, another name', null, base, renamed, 'conflict'],
  ])('when %s', (_, before, mine, theirs, kind) =>
    expect(merge('audience', before, mine, theirs).kind).toBe(kind),
  )
})

describe('an audience', () => {
  const base = audience()
  it('takes different fields from both sides', () => {
    const mine = audience({ name: 'Summer', metadata: { ...base.metadata, notes: 'Mine' } })
    const theirs = audience({ description: 'New', metadata: { ...base.metadata, campaign_id: 'c2', x: 1 } })
    const merged = merge('audience', base, mine, theirs)
    expect(recordOf(merged)).toMatchObject({
      name: 'Summer',
      description: 'New',
      metadata: { notes: 'Mine', campaign_id: 'c2', x: 1, tags: ['one', 'two'] },
    })
    expect(merged).toMatchObject({ fields: ['description', 'metadata.campaign_id', 'metadata.x'] })
  })

  it('asks about a field that both changed, with what each has', () => {
    const mine = audience({ name: 'Mine', description: 'Kept' })
    const theirs = audience({ name: 'Theirs', status: 'active' })
    expect(merge('audience', base, mine, theirs)).toEqual({
      kind: 'conflict',
      fields: [{ path: 'name', base: 'Spring', mine: 'Mine', theirs: 'Theirs' }],
      deleted: null,
    })
  })

  it('joins variables and tags in order', () => {
    const mine = audience({
      selected_variables: ['A', 'X', 'B', 'C'],
      metadata: { ...base.metadata, tags: ['two'] },
    })
    const theirs = audience({
      selected_variables: ['A', 'B', 'Y'],
      metadata: { ...base.metadata, tags: ['one', 'two', 'three'] },
    })
    const record = recordOf(merge('audience', base, mine, theirs))
    expect(record.selected_variables).toEqual(['A', 'X', 'B', 'Y'])
    expect(record.metadata.tags).toEqual(['two', 'three'])
  })

  it('joins details of different variables', () => {
    const [a, b] = base.variable_details
    if (!a || !b) throw new Error('No details')
    const mine = audience({ variable_details: [{ ...a, description: 'Mine' }, b] })
    const theirs = audience({ variable_details: [a, { ...b, description: 'Theirs' }] })
    const record = recordOf(merge('audience', base, mine, theirs))
    expect(record.variable_details.map(one => one.description)).toEqual(['Mine', 'Theirs'])
  })

  it('joins different segments, and works out shares and the total again', () => {
    const mine = audience({ segments: segmentsWith(base, 's1', { size: 700 }) })
    const theirs = audience({
      segments: [
        ...segmentsWith(base, 's2', { name: 'Renamed' }),
        { ...segmentsWith(base, 's2', {})[1], segment_id: 's4', name: 'New', size: 900 },
      ] as Audience['segments'],
    })
    const record = recordOf(merge('audience', base, mine, theirs))
    expect(record.segments.map(one => [one.segment_id, one.name, one.size, one.size_percentage])).toEqual([
      ['s1', 'Segment s1', 700, 35],
      ['s2', 'Renamed', 300, 15],
      ['s3', 'Segment s3', 100, 5],
      ['s4', 'New', 900, 45],
    ])
    expect(record).toMatchObject({ total_audience_size: 2_000, size_source: 'segments' })
  })

  it('keeps a total that one side set by hand, and shares that do not follow', () => {
    const mine = audience({ total_audience_size: 5_000, size_source: 'manual' })
    const theirs = audience({
      segments: segmentsWith(base, 's1', {}).map(one => ({ ...one, size_percentage: 10 })),
    })
    const record = recordOf(merge('audience', base, mine, theirs))
    expect(record).toMatchObject({ total_audience_size: 5_000, size_source: 'manual' })
    expect(record.segments.map(one => one.size_percentage)).toEqual([10, 10, 10])
  })

  it('asks about a segment that one took out and the other changed', () => {
    const mine = audience({ segments: base.segments.slice(1) })
    const theirs = audience({ segments: segmentsWith(base, 's1', { name: 'Renamed' }) })
    const merged = merge('audience', base, mine, theirs)
    expect(paths(merged)).toEqual(['segments.s1'])
    const kept = resolve('audience', base, mine, theirs, { 'segments.s1': 'theirs' })
    expect(kept.ok && kept.value.segments.map(one => one.name).toSorted()).toEqual([
      'Renamed',
      'Segment s2',
      'Segment s3',
    ])
    const gone = resolve('audience', base, mine, theirs, { 'segments.s1': 'mine' })
    expect(gone.ok && gone.value.segments.map(one => one.segment_id)).toEqual(['s2', 's3'])
    expect(gone.ok && gone.value.total_audience_size).toBe(400)
  })

  it('asks where both changes are right and their sum is not', () => {
    const mine = audience({ selected_variables: ['A', 'B'] })
    const theirs = audience({
      variable_details: [
        ...base.variable_details,
        { code: 'C', description: 'Of C', relevance_score: 0, type: '', category: '' },
      ],
    })
    const merged = merge('audience', base, mine, theirs)
    expect(paths(merged)).toEqual(['selected_variables', 'variable_details', 'variable_details.C'])
    // The variable decides: its detail goes with it.
    const decided = resolve('audience', base, mine, theirs, {
      selected_variables: 'mine',
      'variable_details.C': 'theirs',
    })
    expect(decided.ok && decided.value.variable_details.map(one => one.code)).toEqual(['A', 'B'])
  })

  it('asks where both put the same variables into another order', () => {
    const mine = audience({ selected_variables: ['B', 'A', 'C'] })
    const theirs = audience({ selected_variables: ['C', 'A', 'B'] })
    expect(paths(merge('audience', base, mine, theirs))).toEqual(['selected_variables'])
  })
})

describe('the trash', () => {
  const base = audience()
  const gone = audience({ deleted: true })
  const edited = audience({ name: 'Edited' })
  it.each<[string, Audience, Audience, Audience, 'mine' | 'theirs']>([
    ['mine', base, gone, edited, 'mine'],
    ['theirs', base, edited, gone, 'theirs'],
  ])('against an edit asks, and says who deleted: %s', (_, before, mine, theirs, deleted) => {
    const merged = merge('audience', before, mine, theirs)
    expect(merged).toMatchObject({ kind: 'conflict', deleted })
    expect(paths(merged)).toEqual(['deleted', 'name'])
    const kept = resolve('audience', before, mine, theirs, deleted === 'mine' ? 'theirs' : 'mine')
    expect(kept).toMatchObject({ ok: true, value: { name: 'Edited', deleted: false } })
  })

  it('asks without a base too', () =>
    expect(merge('audience', null, gone, base)).toMatchObject({ kind: 'conflict', deleted: 'mine' }))

  it('is left by one while the other changes something', () => {
    const restored = audience()
    const theirs = audience({ deleted: true, name: 'Edited' })
    expect(recordOf(merge('audience', gone, restored, theirs))).toMatchObject({
      deleted: false,
      name: 'Edited',
    })
  })

  it('holds what both put there, with the edits of both', () => {
    const mine = audience({ deleted: true, name: 'Mine' })
    const theirs = audience({ deleted: true, description: 'Theirs' })
    expect(recordOf(merge('audience', base, mine, theirs))).toMatchObject({
      deleted: true,
      name: 'Mine',
      description: 'Theirs',
    })
  })
})

describe('a platform', () => {
  const base = platform()
  it('joins settings by key and keeps what is of this device', () => {
    const connection = { ...base.connection, state: 'ok' as const, account_label: 'Acme' }
    const mine = platform({ connection, settings: { ...base.settings, x: 1 } })
    const theirs = platform({ settings: { ...base.settings, ad_account_id: '2' }, notes: 'Theirs' })
    expect(recordOf(merge('platform', base, mine, theirs))).toMatchObject({
      connection,
      notes: 'Theirs',
      settings: { ad_account_id: '2', x: 1 },
    })
    expect(resolve('platform', base, mine, theirs, 'theirs')).toMatchObject({
      ok: true,
      value: { connection, notes: 'Theirs', settings: theirs.settings },
    })
  })

  it('that differs only in what is of a device is the same', () =>
    expect(merge('platform', base, platform({ last_sync: '2026-03-01T00:00:00.000Z' }), base)).toEqual({
      kind: 'same',
    }))
})

describe('a run', () => {
  const base = distribution()
  const running = distribution({ status: 'processing', executed_at: '2026-03-01T09:00:00.000Z' })
  it('goes on while the other side writes a note', () => {
    const mine = distribution({ metadata: { ...base.metadata, notes: 'Mine' } })
    expect(recordOf(merge('distribution', base, mine, running))).toMatchObject({
      status: 'processing',
      executed_at: running.executed_at,
      metadata: { notes: 'Mine', people: 1_000 },
    })
  })

  it.each<[string, ReturnType<typeof distribution>]>([
    ['cancelled', distribution({ status: 'cancelled' })],
    ['sent to other segments', distribution({ segments_distributed: ['s1'] })],
    ['put off', distribution({ scheduled_at: '2026-05-01T09:00:00.000Z' })],
    ['approved', distribution({ metadata: { ...base.metadata, approval_status: 'approved' } })],
  ])('that has begun there and was %s here is asked about as one', (_, mine) => {
    const merged = merge('distribution', base, mine, running)
    expect(paths(merged)).toEqual(['status'])
    expect(resolve('distribution', base, mine, running, { status: 'theirs' })).toMatchObject({
      ok: true,
      value: { status: 'processing', segments_distributed: [], scheduled_at: base.scheduled_at },
    })
  })
})

describe('a profile', () => {
  it('was last signed in to when it was on either device, and that is no change', () => {
    const base = user()
    const mine = user({ display_name: 'Anna', last_login: '2026-03-01T00:00:00.000Z' })
    const theirs = user({ organization: 'Other', last_login: '2026-02-01T00:00:00.000Z' })
    expect(recordOf(merge('user', base, mine, theirs))).toMatchObject({
      display_name: 'Anna',
      organization: 'Other',
      last_login: mine.last_login,
    })
    expect(merge('user', base, { ...base, last_login: mine.last_login }, base)).toEqual({ kind: 'same' })
  })
})

describe('a decision', () => {
  const base = audience()
  const mine = audience({ name: 'Mine', description: 'Mine', status: 'active' })
  const theirs = audience({ name: 'Theirs', description: 'Theirs', original_query: 'Theirs' })
  it('takes a side for each path, and the rest from whoever changed it', () =>
    expect(resolve('audience', base, mine, theirs, { name: 'theirs' })).toMatchObject({
      ok: true,
      value: { name: 'Theirs', description: 'Mine', status: 'active', original_query: 'Theirs' },
    }))

  it('is refused where it makes no valid record', () => {
    const long = (prefix: string) => Array.from({ length: 1_200 }, (_, at) => `${prefix}${at}`)
    const first = audience({ selected_variables: long('M'), variable_details: [] })
    const second = audience({ selected_variables: long('T'), variable_details: [] })
    expect(merge('audience', base, first, second).kind).toBe('conflict')
    const refused = resolve('audience', base, first, second, {})
    expect(refused).toMatchObject({ ok: false, error: { code: 'validation_failed' } })
    const decided = resolve('audience', base, first, second, { selected_variables: 'theirs' })
    expect(decided.ok && decided.value.selected_variables.length).toBe(1_200)
  })
})
