// The scanner's terms: its limits, what it tells of a file, and what is wrong with a file or a record by its bytes.
import { isUtf8 } from 'node:buffer'

/** The largest record. One that is larger is refused, and reading goes on behind it. */
export const MAX_RECORD_BYTES = 4_000_000
export const TOO_LARGE = `is larger than ${MAX_RECORD_BYTES / 1e6} MB`

/** As deep as the domain allows, so that nothing deeper reaches a recursive check. */
export const MAX_DEPTH = 32

/** Something that isn't a record, or a record that can't be read. Rows and lines count from 1. */
export type Problem = { row: number; line: number; message: string }
export type Sink = {
  /** The bytes are the caller's until it returns. Rows and lines count from 1. */
  record(bytes: Uint8Array, row: number, line: number): void
  problem(problem: Problem): void
}

export type Scanner = {
  feed(chunk: Uint8Array): void
  end(): void
  /** Why nothing of this file, or nothing more of it, can be read; null while it can. */
  fatal(): string | null
}

/**
 * `start`: nothing seen yet. `list`: between the brackets of a list. `lines`: objects one after another. `tail`: behind
 * the list of `{"audiences": […]}`. `over`: nothing more is expected. `dead`: can't be read.
 */
export type Mode = 'start' | 'list' | 'lines' | 'tail' | 'over' | 'dead'

const NOT_UTF8 = 'is not UTF-8 text (it looks like UTF-16); save it as UTF-8'

/** Why a file that begins so holds no JSON records; null when it may. Written to follow the file's name. */
export function refusalOfStart(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return NOT_UTF8
  if (a === 0 || (b === 0 && a !== undefined)) return NOT_UTF8
  if (a === 0x5b || a === 0x7b) return null
  const start = String.fromCharCode(a ?? 0, b ?? 0, c ?? 0, d ?? 0)
  if (start === 'PAR1') return 'is a Parquet file, not JSON'
  if (start.startsWith('PK')) return 'is a ZIP or Excel file, not JSON'
  if (start.startsWith('\x1f\x8b')) return 'is compressed; unpack it first'
  return 'is not JSON: it must begin with a list of audiences or with one audience'
}

/** Why a record can't be read, as far as its bytes tell; null when it can. */
export function refusalOfRecord(bytes: Uint8Array): string | null {
  if (bytes.length > MAX_RECORD_BYTES) return TOO_LARGE
  return isUtf8(bytes) ? null : 'is not UTF-8 text; save the file as UTF-8'
}
