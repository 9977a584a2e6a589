// The few file operations the store stands on, as an interface: tests put a faulty disk in its place.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import * as fs from 'node:fs/promises'

/** An open log file. Synchronous on purpose: a save must not wait behind queries in libuv's thread pool. */
export interface LogHandle {
  /** Appends; may write fewer bytes than given (the caller loops). Throws ENOSPC, EIO … */
  write(bytes: Uint8Array): number
  /** fdatasync. After a failure the handle must not be used again: the kernel may have marked lost pages clean. */
  sync(): void
  close(): void
}

export interface Files {
  /** Opens for appending; `create` fails when the file exists. */
  openLog(path: string, create: boolean): LogHandle
  mkdir(path: string): Promise<void>
  /** Names in a folder; none when it doesn't exist. */
  list(path: string): Promise<{ name: string; folder: boolean; bytes: number }[]>
  /** null when there is no such file. */
  read(path: string): Promise<Buffer | null>
  /** Creates or truncates, writes all, syncs the file. */
  write(path: string, data: Uint8Array): Promise<void>
  /** Syncs a file that another program part (DuckDB) wrote. */
  sync(path: string): Promise<void>
  /** Makes created, renamed and removed names in the folder durable. Does nothing where the system can't (Windows). */
  syncFolder(path: string): Promise<void>
  /** Replaces the target. Retries for a while when a reader holds it (Windows). */
  rename(from: string, to: string): Promise<void>
  /** No error when it is gone already. */
  remove(path: string): Promise<void>
  truncate(path: string, bytes: number): Promise<void>
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY'])
const NO_FOLDER_SYNC = new Set(['EPERM', 'EINVAL', 'ENOTSUP', 'EISDIR', 'EACCES'])

/** A rename over a file that a virus scanner or a reader has open fails on Windows until they let go. */
async function renameWithRetry(from: string, to: string, waitedMs = 0): Promise<void> {
  try {
    await fs.rename(from, to)
  } catch (error) {
    if (process.platform !== 'win32' || !HELD.has(codeOf(error)) || waitedMs > 5_000) throw error
    const wait = Math.min(400, 10 + waitedMs)
    await new Promise(resolve => setTimeout(resolve, wait))
    await renameWithRetry(from, to, waitedMs + wait)
  }
}

export const nodeFiles: Files = {
  openLog(path, create) {
    const fd = openSync(path, create ? 'ax' : 'a')
    return { write: bytes => writeSync(fd, bytes), sync: () => fdatasyncSync(fd), close: () => closeSync(fd) }
  },
  async mkdir(path) {
    await fs.mkdir(path, { recursive: true })
  },
  async list(path) {
    try {
      const entries = await fs.readdir(path, { withFileTypes: true })
      return await Promise.all(
        entries.map(async entry => ({
          name: entry.name,
          folder: entry.isDirectory(),
          bytes: entry.isFile() ? (await fs.stat(`${path}/${entry.name}`)).size : 0,
        })),
      )
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    }
  },
  async read(path) {
    try {
      return await fs.readFile(path)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    }
  },
  async write(path, data) {
    const file = await fs.open(path, 'w')
    try {
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
  },
  async sync(path) {
    // Windows flushes only through a handle that may write.
    const file = await fs.open(path, 'r+')
    try {
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
      if (!NO_FOLDER_SYNC.has(codeOf(error))) throw error
    } finally {
      await folder.close()
    }
  },
  rename: renameWithRetry,
  async remove(path) {
    await fs.rm(path, { force: true })
  },
  async truncate(path, bytes) {
    await fs.truncate(path, bytes)
  },
}
