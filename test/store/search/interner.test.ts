// The token table splits and numbers exactly as splitting at `\s` and a Map would.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Interner } from '../../../src/main/core/store/search/interner.ts'

function numbersOf(interner: Interner, text: string): number[] {
  const out = new Uint32Array(text.length + 1)
  return [...out.subarray(0, interner.addText(text, out, 0))]
}

it('takes for white space what a regular expression does, for every UTF-16 unit', () => {
  const interner = new Interner()
  for (let unit = 0; unit < 0x10000; unit++) {
    const text = `a${String.fromCharCode(unit)}b`
    expect(numbersOf(interner, text).length, `U+${unit.toString(16)}`).toBe(text.split(/\s/).length)
  }
})

it('numbers tokens in order of first appearance, the same token always the same', () => {
  const token = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'loyalty'))
  fc.assert(
    fc.property(fc.array(fc.array(token)), rows => {
      const interner = new Interner()
      const map = new Map<string, number>()
      for (const row of rows) {
        const text = row.join(' ')
        const expected = text.split(/\s+/).flatMap(one => {
          if (one === '') return []
          if (!map.has(one)) map.set(one, map.size)
          return [map.get(one)]
        })
        expect(numbersOf(interner, text)).toEqual(expected)
      }
      expect(interner.tokens).toEqual([...map.keys()])
      for (const [one, number] of map) expect(interner.find(one)).toBe(number)
      expect(interner.find('never added')).toBe(-1)
    }),
  )
})

it('grows: 100,000 tokens keep their numbers', () => {
  const interner = new Interner()
  const tokens = Array.from({ length: 100_000 }, (_, i) => `campaign-${(i * 2_654_435_761) % 1_000_003}`)
  const numbers = tokens.map(token => interner.add(token))
  expect(tokens.map(token => interner.find(token))).toEqual(numbers)
  expect(new Set(numbers).size).toBe(new Set(tokens).size)
})
