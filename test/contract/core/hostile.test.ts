// A page that was taken over sends what it likes, as structured clones: every operation answers with a refusal, or does
// what any page might ask for; none breaks, none reaches another profile, and nothing outside the workspace is touched.
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CoreOperation, isCoreOperation } from '../../../src/shared/contract.ts'
import { OPERATION_NAMES } from '../../../src/shared/operation-names.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { cases } from './cases.ts'
import { createEnv, type Env } from './env.ts'
import { leavesOf, objectsOf, withChange, withKey } from './leaves.ts'

const CORE = OPERATION_NAMES.filter(isCoreOperation)
const desktop = { user_id: RETAIL, session: 'desktop', door: 'test' } as const

const holes: unknown[] = []
holes.length = 2 ** 32 - 1
let shared: object = {}
for (let level = 0; level < 30; level++) shared = { a: shared, b: shared }
const circle: Record<string, unknown> = {}
circle.self = circle

const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...['../../etc/passwd', '..\\..\\x', '/etc/passwd', 'C:\\x', '%2e%2e%2f', 'con', '\u0000', '\ud800', ''],
    ...["' OR 1=1 --", '"; DROP TABLE audience; --', '$1', '__proto__', 'constructor', '😀'.repeat(70)],
    ...[-1, -0, 0.5, 2 ** 53, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 10n ** 30n],
    ...[null, undefined, true, [], {}, [[]], holes, [holes], shared, circle],
    ...[new Map([['a', 1]]), new Set([1]), new Date(0), /x/, new Uint8Array(8), new Error('x')],
    ...['x'.repeat(1_500_000), Array(1_001).fill('aud_1'), '9999-12-31T23:59:59.999Z'],
  ),
  fc.anything({
    maxDepth: 3,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
  }),
)
const key = fc.constantFrom(
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length'],
  ...['user_id', 'owner', 'path', 'folder', 'sql', 'deleted', 'version', 'changed_by', ''],
)
const change = fc.oneof(
  fc.record({ how: fc.constant('replace' as const), where: fc.nat(), value: hostileValue }),
  fc.record({ how: fc.constant('add' as const), where: fc.nat(), key, value: hostileValue }),
  fc.record({ how: fc.constant('whole' as const), value: hostileValue }),
)
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed(good: unknown, given: Change): unknown {
  if (given.how === 'whole') return given.value
  const places =
    given.how === 'add' ? objectsOf(good) : [...leavesOf(good).map(leaf => leaf.path), ...objectsOf(good)]
  const path = places[given.where % places.length] ?? []
  return withChange(good, path, given.how === 'add' ? withKey(given.key, given.value) : () => given.value)
}

/** What a structured clone can't carry never reaches a handler. */
function overTheWire(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    return null
  }
}

let env: Env
beforeEach(async () => {
  env = await createEnv()
})
afterEach(() => env.close())

const REFUSALS = ['validation_failed', 'forbidden', 'not_found', 'conflict', 'quota_exceeded']

describe.each(CORE)('%s', (operation: CoreOperation) => {
  it('refuses or does as asked, whatever it is sent', async () => {
    const good = await cases[operation](env)
    const neighbours = await readdir(dirname(env.folder))
    await fc.assert(
      fc.asyncProperty(change, async given => {
        const input = overTheWire(changed(good, given))
        const started = performance.now()
        const answer = await env.core.invoke(operation, input, desktop)
        if (!answer.ok) expect(REFUSALS).toContain(answer.error.code)
        expect(JSON.stringify(answer).length).toBeLessThan(1_000_000)
        expect(performance.now() - started).toBeLessThan(10_000)
      }),
      { numRuns: 40, seed: 20_261_122 },
    )
    expect(env.log.lines.filter(({ level }) => level === 'error')).toEqual([])
    expect((await env.must('audiences.count', {}, TRAVEL)).total).toBe(0)
    const others = (name: string) => !neighbours.includes(name) && /passwd|evil|^x$/.test(name)
    expect((await readdir(dirname(env.folder))).filter(others)).toEqual([])
    expect(Reflect.get({}, 'deleted')).toBeUndefined()
  }, 180_000)
})
