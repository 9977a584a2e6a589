// Calls of functions: of one row, of many rows, and over a window.
import { invalidQuery, unspoken } from '../errors.ts'
import type { Cursor, Expr, Read } from './cursor.ts'
import { AGGREGATES, SCALARS, WINDOW_ONLY } from './functions.ts'
import { readOrder } from './order.ts'
import type { Token } from './tokens.ts'

/** IF, LEFT and the like are reserved, and functions all the same. */
export const isCall = (token: Token) => token.kind === 'word' || token.kind === 'quoted'

export function readCall(cursor: Cursor, read: Read): string {
  const token = cursor.next()
  const name = token.text.toUpperCase()
  const many = AGGREGATES.get(name)
  if (many) return readOverRows(cursor, token, name, many, read)
  const known = SCALARS.get(name)
  if (!known) throw unspoken(`the function ${name} at [${token.line}:${token.column}]`)
  const args = cursor.inParens(() => (cursor.isSymbol(')') ? [] : cursor.list(() => read(cursor).sql)))
  if (args.length < known.least || args.length > known.most) {
    throw invalidQuery(
      `No matching signature for function ${name} with ${args.length} arguments at [${token.line}:${token.column}]`,
    )
  }
  return known.emit(args, cursor.context)
}

function readOverRows(cursor: Cursor, token: Token, name: string, duck: string, read: Read): string {
  cursor.need('(')
  const distinct = cursor.takeWords('DISTINCT') ? 'DISTINCT ' : ''
  const args: Expr[] = []
  let inner = ''
  if (cursor.take('*')) {
    if (name !== 'COUNT') cursor.fail(token)
    inner = '*'
  } else if (!cursor.isSymbol(')')) {
    args.push(...cursor.list(() => read(cursor)))
    inner = args.map(one => one.sql).join(', ')
  }
  const ignoring = cursor.takeWords('IGNORE', 'NULLS')
  if (!ignoring) cursor.takeWords('RESPECT', 'NULLS')
  const order = cursor.takeWords('ORDER', 'BY') ? ` ${readOrder(cursor, read)}` : ''
  const limit = cursor.takeWords('LIMIT') ? cursor.next().text : null
  cursor.need(')')
  const window = cursor.takeWords('OVER') ? readWindow(cursor, read) : ''
  if (!window && WINDOW_ONLY.has(name)) {
    throw invalidQuery(`Window function ${name} requires an OVER clause at [${token.line}:${token.column}]`)
  }
  if (window && ignoring) throw unspoken('IGNORE NULLS over a window')
  const filter = ignoring ? ` FILTER (WHERE ${args[0]?.sql} IS NOT NULL)` : ''
  const call = `${duck}(${distinct}${inner}${order})${filter}${window}`
  return limit === null ? call : `list_slice(${call}, 1, ${Number(limit)})`
}

function readWindow(cursor: Cursor, read: Read): string {
  return cursor.inParens(() => {
    let sql = ''
    if (cursor.takeWords('PARTITION', 'BY')) {
      sql += `PARTITION BY ${cursor.list(() => read(cursor).sql).join(', ')}`
    }
    if (cursor.takeWords('ORDER', 'BY')) sql += ` ${readOrder(cursor, read)}`
    if (cursor.isWords('ROWS') || cursor.isWords('RANGE')) throw unspoken('frames of windows')
    return ` OVER (${sql.trim()})`
  })
}
