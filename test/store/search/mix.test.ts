// The index against the definition under random histories, and again after it is opened from the files they left.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildSegment, createSearchIndex } from '../../../src/main/core/store/search/index.ts'
import { asIndexQuery, found, indexOfSegments, matches, queryArbitrary, rowsArbitrary } from './rows.ts'

it('agrees with the definition under any mix of adding, cutting, bulk segments, saving and searching', () =>
  fc.assert(
    fc.asyncProperty(
      rowsArbitrary(80),
      fc.array(
        fc.record({
          act: fc.constantFrom('add', 'bulk', 'cut', 'idle', 'save'),
          size: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 25 },
      ),
      fc.array(queryArbitrary, { minLength: 1, maxLength: 3 }),
      async (all, acts, queries) => {
        const index = createSearchIndex({ tailRows: 3, segmentRows: 48 })
        const files = new Map<number, Uint8Array>()
        let at = 0
        for (const { act, size } of acts) {
          const next = all.slice(at, at + size)
          if (act === 'cut') index.cut()
          else if (act === 'idle') await index.idle()
          else if (act === 'save') {
            for (const { id, bytes } of index.unsaved()) {
              files.set(id, bytes)
              for (const gone of index.saved(id)) files.delete(gone)
            }
          } else if (act === 'bulk' && next.length > 0) {
            const bytes = buildSegment(next)
            const added = index.addSegment(bytes)
            if (added.ok) files.set(added.id, bytes)
            at += next.length
          } else {
            for (const one of next) index.add(one)
            at += next.length
          }
          const [query] = queries
          const now = all.slice(0, at)
          const seqs = query ? now.filter(one => matches(one, query)).map(one => one.seq) : []
          if (query) expect((await found(index, asIndexQuery(query))).seqs).toEqual(seqs)
        }
        index.cut()
        await index.idle()
        for (const { id, bytes } of index.unsaved()) {
          files.set(id, bytes)
          for (const gone of index.saved(id)) files.delete(gone)
        }
        const reopened = indexOfSegments(...files.values())
        expect(reopened.stats().rows).toBe(at)
        for (const query of queries) {
          const seqs = all
            .slice(0, at)
            .filter(one => matches(one, query))
            .map(one => one.seq)
          expect((await found(reopened, asIndexQuery(query))).seqs).toEqual(seqs)
        }
      },
    ),
    { numRuns: 150 },
  ))
