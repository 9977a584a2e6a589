// Where an import's new records wait, outside memory, until all of them go into the store in one commit.
import { type FileHandle, open } from 'node:fs/promises'
import type { Staged, Store } from '../store/face.ts'

export type Staging = {
  count(): number
  /** Records as NDJSON lines, in the order they are to be numbered. Rejects with the file system's error. */
  write(ndjson: Uint8Array, records: number): Promise<void>
  /** All is written; null when there was nothing. */
  seal(): Promise<Staged | null>
  /** Removes what was written. Never rejects. */
  discard(): Promise<void>
}

export function createStaging(store: Store): Staging {
  let staged: Staged | null = null
  let file: FileHandle | null = null
  let count = 0

  async function close() {
    const open = file
    file = null
    await open?.close()
  }
  return {
    count: () => count,
    async write(ndjson, records) {
      if (records === 0) return
      staged ??= await store.stage('audience')
      file ??= await open(staged.path, 'w')
      let done = 0
      while (done < ndjson.length) done += (await file.write(ndjson, done)).bytesWritten
      count += records
    },
    async seal() {
      await close()
      return staged
    },
    async discard() {
      await close().catch(() => undefined)
      if (staged) await store.discard(staged).catch(() => undefined)
      staged = null
    },
  }
}
