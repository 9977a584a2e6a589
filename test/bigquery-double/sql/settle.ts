// Asks the tables of a statement, once they are known, about the columns that were compared in it.
import type { Field } from '../types.ts'
import type { Cursor } from './cursor.ts'
import type { Scope } from './from.ts'

/** `outer`: what still waits for the statement around this one. */
export function settle(cursor: Cursor, scope: Scope | null, outer: Cursor['pending'] = []) {
  const find = (path: readonly string[]): Field | null => {
    if (!scope) return null
    const [first = '', second] = path
    const sources = second === undefined ? [...scope.values()] : [scope.get(first.toLowerCase()) ?? null]
    // An unqualified name among several sources may be of any of them.
    if (second === undefined && sources.some(one => one === null)) return null
    const name = (second ?? first).toLowerCase()
    const fields = sources.flatMap(one => one?.filter(field => field.name.toLowerCase() === name) ?? [])
    return fields[0] ?? null
  }
  for (const check of cursor.pending) check(find)
  cursor.pending = outer
}
