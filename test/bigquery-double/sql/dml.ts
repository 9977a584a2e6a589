// INSERT, UPDATE, DELETE and MERGE.
import { invalidQuery, unspoken } from '../errors.ts'
import { type Cursor, type Expr, readName, readPath } from './cursor.ts'
import { readExpression } from './expression.ts'
import { readAlias, readFrom, readSource, type Scope } from './from.ts'
import { readQuery } from './query.ts'
import { settle } from './settle.ts'
import type { Assignment, Delete, Insert, Merge, Target, Update, When } from './statement.ts'

function readTarget(cursor: Cursor): Target {
  const { path, token } = readPath(cursor)
  return { path, token, alias: readAlias(cursor) ?? path.at(-1) ?? '' }
}

const scopeOf = (cursor: Cursor, { path, alias }: Target): Scope =>
  new Map([[alias.toLowerCase(), cursor.context.columns(path)]])

/** A value, or DEFAULT. */
function readValue(cursor: Cursor): Expr {
  const token = cursor.look()
  if (cursor.takeWords('DEFAULT')) return { sql: 'DEFAULT', token, kind: 'default', path: [] }
  return readExpression(cursor)
}

const readColumns = (cursor: Cursor) => cursor.inParens(() => cursor.list(() => readName(cursor)))

export function readInsert(cursor: Cursor): Insert {
  cursor.needWords('INSERT')
  cursor.takeWords('INTO')
  const { path, token } = readPath(cursor)
  const target = { path, token, alias: path.at(-1) ?? '' }
  const columns = cursor.isSymbol('(') && cursor.look(1).word !== 'SELECT' ? readColumns(cursor) : null
  if (!cursor.takeWords('VALUES')) {
    const query = cursor.isSymbol('(') ? cursor.inParens(() => readQuery(cursor)) : readQuery(cursor)
    return { kind: 'INSERT', target, columns, source: { query: query.sql } }
  }
  const rows = cursor.list(() => cursor.inParens(() => cursor.list(() => readValue(cursor))))
  return { kind: 'INSERT', target, columns, source: { rows } }
}

function readAssignments(cursor: Cursor, target: Target): Assignment[] {
  return cursor.list(() => {
    let column = readName(cursor)
    if (cursor.take('.')) {
      if (column.toLowerCase() !== target.alias.toLowerCase()) throw unspoken('updates of nested fields')
      column = readName(cursor)
    }
    cursor.need('=')
    return { column, value: readValue(cursor) }
  })
}

export function readUpdate(cursor: Cursor): Update {
  cursor.needWords('UPDATE')
  const target = readTarget(cursor)
  cursor.needWords('SET')
  const set = readAssignments(cursor, target)
  const from = cursor.takeWords('FROM') ? readFrom(cursor) : null
  if (!cursor.takeWords('WHERE')) throw invalidQuery('UPDATE must have a WHERE clause')
  const where = readExpression(cursor).sql
  settle(cursor, new Map([...scopeOf(cursor, target), ...(from?.scope ?? [])]))
  return { kind: 'UPDATE', target, set, from: from?.sql ?? null, where }
}

export function readDelete(cursor: Cursor): Delete {
  cursor.needWords('DELETE')
  cursor.takeWords('FROM')
  const target = readTarget(cursor)
  if (!cursor.takeWords('WHERE')) throw invalidQuery('DELETE must have a WHERE clause')
  const where = readExpression(cursor).sql
  settle(cursor, scopeOf(cursor, target))
  return { kind: 'DELETE', target, where }
}

export function readMerge(cursor: Cursor): Merge {
  cursor.needWords('MERGE')
  cursor.takeWords('INTO')
  const target = readTarget(cursor)
  cursor.needWords('USING')
  const source = readSource(cursor)
  cursor.needWords('ON')
  const on = readExpression(cursor).sql
  const subqueries = cursor.subqueries
  const whens: When[] = []
  while (cursor.takeWords('WHEN')) whens.push(readWhen(cursor, target))
  if (whens.length === 0) cursor.fail(cursor.look(), 'keyword WHEN')
  if (cursor.subqueries > subqueries) {
    throw invalidQuery('Correlated subqueries are not supported in WHEN clauses of MERGE statements')
  }
  settle(cursor, scopeOf(cursor, target).set(source.alias.toLowerCase(), source.fields))
  return { kind: 'MERGE', target, source: source.sql, on, whens }
}

function readWhen(cursor: Cursor, target: Target): When {
  const matched = readMatched(cursor)
  const condition = cursor.takeWords('AND') ? readExpression(cursor).sql : null
  cursor.needWords('THEN')
  if (matched === 'not_by_target') {
    cursor.needWords('INSERT')
    if (cursor.takeWords('ROW')) {
      return { matched, condition, action: { kind: 'insert', columns: null, values: null } }
    }
    const columns = cursor.isSymbol('(') ? readColumns(cursor) : null
    if (cursor.takeWords('ROW')) throw unspoken('INSERT with columns and ROW')
    cursor.needWords('VALUES')
    const values = cursor.inParens(() => cursor.list(() => readValue(cursor)))
    return { matched, condition, action: { kind: 'insert', columns, values } }
  }
  if (cursor.takeWords('DELETE')) return { matched, condition, action: { kind: 'delete' } }
  cursor.needWords('UPDATE', 'SET')
  return { matched, condition, action: { kind: 'update', set: readAssignments(cursor, target) } }
}

function readMatched(cursor: Cursor): When['matched'] {
  if (cursor.takeWords('MATCHED')) return 'matched'
  cursor.needWords('NOT', 'MATCHED')
  if (!cursor.takeWords('BY')) return 'not_by_target'
  if (cursor.takeWords('TARGET')) return 'not_by_target'
  cursor.needWords('SOURCE')
  return 'not_by_source'
}
