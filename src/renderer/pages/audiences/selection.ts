// Which rows are chosen: by id, or everything that matches. Plain functions, so that the rules can be tested alone.

export type Selection = {
  /** Everything that matches, also what was never loaded. */
  all: boolean
  ids: ReadonlySet<string>
}

/** More than this goes by `all`: it is the most that one bulk change takes. */
export const MOST_IDS = 1_000

export const NOTHING: Selection = { all: false, ids: new Set() }
export const EVERYTHING: Selection = { all: true, ids: new Set() }

export const selectedCount = (selection: Selection, total: number) =>
  selection.all ? total : selection.ids.size
export const isSelected = (selection: Selection, id: string) => selection.all || selection.ids.has(id)

/** Adds the row or takes it away. With everything chosen it starts anew from this one row. */
export function toggled({ all, ids }: Selection, id: string): Selection {
  const next = new Set(all ? [] : ids)
  if (!next.delete(id)) next.add(id)
  return { all: false, ids: next }
}

/** At most MOST_IDS rows from the anchor towards the row; `cut` says that there were more. */
export function rangeOf(anchor: number, to: number): { from: number; to: number; cut: boolean } {
  const cut = Math.abs(to - anchor) >= MOST_IDS
  if (to >= anchor) return { from: anchor, to: cut ? anchor + MOST_IDS - 1 : to, cut }
  return { from: cut ? anchor - MOST_IDS + 1 : to, to: anchor, cut }
}
