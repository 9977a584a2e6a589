// Texts in CSV: none begins a formula, and each comes back as it was.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { guardFormula, unguardFormula } from '../../../src/shared/domain/formula-guard.ts'

it.each([
  ['=HYPERLINK("https://example.com")', `'=HYPERLINK("https://example.com")`],
  ['+1', `'+1`],
  ['-1+cmd', `'-1+cmd`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t=1`],
  ['\r=1', `'\r=1`],
  ['＝1', `'＝1`],
  [`'=1`, `''=1`],
  [`'quoted'`, `'quoted'`],
  ['Money & Brains', 'Money & Brains'],
  ['', ''],
])('%j is written as %j and read back', (text, guarded) => {
  expect(guardFormula(text)).toBe(guarded)
  expect(unguardFormula(guarded)).toBe(text)
})

it('brings back any text, and never begins a formula', () => {
  const start = fc.constantFrom('', "'", "''", '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＠')
  fc.assert(
    fc.property(start, start, fc.string(), (one, two, rest) => {
      const text = one + two + rest
      expect(unguardFormula(guardFormula(text))).toBe(text)
      expect(guardFormula(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
    }),
  )
})
