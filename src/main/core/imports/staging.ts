// Where an import's new records wait, outside memory, until all of them go into the store in one commit.
import { type FileHandle, open } from 'node:fs/promises'
import type { Entity, Staged, Store } from '../store/face.ts'

/** The store takes in several files side by side: a file of this many rows makes one of its parts. */
const FILE_ROWS = 50_000

export type Staging = {
  count(): number
  /** Records as NDJSON lines, in the order they are to be numbered. Rejects with the file system's error. */
  write(ndjson: Uint8Array, records: number): Promise<void>
  /** All is written; none when there was nothing. */
  seal(): Promise<Staged[]>
  /** Removes what was written. Never rejects. */
  discard(): Promise<void>
}

export function createStaging(store: Store, entity: Entity = 'audience'): Staging {
  const staged: (Staged & { rows: number })[] = []
  let file: FileHandle | null = null

  async function close() {
    const open = file
    file = null
    await open?.close()
  }
  async function next() {
    await close()
    const made = { ...(await store.stage(entity)), rows: 0 }
    staged.push(made)
    file = await open(made.path, 'w')
    return made
  }
  return {
    count: () => staged.reduce((sum, { rows }) => sum + rows, 0),
    async write(ndjson, records) {
      if (records === 0) return
      const last = staged.at(-1)
      const into = last && last.rows < FILE_ROWS ? last : await next()
      let done = 0
      while (file && done < ndjson.length) done += (await file.write(ndjson, done)).bytesWritten
      into.rows += records
    },
    async seal() {
      await close()
      return [...staged]
    },
    async discard() {
      await close().catch(() => undefined)
      for (const one of staged.splice(0)) await store.discard(one).catch(() => undefined)
    },
  }
}
