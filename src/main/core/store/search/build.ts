// Builds a sealed segment from rows in one go; pure, so that a worker can do it.
import { type IndexRow, MAX_ROWS } from './part.ts'
import { finish } from './slices.ts'
import { newTail } from './tail.ts'

/**
 * One to 65,536 rows with ascending seqs that lie within 32 bits of each other.
 * Throws a RangeError for anything else: that is a fault of the caller.
 */
export function buildSegment(rows: Iterable<IndexRow>): Uint8Array {
  const tail = newTail()
  for (const row of rows) {
    if (!Number.isSafeInteger(row.seq) || (tail.rows > 0 && row.seq <= tail.last)) {
      throw new RangeError(`seq ${row.seq} is not greater than the one before it`)
    }
    if (!tail.takes(row.seq)) throw new RangeError(`more than ${MAX_ROWS} rows, or seqs too far apart`)
    tail.add(row)
  }
  if (tail.rows === 0) throw new RangeError('a segment has at least one row')
  return finish(tail.seal())
}
