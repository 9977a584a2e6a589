// The few operations on a disk that packages stand on, as an interface: tests end the program between any two.
import * as fs from 'node:fs/promises'
import { renameOver } from '../../personal/files.ts'

export interface Disk {
  mkdir(path: string): Promise<void>
  /** Creates the file, writes all of it and waits until it is on the disk. Fails where it exists. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Makes names in the folder durable. Does nothing where the system can't. */
  syncFolder(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** A file, or a folder with all in it; no error when it is gone already. */
  remove(path: string): Promise<void>
}

export const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown'

/** Some network file systems and Windows can't sync a folder. */
const NO_SYNC = new Set(['EPERM', 'EINVAL', 'ENOTSUP', 'EISDIR', 'EACCES'])

export const nodeDisk: Disk = {
  async mkdir(path) {
    await fs.mkdir(path, { recursive: true })
  },
  async write(path, bytes) {
    const file = await fs.open(path, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  },
  async syncFolder(path) {
    if (process.platform === 'win32') return
    const folder = await fs.open(path, 'r')
    try {
      await folder.sync()
    } catch (error) {
      if (!NO_SYNC.has(codeOf(error))) throw error
    } finally {
      await folder.close()
    }
  },
  rename: renameOver,
  async remove(path) {
    await fs.rm(path, { recursive: true, force: true })
  },
}

/** null when there is no such file. */
export async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await fs.readFile(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null
    throw error
  }
}
