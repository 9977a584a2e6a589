// Two versions of a record: what each did, what to call it, and what a choice sends.
import { describe, expect, it, test } from 'vitest'
import { allOf, choiceOf, pathsOf, undecided, WHOLE } from '../../../src/renderer/pages/sync/model/choices.ts'
import {
  type Field,
  fieldLabel,
  inOrder,
  kindOf,
  listChange,
  partChanges,
  partText,
  valueText,
} from '../../../src/renderer/pages/sync/model/values.ts'
import type { SyncConflict } from '../../../src/shared/contract/bigquery.ts'

const field = (
  path: string,
  mine: Field['mine'],
  theirs: Field['theirs'],
  base: Field['base'] = null,
): Field => ({
  path,
  base,
  mine,
  theirs,
})
const greens = (size: number, name = 'Suburban greens') => ({ segment_id: '1', name, size })
const FIELDS = {
  name: field('name', 'Families', 'Young families'),
  status: field('status', 'active', 'archived'),
  variables: field('selected_variables', ['A', 'B', 'C'], ['B'], ['A', 'B']),
  segment: field('segments.1', greens(720_000), null, greens(600_000)),
  size: field(
    'total_audience_size',
    { size_source: 'segments' },
    { size_source: 'manual', total_audience_size: 9 },
  ),
  notes: field('metadata.notes', 'Ask Ana', null),
}
const conflict = (part: Partial<SyncConflict> = {}): SyncConflict => ({
  entity: 'audience',
  id: 'a1',
  name: 'Families',
  deleted: null,
  runs: { count: 0, first: [] },
  fields: [FIELDS.name, FIELDS.status],
  mine: { changed_by: 'ana', updated_at: '2026-11-22T10:00:00.000Z', version: 3 },
  theirs: { changed_by: 'ben', updated_at: '2026-11-22T11:00:00.000Z' },
  found_at: '2026-11-22T12:00:00.000Z',
  ...part,
})

describe('a choice', () => {
  it('is sent when every field has its side, by field', () => {
    const both = conflict()
    expect(undecided(both, {})).toEqual(['name', 'status'])
    expect(choiceOf(both, { name: 'mine' })).toBeNull()
    expect(choiceOf(both, { name: 'mine', status: 'theirs' })).toEqual({ name: 'mine', status: 'theirs' })
    // Not as the one word: that would take what only the other side changed with it.
    expect(choiceOf(both, allOf(both, 'theirs'))).toEqual({ name: 'theirs', status: 'theirs' })
  })
  it('is of the whole record where one side deleted it', () => {
    const gone = conflict({ deleted: 'theirs' })
    expect(pathsOf(gone)).toEqual([WHOLE])
    expect(choiceOf(gone, {})).toBeNull()
    expect(choiceOf(gone, allOf(gone, 'mine'))).toBe('mine')
  })
})

test.each([
  [FIELDS.name, 'text', 'Name'],
  [FIELDS.status, 'word', 'Status'],
  [FIELDS.variables, 'list', 'Variables'],
  [FIELDS.segment, 'parts', 'Segment “Suburban greens”'],
  [FIELDS.size, 'parts', 'Size'],
  [FIELDS.notes, 'word', 'Notes'],
  [
    field('description', 'A text that is longer than what one would call a word or two of it', ''),
    'text',
    'Description',
  ],
  [field('variable_details.ECO', { code: 'ECO' }, null), 'parts', 'Variable ECO'],
  [field('metadata.model_scores', [1, 2], [3]), 'json', 'Model scores'],
] as const)('%j is %s, called %s', (given, kind, label) => {
  expect(kindOf(given)).toBe(kind)
  expect(fieldLabel('audience', given)).toBe(label)
})

test('fields stand as a record’s page has them, the rest as they come', () => {
  const given = ['metadata.notes', 'description', 'segments.1', 'name'].map(path => field(path, 'a', 'b'))
  expect(inOrder(given).map(({ path }) => path)).toEqual([
    'name',
    'description',
    'metadata.notes',
    'segments.1',
  ])
})

test('a run is one thing', () => {
  const run = field(
    'status',
    { status: 'failed', metadata: { attempt: 2 } },
    { status: 'completed', metadata: { attempt: 1 } },
  )
  expect(fieldLabel('distribution', run)).toBe('The run')
  expect(partText('distribution', 'status', run.theirs)).toBe('Completed')
  expect(partChanges(run.theirs, run.mine)).toEqual([
    { name: 'status', before: 'completed', after: 'failed' },
    { name: 'attempt', before: 1, after: 2 },
  ])
})

test('what a side did to a list', () => {
  expect(listChange(['A', 'B'], ['B', 'C'])).toEqual({ gained: ['C'], lost: ['A'], moved: false, kept: 1 })
  expect(listChange(['A', 'B'], ['B', 'A'])).toMatchObject({ moved: true, kept: 2 })
  expect(listChange(null, ['A'])).toMatchObject({ gained: ['A'], moved: false })
})

test('what a side did to a segment, and what it is', () => {
  expect(partChanges(greens(600_000), greens(720_000))).toEqual([
    { name: 'size', before: 600_000, after: 720_000 },
  ])
  expect(partChanges(null, { code: 'ECO' })).toEqual([{ name: 'code', before: null, after: 'ECO' }])
  expect(partText('audience', 'segments.1', greens(720_000))).toBe('Suburban greens · 720,000')
  expect(partText('audience', 'segments.1', null)).toBe('Taken out')
  expect(partText('audience', 'total_audience_size', { size_source: 'segments' })).toBe(
    'The sum of the segments',
  )
  expect(partText('audience', 'total_audience_size', { total_audience_size: 1_200 })).toBe('1,200')
  expect(partText('platform', 'settings.regions', { eu: true })).toBeNull()
})

test.each([
  ['audience', 'status', 'active', 'Active'],
  ['audience', 'data_type', 'first_party', 'First party'],
  ['audience', 'identifier_type', null, 'empty'],
  ['platform', 'settings.cpm_fee', 1.5, '1.5'],
  ['audience', 'tags', ['a', 'b'], 'a, b'],
  ['distribution', 'status', 'matching', 'Waits for results'],
] as const)('%s %s %j in words', (entity, name, value, text) =>
  expect(valueText(entity, name, value)).toBe(text),
)
