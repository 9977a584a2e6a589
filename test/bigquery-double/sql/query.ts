// Queries of GoogleSQL as DuckDB text: WITH, SELECT, set operations, ORDER BY and LIMIT.
import { quoteName } from '../engine.ts'
import { unspoken } from '../errors.ts'
import { type Cursor, type Expr, isName, type Query, readName } from './cursor.ts'
import { mustCompare, readExpression } from './expression.ts'
import { readFrom, type Scope } from './from.ts'
import { readOrder } from './order.ts'
import { settle } from './settle.ts'

const noOrder = (type: string) => `Ordering by expressions of type ${type} is not allowed`
const noGroup = (type: string) => `Grouping by expressions of type ${type} is not allowed`

export function readQuery(cursor: Cursor): Query {
  const before = new Set(cursor.ctes)
  const withs: string[] = []
  if (cursor.takeWords('WITH')) {
    if (cursor.isWords('RECURSIVE')) throw unspoken('WITH RECURSIVE')
    cursor.list(() => {
      const name = readName(cursor)
      cursor.needWords('AS')
      const query = cursor.inParens(() => readQuery(cursor))
      withs.push(`${quoteName(name)} AS (${query.sql})`)
      cursor.ctes.add(name)
    })
  }
  const body = readSets(cursor)
  let sql = withs.length > 0 ? `WITH ${withs.join(', ')} ${body.sql}` : body.sql
  if (cursor.takeWords('ORDER', 'BY')) {
    const scope = body.scope
    sql += ` ${readOrder(cursor, readExpression, key => mustCompare(cursor, [key], noOrder))}`
    settle(cursor, scope, [])
  }
  if (cursor.takeWords('LIMIT')) {
    sql += ` LIMIT ${readCount(cursor)}`
    if (cursor.takeWords('OFFSET')) sql += ` OFFSET ${readCount(cursor)}`
  }
  cursor.ctes.clear()
  for (const name of before) cursor.ctes.add(name)
  return { sql, columns: body.columns }
}

function readCount(cursor: Cursor): string {
  const token = cursor.next()
  if (token.kind === 'number' && /^\d+$/.test(token.text)) return token.text
  if (token.kind === 'param') return cursor.context.param(token.text, token)
  return cursor.fail(token, 'integer literal or parameter')
}

type Body = Query & { scope: Scope | null }

function readSets(cursor: Cursor): Body {
  let left = readPart(cursor)
  for (;;) {
    const word = ['UNION', 'INTERSECT', 'EXCEPT'].find(one => cursor.takeWords(one))
    if (!word) return left
    const all = cursor.takeWords('ALL')
    if (!all) cursor.needWords('DISTINCT')
    if (all && word !== 'UNION') cursor.fail()
    const right = readPart(cursor)
    left = { sql: `${left.sql} ${word}${all ? ' ALL' : ''} ${right.sql}`, columns: left.columns, scope: null }
  }
}

function readPart(cursor: Cursor): Body {
  if (cursor.isSymbol('(')) {
    const query = cursor.inParens(() => readQuery(cursor))
    return { sql: `(${query.sql})`, columns: query.columns, scope: null }
  }
  return readSelect(cursor)
}

function readSelect(cursor: Cursor): Body {
  const outer = cursor.pending
  cursor.pending = []
  cursor.needWords('SELECT')
  const distinct = cursor.takeWords('DISTINCT')
  if (!distinct) cursor.takeWords('ALL')
  if (cursor.isWords('AS', 'STRUCT') || cursor.isWords('AS', 'VALUE')) throw unspoken('SELECT AS STRUCT')
  const items: Item[] = []
  do {
    // A comma may end the list.
    if (items.length > 0 && (cursor.isWords('FROM') || cursor.look().kind === 'end')) break
    items.push(readItem(cursor, items.length))
  } while (cursor.take(','))
  if (distinct)
    mustCompare(
      cursor,
      items.flatMap(one => one.expr ?? []),
      noDistinct,
    )
  let sql = `SELECT ${distinct ? 'DISTINCT ' : ''}${items.map(one => one.sql).join(', ')}`
  let scope: Scope = new Map()
  if (cursor.takeWords('FROM')) {
    const from = readFrom(cursor)
    sql += ` FROM ${from.sql}`
    scope = from.scope
  }
  if (cursor.takeWords('WHERE')) sql += ` WHERE ${readExpression(cursor).sql}`
  if (cursor.takeWords('GROUP', 'BY')) sql += ` GROUP BY ${readGroups(cursor)}`
  if (cursor.takeWords('HAVING')) sql += ` HAVING ${readExpression(cursor).sql}`
  if (cursor.takeWords('QUALIFY')) sql += ` QUALIFY ${readExpression(cursor).sql}`
  settle(cursor, scope, outer)
  const columns = items.every(one => one.expr) ? items.length : null
  return { sql, columns, scope }
}

const noDistinct = (type: string) => `Column of type ${type} cannot be used in SELECT DISTINCT`

function readGroups(cursor: Cursor): string {
  if (cursor.takeWords('ALL')) return 'ALL'
  return cursor
    .list(() => {
      const key = readExpression(cursor)
      mustCompare(cursor, [key], noGroup)
      return key.sql
    })
    .join(', ')
}

type Item = { sql: string; expr: Expr | null }

function readItem(cursor: Cursor, position: number): Item {
  if (cursor.take('*')) return { sql: `*${readStarRest(cursor)}`, expr: null }
  if (isName(cursor.look()) && cursor.isSymbol('.', 1) && cursor.isSymbol('*', 2)) {
    const name = cursor.next().text
    cursor.need('.')
    cursor.need('*')
    return { sql: `${quoteName(name)}.*${readStarRest(cursor)}`, expr: null }
  }
  const expr = readExpression(cursor)
  const named = cursor.takeWords('AS') ? true : isName(cursor.look())
  if (named) return { sql: `${expr.sql} AS ${quoteName(readName(cursor))}`, expr }
  if (expr.kind === 'column') return { sql: expr.sql, expr }
  return { sql: `${expr.sql} AS "f${position}_"`, expr }
}

function readStarRest(cursor: Cursor): string {
  let sql = ''
  if (cursor.takeWords('EXCEPT')) {
    const names = cursor.inParens(() => cursor.list(() => quoteName(readName(cursor))))
    sql += ` EXCLUDE (${names.join(', ')})`
  }
  if (cursor.takeWords('REPLACE')) {
    const made = cursor.inParens(() =>
      cursor.list(() => {
        const value = readExpression(cursor)
        cursor.needWords('AS')
        return `${value.sql} AS ${quoteName(readName(cursor))}`
      }),
    )
    sql += ` REPLACE (${made.join(', ')})`
  }
  return sql
}
