// Long values in pieces, names in the keychain, and the forms a secret is looked for in.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accountOf } from '../../../src/main/core/credentials/names.ts'
import { countPieces, fromPieces, toPieces } from '../../../src/main/core/credentials/pieces.ts'
import { formsOf, scrubError, scrubText } from '../../../src/main/core/credentials/scrub.ts'

const value = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1_000, maxLength: 4_000 }),
)

it('any value comes back from its pieces, each of which fits Windows', () => {
  fc.assert(
    fc.property(value, text => {
      const pieces = toPieces(text)
      for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(2_560)
      expect(countPieces(pieces[0])).toBe(pieces.length)
      expect(fromPieces(pieces)).toBe(text)
    }),
    { numRuns: 200 },
  )
})

it('pieces of two values, or too few of one, are no value', () => {
  const [one, two] = ['a', 'b'].map(letter => toPieces(letter.repeat(6_000)))
  if (!one || !two) throw new Error('There are two')
  expect(fromPieces([one[0], ...two.slice(1)])).toBeNull()
  expect(fromPieces([one[0], one[1] ?? null, null])).toBeNull()
  expect(fromPieces([one[0], one[1] ?? null])).toBeNull()
  expect(fromPieces([null])).toBeNull()
  expect(fromPieces(['written by another program'])).toBeNull()
})

it('no two places have the same name, whatever their ids and whatever case counts', () => {
  const parts = fc.array(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.constantFrom('a', 'A', 'a/a', '')),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other)
      expect(accountOf(one).toLowerCase() === accountOf(other).toLowerCase()).toBe(same)
      expect(accountOf(one).length).toBeLessThan(513)
    }),
    { numRuns: 500 },
  )
})

it('a secret is taken out of a text in each of its forms', () => {
  const secret = 'a"b\\c d&é=/+?(~)'
  for (const form of formsOf(secret))
    expect(scrubText(`before ${form} after`, [secret])).toBe('before [secret] after')
  expect(scrubText(new URLSearchParams({ secret }).toString(), [secret])).toBe('secret=[secret]')
  expect(scrubText('abcdefgh and abcd', ['abcd', 'abcdefgh'])).toBe('[secret] and [secret]')
  expect(scrubText('an ordinary sentence', ['a'])).toBe('an ordinary sentence')
})

it('what isn’t an error becomes one without the secret', () => {
  expect(scrubError('failed with secret-1', ['secret-1'])).toMatchObject({ message: 'failed with [secret]' })
  expect(scrubError(new DOMException('stopped', 'AbortError'), [])).toMatchObject({ name: 'AbortError' })
})
