// A file is written beside its place and renamed over it when it is whole: a reader never sees half of it, and what fails
// or is cancelled leaves the earlier file as it was.
import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Result } from '../../../shared/errors.ts'
import { nodeDisk } from '../delivery/package/disk.ts'
import { saveFailure } from './failure.ts'

export type PartFile = {
  /** In the folder of the file itself, for what writes on its own (DuckDB). Not there before the first byte. */
  path: string
  append(bytes: Uint8Array | string): Promise<void>
}

async function synced(path: string): Promise<void> {
  // 'r+', since Windows syncs only what may be written to.
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * `work` writes to the part, by `append` or by its path; on anything but ok nothing stays of it. Answers the bytes of the
 * file with what `work` answered. Refusals of the disk: `storage_full`, `forbidden`, `storage_busy`, `not_found`.
 */
export async function writeWhole<T>(
  path: string,
  work: (part: PartFile) => Promise<Result<T>>,
): Promise<Result<{ value: T; bytes: number }>> {
  const part = `${path}.part-${randomBytes(4).toString('hex')}`
  let handle: FileHandle | null = null
  const close = async () => {
    const closing = handle
    handle = null
    await closing?.close()
  }
  try {
    const result = await work({
      path: part,
      async append(bytes) {
        handle ??= await open(part, 'wx')
        await handle.appendFile(bytes)
      },
    })
    await close()
    if (!result.ok) return result
    await synced(part)
    const { size } = await stat(part)
    await nodeDisk.rename(part, path)
    await nodeDisk.syncFolder(dirname(path))
    return { ok: true, value: { value: result.value, bytes: size } }
  } catch (error) {
    const refusal = saveFailure(error, basename(path))
    if (refusal) return refusal
    throw error
  } finally {
    await close().catch(() => undefined)
    await rm(part, { force: true }).catch(() => undefined)
  }
}
