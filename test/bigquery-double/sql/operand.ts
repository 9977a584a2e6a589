// Literals, columns, calls and whatever else stands between operators, as DuckDB text.
import { quoteName, quoteText } from '../engine.ts'
import { invalidQuery, unspoken } from '../errors.ts'
import { duckType, typeNamed } from '../types.ts'
import { isCall, readCall } from './calls.ts'
import { type Cursor, type Expr, expr, isName, type Read } from './cursor.ts'
import {
  readDayDifference,
  readDifference,
  readExtract,
  readMoved,
  readMovedDay,
  readTruncated,
} from './instants.ts'
import type { Token } from './tokens.ts'

export function readOperand(cursor: Cursor, read: Read): Expr {
  const first = readPrimary(cursor, read)
  let found = first
  while (cursor.isSymbol('[')) found = expr(readSubscript(cursor, found, read), first.token)
  if (cursor.isSymbol('.')) throw unspoken('fields of JSON and STRUCT values by name')
  return found
}

/** Out of bounds is an error, unless SAFE. */
function readSubscript(cursor: Cursor, list: Expr, read: Read): string {
  cursor.need('[')
  const word = cursor.look().word
  const named = ['OFFSET', 'ORDINAL', 'SAFE_OFFSET', 'SAFE_ORDINAL'].includes(word)
  if (named) cursor.next()
  const index = named ? cursor.inParens(() => read(cursor)) : read(cursor)
  if (index.kind === 'string') throw unspoken('subscripts of JSON values')
  cursor.need(']')
  const position = word.endsWith('ORDINAL') ? `(${index.sql})` : `(${index.sql} + 1)`
  const outside = `${position} < 1 OR ${position} > len(${list.sql})`
  const otherwise = word.startsWith('SAFE') ? 'NULL' : "error('Array index is out of bounds')"
  return `(CASE WHEN ${outside} THEN ${otherwise} ELSE ${list.sql}[${position}] END)`
}

function readPrimary(cursor: Cursor, read: Read): Expr {
  const token = cursor.look()
  switch (token.kind) {
    case 'string':
      cursor.next()
      return expr(quoteText(token.text), token, 'string')
    case 'number':
      cursor.next()
      return expr(/[.eE]/.test(token.text) ? `CAST(${token.text} AS DOUBLE)` : token.text, token)
    case 'param':
      cursor.next()
      return expr(cursor.context.param(token.text, token), token, 'param')
    case 'symbol':
      return readSymbol(cursor, token, read)
    default:
      return readWord(cursor, token, read)
  }
}

function readSymbol(cursor: Cursor, token: Token, read: Read): Expr {
  if (cursor.take('?')) return expr(cursor.context.positional(token), token, 'param')
  if (cursor.isSymbol('[')) return readArray(cursor, token, read)
  if (!cursor.take('(')) return cursor.fail()
  if (cursor.isWords('SELECT') || cursor.isWords('WITH')) {
    const query = readSubquery(cursor)
    cursor.need(')')
    return expr(`(${query})`, token)
  }
  const inner = read(cursor)
  if (cursor.isSymbol(',')) throw unspoken('STRUCT values')
  cursor.need(')')
  return expr(`(${inner.sql})`, token)
}

function readSubquery(cursor: Cursor): string {
  cursor.subqueries += 1
  return cursor.readQuery(cursor).sql
}

function readArray(cursor: Cursor, token: Token, read: Read, element?: string): Expr {
  cursor.need('[')
  const elements = cursor.isSymbol(']') ? [] : cursor.list(() => read(cursor))
  cursor.need(']')
  const list = `[${elements.map(one => one.sql).join(', ')}]`
  return expr(element ? `CAST(${list} AS ${element}[])` : list, token)
}

function readType(cursor: Cursor): string {
  const token = cursor.next()
  const type = token.kind === 'word' ? typeNamed(token.word) : null
  if (!type) throw invalidQuery(`Type not found: ${token.text} at [${token.line}:${token.column}]`)
  return duckType(type)
}

function readCast(cursor: Cursor, token: Token, read: Read): Expr {
  const safe = token.word === 'SAFE_CAST'
  cursor.need('(')
  const value = read(cursor)
  cursor.needWords('AS')
  const array = cursor.takeWords('ARRAY')
  if (array) cursor.need('<')
  const place = cursor.look()
  const type = readType(cursor)
  if (array) cursor.need('>')
  cursor.need(')')
  if (type === 'JSON') {
    throw invalidQuery(`Invalid cast to JSON; use PARSE_JSON at [${place.line}:${place.column}]`)
  }
  return expr(`${safe ? 'TRY_CAST' : 'CAST'}(${value.sql} AS ${type}${array ? '[]' : ''})`, token)
}

function readCase(cursor: Cursor, token: Token, read: Read): Expr {
  const subject = cursor.isWords('WHEN') ? '' : ` ${read(cursor).sql}`
  let sql = `CASE${subject}`
  while (cursor.takeWords('WHEN')) {
    const test = read(cursor)
    cursor.needWords('THEN')
    sql += ` WHEN ${test.sql} THEN ${read(cursor).sql}`
  }
  if (cursor.takeWords('ELSE')) sql += ` ELSE ${read(cursor).sql}`
  cursor.needWords('END')
  return expr(`${sql} END`, token)
}

function readParsedJson(cursor: Cursor, token: Token, read: Read): Expr {
  return cursor.inParens(() => {
    const text = read(cursor)
    let round = false
    if (cursor.take(',')) {
      cursor.needWords('WIDE_NUMBER_MODE')
      cursor.need('=>')
      const mode = cursor.next()
      if (mode.kind !== 'string' || !/^(exact|round)$/.test(mode.text)) cursor.fail(mode)
      round = mode.text === 'round'
    }
    return expr(`CAST(bq_json_${round ? 'round' : 'exact'}(${text.sql}) AS JSON)`, token)
  })
}

function readWord(cursor: Cursor, token: Token, read: Read): Expr {
  const call = cursor.isSymbol('(', 1)
  switch (token.word) {
    case 'NULL':
      cursor.next()
      return expr('NULL', token, 'null')
    case 'TRUE':
    case 'FALSE':
      cursor.next()
      return expr(token.word, token)
    case 'CASE':
      cursor.next()
      return readCase(cursor, token, read)
    case 'CAST':
    case 'SAFE_CAST':
      cursor.next()
      return readCast(cursor, token, read)
    case 'EXTRACT':
      cursor.next()
      return readExtract(cursor, token, read)
    case 'EXISTS':
      cursor.next()
      return expr(`EXISTS (${cursor.inParens(() => readSubquery(cursor))})`, token)
    case 'ARRAY': {
      cursor.next()
      if (call) return expr(`coalesce(ARRAY(${cursor.inParens(() => readSubquery(cursor))}), [])`, token)
      if (!cursor.take('<')) return readArray(cursor, token, read)
      const element = readType(cursor)
      cursor.need('>')
      return readArray(cursor, token, read, element)
    }
    case 'TIMESTAMP':
    case 'DATE':
    case 'JSON': {
      const literal = cursor.look(1)
      if (literal.kind !== 'string') break
      cursor.next()
      cursor.next()
      if (token.word === 'JSON') return expr(`CAST(bq_json_exact(${quoteText(literal.text)}) AS JSON)`, token)
      const type = token.word === 'DATE' ? 'DATE' : 'TIMESTAMP WITH TIME ZONE'
      return expr(`CAST(${quoteText(literal.text)} AS ${type})`, token)
    }
    case 'CURRENT_TIMESTAMP':
      if (call) break
      cursor.next()
      return expr(cursor.context.now, token)
    case 'INTERVAL':
    case 'STRUCT':
      throw unspoken(`${token.word} values`)
  }
  if (call) {
    const special = SPECIAL[token.word]
    if (special) {
      cursor.next()
      return special(cursor, token, read)
    }
    if (isCall(token)) return expr(readCall(cursor, read), token)
  }
  return readColumn(cursor, token)
}

const SPECIAL: Readonly<Record<string, (cursor: Cursor, token: Token, read: Read) => Expr>> = {
  TIMESTAMP_ADD: readMoved,
  TIMESTAMP_SUB: readMoved,
  TIMESTAMP_DIFF: readDifference,
  TIMESTAMP_TRUNC: readTruncated,
  DATE_TRUNC: readTruncated,
  DATE_ADD: readMovedDay,
  DATE_SUB: readMovedDay,
  DATE_DIFF: readDayDifference,
  PARSE_JSON: readParsedJson,
}

function readColumn(cursor: Cursor, token: Token): Expr {
  if (!isName(token)) return cursor.fail(token)
  const path = [cursor.next().text]
  while (cursor.isSymbol('.') && path.length < 2 && cursor.look(1).kind !== 'symbol') {
    cursor.next()
    path.push(cursor.next().text)
  }
  return expr(path.map(quoteName).join('.'), token, 'column', path)
}
