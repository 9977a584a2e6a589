// Expressions of GoogleSQL as DuckDB text: operators by precedence. What stands between them is in `operand.ts`.
import { unspoken } from '../errors.ts'
import type { Field } from '../types.ts'
import type { Cursor, Expr } from './cursor.ts'
import { readOperand } from './operand.ts'

const other = (sql: string, { token }: Expr): Expr => ({ sql, token, kind: 'other', path: [] })

/** BigQuery has no equality and no order of JSON and of arrays. */
export function mustCompare(cursor: Cursor, exprs: readonly Expr[], refusal: (type: string) => string) {
  for (const expr of exprs) {
    if (expr.kind !== 'column') continue
    cursor.pending.push(find => {
      const field: Field | null = find(expr.path)
      if (!field || (field.type !== 'JSON' && field.mode !== 'REPEATED')) return
      const type = field.mode === 'REPEATED' ? `ARRAY<${field.type}>` : field.type
      cursor.failWith(`${refusal(type)} at [${expr.token.line}:${expr.token.column}]`)
    })
  }
}

export function readExpression(cursor: Cursor): Expr {
  let left = readAnd(cursor)
  while (cursor.takeWords('OR')) left = other(`(${left.sql} OR ${readAnd(cursor).sql})`, left)
  return left
}

function readAnd(cursor: Cursor): Expr {
  let left = readNot(cursor)
  while (cursor.takeWords('AND')) left = other(`(${left.sql} AND ${readNot(cursor).sql})`, left)
  return left
}

function readNot(cursor: Cursor): Expr {
  const token = cursor.look()
  if (!cursor.takeWords('NOT')) return readComparison(cursor)
  return { sql: `(NOT ${readNot(cursor).sql})`, token, kind: 'other', path: [] }
}

const COMPARISONS = ['=', '!=', '<>', '<', '<=', '>', '>=']
const noEquality = (operator: string) => (type: string) =>
  `No matching signature for operator ${operator} for argument types: ${type}`

function readComparison(cursor: Cursor): Expr {
  const left = readSum(cursor)
  const token = cursor.look()
  if (token.kind === 'symbol' && COMPARISONS.includes(token.text)) {
    cursor.next()
    const right = readSum(cursor)
    if (COMPARISONS.some(one => cursor.isSymbol(one))) cursor.fail()
    mustCompare(cursor, [left, right], noEquality(token.text))
    return other(`(${left.sql} ${token.text} ${right.sql})`, left)
  }
  if (cursor.takeWords('IS')) return readIs(cursor, left)
  const not = cursor.takeWords('NOT') ? 'NOT ' : ''
  if (cursor.takeWords('LIKE')) {
    if (cursor.isWords('ANY') || cursor.isWords('ALL') || cursor.isWords('SOME')) throw unspoken('LIKE ANY')
    return other(`(${left.sql} ${not}LIKE ${readSum(cursor).sql} ESCAPE '\\')`, left)
  }
  if (cursor.takeWords('BETWEEN')) {
    const from = readSum(cursor)
    cursor.needWords('AND')
    const to = readSum(cursor)
    mustCompare(cursor, [left, from, to], noEquality('BETWEEN'))
    return other(`(${left.sql} ${not}BETWEEN ${from.sql} AND ${to.sql})`, left)
  }
  if (cursor.takeWords('IN')) return readIn(cursor, left, not)
  if (not) cursor.fail()
  return left
}

function readIs(cursor: Cursor, left: Expr): Expr {
  const not = cursor.takeWords('NOT') ? 'NOT ' : ''
  if (cursor.takeWords('DISTINCT', 'FROM')) {
    const right = readSum(cursor)
    mustCompare(cursor, [left, right], noEquality('IS DISTINCT FROM'))
    return other(`(${left.sql} IS ${not}DISTINCT FROM ${right.sql})`, left)
  }
  for (const word of ['NULL', 'TRUE', 'FALSE']) {
    if (cursor.takeWords(word)) return other(`(${left.sql} IS ${not}${word})`, left)
  }
  return cursor.fail()
}

function readIn(cursor: Cursor, left: Expr, not: string): Expr {
  mustCompare(cursor, [left], noEquality('IN'))
  if (cursor.takeWords('UNNEST')) {
    const list = cursor.inParens(() => readExpression(cursor))
    const found = `coalesce(list_contains(${list.sql}, ${left.sql}), FALSE)`
    return other(`(${not}CASE WHEN ${left.sql} IS NULL THEN NULL ELSE ${found} END)`, left)
  }
  return cursor.inParens(() => {
    if (cursor.isWords('SELECT') || cursor.isWords('WITH')) {
      cursor.subqueries += 1
      return other(`(${left.sql} ${not}IN (${cursor.readQuery(cursor).sql}))`, left)
    }
    const list = cursor.list(() => readExpression(cursor))
    mustCompare(cursor, list, noEquality('IN'))
    return other(`(${left.sql} ${not}IN (${list.map(one => one.sql).join(', ')}))`, left)
  })
}

function readSum(cursor: Cursor): Expr {
  let left = readProduct(cursor)
  for (;;) {
    const sign = ['+', '-'].find(one => cursor.take(one))
    if (!sign) return left
    left = other(`(${left.sql} ${sign} ${readProduct(cursor).sql})`, left)
  }
}

function readProduct(cursor: Cursor): Expr {
  let left = readSigned(cursor)
  for (;;) {
    const sign = ['*', '/', '||'].find(one => cursor.take(one))
    if (!sign) return left
    const right = readSigned(cursor)
    const sql =
      sign === '/'
        ? `(CASE WHEN (${right.sql}) = 0 THEN error('division by zero') ELSE ${left.sql} / ${right.sql} END)`
        : `(${left.sql} ${sign} ${right.sql})`
    left = other(sql, left)
  }
}

function readSigned(cursor: Cursor): Expr {
  if (!cursor.isSymbol('-') && !cursor.isSymbol('+')) return readOperand(cursor, readExpression)
  const sign = cursor.next().text
  const value = readSigned(cursor)
  return other(`(${sign}${value.sql})`, value)
}
