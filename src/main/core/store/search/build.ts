// Builds a sealed segment from rows: in one go, for a worker, or in slices on a thread that others need too.
import type { Views } from './format.ts'
import { type IndexRow, MAX_ROWS } from './part.ts'
import { finish, inSlices, type Slices } from './slices.ts'
import { newTail } from './tail.ts'

function* building(rows: Iterable<IndexRow>): Slices<Views> {
  const tail = newTail()
  for (const row of rows) {
    if (!Number.isSafeInteger(row.seq) || row.seq < 0 || (tail.rows > 0 && row.seq <= tail.last)) {
      throw new RangeError(`seq ${row.seq} must be a safe integer greater than the one before it`)
    }
    if (!tail.takes(row.seq)) throw new RangeError(`more than ${MAX_ROWS} rows, or seqs too far apart`)
    tail.add(row)
    if ((tail.rows & 0xf) === 0) yield
  }
  if (tail.rows === 0) throw new RangeError('a segment has at least one row')
  return yield* tail.seal()
}

/**
 * One to 65,536 rows with ascending seqs that lie within 32 bits of each other.
 * Throws a RangeError for anything else: that is a fault of the caller.
 */
export const buildSegment = (rows: Iterable<IndexRow>): Uint8Array => finish(building(rows)).bytes

/** The same without holding the event loop for long. Rows are taken from the iterable as they are needed. */
export async function buildSegmentInSlices(rows: Iterable<IndexRow>): Promise<Uint8Array> {
  return (await inSlices(building(rows))).bytes
}
