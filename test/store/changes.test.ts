// What changed since a number, and which of it stands elsewhere already: the store and a map agree.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Numbers, Put, RecordOf, Span, Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { answerOf } from '../support/app.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { seeded } from './random.ts'
import { audience, OWNER } from './records.ts'

const random = seeded(20_261_126)
let folder: string
let store: Store
const memory = createMemoryStore()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-changes-'))
  store = answerOf(await openStore({ folder }))
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const id = (n: number) => `aud_${String(n).padStart(5, '0')}`
const put = (n: number, over: Partial<Put<'audience'>> = {}): Put<'audience'> => ({
  entity: 'audience',
  record: audience(random, { audience_id: id(n), deleted: random.chance(0.1) }),
  expected: 'any',
  ...over,
})

/** The same commit in both; answers its numbers, which must agree too. */
async function both(puts: readonly Put<'audience'>[]): Promise<Numbers> {
  const said: Numbers[] = []
  const numbered = (numbers: Numbers) => said.push(numbers)
  for (const one of [store, memory]) answerOf(await one.commit(OWNER, puts, { numbered }))
  const [ours, theirs] = said
  if (!ours) throw new Error('A commit told no numbers')
  expect(ours).toEqual(theirs)
  expect(ours[1] - ours[0] + 1).toBe(puts.length)
  return ours
}

const recordsIn = (records: Uint8Array): RecordOf['audience'][] =>
  Buffer.from(records)
    .toString()
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line))

async function told(of: Store, span: Span) {
  const changes = answerOf(await of.changes('audience', OWNER, span))
  const rows = Array.from({ length: changes.size }, () => ({}) as { mine?: unknown; base?: unknown })
  for (const side of ['mine', 'base'] as const)
    answerOf(
      await changes.each(side, ({ at, seq, id, records }) => {
        for (const [index, record] of recordsIn(records).entries()) {
          expect(id[index]).toBe(record.audience_id)
          Object.assign(rows[at[index] ?? -1] ?? {}, { [side]: { ...record, seq: seq[index] } })
        }
      }),
    )
  await changes.close()
  return rows
}
const same = async (span: Span) => {
  const [ours, theirs] = [await told(store, span), await told(memory, span)]
  expect(ours).toEqual(theirs)
  return ours
}
const snapshot = async () => {
  const [ours, theirs] = [answerOf(await store.snapshot()), answerOf(await memory.snapshot())]
  expect(ours).toBe(theirs)
  return ours
}

describe('what changed since', () => {
  it('is everything at first, and nothing once all is known', async () => {
    await both(Array.from({ length: 40 }, (_, n) => put(n, { expected: 'new' })))
    const until = await snapshot()
    const rows = await same({ after: 0, except: [], until })
    expect(rows).toHaveLength(40)
    expect(rows.every(row => row.mine && !row.base)).toBe(true)
    expect(await same({ after: until, except: [], until })).toEqual([])
  })

  it('names for each record the newest version that stands elsewhere, and leaves out what came from there', async () => {
    const after = await snapshot()
    await both([put(1), put(2), put(2)])
    const pulled = await both([put(3), put(4), put(50, { expected: 'new', at_least: 7 })])
    await both([put(4), put(51, { expected: 'new' })])
    const until = await snapshot()
    await both([put(5), put(1)])
    await snapshot()
    const rows = await same({ after, except: [pulled], until })
    const ids = rows.map(row => (row.mine as { audience_id: string }).audience_id)
    expect(ids).toEqual([id(1), id(2), id(4), id(51)])
    const versions = rows.map(({ mine, base }) =>
      [mine, base].map(one => (one as { version: number })?.version),
    )
    expect(versions).toEqual([
      [2, 1],
      [3, 1],
      [3, 2],
      [1, undefined],
    ])
    expect(answerOf(await store.get('audience', OWNER, id(50)))?.version).toBe(7)
  })

  it('is the same for a snapshot whatever is saved and written out while it is read', async () => {
    const after = 40
    // More than a batch, so that some of it is read after what is saved meanwhile.
    await both(Array.from({ length: 1_200 }, (_, n) => put(5_000 + n, { expected: 'new' })))
    const until = await snapshot()
    const changes = answerOf(await store.changes('audience', OWNER, { after, except: [], until }))
    const seen: string[] = []
    let saved = false
    answerOf(
      await changes.each('mine', async ({ id }) => {
        seen.push(...id)
        if (saved) return
        saved = true
        await both(Array.from({ length: 60 }, (_, n) => put(n)))
        await snapshot()
      }),
    )
    await changes.close()
    expect(seen).toHaveLength(changes.size)
    expect((await told(memory, { after, except: [], until })).length).toBe(changes.size)
  })

  it('agrees with a map over random saves, bulk changes and pulls, also after reopening', async () => {
    const except: Numbers[] = []
    let after = await snapshot()
    for (let turn = 0; turn < 30; turn++) {
      const puts = Array.from({ length: 1 + random.int(12) }, () => put(random.int(90)))
      const numbers = await both(puts)
      if (random.chance(0.4)) except.push(numbers)
      if (random.chance(0.3)) await store.flush()
      if (random.chance(0.2)) {
        after = await snapshot()
        except.length = 0
      }
      if (random.chance(0.5)) await same({ after, except, until: await snapshot() })
    }
    const pulled = await both(Array.from({ length: 2_100 }, (_, n) => put(1_000 + n, { at_least: 3 })))
    await both([put(1_001), put(1_002)])
    const span = { after, except: [...except, pulled], until: await snapshot() }
    const rows = await same(span)
    await store.close()
    store = answerOf(await openStore({ folder }))
    expect(await told(store, span)).toEqual(rows)
    const at_least = { column: 'seq', is: 'at_least', value: after + 1 } as const
    expect(await store.count('audience', OWNER, { where: [at_least] })).toEqual(
      await memory.count('audience', OWNER, { where: [at_least] }),
    )
    expect(await store.heads('audience', OWNER, [id(1), id(1_001), 'aud_none'])).toEqual(
      await memory.heads('audience', OWNER, [id(1), id(1_001), 'aud_none']),
    )
    expect(await store.numbered('audience', OWNER, id(4))).toEqual(
      await memory.numbered('audience', OWNER, id(4)),
    )
    const some = [id(4), id(1), 'aud_none', id(0)]
    const many = answerOf(await store.numberedMany('audience', OWNER, some))
    expect([...many.keys()].sort()).toEqual([id(0), id(1), id(4)])
    expect(many).toEqual(answerOf(await memory.numberedMany('audience', OWNER, some)))
  })
})
