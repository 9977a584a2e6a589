// A statement of any kind, from its tokens.
import { unspoken } from '../errors.ts'
import { type Context, Cursor } from './cursor.ts'
import { readAlter, readCreate, readDrop, readTruncate } from './ddl.ts'
import { readDelete, readInsert, readMerge, readUpdate } from './dml.ts'
import { readExpression } from './expression.ts'
import { readQuery } from './query.ts'
import type { Statement } from './statement.ts'
import { type Token, tokenise } from './tokens.ts'

const cursorOver = (tokens: readonly Token[], context: Context) => new Cursor(tokens, context, readQuery)

/** Throws invalidQuery where the statement is none, or none that the double knows. */
export function readStatement(tokens: readonly Token[], text: string, context: Context): Statement {
  const cursor = cursorOver(tokens, context)
  const statement = readAny(cursor, text)
  cursor.needEnd()
  return statement
}

/** A row filter or a default, as DuckDB text. */
export function readFilter(text: string, context: Context): string {
  const cursor = cursorOver(tokenise(text), context)
  const { sql } = readExpression(cursor)
  cursor.needEnd()
  return sql
}

export function readViewQuery(text: string, context: Context): string {
  const cursor = cursorOver(tokenise(text), context)
  const { sql } = readQuery(cursor)
  cursor.needEnd()
  return sql
}

function readAny(cursor: Cursor, text: string): Statement {
  const first = cursor.look()
  switch (first.word) {
    case 'SELECT':
    case 'WITH':
      return { kind: 'SELECT', sql: readQuery(cursor).sql }
    case 'INSERT':
      return readInsert(cursor)
    case 'UPDATE':
      return readUpdate(cursor)
    case 'DELETE':
      return readDelete(cursor)
    case 'MERGE':
      return readMerge(cursor)
    case 'CREATE':
      return readCreate(cursor, text)
    case 'ALTER':
      return readAlter(cursor, text)
    case 'DROP':
      return readDrop(cursor)
    case 'TRUNCATE':
      return readTruncate(cursor)
    case 'BEGIN':
      cursor.next()
      if (cursor.takeWords('TRANSACTION') || cursor.look().kind === 'end')
        return { kind: 'BEGIN_TRANSACTION' }
      throw unspoken('BEGIN … END blocks')
    case 'COMMIT':
    case 'ROLLBACK':
      cursor.next()
      cursor.takeWords('TRANSACTION')
      return { kind: `${first.word}_TRANSACTION` }
    case 'DECLARE':
    case 'SET':
    case 'IF':
    case 'CALL':
    case 'ASSERT':
    case 'GRANT':
    case 'REVOKE':
    case 'EXECUTE':
    case 'EXPORT':
    case 'LOAD':
      throw unspoken(`${first.word} statements`)
  }
  if (cursor.isSymbol('(')) return { kind: 'SELECT', sql: readQuery(cursor).sql }
  return cursor.fail()
}
