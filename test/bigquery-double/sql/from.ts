// What stands after FROM and USING: tables, subqueries, arrays, and joins of them.
import { quoteName } from '../engine.ts'
import { unspoken } from '../errors.ts'
import type { Field } from '../types.ts'
import { type Cursor, isName, readName, readPath } from './cursor.ts'
import { readExpression } from './expression.ts'

/** Columns of each source by its alias in lower case; null where they aren't known by name alone. */
export type Scope = Map<string, readonly Field[] | null>
export type Source = { sql: string; alias: string; fields: readonly Field[] | null }

export function readFrom(cursor: Cursor): { sql: string; scope: Scope } {
  const scope: Scope = new Map()
  const add = (source: Source) => {
    if (scope.has(source.alias.toLowerCase())) {
      cursor.failWith(`Duplicate table alias ${source.alias} in the same FROM clause`)
    }
    scope.set(source.alias.toLowerCase(), source.fields)
    return source.sql
  }
  let sql = add(readSource(cursor))
  for (;;) {
    if (cursor.take(',')) {
      sql += `, ${add(readSource(cursor))}`
      continue
    }
    const join = readJoin(cursor)
    if (!join) return { sql, scope }
    const elements = cursor.isWords('UNNEST')
    sql += ` ${join} ${add(readSource(cursor))}`
    if (join === 'CROSS JOIN') continue
    // Elements of a row's array are joined with that row alone.
    if (elements && !cursor.isWords('ON') && !cursor.isWords('USING')) {
      sql += ' ON TRUE'
      continue
    }
    if (cursor.takeWords('USING')) {
      const names = cursor.inParens(() => cursor.list(() => quoteName(readName(cursor))))
      sql += ` USING (${names.join(', ')})`
    } else {
      cursor.needWords('ON')
      sql += ` ON ${readExpression(cursor).sql}`
    }
  }
}

function readJoin(cursor: Cursor): string | null {
  for (const side of ['INNER', 'CROSS']) {
    if (cursor.takeWords(side)) {
      cursor.needWords('JOIN')
      return `${side} JOIN`
    }
  }
  for (const side of ['LEFT', 'RIGHT', 'FULL']) {
    if (cursor.takeWords(side)) {
      cursor.takeWords('OUTER')
      cursor.needWords('JOIN')
      return `${side} JOIN`
    }
  }
  return cursor.takeWords('JOIN') ? 'JOIN' : null
}

export function readAlias(cursor: Cursor): string | null {
  if (cursor.takeWords('AS')) return readName(cursor)
  const next = cursor.look()
  return isName(next) ? readName(cursor) : null
}

let unnamed = 0

export function readSource(cursor: Cursor): Source {
  if (cursor.takeWords('UNNEST')) return readUnnest(cursor)
  if (cursor.isSymbol('(')) {
    const query = cursor.inParens(() => {
      if (!cursor.isWords('SELECT') && !cursor.isWords('WITH') && !cursor.isSymbol('(')) {
        throw unspoken('joins in parentheses')
      }
      return cursor.readQuery(cursor)
    })
    unnamed += 1
    const alias = readAlias(cursor) ?? `_subquery_${unnamed}`
    return { sql: `(${query.sql}) AS ${quoteName(alias)}`, alias, fields: null }
  }
  const { path, token } = readPath(cursor)
  if (cursor.isWords('FOR', 'SYSTEM_TIME')) throw unspoken('time travel')
  const alias = readAlias(cursor) ?? path.at(-1) ?? ''
  if (cursor.isWords('TABLESAMPLE')) throw unspoken('TABLESAMPLE')
  if (path.length === 1 && cursor.ctes.has(path[0] ?? '')) {
    return { sql: `${quoteName(path[0] ?? '')} AS ${quoteName(alias)}`, alias, fields: null }
  }
  const relation = cursor.context.relation(path, token)
  return { sql: `${relation.sql} AS ${quoteName(alias)}`, alias, fields: relation.fields }
}

/** One row for each element, in order; an offset if it is asked for. */
function readUnnest(cursor: Cursor): Source {
  const list = cursor.inParens(() => readExpression(cursor))
  unnamed += 1
  const alias = readAlias(cursor) ?? `_element_${unnamed}`
  let offset = ''
  if (cursor.takeWords('WITH', 'OFFSET')) {
    const name = readAlias(cursor) ?? 'offset'
    offset = `, unnest(range(len(${list.sql}))) AS ${quoteName(name)}`
  }
  const rows = `SELECT unnest(${list.sql}) AS ${quoteName(alias)}${offset}`
  return { sql: `LATERAL (${rows}) AS ${quoteName(`_of_${alias}`)}`, alias: `_of_${alias}`, fields: null }
}
