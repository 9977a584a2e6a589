// Staged files that bring several versions of one record: taken in as its history, or refused with nothing written.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Store } from '../../src/main/core/store/face.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { forgetAll, newFolder } from './faults.ts'
import { seeded } from './random.ts'
import { must } from './reading.ts'
import { audience, OWNER, putAudience } from './records.ts'

afterAll(forgetAll)

type Line = { id: string; version?: number; name: string }
async function stage(store: Store, files: readonly (readonly Line[])[]) {
  const staged = []
  for (const lines of files) {
    const one = await store.stage('audience')
    const texts = lines.map(({ id, version, name }) =>
      JSON.stringify({ ...audience(seeded(1), { audience_id: id, name }), ...(version && { version }) }),
    )
    await writeFile(one.path, texts.map(text => `${text}\n`).join(''))
    staged.push(one)
  }
  return store.commitStaged(OWNER, staged)
}
const namesOf = async (store: Store, id: string) =>
  must(await store.history('audience', OWNER, id)).map(({ version, name }) => `${version} ${name}`)

test('versions in order, together or apart, in one file or over two, are the record’s history before and after a reopen', async () => {
  const folder = newFolder('staged-versions')
  let store = must(await openStore({ folder }))
  const first = [
    { id: 'a', version: 1, name: 'one' },
    { id: 'a', version: 2, name: 'two' },
    { id: 'b', name: 'alone' },
    { id: 'd', version: 1, name: 'apart' },
    { id: 'c', version: 1, name: 'here' },
  ]
  const second = [
    { id: 'c', version: 2, name: 'and there' },
    { id: 'd', version: 2, name: 'apart too' },
  ]
  expect(must(await stage(store, [first, second]))).toBe(7)
  for (const reopen of [false, true]) {
    if (reopen) {
      await store.close()
      store = must(await openStore({ folder }))
    }
    expect(await namesOf(store, 'a')).toEqual(['2 two', '1 one'])
    expect(await namesOf(store, 'c')).toEqual(['2 and there', '1 here'])
    expect(await namesOf(store, 'd')).toEqual(['2 apart too', '1 apart'])
    expect(must(await store.count('audience', OWNER, { where: [] }))).toBe(4)
    const found = must(await store.count('audience', OWNER, { where: [], search: 'there' }))
    expect(found).toBe(1)
    const stamps = new Map<string, number>()
    must(
      await store.stamps('audience', OWNER, ({ id, version }) => {
        for (const [at, one] of id.entries()) stamps.set(one, version[at] ?? 0)
      }),
    )
    expect(Object.fromEntries(stamps)).toEqual({ a: 2, b: 1, c: 2, d: 2 })
  }
  expect(
    must(await store.commit(OWNER, [putAudience(audience(seeded(2), { audience_id: 'a' }), 2)])),
  ).toMatchObject([{ version: 3 }])
  await store.close()
})

test('a workspace may have any name: brackets, quotes, spaces, letters of all kinds', async () => {
  const folder = join(newFolder('staged-versions'), "Data [2026], Zoë's {a,b}")
  let store = must(await openStore({ folder }))
  const lines = [{ id: 'a', name: 'one' }]
  expect(must(await stage(store, [lines, [{ id: 'b', name: 'two' }]]))).toBe(2)
  must(await store.commit(OWNER, [putAudience(audience(seeded(2), { audience_id: 'c' }))]))
  must(await store.flush())
  await store.close()
  store = must(await openStore({ folder }))
  expect(must(await store.count('audience', OWNER, { where: [] }))).toBe(3)
  expect(await namesOf(store, 'b')).toEqual(['1 two'])
  await store.close()
})

test.each<[string, Line[]]>([
  [
    'in another order',
    [
      { id: 'a', version: 2, name: 'x' },
      { id: 'b', name: 'y' },
      { id: 'a', version: 1, name: 'z' },
    ],
  ],
  ['that begin with the second', [{ id: 'a', version: 2, name: 'x' }]],
  [
    'of which one is left out',
    [
      { id: 'a', version: 1, name: 'x' },
      { id: 'a', version: 3, name: 'y' },
    ],
  ],
  [
    'of one number',
    [
      { id: 'a', version: 1, name: 'x' },
      { id: 'a', version: 1, name: 'y' },
    ],
  ],
  [
    'of a record that is there',
    [
      { id: 'there', version: 1, name: 'x' },
      { id: 'there', version: 2, name: 'y' },
    ],
  ],
])('versions %s are refused, and nothing is written', async (_name, lines) => {
  const store = must(await openStore({ folder: newFolder('staged-versions') }))
  must(await store.commit(OWNER, [putAudience(audience(seeded(1), { audience_id: 'there' }))]))
  expect(await stage(store, [lines])).toMatchObject({ ok: false, error: { code: 'conflict' } })
  expect(must(await store.count('audience', OWNER, { where: [] }))).toBe(1)
  await store.close()
})
