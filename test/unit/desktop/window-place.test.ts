// Where the window opens, on which screens.
import { expect, test } from 'vitest'
import { isReachable, openingPlace } from '../../../src/main/desktop/window-place.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const second = { x: 1440, y: 0, width: 2560, height: 1440 }
const place = { x: 100, y: 100, width: 1200, height: 700, maximized: false }

test.each([
  ['inside', place, [laptop], true],
  ['on the second screen', { ...place, x: 1600 }, [laptop, second], true],
  ['on the second screen, which is gone', { ...place, x: 1600 }, [laptop], false],
  ['100 px are left at the right', { ...place, x: 1340 }, [laptop], true],
  ['99 px are left at the right', { ...place, x: 1341 }, [laptop], false],
  ['100 px are left at the bottom', { ...place, y: 800 }, [laptop], true],
  ['99 px are left at the bottom', { ...place, y: 801 }, [laptop], false],
  ['the title bar is above the screen', { ...place, y: -200 }, [laptop], false],
  ['a corner on each of two screens', { ...place, x: 1390, y: 20 }, [laptop, second], true],
  ['no screen', place, [], false],
])('%s', (_what, rectangle, areas, reachable) => {
  expect(isReachable(rectangle, areas)).toBe(reachable)
})

test('the first start leaves the place to the system', () => {
  expect(openingPlace(null, [laptop])).toEqual({ width: 1360, height: 860, maximized: false })
})

test('a good place is taken as it is, maximized or not', () => {
  expect(openingPlace(place, [laptop])).toEqual(place)
  expect(openingPlace({ ...place, maximized: true }, [laptop])).toEqual({ ...place, maximized: true })
})

test('a lost place gives the default size, centred, and stays maximized', () => {
  expect(openingPlace({ ...place, x: 9_000, maximized: true }, [laptop])).toEqual({
    width: 1360,
    height: 860,
    maximized: true,
  })
})

test('a size below the smallest is raised', () => {
  expect(openingPlace({ ...place, width: 300, height: 200 }, [laptop])).toMatchObject({
    width: 1024,
    height: 640,
  })
})
