// Word-level difference: reads right on the cases an analyst meets, and always rebuilds both texts.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffWords, tokens } from '../../../src/renderer/pages/audience/model/words.ts'

const without = (kind: 'gone' | 'new', before: string, after: string) =>
  diffWords(before, after)
    .filter(piece => piece.kind !== kind)
    .map(piece => piece.text)
    .join('')

describe('diffWords', () => {
  it.each([
    ['', '', []],
    ['eco buyers', 'eco buyers', [{ kind: 'same', text: 'eco buyers' }]],
    ['', 'eco', [{ kind: 'new', text: 'eco' }]],
    ['eco', '', [{ kind: 'gone', text: 'eco' }]],
    [
      'Families in suburbs with high income',
      'Families in cities with high income',
      [
        { kind: 'same', text: 'Families in ' },
        { kind: 'gone', text: 'suburbs ' },
        { kind: 'new', text: 'cities ' },
        { kind: 'same', text: 'with high income' },
      ],
    ],
    [
      'aged 25-34, urban',
      'aged 25-44, urban',
      [
        { kind: 'same', text: 'aged ' },
        { kind: 'gone', text: '25-34' },
        { kind: 'new', text: '25-44' },
        { kind: 'same', text: ', urban' },
      ],
    ],
  ])('%j → %j', (before, after, pieces) => {
    expect(diffWords(before, after)).toEqual(pieces)
  })

  it('rebuilds both sides and loses no character', () => {
    const words = fc.array(fc.constantFrom('income', 'age ', 'PRIZM', ', ', '\n', 'é', '💡', ' '), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [before, after] = [a.join(''), b.join('')]
        expect(tokens(before).join('')).toBe(before)
        expect(without('new', before, after)).toBe(before)
        expect(without('gone', before, after)).toBe(after)
      }),
      { numRuns: 300 },
    )
  })

  it('finds the shortest edit: one moved word costs one removal and one insertion', () => {
    const pieces = diffWords('a b c d e f ', 'b c d e f a ')
    expect(pieces.filter(piece => piece.kind !== 'same')).toEqual([
      { kind: 'gone', text: 'a ' },
      { kind: 'new', text: 'a ' },
    ])
  })

  it('shows two long unrelated texts as replaced, quickly', () => {
    const text = (seed: string) => Array.from({ length: 1_600 }, (_, n) => `${seed}${n}`).join(' ')
    const started = performance.now()
    const pieces = diffWords(text('x'), text('y'))
    expect(performance.now() - started).toBeLessThan(500)
    expect(pieces.map(piece => piece.kind)).toEqual(['gone', 'new'])
  })
})
