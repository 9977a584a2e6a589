// What holds for every merge, whatever was changed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldsOf } from '../../../src/main/core/bigquery/rows/content.ts'
import { type Merge, merge, resolve } from '../../../src/main/core/bigquery/rows/merge.ts'
import { mergeLists } from '../../../src/main/core/bigquery/rows/merge-lists.ts'
import { differing, LISTS, unitsOf } from '../../../src/main/core/bigquery/rows/merge-units.ts'
import { revOf } from '../../../src/main/core/bigquery/rows/rev.ts'
import type { Entity, RecordOf } from '../../../src/main/core/store/face.ts'
import { sameJson } from '../../../src/shared/domain/diff.ts'
import { type Sides, sides } from './merge-cases.ts'

const paths = (merged: Merge<Entity>) =>
  merged.kind === 'conflict' ? merged.fields.map(field => field.path) : []

describe('lists', () => {
  const list = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 })
  it('hold what either put in, and nothing that either took out', () =>
    fc.assert(
      fc.property(list, list, list, (base, mine, theirs) => {
        const merged = mergeLists(base, mine, theirs)
        expect(mergeLists(base, theirs, mine)).toEqual(merged)
        if (merged === null) return
        const all = new Set([...base, ...mine, ...theirs])
        const wanted = [...all].filter(item =>
          base.includes(item) ? mine.includes(item) && theirs.includes(item) : true,
        )
        expect(merged.toSorted()).toEqual(wanted.toSorted())
        expect(mergeLists(base, mine, merged)).toEqual(merged)
        expect(mergeLists(base, theirs, merged)).toEqual(merged)
      }),
      { numRuns: 2_000 },
    ))
})

describe('every merge', () => {
  const units = (entity: Entity, record: object) => unitsOf(entity, fieldsOf(record))
  const resultOf = ({ mine, theirs }: Sides<Entity>, merged: Merge<Entity>) =>
    merged.kind === 'merged' ? merged.record : merged.kind === 'theirs' ? theirs : mine
  const swapped = (one: Sides<Entity>) => ({ ...one, mine: one.theirs, theirs: one.mine })
  const of = ({ entity, base, mine, theirs }: Sides<Entity>) => merge(entity, base, mine, theirs)
  const holds = (property: (one: Sides<Entity>) => void) =>
    fc.assert(fc.property(sides, property), { numRuns: 400 })

  it('comes to the same from both sides', () =>
    holds(one => {
      const [merged, other] = [of(one), of(swapped(one))]
      if (merged.kind === 'conflict' || other.kind === 'conflict') {
        expect(paths(other)).toEqual(paths(merged))
        return
      }
      const swap = { mine: 'theirs', theirs: 'mine', same: 'same', merged: 'merged' } as const
      expect(other.kind).toBe(swap[merged.kind])
      expect(revOf(one.entity, resultOf(swapped(one), other))).toBe(revOf(one.entity, resultOf(one, merged)))
    }))

  it('changes nothing when it is made again', () =>
    holds(one => {
      const merged = of(one)
      if (merged.kind !== 'merged') return
      const again = { ...one, mine: { ...one.mine, ...merged.record } }
      expect(of(again).kind).toBe('mine')
    }))

  it('brings both devices together once they have it', () =>
    holds(one => {
      const merged = of(one)
      if (merged.kind !== 'merged') return
      const result = { ...one.theirs, ...merged.record }
      for (const side of [one.mine, one.theirs])
        expect(merge(one.entity, one.base, side, result as RecordOf[Entity]).kind).toBe('theirs')
    }))

  it('keeps each part that one side alone changed', () =>
    holds(one => {
      const merged = of(one)
      if (merged.kind === 'conflict') return
      const result = units(one.entity, resultOf(one, merged))
      const [base, mine, theirs] = [one.base, one.mine, one.theirs].map(side => units(one.entity, side))
      if (!base || !mine || !theirs) return
      for (const path of differing(base, mine)) {
        if (LISTS.has(path) || !sameJson(base.get(path), theirs.get(path))) continue
        expect([path, result.get(path)]).toEqual([path, mine.get(path)])
      }
    }))

  it('asks about nothing that only one side changed, unless both together are not valid', () =>
    holds(one => {
      const merged = of(one)
      if (merged.kind !== 'conflict' || merged.deleted) return
      const bothChanged = merged.fields.some(
        field => !sameJson(field.base, field.mine) && !sameJson(field.base, field.theirs),
      )
      if (!bothChanged) expect(resolve(one.entity, one.base, one.mine, one.theirs, {}).ok).toBe(true)
      else for (const field of merged.fields) expect(sameJson(field.mine, field.theirs)).toBe(false)
    }))

  it('can be decided either way', () =>
    holds(({ entity, base, mine, theirs }) => {
      const kept = resolve(entity, base, mine, theirs, 'mine')
      const taken = resolve(entity, base, mine, theirs, 'theirs')
      expect(kept.ok && revOf(entity, kept.value)).toBe(revOf(entity, mine))
      expect(taken.ok && revOf(entity, taken.value)).toBe(revOf(entity, theirs))
    }))
})
