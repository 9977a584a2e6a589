// The heads of a shelf beside a plain map; and that they grow a small table at a time.
import { expect, test } from 'vitest'
import { createHeads, type Head, type Heads, hashOf } from '../../src/main/core/store/heads.ts'
import { seeded } from './random.ts'

const IDS = 10_000

const wrong = (heads: Heads, map: ReadonlyMap<string, Head>) =>
  [...map].filter(([id, head]) => JSON.stringify(heads.get(id)) !== JSON.stringify(head))

function filled(first: number, count: number, version: number) {
  const [heads, map] = [createHeads(), new Map<string, Head>()]
  const random = seeded(version)
  for (let n = first; n < first + count; n++) {
    const head = { seq: random.int(2 ** 52), version, deleted: random.chance(0.2) }
    heads.set(`aud_${n}`, head)
    map.set(`aud_${n}`, head)
  }
  return { heads, map }
}

test('answers what was set last, also after it has grown and taken in others', async () => {
  const [{ heads, map }, other] = [filled(0, IDS, 1), filled(IDS / 2, IDS, 2)]
  expect(wrong(heads, map)).toEqual([])
  await heads.takeIn(other.heads)
  const all = new Map([...map, ...other.map])
  expect(heads.size()).toBe(all.size)
  expect(wrong(heads, all)).toEqual([])
  expect(heads.get('aud_none')).toBeNull()
})

test('by hashes: whether one is new, and its version, a deleted one’s too', () => {
  const heads = createHeads()
  const [low, high] = hashOf('aud_1')
  expect(heads.versionOf(low, high)).toBe(0)
  expect(heads.setHash(low, high, 7, 1, false)).toBe(true)
  expect(heads.setHash(low, high, 8, 2, true)).toBe(false)
  expect(heads.versionOf(low, high)).toBe(2)
  expect(heads.get('aud_1')).toEqual({ seq: 8, version: 2, deleted: true })
  expect(heads.size()).toBe(1)
})

test.each([0, IDS])('no table of it is large, when %i were expected', expected => {
  const heads = createHeads(expected)
  for (let n = 0; n < IDS; n++) heads.set(`aud_${n}`, { seq: n, version: 1, deleted: false })
  const slots = heads.tables().map(({ version }) => version.length)
  expect(Math.max(...slots)).toBeLessThan(IDS / 16)
  expect(slots.reduce((sum, one) => sum + one, 0)).toBeLessThan(IDS * 4)
})
