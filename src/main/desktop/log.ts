// The shell's own log: one JSON object a line, two files of at most 1 MB. The core keeps its log in the workspace.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MAX_BYTES = 1_000_000

export type Level = 'info' | 'warn' | 'error'
export interface Log {
  folder: string
  /** `error` may be anything that was thrown; its stack is kept. */
  write(level: Level, message: string, error?: unknown): void
}

const textOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    // Opening the folder will say so.
  }
}

/** Logging never fails the app: where the folder can't be written, the line is lost. */
export function openLog(folder: string, now: () => Date = () => new Date()): Log {
  const path = join(folder, 'shell.log')
  // There from the start, because a person may ask to see it.
  makeFolder(folder)
  return {
    folder,
    write(level, message, error) {
      const entry = {
        at: now().toISOString(),
        level,
        message,
        ...(error === undefined ? {} : { error: textOf(error) }),
      }
      try {
        if (sizeOf(path) > MAX_BYTES) renameSync(path, join(folder, 'shell.1.log'))
        appendFileSync(path, `${JSON.stringify(entry)}\n`)
      } catch {
        // Nowhere is left to say it.
      }
    },
  }
}
