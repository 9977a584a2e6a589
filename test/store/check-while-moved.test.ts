// A part may be renamed into its place while parts are compared with their checksums: on the disk it is there before the
// store hears of it. That is no damage, and nothing is set aside for it.
import { basename } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { nodeFiles } from '../../src/main/core/store/files.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { forgetAll, newFolder } from './faults.ts'
import { seeded } from './random.ts'
import { must } from './reading.ts'
import { audience, OWNER, putAudience } from './records.ts'

afterAll(forgetAll)

const puts = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) =>
    putAudience(audience(seeded(from + n), { audience_id: `aud_${from + n}` })),
  )

test.each([
  ['a flush begins a part', 0, 10],
  ['a flush replaces a part', 10, 10],
  ['a bulk write brings parts', 10, 2_100],
])('%s', async (_name, before, count) => {
  const folder = newFolder('check-while-moved')
  let renamed = async () => {}
  const files = {
    ...nodeFiles,
    async rename(from: string, to: string) {
      await nodeFiles.rename(from, to)
      if (basename(to).startsWith('part-')) await renamed()
    },
  }
  const store = must(await openStore({ folder, files, verify_after_ms: null }))
  if (before > 0) must(await store.commit(OWNER, puts(0, before)))
  must(await store.flush())
  const found: unknown[] = []
  renamed = async () => void found.push(must(await store.verify()))
  must(await store.commit(OWNER, puts(before, count)))
  must(await store.flush())
  expect(found).toEqual([[]])
  expect(must(await store.verify())).toEqual([])
  expect(must(await store.getMany('audience', OWNER, ['aud_1', `aud_${before + count - 1}`]))).toHaveLength(2)
  await store.close()
})
