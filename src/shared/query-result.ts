// A result of a query for files and the clipboard: names that are told apart, and values that are more than text.
import type { Cell, ColumnKind, ResultColumn } from './contract/queries.ts'

/** Names as keys. Of names that differ in nothing but case all but the first get a number, as in the database's own tools. */
export function keysOf(columns: readonly Pick<ResultColumn, 'name'>[]): string[] {
  const taken = new Set<string>()
  return columns.map(({ name }) => {
    let key = name
    for (let n = 1; taken.has(key.toLowerCase()); n++) key = `${name}_${n}`
    taken.add(key.toLowerCase())
    return key
  })
}

/** Lists and objects as such, not as the text that a cell holds. */
export function plainValue(cell: Cell, kind: ColumnKind): Cell | object {
  if (kind !== 'json' || typeof cell !== 'string') return cell
  try {
    return JSON.parse(cell) as Cell | object
  } catch {
    return cell
  }
}
