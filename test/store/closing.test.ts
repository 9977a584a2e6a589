// When closing has resolved, nothing is written any more: whoever opens the folder next, or removes it, has it to itself.
import { rmSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { type Files, nodeFiles } from '../../src/main/core/store/files.ts'
import { openStore } from '../../src/main/core/store/index.ts'
import { forgetAll, newFolder } from './faults.ts'
import { seeded } from './random.ts'
import { must } from './reading.ts'
import { audience, OWNER, putAudience } from './records.ts'

afterAll(forgetAll)

/** Long enough for a store that doesn't wait to be closed meanwhile; one that waits passes however slow the disk is. */
const SLOW_MS = 500

/** A disk that is slow to write files of one ending, and notes what it is asked, or ends, once the store is closed. */
function slowDisk() {
  const under_way = new Set<Promise<void>>()
  const late: string[] = []
  let [ending, closed] = ['', false]
  let meet = () => {}
  const note = (operation: string, path: string) => {
    if (closed) late.push(`${operation} ${path}`)
  }
  const work = (operation: string, path: string, work: () => Promise<void>): Promise<void> => {
    const turn = (async () => {
      note(operation, path)
      if (operation === 'write' && ending !== '' && path.endsWith(ending)) {
        meet()
        await new Promise(resolve => setTimeout(resolve, SLOW_MS))
      }
      await work().finally(() => note(operation, path))
    })()
    under_way.add(turn)
    const done = () => under_way.delete(turn)
    turn.then(done, done)
    return turn
  }
  const files: Files = {
    ...nodeFiles,
    openLog(path, create) {
      note('openLog', path)
      return nodeFiles.openLog(path, create)
    },
    mkdir: path => work('mkdir', path, () => nodeFiles.mkdir(path)),
    write: (path, data) => work('write', path, () => nodeFiles.write(path, data)),
    rename: (from, to) => work('rename', to, () => nodeFiles.rename(from, to)),
    remove: path => work('remove', path, () => nodeFiles.remove(path)),
  }
  return {
    files,
    /** Resolves when such a file is about to be written. */
    slowFor(name: string): Promise<void> {
      ending = name
      return new Promise(resolve => (meet = resolve))
    },
    /** What was done after this call, once nothing is under way any more. */
    async lateAfterClose(): Promise<string[]> {
      closed = true
      while (under_way.size > 0) await Promise.allSettled(under_way)
      return late
    },
  }
}

const many = Array.from({ length: 2_001 }, (_, n) =>
  putAudience(audience(seeded(n), { audience_id: `a${n}` })),
)
const open = async (folder: string, files: Files) =>
  must(await openStore({ folder, files, verify_after_ms: null }))

async function whileItIsIndexed() {
  const disk = slowDisk()
  const folder = newFolder('closing')
  const store = await open(folder, disk.files)
  must(await store.count('audience', OWNER, { where: [], search: 'urban' }))
  const met = disk.slowFor('.idx')
  must(await store.commit(OWNER, many))
  await met
  return { disk, folder, store }
}

test('a piece of the search index that is being written', async () => {
  const { disk, folder, store } = await whileItIsIndexed()
  await store.close()
  rmSync(folder, { recursive: true })
  expect(await disk.lateAfterClose()).toEqual([])
})

test('one of records that damage made the store load anew', async () => {
  const { disk, store } = await whileItIsIndexed()
  const [part = ''] = must(await store.dataFiles(OWNER)).audience
  rmSync(part)
  expect(must(await store.verify())).toHaveLength(1)
  await store.close()
  expect(await disk.lateAfterClose()).toEqual([])
})

test('damage that is being noted', async () => {
  const folder = newFolder('closing')
  const first = await open(folder, nodeFiles)
  must(await first.commit(OWNER, many.slice(0, 3)))
  const [part = ''] = must(await first.dataFiles(OWNER)).audience
  await first.close()
  rmSync(part)
  const disk = slowDisk()
  const store = await open(folder, disk.files)
  const met = disk.slowFor('manifest.json')
  const verified = store.verify()
  await met
  await store.close()
  expect(await disk.lateAfterClose()).toEqual([])
  await verified
  const again = await open(folder, nodeFiles)
  expect(again.info().damage).toHaveLength(1)
  await again.close()
})
