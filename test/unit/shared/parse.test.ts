// The one validation: what it lets through, what it refuses, and in which words.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { contract, isCoreOperation, isOperation } from '../../../src/shared/contract.ts'
import { AudienceInput } from '../../../src/shared/domain/audience.ts'
import { type FieldError, fieldErrors } from '../../../src/shared/errors.ts'
import { EVENT_NAMES, OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { parseInput, pathText } from '../../../src/shared/parse.ts'

const fieldsOf = (schema: z.ZodType, value: unknown): FieldError[] => {
  const parsed = parseInput(schema, value)
  return parsed.ok ? [] : fieldErrors(parsed.error)
}
const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)

describe('parseInput', () => {
  const schema = z.strictObject({
    name: z.string().min(1),
    size: z.number().int().max(9),
    tags: z.array(z.string()).min(1).optional(),
    on: z.boolean().optional(),
    theme: z.enum(['light', 'dark']).optional(),
    id: z.union([z.string(), z.number()]).optional(),
    views: z.record(z.string(), z.json()).optional(),
  })
  const good = { name: 'Young Digerati', size: 3 }

  it('answers what the schema makes of it', () => {
    expect(
      parseInput(z.object({ name: z.string().trim(), n: z.number().default(7) }), { name: ' a ' }),
    ).toEqual({
      ok: true,
      value: { name: 'a', n: 7 },
    })
  })

  it.each<[object, string, string]>([
    [{ name: undefined }, 'name', 'is required'],
    [{ name: 5 }, 'name', 'must be text'],
    [{ name: '' }, 'name', 'must have at least 1 character'],
    [{ size: 'x' }, 'size', 'must be a number'],
    [{ size: 1.5 }, 'size', 'must be a whole number'],
    [{ size: Number.NaN }, 'size', 'must be a number'],
    [{ size: 10 }, 'size', 'must be at most 9'],
    [{ tags: 'a' }, 'tags', 'must be a list'],
    [{ tags: [] }, 'tags', 'must have at least 1 item'],
    [{ tags: ['a', 1] }, 'tags[1]', 'must be text'],
    [{ on: 'yes' }, 'on', 'must be true or false'],
    [{ theme: 'pink' }, 'theme', 'must be one of light, dark'],
    [{ id: {} }, 'id', 'is not of a type that is allowed here'],
    [{ views: [] }, 'views', 'must be a JSON object'],
    [{ extra: 1 }, '', 'has unknown field “extra”'],
    [{ extra: 1, more: 2 }, '', 'has unknown fields “extra”, “more”'],
  ])('refuses %j at “%s”: %s', (over, path, message) => {
    expect(fieldsOf(schema, { ...good, ...over })).toEqual([{ path, message }])
  })

  it('says in one line what is wrong and how much more', () => {
    const parsed = parseInput(schema, { name: 1, size: 'x' })
    expect(parsed).toMatchObject({ ok: false, error: { message: 'name: must be text (and 1 more)' } })
  })

  it('names at most 50 fields', () => {
    expect(fieldsOf(z.array(z.string()), Array(80).fill(1))).toHaveLength(50)
  })

  it('repeats little of what was sent', () => {
    const huge = 'x'.repeat(1_000_000)
    const bad = [
      fieldsOf(schema, { ...good, [huge]: 1 }),
      fieldsOf(schema, { ...good, views: { [huge]: undefined } }),
      fieldsOf(AudienceInput, { name: 'a', data_type: 'first_party', variable_details: [{ code: huge }] }),
    ]
    for (const fields of bad) {
      expect(fields.length).toBeGreaterThan(0)
      expect(JSON.stringify(fields).length).toBeLessThan(1_500)
    }
  })

  it.each([
    ['at the top', '{"__proto__":{"admin":true},"name":"a","size":1}', '__proto__'],
    ['in a list', '{"name":"a","size":1,"tags":[{"__proto__":1}]}', 'tags[0].__proto__'],
    ['in free JSON', '{"name":"a","size":1,"views":{"v":{"__proto__":1}}}', 'views.v.__proto__'],
  ])('refuses a key that reaches for a prototype %s', (_where, text, path) => {
    expect(fieldsOf(schema, JSON.parse(text))).toEqual([{ path, message: 'is not an allowed key' }])
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  it('refuses nesting that would exhaust the stack', () => {
    const views = (levels: number) => fieldsOf(schema, { ...good, views: { v: nested(levels) } })
    expect(views(31)).toEqual([])
    expect(views(32)[0]?.message).toBe('is nested deeper than 32 levels')
    expect(views(4_000)[0]?.message).toBe('is nested deeper than 32 levels')
  })

  it.each<[string, unknown]>([
    ['a map', new Map([['a', 1]])],
    ['a date', new Date(0)],
    ['a big integer', 1n],
    ['bytes', new Uint8Array(2)],
    ['a function', () => 1],
    ['an object of a class', new (class Row {})()],
  ])('refuses %s, which a structured clone carries and JSON doesn’t', (_what, value) => {
    const refused = [{ path: 'views.v[0]', message: 'is not JSON' }]
    expect(fieldsOf(schema, { ...good, views: { v: [value] } })).toEqual(refused)
    expect(fieldsOf(z.json(), value)).toEqual([{ path: '', message: 'is not JSON' }])
  })

  it('takes objects without a prototype, and objects that two places share', () => {
    const shared = { a: [1] }
    const bare = Object.assign(Object.create(null), { b: shared, c: shared })
    expect(fieldsOf(schema, { ...good, views: { v: bare, w: shared } })).toEqual([])
  })

  it('refuses in a moment what would take hours to look through', () => {
    let shared: object = {}
    for (let level = 0; level < 30; level++) shared = { a: shared, b: shared }
    const holes: unknown[] = []
    holes.length = 2 ** 32 - 1
    const start = performance.now()
    for (const value of [shared, holes, [[holes]], { v: [holes, shared] }])
      expect(fieldsOf(schema, { ...good, views: { v: value } })[0]?.message).toBe(
        'has more than 2,000,000 values',
      )
    expect(fieldsOf(z.array(z.string()), holes)[0]?.message).toBe('has more than 2,000,000 values')
    expect(performance.now() - start).toBeLessThan(15_000)
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OPERATION_NAMES),
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          maxDepth: 4,
        }),
        (name, value) => {
          const parsed = parseInput(contract[name].input, value)
          if (!parsed.ok) expect(parsed.error.code).toBe('validation_failed')
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('pathText', () => {
  it.each([
    [[], ''],
    [['name'], 'name'],
    [['segments', 2, 'size'], 'segments[2].size'],
    [[0, 'name'], '[0].name'],
  ])('writes %j as %s', (path, text) => {
    expect(pathText(path)).toBe(text)
  })
})

describe('names', () => {
  it('agree with the contract', () => {
    expect([...OPERATION_NAMES].sort()).toEqual(Object.keys(contract).sort())
    expect(new Set(OPERATION_NAMES).size).toBe(OPERATION_NAMES.length)
    expect(new Set(EVENT_NAMES).size).toBe(EVENT_NAMES.length)
  })

  it.each(['__proto__', 'constructor', 'toString', '', 'audiences', 5, null])('don’t include %j', name => {
    expect(isOperation(name)).toBe(false)
  })

  it('say which room answers', () => {
    expect(isCoreOperation('audiences.list')).toBe(true)
    expect(isCoreOperation('shell.info')).toBe(false)
  })
})

it('doesn’t repeat what was pasted as the name of a credential', () => {
  const pasted = 'EAAB0123456789abcdef'
  const beyond: unknown[] = [JSON.parse('{"__proto__": 1}'), new Map(), nested(40)]
  for (const value of beyond)
    expect(fieldsOf(z.looseObject({}), { credentials: { [pasted]: value } })[0]?.path).toBe('credentials')
  expect(fieldsOf(z.looseObject({}), { credentials: { token: new Map() } })[0]?.path).toBe(
    'credentials.token',
  )
})
