// Decides which sealed segments to merge next: eight neighbours of a size class, so that a row is rewritten about twice.
import { mergeable, type Segment } from './segment.ts'

const FAN = 8
const MOST = 16
/** Texts far longer than usual: beyond this the gain of merging isn't worth the time. */
const FULL_BYTES = 32 << 20

/** 0: fresh from the tail, 1: merged once, 2: never merged again. */
function level(segment: Segment, fullRows: number): 0 | 1 | 2 {
  if (segment.views.bytes.length > FULL_BYTES || segment.rows > fullRows / 2) return 2
  return segment.rows > fullRows / 16 ? 1 : 0
}

/** As many from the start as fit into one segment. */
function fitting(run: readonly Segment[], fullRows: number): Segment[] {
  let rows = 0
  const chosen: Segment[] = []
  for (const segment of run.slice(0, MOST)) {
    rows += segment.rows
    if (rows > fullRows || !mergeable([...chosen, segment])) break
    chosen.push(segment)
  }
  return chosen
}

/** The segments to merge, ascending; none when all is well. Segments between whose ranges another begins never meet. */
export function toMerge(segments: readonly Segment[], fullRows: number): Segment[] {
  const ordered = [...segments].sort((one, other) => one.first - other.first)
  for (const most of [0, 1] as const) {
    let run: Segment[] = []
    for (const segment of [...ordered, null]) {
      const before = run.at(-1)
      const fits = segment !== null && level(segment, fullRows) <= most
      if (fits && (!before || before.last < segment.first)) {
        run.push(segment)
        if (run.length < MOST) continue
      }
      const ofLevel = run.filter(one => level(one, fullRows) === most).length
      const chosen = ofLevel >= FAN ? fitting(run, fullRows) : []
      if (chosen.length > 1) return chosen
      run = fits ? [segment] : []
    }
  }
  return []
}
