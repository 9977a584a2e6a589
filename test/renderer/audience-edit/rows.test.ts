// Rows that move, come and go, and the keeper that writes drafts.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepDraft } from '../../../src/renderer/pages/audience-edit/model/draft-keeper.ts'
import { emptyForm, segmentRow, variableRow } from '../../../src/renderer/pages/audience-edit/model/form.ts'
import {
  addCodes,
  insertPasted,
  moveRow,
  placeRow,
  removeSegment,
} from '../../../src/renderer/pages/audience-edit/model/rows.ts'
import { typeTotal } from '../../../src/renderer/pages/audience-edit/model/sizes.ts'

const rows = ['a', 'b', 'c', 'd'].map(key => ({ key }))
const keys = (list: { key: string }[]) => list.map(row => row.key).join('')
const pasted = (name: string, size: string, share = '', segment_id = '') => ({
  segment_id,
  name,
  size,
  share,
  prizm: [],
})

describe('rows', () => {
  it('move one place and stop at the ends', () => {
    expect([moveRow(rows, 'b', 1), moveRow(rows, 'a', -1), moveRow(rows, 'x', 1)].map(keys)).toEqual([
      'acbd',
      'abcd',
      'abcd',
    ])
  })
  it('are dropped at the place of another', () => {
    expect([placeRow(rows, 'a', 'c'), placeRow(rows, 'd', 'b'), placeRow(rows, 'b', 'b')].map(keys)).toEqual([
      'bcad',
      'adbc',
      'abcd',
    ])
  })
  it('take codes once each', () => {
    const { rows: next, added, known } = addCodes([variableRow('ECO')], ['ECO', 'AGE'])
    expect([next.map(row => row.code), added.length, known]).toEqual([['ECO', 'AGE'], 1, 1])
  })
})

describe('pasted segments', () => {
  it('replace the blank row they were pasted into, or follow a filled one', () => {
    const [filled, blank] = [segmentRow({ name: 'Greens', size: '100' }), segmentRow()]
    const form = { ...emptyForm(), segments: [filled, blank] }
    const into = insertPasted(form, [pasted('New', '300')], blank.key)
    expect(into.segments.map(row => [row.name, row.share])).toEqual([
      ['Greens', '25'],
      ['New', '75'],
    ])
    const after = insertPasted(form, [pasted('New', '300')], filled.key)
    expect(after.segments.map(row => row.name)).toEqual(['Greens', 'New', ''])
  })
  it('get a size from their share of a total set by hand, and no number twice', () => {
    const form = typeTotal(
      { ...emptyForm(), segments: [segmentRow({ segment_id: '1', name: 'A', size: '5' })] },
      '1000',
    )
    const next = insertPasted(form, [
      pasted('B', '', '40%', '1'),
      pasted('C', '', '10%', '2'),
      pasted('D', '1', '', '2'),
    ])
    expect(next.segments.map(row => [row.segment_id, row.size])).toEqual([
      ['1', '5'],
      ['', '400'],
      ['2', '100'],
      ['', '1'],
    ])
  })
  it('leave consistent shares when one is removed', () => {
    const form = insertPasted(emptyForm(), [pasted('A', '100'), pasted('B', '100')])
    const next = removeSegment(form, form.segments[0]?.key ?? '')
    expect(next.segments.map(row => row.share)).toEqual(['100'])
  })
})

describe('keepDraft', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const door = () => {
    const calls: string[] = []
    return {
      calls,
      save: async (value: string) => {
        // A slow disk: the next write has to wait for this one.
        await new Promise(done => setTimeout(done, 500))
        calls.push(`save ${value}`)
      },
      remove: async () => {
        calls.push('remove')
      },
    }
  }
  it('writes the newest once a second', async () => {
    const store = door()
    const keeper = keepDraft(store, false)
    for (const value of ['a', 'ab', 'abc']) keeper.note(value)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(store.calls).toEqual(['save abc'])
  })
  it('removes after a save that is still being written, and ignores what comes later', async () => {
    const store = door()
    const keeper = keepDraft(store, false)
    keeper.note('a')
    await vi.advanceTimersByTimeAsync(1_100)
    const ended = keeper.end()
    keeper.note('late')
    await vi.advanceTimersByTimeAsync(3_000)
    await ended
    expect(store.calls).toEqual(['save a', 'remove'])
  })
  it('writes nothing when there never was anything unsaved, and removes what was there', async () => {
    const [fresh, old] = [door(), door()]
    keepDraft(fresh, false).note(null)
    keepDraft(old, true).note(null)
    await vi.advanceTimersByTimeAsync(2_000)
    expect([fresh.calls, old.calls]).toEqual([[], ['remove']])
  })
  it('writes at once when flushed', async () => {
    const store = door()
    const keeper = keepDraft(store, false)
    keeper.note('a')
    const flushed = keeper.flush()
    await vi.advanceTimersByTimeAsync(500)
    await flushed
    expect(store.calls).toEqual(['save a'])
  })
})
