// A place in the tokens, with the few questions that a parser asks; and what a statement is read in the light of.

import { invalidQuery } from '../errors.ts'
import type { Field } from '../types.ts'
import type { Token } from './tokens.ts'

/** Something that stands after FROM. */
export type Relation = {
  sql: string
  /** The columns of a base table; null where they aren't known by name alone. */
  fields: readonly Field[] | null
}

export type Context = {
  /** The one who asks. */
  principal: string
  /** CURRENT_TIMESTAMP() of the statement, as DuckDB text of an instant. */
  now: string
  /** A parameter's value as DuckDB text. Throws for one that was not given. */
  param(name: string, token: Token): string
  positional(token: Token): string
  /** What a path in FROM means. Throws where it isn't there or isn't allowed. */
  relation(path: readonly string[], token: Token): Relation
  /** Columns of a table that is to be changed; null where they aren't known. */
  columns(path: readonly string[]): readonly Field[] | null
}

export type Expr = {
  sql: string
  /** Where it begins. */
  token: Token
  /** A literal, parameter, or plain column is known as one: types are coerced by that. */
  kind: 'null' | 'string' | 'param' | 'column' | 'default' | 'other'
  /** Of a column: qualifier and name. */
  path: readonly string[]
}

/** Reads an expression: given to what stands inside of expressions. */
export type Read = (cursor: Cursor) => Expr

export const expr = (sql: string, token: Token, kind: Expr['kind'] = 'other', path: string[] = []): Expr => ({
  sql,
  token,
  kind,
  path,
})

export type Query = { sql: string; columns: number | null }

export class Cursor {
  readonly context: Context
  /** Set by whoever can read queries: expressions hold subqueries. */
  readonly readQuery: (cursor: Cursor) => Query
  readonly ctes = new Set<string>()
  /** Columns that are compared, ordered or grouped by, until the select they stand in knows its tables. */
  pending: ((find: (path: readonly string[]) => Field | null) => void)[] = []
  /** Subqueries read so far. */
  subqueries = 0
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[], context: Context, readQuery: (cursor: Cursor) => Query) {
    this.#tokens = tokens
    this.context = context
    this.readQuery = readQuery
  }

  look(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]
    if (!token) throw invalidQuery('Syntax error: Unexpected end of statement')
    return token
  }

  next(): Token {
    const token = this.look()
    this.#at += 1
    return token
  }

  failWith(message: string): never {
    throw invalidQuery(message)
  }

  fail(token = this.look(), expected?: string): never {
    const shown = token.kind === 'end' ? 'end of statement' : `"${token.text}"`
    const what = expected ? `Expected ${expected} but got ${shown}` : `Unexpected ${shown}`
    throw invalidQuery(`Syntax error: ${what} at [${token.line}:${token.column}]`)
  }

  isWords(...words: string[]): boolean {
    return words.every((word, at) => this.look(at).word === word)
  }

  /** Takes the words if they come next. */
  takeWords(...words: string[]): boolean {
    if (!this.isWords(...words)) return false
    this.#at += words.length
    return true
  }

  needWords(...words: string[]) {
    for (const word of words) if (!this.takeWords(word)) this.fail(this.look(), `keyword ${word}`)
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.look(ahead)
    return token.kind === 'symbol' && token.text === text
  }

  take(text: string): boolean {
    if (!this.isSymbol(text)) return false
    this.#at += 1
    return true
  }

  need(text: string) {
    if (!this.take(text)) this.fail(this.look(), `"${text}"`)
  }

  needEnd() {
    if (this.look().kind !== 'end') this.fail(this.look(), 'end of input')
  }

  list<T>(read: () => T): T[] {
    const found = [read()]
    while (this.take(',')) found.push(read())
    return found
  }

  inParens<T>(read: () => T): T {
    this.need('(')
    const found = read()
    this.need(')')
    return found
  }
}

/** Words that can't be names without backticks. Source: GoogleSQL's lexical page. */
const RESERVED = new Set(
  `ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE CURRENT
  DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FOLLOWING FOR FROM FULL
  GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT LIKE LIMIT LOOKUP
  MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR ORDER OUTER OVER PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE
  RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED UNION UNNEST USING WHEN
  WHERE WINDOW WITH WITHIN`.split(/\s+/),
)

export const isName = (token: Token) =>
  token.kind === 'quoted' || (token.kind === 'word' && !RESERVED.has(token.word))

export function readName(cursor: Cursor): string {
  const token = cursor.look()
  if (!isName(token)) cursor.fail(token, 'an identifier')
  return cursor.next().text
}

/** Path of a table or dataset: backticks may hold dots, and a project may have dashes without them. */
export function readPath(cursor: Cursor): { path: string[]; token: Token } {
  const token = cursor.look()
  const path: string[] = []
  do {
    const part = cursor.look()
    let text = path.length > 0 && part.kind === 'word' ? cursor.next().text : readName(cursor)
    let end = part.to
    while (cursor.isSymbol('-') && part.kind === 'word' && cursor.look().from === end) {
      cursor.next()
      const more = cursor.next()
      if (more.kind !== 'word' && more.kind !== 'number') cursor.fail(more)
      text += `-${more.text}`
      end = more.to
    }
    path.push(...(part.kind === 'quoted' ? text.split('.') : [text]))
  } while (cursor.take('.'))
  return { path, token }
}
