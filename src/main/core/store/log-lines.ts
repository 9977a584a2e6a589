// The write-ahead log's lines: one a commit, `<crc32 in 8 hex digits> <json>\n`.
import { crc32 } from 'node:zlib'
import type { Entity } from './face.ts'

/** A part as the manifest names it. `path` is relative to the workspace, with forward slashes. */
export type Part = {
  path: string
  entity: Entity
  owner: string
  rows: number
  min_seq: number
  max_seq: number
  bytes: number
  sha256: string
}

/** A record's new version as it travels through the log. `seq` numbers it among all versions of all records. */
export type Version = { entity: Entity; seq: number; record: Record<string, unknown> }

export type LogLine =
  /** A commit: the versions get the numbers seq, seq + 1 … */
  | { kind: 'put'; seq: number; at: string; owner: string; puts: [Entity, Record<string, unknown>][] }
  /** A commit that is in parts of its own; `tmp` is where each stood when this was written. */
  | { kind: 'bulk'; at: string; owner: string; parts: (Part & { tmp: string })[] }
  /** Parts that are about to be renamed into place; all versions up to `seq` are in parts then. */
  | { kind: 'flush'; seq: number; parts: Part[] }
  /** Where earlier logs end; a line beyond is void, even if it reached the disk. */
  | { kind: 'seal'; logs: { log: number; bytes: number }[] }

const hex = (text: string | Buffer) => crc32(text).toString(16).padStart(8, '0')

export function encodeLine(line: LogLine): Buffer {
  const text = JSON.stringify(line)
  return Buffer.from(`${hex(text)} ${text}\n`)
}

export type DecodedLine = { line: LogLine | null; offset: number; end: number; complete: boolean }

/** Every line of a log; `line` is null where it is damaged. `complete` is false for a last line without its end. */
export function decodeLines(log: Buffer): DecodedLine[] {
  const lines: DecodedLine[] = []
  for (let offset = 0; offset < log.length; ) {
    const newline = log.indexOf(0x0a, offset)
    const end = newline === -1 ? log.length : newline + 1
    const body = log.subarray(offset, newline === -1 ? log.length : newline)
    lines.push({ line: decode(body), offset, end, complete: newline !== -1 })
    offset = end
  }
  return lines
}

function decode(body: Buffer): LogLine | null {
  if (body.length < 10 || body[8] !== 0x20) return null
  const text = body.subarray(9)
  if (hex(text) !== body.subarray(0, 8).toString('latin1')) return null
  try {
    return JSON.parse(text.toString('utf8')) as LogLine
  } catch {
    return null
  }
}

/** The versions of a `put` line, numbered. */
export const versionsOf = (line: Extract<LogLine, { kind: 'put' }>): Version[] =>
  line.puts.map(([entity, record], index) => ({ entity, record, seq: line.seq + index }))
