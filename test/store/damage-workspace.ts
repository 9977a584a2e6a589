// A small workspace with every kind of file in it, and ways to damage one of them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../src/main/core/store/index.ts'
import type { Found } from './book.ts'
import { faultFiles, type Survivors } from './fault-files.ts'
import { newFolder } from './faults.ts'
import { outsideRows } from './outside.ts'
import { seeded } from './random.ts'
import { must, readAll } from './reading.ts'
import { audience, OWNER, platform, putAudience, putPlatform } from './records.ts'

export type Sound = {
  files: Survivors
  /** Every version there is. */
  truth: Found
  /** `audience/a 1` → path of the data file that holds it; those only in the log have none. */
  fileOf: Map<string, string>
  /** The version that was saved last; it is in the last line of the log. */
  newest: string
}

/** As a killed process leaves it: data files of two months, saves that are only in the log, a search index, preferences. */
export async function soundWorkspace(): Promise<Sound> {
  const folder = newFolder('sound')
  const files = faultFiles(folder)
  const random = seeded(21)
  let clock = Date.UTC(2026, 8, 10)
  let note = 0
  const save = (id: string) =>
    putAudience(audience(random, { audience_id: id, change_note: `save ${++note}` }))
  const open = async () =>
    must(await openStore({ folder, files, now: () => new Date(clock), verify_after_ms: null }))
  let store = await open()
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) must(await store.commit(OWNER, [save(id)]))
  must(await store.commit(OWNER, [putPlatform(platform({ platform_id: 'p' }))]))
  must(await store.flush())
  clock += 31 * 86_400_000
  must(await store.commit(OWNER, [save('a'), save('b'), save('g')]))
  must(await store.count('audience', OWNER, { search: 'urban', where: [] }))
  // Closing writes the search index.
  await store.close()
  store = await open()
  // The first file, the middle ones and the last line of the log are all to be hit.
  for (const id of ['a', 'c', 'h', 'i']) must(await store.commit(OWNER, [save(id)]))
  const { found: truth, said } = await readAll(store)
  if (said.length > 0) throw new Error(said.join('; '))
  const survivors = files.survivors('kept')
  survivors.delete('_meta/lock')
  files.kill()
  await store.close().catch(() => null)
  return { files: survivors, truth, fileOf: await filesOf(folder, survivors), newest: 'audience/i 1' }
}

async function filesOf(folder: string, files: Survivors) {
  const fileOf = new Map<string, string>()
  const parts = [...files].filter(([path]) => path.endsWith('.parquet'))
  for (const [path, content] of parts) {
    // Alone in a folder, so that its rows are the only ones.
    const entity = path.startsWith('audiences/') ? 'audience' : 'platform'
    const alone = newFolder('alone')
    const target = join(alone, `${entity}s`)
    mkdirSync(target)
    writeFileSync(join(target, 'part.parquet'), content ?? '')
    for (const row of await outsideRows(alone, entity))
      fileOf.set(`${entity}/${String(row[`${entity}_id`])} ${row.version}`, path)
  }
  rmSync(folder, { recursive: true, force: true })
  return fileOf
}

export type Harm = { name: string; apply: (folder: string) => void }

/** Deleting, cutting short at some lengths, flipping one bit at some offsets. */
export function harmsOf(path: string, content: Buffer, flips: number): Harm[] {
  const random = seeded(path.length * 131 + content.length)
  const at = (folder: string) => join(folder, path)
  const cuts = [...new Set([0, 1, Math.floor(content.length / 2), content.length - 1])].filter(
    length => length >= 0 && length < content.length,
  )
  const offsets = new Set([0, content.length - 1, Math.max(0, content.length - 6)])
  while (offsets.size < Math.min(flips, content.length)) offsets.add(random.int(content.length))
  return [
    { name: `${path} deleted`, apply: folder => rmSync(at(folder)) },
    ...cuts.map(length => ({
      name: `${path} cut to ${length} of ${content.length} bytes`,
      apply: (folder: string) => writeFileSync(at(folder), content.subarray(0, length)),
    })),
    ...(content.length === 0 ? [] : [...offsets]).map(offset => ({
      name: `${path} flipped at ${offset} of ${content.length}`,
      apply: (folder: string) => {
        const bytes = readFileSync(at(folder))
        bytes[offset] = (bytes[offset] ?? 0) ^ (1 << random.int(8))
        writeFileSync(at(folder), bytes)
      },
    })),
  ]
}
