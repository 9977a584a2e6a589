// Sizes, shares and the total stay consistent whichever of them is typed.
import { describe, expect, it } from 'vitest'
import { emptyForm, type Form, segmentRow } from '../../../src/renderer/pages/audience-edit/model/form.ts'
import { parseCount, parseShare } from '../../../src/renderer/pages/audience-edit/model/numbers.ts'
import {
  setByHand,
  sumOfRows,
  tidyRow,
  typeShare,
  typeSize,
  typeTotal,
} from '../../../src/renderer/pages/audience-edit/model/sizes.ts'

const form = (...sizes: string[]): Form => ({
  ...emptyForm(),
  segments: sizes.map((size, n) => segmentRow({ name: `Segment ${n + 1}`, size })),
})
const key = (of: Form, at: number) => of.segments[at]?.key ?? ''
const sizes = (of: Form) => of.segments.map(row => parseCount(row.size))
const shares = (of: Form) => of.segments.map(row => parseShare(row.share))

describe('typing a size', () => {
  it('moves every share', () => {
    const start = form('300', '100')
    expect(shares(typeSize(start, key(start, 1), '300'))).toEqual([50, 50])
  })
  it('leaves shares empty beside an empty size, and counts unreadable sizes as nothing', () => {
    const start = form('300', '', 'x')
    expect(shares(typeSize(start, key(start, 0), '200'))).toEqual([100, undefined, 0])
  })
})

describe('typing a share', () => {
  it('moves this size and keeps the others', () => {
    const start = form('300', '100')
    const next = typeShare(start, key(start, 1), '50')
    expect(sizes(next)).toEqual([300, 300])
    expect(shares(next)).toEqual([50, 50])
  })
  it('keeps the text that is being typed and tidies it on leaving', () => {
    const start = form('300', '100')
    const typed = typeShare(start, key(start, 1), '33.')
    expect(typed.segments[1]?.share).toBe('33.')
    expect(sizes(typed)).toEqual([300, 148])
    expect(tidyRow(typed, key(start, 1)).segments[1]?.share).toBe('33.04')
  })
  it('is a part of a total set by hand', () => {
    const start = typeTotal(form('', ''), '1,000,000')
    const next = typeShare(typeShare(start, key(start, 0), '40'), key(start, 1), '35')
    expect(sizes(next)).toEqual([400_000, 350_000])
    expect(shares(next)).toEqual([40, 35])
  })
  it('changes no size where none can be right', () => {
    const start = form('300', '100')
    expect(sizes(typeShare(start, key(start, 1), '100'))).toEqual([300, 100])
    expect(sizes(typeShare(start, key(start, 1), '101'))).toEqual([300, 100])
    const alone = form('300')
    expect(sizes(typeShare(alone, key(alone, 0), '50'))).toEqual([300])
  })
})

describe('the total', () => {
  it('starts from the sum when it is set by hand, and goes back to it', () => {
    const start = form('300', '100')
    const byHand = setByHand(start, true)
    expect([byHand.total_source, parseCount(byHand.total)]).toEqual(['manual', 400])
    const back = setByHand(typeTotal(byHand, '800'), false)
    expect([back.total_source, sumOfRows(back.segments)]).toEqual(['segments', 400])
  })
  it('rescales the shares when it is typed', () => {
    expect(shares(typeTotal(form('300', '100'), '800'))).toEqual([37.5, 12.5])
  })
})
