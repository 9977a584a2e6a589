// The structured log: one JSON object a line, buffered, rotated and redacted. It never fails or delays the application.
import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Fail, fail } from '../../../shared/errors.ts'
import { redact } from './redact.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
type Fields = Readonly<Record<string, unknown>>

export interface Log {
  /** The only level at which contents of records may be written. */
  debug(event: string, fields?: Fields): void
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  error(event: string, fields?: Fields): void
  /** Writes what is buffered. Never rejects. */
  flush(): Promise<void>
  close(): Promise<void>
}

export type LogOptions = {
  folder: string
  level?: LogLevel
  /** A file that has grown past this is followed by the next one. */
  max_bytes?: number
  /** The oldest files beyond this number are removed. */
  keep_files?: number
  flush_ms?: number
  now?: () => Date
}

/** When the disk takes nothing, this many lines are kept and later ones are counted only. */
const MAX_BUFFERED = 10_000
const FILE_NAME = /^activation-(\d{8})(?:-(\d+))?\.jsonl$/

const fileName = (day: string, n: number) => `activation-${day}${n > 1 ? `-${n}` : ''}.jsonl`
const dayOf = (date: Date) => date.toISOString().slice(0, 10).replaceAll('-', '')

function orderOf(name: string): number | null {
  const [, day, n] = FILE_NAME.exec(name) ?? []
  return day ? Number(day) * 1e6 + Number(n ?? 1) : null
}

export function createLog(options: LogOptions): Log {
  const { folder, level = 'info', max_bytes = 5_000_000, keep_files = 10, flush_ms = 1_000 } = options
  const now = options.now ?? (() => new Date())
  const lowest = LOG_LEVELS.indexOf(level)
  let buffer: string[] = []
  let dropped = 0
  let current: { day: string; n: number; bytes: number } | null = null
  let writing: Promise<void> = Promise.resolve()

  function write(at: LogLevel, event: string, fields: Fields) {
    if (LOG_LEVELS.indexOf(at) < lowest) return
    if (buffer.length >= MAX_BUFFERED) {
      dropped++
      return
    }
    try {
      const safe = redact(fields) as object
      buffer.push(`${JSON.stringify({ at: now().toISOString(), level: at, event, ...safe })}\n`)
    } catch {
      dropped++
    }
  }

  /** The newest file of the day, so that a restart goes on where the last run stopped. */
  async function findFile(day: string) {
    await mkdir(folder, { recursive: true })
    const numbers = (await readdir(folder)).flatMap(name => {
      const [, itsDay, n] = FILE_NAME.exec(name) ?? []
      return itsDay === day ? [Number(n ?? 1)] : []
    })
    const n = Math.max(1, ...numbers)
    const bytes = numbers.length > 0 ? (await stat(join(folder, fileName(day, n)))).size : 0
    return { day, n, bytes }
  }

  async function removeOldest() {
    const files = (await readdir(folder)).flatMap(name => {
      const order = orderOf(name)
      return order === null ? [] : [{ name, order }]
    })
    const old = files.sort((a, b) => b.order - a.order).slice(keep_files)
    await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })))
  }

  async function writeOut() {
    if (buffer.length === 0) return
    const lines = buffer
    buffer = []
    try {
      const day = dayOf(now())
      let fresh = false
      if (current?.day !== day) {
        current = await findFile(day)
        fresh = true
      }
      if (current.bytes >= max_bytes) {
        current = { day, n: current.n + 1, bytes: 0 }
        fresh = true
      }
      const text = lines.join('')
      await appendFile(join(folder, fileName(day, current.n)), text, { mode: 0o600 })
      current.bytes += Buffer.byteLength(text)
      if (fresh) await removeOldest()
      if (dropped > 0) {
        const lines_lost = dropped
        dropped = 0
        write('warn', 'log.dropped', { lines_lost })
      }
    } catch {
      // Nobody can be told in the log that the log failed; the count is written when it works again.
      current = null
      dropped += lines.length
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(writeOut)
    return writing
  }
  const timer = setInterval(() => void flush(), flush_ms)
  timer.unref()

  return {
    debug: (event, fields = {}) => write('debug', event, fields),
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    error: (event, fields = {}) => write('error', event, fields),
    flush,
    async close() {
      clearInterval(timer)
      await flush()
      await flush()
    },
  }
}

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  async flush() {},
  async close() {},
}

/** A bug, as the caller may know it: an id that is in the log, and nothing of what went wrong inside. */
export function internalError(log: Log, where: string, error: unknown): Fail {
  const log_id = `err_${randomBytes(6).toString('hex')}`
  log.error('internal_error', { log_id, where, error })
  return fail('internal', 'Something went wrong inside the application', {
    hint: `Try again. If it happens again, report it with the id ${log_id}, which is in the log.`,
    details: { log_id },
  })
}
