// A file that is written whole or not at all, and is there after a power cut once that is acknowledged.
import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { renameOver } from '../personal/files.ts'

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Makes the new name durable; Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } catch (error) {
    // Some network file systems refuse it.
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'].includes(String(codeOf(error)))) throw error
  } finally {
    await folder.close()
  }
}

export type DurableOptions = {
  /** Asked last; on false nothing is replaced. */
  still?: () => Promise<boolean>
  rename?: (from: string, to: string) => Promise<void>
}

/** Mode 0600. Beside its place as `<path>.<random>.tmp` first. Answers whether it was replaced; throws what the disk throws. */
export async function writeDurably(
  path: string,
  bytes: Uint8Array | string,
  { still = async () => true, rename = renameOver }: DurableOptions = {},
): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    if (!(await still())) return false
    await rename(temporary, path)
    await syncFolder(dirname(path))
    return true
  } finally {
    await rm(temporary, { force: true })
  }
}
