// What the writer process and its parent tell each other over IPC.
import type { Line } from '../store/book.ts'

export type FoundRows = [key: string, versions: { version: number; hash: string }[]][]

/** From parent to writer, once, at the start. */
export type Orders = {
  folder: string
  seed: number
  /** Ids whose whole history is to be reported after opening; null for all. */
  check: string[] | null
  /** Whether commits beyond 2,000 records are part of the work. */
  large: boolean
}

export type Report =
  | { kind: 'failed'; message: string }
  /** Open. `current`: newest version of every record. */
  | { kind: 'opened'; ms: number; damage: string[]; state: string; found: FoundRows; said: string[] }
  | { kind: 'begin'; n: number; lines: Pick<Line, 'key' | 'hash'>[] }
  | { kind: 'ack'; n: number; versions: number[] }
  | { kind: 'refused'; n: number; code: string; message: string }
  | { kind: 'flushing' }
  | { kind: 'thrown'; message: string }
