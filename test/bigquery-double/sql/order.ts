// ORDER BY, with BigQuery's places for NULL: first when rising, last when falling.
import type { Cursor, Expr } from './cursor.ts'

/** After the words ORDER BY. */
export function readOrder(
  cursor: Cursor,
  read: (cursor: Cursor) => Expr,
  each?: (expr: Expr) => void,
): string {
  const keys = cursor.list(() => {
    const key = read(cursor)
    each?.(key)
    const falling = cursor.takeWords('DESC')
    if (!falling) cursor.takeWords('ASC')
    let nulls = falling ? 'LAST' : 'FIRST'
    if (cursor.takeWords('NULLS', 'FIRST')) nulls = 'FIRST'
    else if (cursor.takeWords('NULLS', 'LAST')) nulls = 'LAST'
    return `${key.sql} ${falling ? 'DESC' : 'ASC'} NULLS ${nulls}`
  })
  return `ORDER BY ${keys.join(', ')}`
}
