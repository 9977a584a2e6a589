// The heads of a bulk write, read from its parts before they are committed, and what they are to those that are there.
import { filesValue } from '../one-file.ts'
import type { Duck } from './duck.ts'
import { createHeads, type Heads } from './heads.ts'
import { eachHead } from './model.ts'
import type { Shelf } from './shelf.ts'
import { pacer } from './slices.ts'

export type FreshHeads = {
  heads: Heads
  /** One of the records is there already. */
  taken: boolean
  /** The versions of one don't begin with 1 and go up by one: it comes twice, or two share half a hash. */
  repeated: boolean
}

/** `rows`: how many there are in the parts, whose paths are absolute. */
export async function freshHeads(
  duck: Duck,
  shelf: Pick<Shelf, 'definition' | 'heads'>,
  paths: readonly string[],
  rows: number,
): Promise<FreshHeads> {
  const heads = createHeads(rows)
  let [taken, repeated] = [false, false]
  const pace = pacer()
  await duck.use(async connection => {
    const result = await connection.stream(
      `SELECT md5_number_lower(${shelf.definition.id}), seq, (version * 2 + deleted::INTEGER)::INTEGER FROM read_parquet($1, hive_partitioning = false)`,
      [filesValue(paths)],
    )
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      const column = (index: number) => Reflect.get(chunk.getColumnVector(index), 'items') as ArrayBufferView
      eachHead(chunk.rowCount, column, (low, high, seq, version, deleted) => {
        taken ||= shelf.heads.versionOf(low, high) > 0
        repeated ||= version !== heads.versionOf(low, high) + 1
        heads.setHash(low, high, seq, version, deleted)
      })
      await pace()
    }
  })
  return { heads, taken, repeated }
}
