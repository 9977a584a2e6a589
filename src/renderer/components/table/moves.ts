// Which row a key moves to.

/** Where a key moves to in a list of `total` rows; null for a key that doesn't move. */
export function movedTo(key: string, cursor: number, total: number, pageRows: number): number | null {
  const target = {
    ArrowDown: cursor + 1,
    ArrowUp: cursor - 1,
    PageDown: cursor + pageRows,
    PageUp: cursor - pageRows,
    Home: 0,
    End: total - 1,
  }[key]
  return target === undefined || total === 0 ? null : Math.max(0, Math.min(total - 1, target))
}
