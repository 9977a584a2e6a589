// The match-rate trend: its line, and that a rate above 100 % is said and drawn as it is.
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { Trend } from '../../../src/renderer/components/platform/trend.tsx'
import { trendShape } from '../../../src/renderer/components/platform/trend-path.ts'

afterEach(cleanup)

const BOX = { width: 64, height: 18, pad: 2 }
const pointsOf = (rates: number[]) =>
  (trendShape(rates, BOX)?.line ?? '')
    .split(/[ML]/)
    .slice(1)
    .map(point => point.split(' ').map(Number))

describe('the line', () => {
  test('nothing without a run; one run is a point at the end', () => {
    expect(trendShape([], BOX)).toBeNull()
    expect(trendShape([0.4], BOX)?.newest.x).toBe(62)
  })

  test.each([
    [[0.1, 0.9]],
    [[0, 0, 0]],
    [[1, 1.4, 0.2]],
    [[2.5, 3]],
    [[0.41, 0.42, 0.4]],
    [Array.from({ length: 12 }, (_, n) => n / 11)],
  ])('stays inside of its box, from left to right: %j', rates => {
    const points = pointsOf(rates)
    expect(points).toHaveLength(rates.length)
    for (const [index, [x = -1, y = -1]] of points.entries()) {
      expect(x).toBeGreaterThanOrEqual(index === 0 ? 2 : (points[index - 1]?.[0] ?? 0))
      expect(x).toBeLessThanOrEqual(62)
      expect(y).toBeGreaterThanOrEqual(2)
      expect(y).toBeLessThanOrEqual(16)
    }
  })

  test('more is higher; a point of change is a small step, not a cliff', () => {
    const [[, low = 0] = [], [, high = 0] = []] = pointsOf([0.2, 0.6])
    expect(high).toBeLessThan(low)
    const [[, before = 0] = [], [, after = 0] = []] = pointsOf([0.41, 0.42])
    expect(Math.abs(before - after)).toBeLessThan(1.5)
  })

  test('100 % is marked only where a rate is above it', () => {
    expect(trendShape([0.8, 0.9], BOX)?.whole).toBeNull()
    const shape = trendShape([0.8, 1.3], BOX)
    expect(shape?.whole).toBeGreaterThan(shape?.newest.y ?? 0)
  })
})

describe('what is said', () => {
  const runs = (...rates: number[]) =>
    rates.map((match_rate, index) => ({
      distribution_id: `d${index}`,
      audience_name: 'Suburban greens',
      at: '2026-11-01T00:00:00Z',
      match_rate,
    }))

  test('the newest as a figure; all of them to those who can’t see the line', () => {
    const { container } = render(<Trend rates={runs(0.31, 0.48, 0.42)} />)
    expect(container.textContent).toBe('42%')
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
      'Match rate 42% in the newest of 3 runs · 31% to 48%',
    )
  })

  test('above 100 % is shown', () => {
    const { container } = render(<Trend rates={runs(0.9, 1.074)} />)
    expect(container.textContent).toBe('107.4%')
  })

  test('one run, and none', () => {
    render(<Trend rates={runs(0.5)} />)
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Match rate 50% in the only run')
    cleanup()
    expect(render(<Trend rates={[]} />).container.textContent).toBe('No runs yet')
  })
})
