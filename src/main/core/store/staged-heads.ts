// What staged records are to those that are there: all new, with the versions of one in a row.
import type { NewHeads } from './bulk-commit.ts'
import type { Heads } from './heads.ts'
import { pacer } from './slices.ts'

/** `taken`: one of them is there already. `repeated`: one comes twice, or two have the same half of a hash. */
export type StagedHeads = 'taken' | 'repeated' | { stale: number[] }

/** `stale` holds the numbers of versions that a later one among them replaces. */
export async function stagedHeads(there: Heads, fresh: NewHeads): Promise<StagedHeads> {
  const seen = new Set<number>()
  const stale: number[] = []
  const pace = pacer()
  let before: NewHeads[number] | null = null
  let repeated = false
  for (const head of fresh) {
    const { low, high, version } = head
    if (there.hasHash(low, high)) return 'taken'
    if (before?.low === low && before.high === high && version === before.version + 1) stale.push(before.seq)
    else {
      const key = high * 2_097_152 + (low >>> 11)
      if (seen.has(key) || version !== 1) repeated = true
      seen.add(key)
    }
    before = head
    await pace()
  }
  return repeated ? 'repeated' : { stale }
}
