// Counts, shares and scores as people type and paste them.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countText,
  parseCount,
  parseScore,
  parseShare,
  shareText,
} from '../../../src/renderer/pages/audience-edit/model/numbers.ts'

describe('parseCount', () => {
  it.each([
    ['1240000', 1_240_000],
    ['1,240,000', 1_240_000],
    ['1.240.000', 1_240_000],
    ['1 240 000', 1_240_000],
    ['1\u202f240\u00a0000', 1_240_000],
    ['12,40,000', 1_240_000],
    ["1'240'000", 1_240_000],
    ['1.24M', 1_240_000],
    ['1,24 m', 1_240_000],
    ['310k', 310_000],
    ['1.240M', 1_240_000],
    ['12.5', 12.5],
    ['-5', -5],
    ['0', 0],
    ['', undefined],
    ['   ', undefined],
  ])('%j is %j', (text, value) => {
    expect(parseCount(text)).toBe(value)
  })

  it.each(['about 5', '1,2,3', '1..2', 'M', '5x', '-'])('%j can not be read', text => {
    expect(parseCount(text)).toBeNaN()
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), value => {
        expect(parseCount(countText(value))).toBe(value)
        for (const locale of ['de', 'en-IN', 'fr', 'de-CH'])
          expect(parseCount(value.toLocaleString(locale))).toBe(value)
      }),
    )
  })
})

describe('shares and scores', () => {
  it.each([
    ['38.5', 38.5],
    ['38,5 %', 38.5],
    ['100%', 100],
    ['-1', -1],
    ['', undefined],
  ])('share %j is %j', (text, value) => {
    expect(parseShare(text)).toBe(value)
  })
  it.each([
    ['0.86', 0.86],
    ['86%', 0.86],
    [',5', 0.5],
    ['', undefined],
  ])('score %j is %j', (text, value) => {
    expect(parseScore(text)).toBe(value)
  })
  it('refuses words', () => {
    expect(parseShare('half')).toBeNaN()
    expect(parseScore('high')).toBeNaN()
  })
  it('writes two decimals at most', () => {
    expect([33.333, 40, 12.5].map(shareText)).toEqual(['33.33', '40', '12.5'])
  })
})
