// Beside a plain map, with ids of every kind.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createWideMap } from '../../../src/main/core/wide-map.ts'

it('holds what a map holds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 20 }), fc.nat())), entries => {
      const [wide, plain] = [createWideMap<number>(), new Map<string, number>()]
      for (const [id, value] of entries) {
        expect(wide.has(id)).toBe(plain.has(id))
        wide.set(id, value)
        plain.set(id, value)
      }
      for (const [id, value] of plain) expect([wide.has(id), wide.get(id)]).toEqual([true, value])
      expect([wide.has('no such id'), wide.get('no such id')]).toEqual([false, undefined])
    }),
  )
})
