// Cuts records into batches for the workers, in the order of the file: of a stream of bytes, or of rows at hand.

import { createScanner } from './scan.ts'
import type { Problem, Scanner, Sink } from './terms.ts'

const BATCH_BYTES = 3_000_000
const BATCH_RECORDS = 1_000

export type Batch = {
  bytes: Uint8Array
  ends: Uint32Array
  rows: Uint32Array
  lines: Uint32Array
  problems: Problem[]
  /** Bytes of the file read when it was cut. */
  read: number
}
/** `fatal`: why the file, or the rest of it, can't be read; written to follow the file's name. */
export type BatchStep = { batch: Batch } | { fatal: string }

/** A sink that gathers what it is given. `size` limits the bytes of a batch; a record larger than it gets one of its own. */
export function createBatcher(size: number = BATCH_BYTES) {
  const done: Batch[] = []
  let read = 0
  let bytes = new Uint8Array(0)
  let used = 0
  let ends: number[] = []
  let rows: number[] = []
  let lines: number[] = []
  let problems: Problem[] = []

  function cut() {
    if (ends.length > 0 || problems.length > 0)
      done.push({
        bytes: bytes.subarray(0, used),
        ends: Uint32Array.from(ends),
        rows: Uint32Array.from(rows),
        lines: Uint32Array.from(lines),
        problems,
        read,
      })
    bytes = new Uint8Array(0)
    used = 0
    ends = []
    rows = []
    lines = []
    problems = []
  }
  const sink: Sink = {
    record(record, row, line) {
      if (ends.length > 0 && (used + record.length > size || ends.length >= BATCH_RECORDS)) cut()
      if (bytes.length === 0) bytes = new Uint8Array(Math.max(size, record.length))
      bytes.set(record, used)
      used += record.length
      ends.push(used)
      rows.push(row)
      lines.push(line)
    },
    problem(problem) {
      problems.push(problem)
      if (problems.length >= BATCH_RECORDS) cut()
    },
  }
  return {
    sink,
    cut,
    hasRead(count: number) {
      read += count
    },
    /** Those that are full, or were cut. */
    *ready(): Generator<BatchStep> {
      while (done.length > 0) {
        const batch = done.shift()
        if (batch) yield { batch }
      }
    },
  }
}

export async function* batchesOf(
  chunks: AsyncIterable<Uint8Array>,
  size: number = BATCH_BYTES,
  createReader: (sink: Sink) => Scanner = createScanner,
): AsyncGenerator<BatchStep> {
  const batcher = createBatcher(size)
  const scanner = createReader(batcher.sink)
  for await (const chunk of chunks) {
    scanner.feed(chunk)
    batcher.hasRead(chunk.length)
    yield* batcher.ready()
    if (scanner.fatal()) break
  }
  scanner.end()
  batcher.cut()
  yield* batcher.ready()
  const fatal = scanner.fatal()
  if (fatal) yield { fatal }
}
