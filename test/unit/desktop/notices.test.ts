// Notices of the system: which moves are told, that several are one, that a focused window needs none, and where a click leads.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createNotices } from '../../../src/main/desktop/notices.ts'
import type { DistributionMoved } from '../../../src/shared/contract/distributions.ts'

const SETTLED = 100

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const moved = (to: DistributionMoved['to'], id = 'dist_1', message = ''): DistributionMoved => ({
  distribution_id: id,
  audience_name: 'Holiday shoppers',
  platform_name: 'Agency drop folder',
  from: 'processing',
  to,
  message,
  hint: null,
})

function notices(focused = false) {
  const shown: { title: string; body: string; click: () => void }[] = []
  const state = { focused }
  const parts = {
    isFocused: () => state.focused,
    show: (said: { title: string; body: string }, click: () => void) => void shown.push({ ...said, click }),
    bringToFront: vi.fn(),
    command: vi.fn(),
  }
  return { ...createNotices(parts, SETTLED), shown, parts, state }
}

test('a run that ends is told once, with the way to it', () => {
  const { note, shown, parts } = notices()
  note(moved('matching'))
  note(moved('completed'))
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown).toEqual([
    {
      title: 'Distribution completed',
      body: 'Holiday shoppers → Agency drop folder',
      click: expect.any(Function),
    },
  ])
  expect(parts.bringToFront).not.toHaveBeenCalled()
  shown[0]?.click()
  expect(parts.bringToFront).toHaveBeenCalledOnce()
  expect(parts.command).toHaveBeenCalledExactlyOnceWith('distribution.open:dist_1')
})

test('a failure says why', () => {
  const { note, shown } = notices()
  note(moved('failed', 'dist_1', 'The folder is gone.'))
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown[0]).toMatchObject({
    title: 'Distribution failed',
    body: 'Holiday shoppers → Agency drop folder\nThe folder is gone.',
  })
})

test('a run that waits for its results is told when it stays there', () => {
  const { note, shown } = notices()
  note(moved('matching'))
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown.map(({ title }) => title)).toEqual(['Distribution waits for results'])
})

test('what a person stopped, and what only begins, is not told', () => {
  const { note, shown } = notices()
  note(moved('failed'))
  note(moved('cancelled'))
  note(moved('processing', 'dist_2'))
  note(moved('scheduled', 'dist_3'))
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown).toEqual([])
})

test('many at once are one notice that leads to the list', () => {
  const { note, shown, parts } = notices()
  for (let index = 0; index < 12; index++) note(moved('completed', `dist_${index}`))
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown.map(({ title }) => title)).toEqual(['12 distributions completed'])
  shown[0]?.click()
  expect(parts.command).toHaveBeenCalledExactlyOnceWith('distributions.show:completed')
})

test('those that end one shortly after another are one notice too', () => {
  const { note, shown } = notices()
  for (let index = 0; index < 4; index++) {
    note(moved('completed', `dist_${index}`))
    vi.advanceTimersByTime(SETTLED / 2)
  }
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown.map(({ title }) => title)).toEqual(['4 distributions completed'])
})

test('moves without a pause are told all the same', () => {
  const { note, shown } = notices()
  for (let index = 0; index < 20; index++) {
    note(moved('completed', `dist_${index}`))
    vi.advanceTimersByTime(SETTLED / 4)
  }
  expect(shown.length).toBeGreaterThan(0)
})

test('a window that has the focus tells by itself', () => {
  const { note, shown, state } = notices(true)
  note(moved('completed'))
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown).toEqual([])
  state.focused = false
  note(moved('completed'))
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown).toHaveLength(1)
})

test('what has not been told when it is stopped is forgotten', () => {
  const { note, stop, shown } = notices()
  note(moved('completed'))
  stop()
  vi.advanceTimersByTime(3 * SETTLED)
  expect(shown).toEqual([])
})
