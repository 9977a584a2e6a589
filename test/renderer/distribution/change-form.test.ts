// The form that changes a planned run: how it is read, what a change sends, what it makes void, and two changes at once.
import { describe, expect, it } from 'vitest'
import {
  askedAnew,
  formOfRun,
  type Part,
  patchOf,
  startsAtOnce,
} from '../../../src/renderer/pages/distribution-edit/model/form.ts'
import { mergeForms } from '../../../src/renderer/pages/distribution-edit/model/merge.ts'
import type { PlanForm } from '../../../src/renderer/pages/distribution-new/model/form.ts'
import { contract } from '../../../src/shared/contract.ts'
import type { Distribution, Schedule } from '../../../src/shared/domain/distribution.ts'
import { distribution } from '../../store/records.ts'

const NOW = new Date('2026-11-22T12:00:00.000Z')
const LATER = '2026-12-01T09:30:00.000Z'
const WEEKLY: Schedule = { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 3 }

const planned = (over: Partial<Distribution> = {}): Distribution => ({
  ...distribution({ distribution_id: 'dist_1', user_id: 'owner' }),
  version: 3,
  status: 'scheduled',
  scheduled_at: LATER,
  segments_distributed: ['1', '2'],
  distribution_type: 'refresh',
  ...over,
  metadata: { campaign_name: 'Spring', ...over.metadata },
})
const formOf = (over: Partial<Distribution> = {}) => formOfRun(planned(over), NOW)

describe('formOfRun', () => {
  it('reads what was planned', () => {
    expect(formOf()).toMatchObject({
      segments: 'some',
      segment_ids: ['1', '2'],
      type: 'refresh',
      kind: 'at',
      campaign_name: 'Spring',
      notes: '',
    })
    expect(Date.parse(formOf().at)).toBe(Date.parse(LATER))
    expect(formOf({ segments_distributed: [] }).segments).toBe('all')
  })
  it.each<[string, Partial<Distribution>, Partial<PlanForm>]>([
    ['a time that has come', { scheduled_at: '2026-11-22T11:00:00.000Z' }, { kind: 'now', at: '' }],
    ['no time at all', { scheduled_at: null }, { kind: 'now', at: '' }],
    [
      'weekly',
      { metadata: { schedule: WEEKLY } },
      { kind: 'repeat', repeat: 'weekly', time: '09:00', zone: 'Europe/Berlin', weekday: 3 },
    ],
    [
      'monthly',
      { metadata: { schedule: { repeat: 'monthly', at: '07:15', zone: 'Asia/Kolkata', day: 31 } } },
      { kind: 'repeat', repeat: 'monthly', time: '07:15', day: '31' },
    ],
    ['a schedule of none', { metadata: { schedule: { ...WEEKLY, repeat: 'none' } } }, { kind: 'at' }],
  ])('%s', (_, over, expected) => expect(formOf(over)).toMatchObject(expected))
})

describe('patchOf', () => {
  const baseline = formOf()
  it.each<[string, Partial<PlanForm>, ReturnType<typeof patchOf>]>([
    ['nothing', {}, {}],
    ['the same segments in another order', { segment_ids: ['2', '1'] }, {}],
    ['other segments', { segment_ids: ['2'] }, { segment_ids: ['2'] }],
    ['all segments', { segments: 'all' }, { segment_ids: [] }],
    ['now', { kind: 'now' }, { when: { kind: 'now' } }],
    [
      'another time',
      { at: '2026-12-02T10:00' },
      { when: { kind: 'at', at: new Date('2026-12-02T10:00').toISOString() } },
    ],
    ['what a time that isn’t repeated doesn’t have', { weekday: 5, day: '9', time: '23:00' }, {}],
    [
      'repeating',
      { kind: 'repeat', repeat: 'daily', time: '06:00', zone: 'UTC' },
      { when: { kind: 'repeat', schedule: { repeat: 'daily', at: '06:00', zone: 'UTC' } } },
    ],
    ['the type', { type: 'initial' }, { distribution_type: 'initial' }],
    ['words', { campaign_name: ' Summer ', notes: 'Moved' }, { campaign_name: 'Summer', notes: 'Moved' }],
    ['words taken away', { campaign_name: '' }, { campaign_name: '' }],
  ])('sends %s', (_, change, expected) => {
    const patch = patchOf({ ...baseline, ...change }, baseline)
    expect(patch).toEqual(expected)
    // What the form sends, the core takes.
    const input = { distribution_id: 'dist_1', expected_version: 3, patch }
    expect(contract['distributions.update'].input.safeParse(input).success).toBe(true)
  })
})

describe('an approval', () => {
  const approved = { metadata: { approval_status: 'approved' as const } }
  it.each<[string, Partial<Distribution>, Partial<PlanForm>, ReturnType<typeof askedAnew>]>([
    ['stays without a change', approved, {}, null],
    ['is void with other segments', approved, { segment_ids: ['1'] }, 'segments'],
    ['is void with all segments', approved, { segments: 'all' }, 'segments'],
    ['is void when it repeats', approved, { kind: 'repeat', repeat: 'daily' }, 'when'],
    ['stays with another time', approved, { at: '2026-12-24T10:00' }, null],
    ['stays with other words', approved, { notes: 'Moved' }, null],
    [
      'that waits is asked for already',
      { metadata: { approval_status: 'pending' } },
      { segments: 'all' },
      null,
    ],
    ['is no matter where none was needed', {}, { segments: 'all' }, null],
  ])('%s', (_, over, change, expected) =>
    expect(askedAnew(planned(over), { ...formOf(over), ...change })).toBe(expected),
  )
  it.each<[string, Partial<Distribution>, Partial<PlanForm>, boolean]>([
    ['nothing holds it', {}, { kind: 'now' }, true],
    ['it is approved', approved, { kind: 'now' }, true],
    ['it is approved, but for other segments', approved, { kind: 'now', segments: 'all' }, false],
    ['it waits', { metadata: { approval_status: 'pending' } }, { kind: 'now' }, false],
    ['its time stays', {}, {}, false],
    ['its time had come before', { scheduled_at: '2026-11-22T11:00:00.000Z' }, { notes: 'Moved' }, false],
  ])('lets it start at once: %s', (_, over, change, expected) => {
    const baseline = formOf(over)
    expect(startsAtOnce(planned(over), { ...baseline, ...change }, baseline)).toBe(expected)
  })
})

describe('two changes at once', () => {
  const base = formOf()
  it.each<[string, Partial<PlanForm>, Partial<PlanForm>, Partial<PlanForm>, Part[]]>([
    ['of different parts', { notes: 'Mine' }, { kind: 'now' }, { notes: 'Mine', kind: 'now' }, []],
    ['of the same', { notes: 'Mine' }, { notes: 'Theirs' }, { notes: 'Mine' }, ['notes']],
    ['to the same', { notes: 'Both' }, { notes: 'Both' }, { notes: 'Both' }, []],
    [
      'of a time, taken whole',
      { kind: 'repeat', repeat: 'daily', time: '06:00' },
      { at: '2026-12-03T08:00', segments: 'all' },
      { kind: 'repeat', repeat: 'daily', time: '06:00', segments: 'all' },
      ['when'],
    ],
    ['with nothing of mine', {}, { segment_ids: ['2'] }, { segment_ids: ['2'] }, []],
  ])('%s', (_, mine, theirs, expected, overruled) => {
    const merged = mergeForms(base, { ...base, ...mine }, { ...base, ...theirs })
    expect(merged.form).toMatchObject(expected)
    expect(merged.overruled).toEqual(overruled)
  })
})
