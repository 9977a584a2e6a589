// The write-ahead log: lines are on the disk when `append` returns. Synchronous, so that nothing can come between.
import { join } from 'node:path'
import type { Files, LogHandle } from './files.ts'
import { type Layout, logName } from './layout.ts'
import { encodeLine } from './log-lines.ts'

type Open = { number: number; handle: LogHandle; good: number }
export type AppendError = { code: string; message: string }

export interface Log {
  /** Writes and syncs. On an error nothing of it counts: the log is sealed before it and the next one takes over. */
  append(lines: readonly Buffer[]): { ok: true } | { ok: false; error: AppendError }
  /** Goes on in the next log; answers its number. Null when there is none ready. */
  rotate(): number | null
  /** Makes the next log ahead of need, its name durable, so that neither a rotation nor a fault has to wait for it. */
  prepare(): Promise<boolean>
  number(): number
  close(): void
}

const errorOf = (error: unknown): AppendError => ({
  code: error instanceof Error && 'code' in error ? String(error.code) : '',
  message: error instanceof Error ? error.message : String(error),
})

/** `sealed`: earlier logs and where they end. The first log must be made with `prepare` and `rotate`. */
export function createLog(
  files: Files,
  layout: Layout,
  lastNumber: number,
  sealed: readonly { log: number; bytes: number }[],
): Log {
  let current: Open | null = null
  let next: Open | null = null
  let preparing: Promise<boolean> | null = null
  let closed = false
  let newest = lastNumber
  /** Why the last attempt to write failed, for a save that finds no log to try. */
  let lastError: AppendError = { code: 'EIO', message: 'no log is ready' }
  /** Ends of logs that no later log states yet. */
  let unstated = [...sealed]

  function write(log: Open, bytes: Buffer) {
    for (let from = 0; from < bytes.length; ) from += log.handle.write(bytes.subarray(from))
    log.handle.sync()
    log.good += bytes.length
  }

  function retire(log: Open) {
    unstated.push({ log: log.number, bytes: log.good })
    try {
      log.handle.close()
    } catch {
      // The handle is given up either way; what counts was synced before.
    }
  }

  /** Takes the prepared log into use, its first line stating where the earlier ones end, then `bytes`. */
  function takeOver(bytes: Buffer | null): AppendError | null {
    const log = next
    if (!log) return lastError
    next = null
    const seal = encodeLine({ kind: 'seal', logs: unstated })
    try {
      write(log, bytes ? Buffer.concat([seal, bytes]) : seal)
    } catch (error) {
      retire(log)
      lastError = errorOf(error)
      return lastError
    }
    unstated = []
    current = log
    return null
  }

  async function makeNext(): Promise<boolean> {
    newest += 1
    const number = newest
    const path = join(layout.wal, logName(number))
    try {
      const handle = files.openLog(path, true)
      next = { number, handle, good: 0 }
      await files.syncFolder(layout.wal)
      return true
    } catch (error) {
      lastError = errorOf(error)
      // Numbers follow one another, so that a log that is missing is noticed.
      if (next?.number !== number && lastError.code !== 'EEXIST') newest = number - 1
      if (next?.number === number) retire(next)
      next = null
      return false
    }
  }

  return {
    append(lines) {
      const bytes = Buffer.concat(lines)
      let failure: AppendError | null = null
      if (current) {
        try {
          write(current, bytes)
          return { ok: true }
        } catch (error) {
          failure = errorOf(error)
          lastError = failure
          const broken = current
          current = null
          retire(broken)
          // The seal may not reach a full disk; shortening the file usually does.
          files.truncate(join(layout.wal, logName(broken.number)), broken.good).catch(() => {})
        }
      }
      const second = takeOver(bytes)
      return second === null ? { ok: true } : { ok: false, error: failure ?? second }
    },
    rotate() {
      if (!next) return null
      if (current) retire(current)
      current = null
      return takeOver(null) === null && current ? (current as Open).number : null
    },
    prepare() {
      // A save that comes too late must not begin a log in a folder that may be another's by now.
      if (closed) return Promise.resolve(false)
      if (next && !preparing) return Promise.resolve(true)
      preparing ??= makeNext().finally(() => {
        preparing = null
      })
      return preparing
    },
    number: () => current?.number ?? newest,
    close() {
      closed = true
      // Every acknowledged line is synced already; a handle that won't close must not keep the workspace locked.
      for (const open of [current, next]) {
        try {
          open?.handle.close()
        } catch {}
      }
      current = null
      next = null
    },
  }
}
