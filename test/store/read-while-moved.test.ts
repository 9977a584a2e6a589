// What is read while its rows go from the log into a part, or while a part gets its name, is read whole: the file may be
// read as it was before, and the rest looked for as it is afterwards.
import { basename } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { nodeFiles } from '../../src/main/core/store/files.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { forgetAll, newFolder } from './faults.ts'
import { seeded } from './random.ts'
import { must } from './reading.ts'
import { audience, OWNER, putAudience } from './records.ts'

afterAll(forgetAll)

const ROUNDS = 12
const put = (id: string, n: number) => putAudience(audience(seeded(n), { audience_id: id }))

test('every version of a record is there at each moment of a flush', async () => {
  const store = must(await openStore({ folder: newFolder('read-while-flushed'), verify_after_ms: null }))
  for (let n = 0; n < ROUNDS; n++) {
    must(await store.commit(OWNER, [put('aud_1', n)]))
    let flushed = false
    const flush = store.flush().finally(() => {
      flushed = true
    })
    const newest = () =>
      store.history('audience', OWNER, 'aud_1').then(all => must(all).map(({ version }) => version))
    const asked: Promise<number[]>[] = []
    while (!flushed) {
      asked.push(newest())
      await new Promise(resolve => setTimeout(resolve, 1))
    }
    must(await flush)
    const whole = Array.from({ length: n + 1 }, (_, version) => n + 1 - version)
    for (const versions of await Promise.all(asked)) expect(versions).toEqual(whole)
  }
  await store.close()
})

test('what was there is read while a bulk write’s parts get their names', async () => {
  let renaming = () => {}
  const files = {
    ...nodeFiles,
    async rename(from: string, to: string) {
      if (basename(to).startsWith('part-')) renaming()
      await nodeFiles.rename(from, to)
    },
  }
  const store = must(await openStore({ folder: newFolder('read-while-moved'), files, verify_after_ms: null }))
  must(await store.commit(OWNER, [put('aud_1', 1)]))
  must(await store.commit(OWNER, [put('aud_1', 2)]))
  must(await store.flush())
  const asked: Promise<number>[] = []
  renaming = () => {
    for (let n = 0; n < 20; n++)
      asked.push(store.history('audience', OWNER, 'aud_1').then(all => must(all).length))
  }
  for (let n = 0; n < ROUNDS; n++)
    must(
      await store.commit(
        OWNER,
        Array.from({ length: 2_001 }, (_, m) => put(`aud_${n}_${m}`, m)),
      ),
    )
  expect(new Set(await Promise.all(asked))).toEqual(new Set([2]))
  expect(asked).toHaveLength(20 * ROUNDS)
  expect(store.info().damage).toEqual([])
  await store.close()
})
