// A view of the list as it was kept is read with care: another version of the program may have written it.
import { expect, test } from 'vitest'
import {
  DEFAULT_VIEW,
  isFiltered,
  NO_FILTERS,
  readView,
  type View,
} from '../../../src/renderer/pages/platforms/view.ts'

const FULL: View = {
  tab: 'attention',
  search: 'retail',
  filters: { health: ['failing'], platform_type: ['meta'], status: ['active'] },
  sort: { by: 'match_rate', direction: 'desc' },
  inspector: true,
  current: 'p-1',
  cursor: 3,
}

test('what was kept comes back', () => {
  expect(readView(JSON.parse(JSON.stringify(FULL)))).toEqual(FULL)
  expect(readView(JSON.parse(JSON.stringify(DEFAULT_VIEW)))).toEqual(DEFAULT_VIEW)
})

test.each([
  [undefined],
  [null],
  ['all'],
  [[]],
  [{}],
  [{ tab: 'board', search: 4, filters: 'no', sort: { by: 'age' }, inspector: 1, current: 7, cursor: -1 }],
  [{ filters: { health: ['great'], platform_type: ['myspace'], status: {} } }],
])('%j is the view of the first time', value => expect(readView(value)).toEqual(DEFAULT_VIEW))

test('what isn’t known is left out, the rest stays', () => {
  const read = readView({
    ...FULL,
    tab: 'board',
    filters: { health: ['failing', 'great'], status: ['active'] },
  })
  expect(read).toEqual({
    ...FULL,
    tab: 'all',
    filters: { ...NO_FILTERS, health: ['failing'], status: ['active'] },
  })
})

test('blank words are no filter', () => {
  expect(isFiltered({ search: '  ', filters: NO_FILTERS })).toBe(false)
  expect(isFiltered({ search: 'x', filters: NO_FILTERS })).toBe(true)
  expect(isFiltered({ search: '', filters: { ...NO_FILTERS, health: ['stale'] } })).toBe(true)
})
