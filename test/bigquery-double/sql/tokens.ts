// GoogleSQL text as tokens with their places.
import { invalidQuery } from '../errors.ts'

export type Token = {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'param' | 'symbol' | 'end'
  /** Of strings and quoted names what they mean; of words as written. */
  text: string
  /** In upper case for words, else the empty string. */
  word: string
  from: number
  to: number
  line: number
  column: number
}

const SYMBOLS = ['<=', '>=', '<>', '!=', '||', '=>']
const SINGLE = '()[]{},.;:=<>+-*/%?'
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const wrong = (what: string, line: number, column: number) =>
  invalidQuery(`Syntax error: ${what} at [${line}:${column}]`)

/** Reads a quoted text that begins at `from`. */
function readQuoted(sql: string, from: number, raw: boolean, fail: (what: string) => Error) {
  const quote = sql[from] ?? ''
  const triple = quote !== '`' && sql.startsWith(quote.repeat(3), from)
  const end = triple ? quote.repeat(3) : quote
  let at = from + end.length
  let text = ''
  for (;;) {
    const char = sql[at]
    if (char === undefined || (char === '\n' && !triple)) throw fail('Unclosed string literal')
    if (sql.startsWith(end, at)) return { text, to: at + end.length }
    if (char !== '\\') {
      text += char
      at += 1
      continue
    }
    const next = sql[at + 1] ?? ''
    if (raw) {
      text += char + next
      at += 2
      continue
    }
    const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(sql.slice(at + 1, at + 10))
    if (code) {
      text += String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '0', 16))
      at += 1 + code[0].length
      continue
    }
    const known = ESCAPES[next] ?? ('\\?"\'`'.includes(next) ? next : null)
    if (known === null) throw fail(`Illegal escape sequence: \\${next}`)
    text += known
    at += 2
  }
}

const SKIPPED = /\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//y
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|0[xX][0-9a-fA-F]+/y
const PARAM = /@([A-Za-z_][A-Za-z0-9_]*)/y

function match(pattern: RegExp, sql: string, at: number) {
  pattern.lastIndex = at
  return pattern.exec(sql)
}

/** Throws invalidQuery where the text is none. */
export function tokenise(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let line = 1
  let lineStart = 0
  const move = (to: number) => {
    for (let k = at; k < to; k++) {
      if (sql[k] === '\n') {
        line += 1
        lineStart = k + 1
      }
    }
    at = to
  }
  while (at < sql.length) {
    const skipped = match(SKIPPED, sql, at)
    if (skipped) {
      move(at + skipped[0].length)
      continue
    }
    const column = at - lineStart + 1
    const place = { from: at, line, column }
    const add = (kind: Token['kind'], text: string, to: number) => {
      tokens.push({ kind, text, word: kind === 'word' ? text.toUpperCase() : '', ...place, to })
      move(to)
    }
    const fail = (what: string) => wrong(what, place.line, column)
    const char = sql[at] ?? ''
    const prefixed = /^[rR]["']/.test(sql.slice(at, at + 2))
    if (prefixed || char === "'" || char === '"' || char === '`') {
      const { text, to } = readQuoted(sql, prefixed ? at + 1 : at, prefixed, fail)
      add(char === '`' ? 'quoted' : 'string', text, to)
      continue
    }
    const word = match(WORD, sql, at)
    if (word) {
      add('word', word[0], at + word[0].length)
      continue
    }
    const number = match(NUMBER, sql, at)
    if (number) {
      add('number', number[0], at + number[0].length)
      continue
    }
    const param = match(PARAM, sql, at)
    if (param) {
      add('param', param[1] ?? '', at + param[0].length)
      continue
    }
    const symbol = SYMBOLS.find(one => sql.startsWith(one, at)) ?? (SINGLE.includes(char) ? char : null)
    if (symbol === null) throw fail(`Illegal input character "${char}"`)
    add('symbol', symbol, at + symbol.length)
  }
  tokens.push({
    kind: 'end',
    text: 'end of statement',
    word: '',
    from: at,
    to: at,
    line,
    column: at - lineStart + 1,
  })
  return tokens
}

/** A script's statements, each with an end of its own. */
export function statementsOf(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = []
  let current: Token[] = []
  for (const token of tokens) {
    const ends = token.kind === 'end' || (token.kind === 'symbol' && token.text === ';')
    if (!ends) {
      current.push(token)
      continue
    }
    if (current.length > 0) {
      const end: Token = { ...token, kind: 'end', text: 'end of statement' }
      statements.push([...current, end])
    }
    current = []
  }
  return statements
}
