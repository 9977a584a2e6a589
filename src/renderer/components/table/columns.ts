// How a table's columns share its width: least width, how they grow, and which give way first when the window is narrow.

export type TableColumn = {
  /** Least width in pixels. */
  min: number
  /** Its part of the room that is left over. */
  grow: number
  /** Numbers stand at the right. */
  end?: boolean
  /** The lowest gives way first; what has none always stays. */
  rank?: number
}

/** The columns that the width has room for. `edges` are the pixels that aren't columns'. A width of 0 isn't known yet. */
export function fitted<C extends TableColumn>(wanted: readonly C[], width: number, edges: number): C[] {
  const givingWay = wanted
    .filter(column => column.rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
  let needed = wanted.reduce((sum, column) => sum + column.min, edges)
  const left = new Set(wanted)
  for (const column of givingWay) {
    if (needed <= width || width === 0) break
    left.delete(column)
    needed -= column.min
  }
  return wanted.filter(column => left.has(column))
}

/**
 * Whole pixels for each column, worked out once: rows that had to share out the room themselves would take most of the
 * time of scrolling. First and last are the edges.
 */
export function widthsOf(
  columns: readonly TableColumn[],
  width: number,
  { left, right }: { left: number; right: number },
): number[] {
  const least = columns.reduce((sum, { min }) => sum + min, left + right)
  const grow = columns.reduce((sum, column) => sum + column.grow, 0)
  const room = Math.max(0, width - least)
  const widths = columns.map(column => column.min + (grow > 0 ? Math.floor((room * column.grow) / grow) : 0))
  return [left, ...widths, right]
}
