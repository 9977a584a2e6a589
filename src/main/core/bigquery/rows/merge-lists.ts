// Lists without repeats that two sides changed: what either took out is gone, what either put in is there.

const equal = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((item, at) => item === b[at])

/** What was put in, by the kept item that it stands after; null for what stands first. */
function additions(list: readonly string[], kept: ReadonlySet<string>, before: ReadonlySet<string>) {
  const runs = new Map<string | null, string[]>()
  let anchor: string | null = null
  for (const item of list) {
    if (kept.has(item)) anchor = item
    else if (!before.has(item)) runs.set(anchor, [...(runs.get(anchor) ?? []), item])
  }
  return runs
}

/** By UTF-16 code units, so that every computer decides alike. */
function byText(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join('\n'), b.join('\n')]
  return left < right ? -1 : left > right ? 1 : 0
}

/** What both have, in the order of whoever moved something; null when both did, and not the same. */
function orderOf(base: readonly string[], mine: readonly string[], theirs: readonly string[]) {
  const before = new Set(base)
  const known = (list: readonly string[]) => list.filter(item => before.has(item))
  const [ours, other] = [known(mine), known(theirs)]
  // They differ at most in where they put what both added.
  if (equal(ours, other)) return [mine, theirs].toSorted(byText)[0] ?? []
  const both = new Set(ours)
  const old = base.filter(item => both.has(item))
  return equal(ours, old) ? theirs : equal(other, old) ? mine : null
}

/**
 * The list with the changes of both sides, the same whichever side is called mine; null when both put what they kept into
 * another order. Items that both put in at one place stand in the order of their texts.
 */
export function mergeLists(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): string[] | null {
  const [inMine, inTheirs, before] = [new Set(mine), new Set(theirs), new Set(base)]
  const kept = new Set(mine.filter(item => inTheirs.has(item)))
  const common = (list: readonly string[]) => list.filter(item => inMine.has(item) && inTheirs.has(item))
  const order = orderOf(base, common(mine), common(theirs))
  if (order === null) return null
  const [left, right] = [additions(mine, kept, before), additions(theirs, kept, before)]
  const merged: string[] = []
  for (const anchor of [null, ...order]) {
    if (anchor !== null) merged.push(anchor)
    const runs = [left.get(anchor) ?? [], right.get(anchor) ?? []]
    merged.push(...runs.toSorted(byText).flat())
  }
  return merged
}
