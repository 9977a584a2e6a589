// Files of one JSON text a line, read back a group at a time.
import { createReadStream } from 'node:fs'
import { pacer } from '../pace.ts'

const PIECE_BYTES = 1_000_000

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece as Buffer]) : (piece as Buffer)
    let from = 0
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      if (at > from) yield bytes.toString('utf8', from, at)
      from = at + 1
    }
    rest = bytes.subarray(from)
  }
}

/** What was written there, parsed, in groups of at most `size`. Gives way to others while it parses. */
export async function* groupsIn<T>(paths: readonly string[], size: number): AsyncGenerator<T[]> {
  const pace = pacer()
  let group: T[] = []
  for (const path of paths)
    for await (const line of linesOf(path)) {
      // Written by this import itself, from what was checked.
      group.push(JSON.parse(line) as T)
      await pace()
      if (group.length < size) continue
      yield group
      group = []
    }
  if (group.length > 0) yield group
}
