// Ids: unique, in order, and of the form that the store and the reference accept.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ID_PREFIX, Id, type IdKind, newId } from '../../../src/shared/domain/ids.ts'
import { UserId } from '../../../src/shared/domain/user.ts'

const KINDS = Object.keys(ID_PREFIX) as IdKind[]

describe('newId', () => {
  it.each(KINDS)('of a %s is its prefix and a version 7 UUID', kind => {
    const id = newId(kind)
    expect(id).toMatch(new RegExp(`^${ID_PREFIX[kind]}_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$`))
    expect(Id.safeParse(id).success).toBe(true)
  })

  it('increases strictly, also within a millisecond and when the clock is set back', () => {
    const clock = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 200 })
    let start = Date.now() + 1_000_000
    fc.assert(
      fc.property(clock, steps => {
        start += 10
        const ids = steps.map(step => newId('audience', start + step))
        expect([...ids].sort()).toEqual(ids)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  it('increases past the 4,096 ids that one millisecond holds', () => {
    const now = Date.now() + 100_000_000
    const ids = Array.from({ length: 10_000 }, () => newId('audience', now))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('carries the time it was made', () => {
    const at = Date.now() + 1_000_000_000
    expect(Number.parseInt(newId('audience', at).slice(4, 16), 16)).toBe(at)
  })
})

describe('Id', () => {
  it.each(['aud_1', 'a', 'A-b_9', 'x'.repeat(64)])('takes %s', id => {
    expect(Id.safeParse(id).success).toBe(true)
  })

  it.each(['', 'x'.repeat(65), '../up', 'a/b', 'a.b', 'a b', 'ä', 'a\n', "a'--", '%2e', 5, null])(
    'refuses %j',
    id => {
      expect(Id.safeParse(id).success).toBe(false)
    },
  )
})

describe('UserId', () => {
  it.each(['analyst@example.com', 'user_1', 'a+b@c.d'])('takes %s', id => {
    expect(UserId.safeParse(id).success).toBe(true)
  })

  it.each(['', 'a b', 'a/b', 'a\\b', 'x'.repeat(65), 'ü', 'a\u0000'])('refuses %j', id => {
    expect(UserId.safeParse(id).success).toBe(false)
  })
})
