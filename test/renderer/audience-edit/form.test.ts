// The form model: there and back without loss, complaints at the very control, and what is sent.
import { describe, expect, it } from 'vitest'
import {
  characteristicsText,
  parseCharacteristics,
} from '../../../src/renderer/pages/audience-edit/model/characteristics.ts'
import { draftOf, formOfDraft } from '../../../src/renderer/pages/audience-edit/model/draft.ts'
import {
  emptyForm,
  type Form,
  formOf,
  segmentRow,
  variableRow,
} from '../../../src/renderer/pages/audience-edit/model/form.ts'
import {
  check,
  controlOf,
  errorsOf,
  numberSegments,
  toInput,
} from '../../../src/renderer/pages/audience-edit/model/input.ts'
import {
  asFormSees,
  isDirty,
  isEmptyPatch,
  patchFor,
} from '../../../src/renderer/pages/audience-edit/model/patch.ts'
import { setByHand, typeTotal } from '../../../src/renderer/pages/audience-edit/model/sizes.ts'
import { settle } from '../../../src/shared/domain/audience-rules.ts'
import { content } from './content.ts'

const lineError = (line: number) => `line ${line} needs a name and a value`
const checked = (form: Form) => {
  const result = check(form, lineError)
  if (!result.ok) throw new Error(JSON.stringify([...result.errors]))
  return result.content
}
const errors = (form: Form) => {
  const result = check(form, lineError)
  return result.ok ? [] : [...result.errors]
}
const filled = (changes: Partial<Form> = {}): Form => ({
  ...emptyForm(),
  name: 'Luxury travellers',
  data_type: 'third_party',
  ...changes,
})

describe('there and back', () => {
  it('changes nothing that was not touched', () => {
    const stored = content({ metadata: { ...content().metadata, model: { id: 'v2', steps: [1, null] } } })
    expect(settle(checked(formOf(stored)))).toEqual(stored)
  })
  it('keeps shares and scores with all their decimals', () => {
    const stored = content()
    const first = stored.segments[0]
    if (first) first.size_percentage = 12.3456789
    const detail = stored.variable_details[0]
    if (detail) detail.relevance_score = 0.123456789
    expect(settle(checked(formOf(stored)))).toEqual(stored)
  })
  it('survives as a draft', () => {
    const form = formOf(content())
    const restored = formOfDraft(JSON.parse(JSON.stringify(draftOf(form, emptyForm()))), emptyForm())
    expect(restored && toInput(restored).raw).toEqual(toInput(form).raw)
    expect(restored?.segments[0]?.key).not.toBe(form.segments[0]?.key)
  })
  it('leaves untouched lists out of a draft, and takes them from the version it stands on', () => {
    const base = formOf(content())
    const value = draftOf({ ...base, name: 'Renamed', segments: base.segments.slice(1) }, base)
    expect(value.variables).toBeNull()
    const restored = formOfDraft(JSON.parse(JSON.stringify(value)), base)
    expect([restored?.name, restored?.variables, restored?.segments.length]).toEqual([
      'Renamed',
      base.variables,
      1,
    ])
  })
  it.each([
    [null],
    [{}],
    [{ ...draftOf(emptyForm(), emptyForm()), format: 2 }],
    [{ ...draftOf(emptyForm(), emptyForm()), tags: 'x' }],
  ])('refuses a draft of another shape: %j', value => {
    expect(formOfDraft(value, emptyForm())).toBeNull()
  })
})

describe('complaints', () => {
  it('names the required fields of an empty form', () => {
    expect(errors(emptyForm())).toEqual([
      ['name', 'must not be empty'],
      ['data_type', 'must be one of first_party, third_party, clean_room'],
    ])
  })
  it('finds the row of a bad size past blank rows', () => {
    const [blank, good, bad] = [
      segmentRow(),
      segmentRow({ name: 'Greens', size: '5' }),
      segmentRow({ name: 'Starters', size: 'many' }),
    ]
    expect(errors(filled({ segments: [blank, good, bad] }))).toEqual([
      [`segments/${bad.key}/size`, 'must be a number'],
    ])
  })
  it('wants a size and a name', () => {
    const [a, b] = [segmentRow({ name: 'Greens' }), segmentRow({ size: '5' })]
    expect(errors(filled({ segments: [a, b] }))).toEqual([
      [`segments/${a.key}/size`, 'is required'],
      [`segments/${b.key}/name`, 'must not be empty'],
    ])
  })
  it('finds the variable of a bad score, past variables without detail', () => {
    const [bare, scored] = [variableRow('AGE_25'), variableRow('INC_HH', { relevance: '1.2' })]
    expect(errors(filled({ variables: [bare, scored] }))).toEqual([
      [`variables/${scored.key}/relevance_score`, 'must be between 0 and 1'],
    ])
  })
  it('names the line of characteristics that can not be read', () => {
    const row = segmentRow({ name: 'Greens', size: '5', characteristics: 'income: high\noops' })
    expect(errors(filled({ segments: [row] }))).toEqual([
      [`segments/${row.key}/characteristics`, 'line 2 needs a name and a value'],
    ])
  })
  it('wants a number when the total is set by hand', () => {
    expect(errors(typeTotal(filled(), ''))[0]?.[0]).toBe('total_audience_size')
    expect(errors(typeTotal(filled(), 'lots'))[0]?.[0]).toBe('total_audience_size')
  })
  it('maps paths of the server, with and without the patch, in the order of the page', () => {
    const rows = { segments: ['r1', 'r2', 'r3'], details: ['r9'], variables: ['r8', 'r9'] }
    expect(controlOf('patch.segments[2].size', rows)).toBe('segments/r3/size')
    expect(controlOf('segments[1].prizm_segments[0]', rows)).toBe('segments/r2/prizm_segments')
    expect(controlOf('segments[0]', rows)).toBe('segments/r1/segment_id')
    expect(controlOf('variable_details[0].relevance_score', rows)).toBe('variables/r9/relevance_score')
    expect(controlOf('selected_variables[0]', rows)).toBe('variables/r8/code')
    expect(controlOf('metadata.tags[3]', rows)).toBe('metadata.tags')
    expect(controlOf('segments', rows)).toBe('segments')
    const found = errorsOf(
      [
        { path: 'segments[2].size', message: 'a' },
        { path: 'segments[0].size', message: 'b' },
        { path: 'name', message: 'c' },
        { path: 'name', message: 'd' },
      ],
      rows,
    )
    expect([...found]).toEqual([
      ['name', 'c'],
      ['segments/r1/size', 'b'],
      ['segments/r3/size', 'a'],
    ])
  })
})

describe('what is sent', () => {
  it('numbers new segments on', () => {
    const rows = [
      segmentRow({ segment_id: '7' }),
      segmentRow(),
      segmentRow({ segment_id: 'vip' }),
      segmentRow(),
    ]
    expect(numberSegments(rows).map(row => row.segment_id)).toEqual(['7', '8', 'vip', '9'])
  })
  it('is nothing when nothing changed, also when the record has empty texts', () => {
    const stored = content({ metadata: { tags: [], notes: '', campaign_id: '' } })
    expect(isEmptyPatch(patchFor(asFormSees(stored), checked(formOf(stored))))).toBe(true)
  })
  it('is only the changed fields', () => {
    const form = { ...formOf(content()), name: 'Eco families', tags: ['retail'] }
    expect(patchFor(asFormSees(content()), checked(form))).toEqual({
      name: 'Eco families',
      metadata: { ...content().metadata, tags: ['retail'] },
    })
  })
  it('sends the total when set by hand, null when given back to the segments', () => {
    const byHand = typeTotal(formOf(content()), '5m')
    expect(patchFor(asFormSees(content()), checked(byHand)).total_audience_size).toBe(5_000_000)
    const manual = content({ total_audience_size: 9, size_source: 'manual' })
    const back = setByHand(formOf(manual), false)
    expect(patchFor(asFormSees(manual), checked(back)).total_audience_size).toBeNull()
  })
  it('keeps an imported total that nobody touched', () => {
    const imported = content({ total_audience_size: 1_234_567, size_source: 'imported' })
    const form = { ...formOf(imported), name: 'Renamed' }
    expect(patchFor(asFormSees(imported), checked(form))).toEqual({ name: 'Renamed' })
  })
  it('knows when something would be lost', () => {
    const baseline = formOf(content())
    expect(isDirty(formOf(content()), baseline)).toBe(false)
    expect(isDirty({ ...baseline, change_note: 'why' }, baseline)).toBe(true)
    expect(isDirty({ ...baseline, segments: baseline.segments.toReversed() }, baseline)).toBe(true)
  })
})

describe('characteristics', () => {
  it.each([
    [{}],
    [{ income: 'high', age: [25, 40], urban: true, score: 0.5, none: null }],
    [
      {
        'a:b': '12',
        ' x ': 'true',
        text: 'two: parts',
        empty: '',
        nested: { a: { b: ['c'] } },
        lines: 'a\nb',
      },
    ],
  ])('come back from text: %j', value => {
    expect(parseCharacteristics(characteristicsText(value))).toEqual({ ok: true, value })
  })
  it('reads what a person types', () => {
    expect(parseCharacteristics('age range: 25–40\n\n income : high ')).toEqual({
      ok: true,
      value: { 'age range': '25–40', income: 'high' },
    })
    expect(parseCharacteristics('income')).toEqual({ ok: false, line: 1 })
    expect(parseCharacteristics('a: 1\nincome:')).toEqual({ ok: false, line: 2 })
  })
})
