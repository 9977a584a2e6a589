// Where an import's bytes come from: a file, or records that are at hand already.
import { createReadStream } from 'node:fs'
import type { ImportSource } from './run.ts'

/** Large enough to be fast, small enough that one chunk is scanned in a few milliseconds. */
const CHUNK_BYTES = 500_000
const RECORDS_AT_ONCE = 50

export const fileSource = (path: string, name: string, bytes: number): ImportSource => ({
  name,
  bytes,
  has_lines: true,
  open: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }),
})

/** Records become one list of JSON again, so that there is one way in. */
export function recordsSource(records: readonly unknown[]): ImportSource {
  async function* open() {
    yield Buffer.from('[')
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      const texts = records.slice(from, from + RECORDS_AT_ONCE).map(record => JSON.stringify(record))
      yield Buffer.from(`${from > 0 ? ',' : ''}${texts.join(',')}`)
      await new Promise(resolve => setImmediate(resolve))
    }
    yield Buffer.from(']')
  }
  return {
    name: records.length === 1 ? '1 audience' : `${records.length.toLocaleString('en')} audiences`,
    bytes: 0,
    has_lines: false,
    open,
  }
}
