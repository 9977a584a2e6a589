// OPTIONS(…) of tables, views, columns and datasets: names with literal values.
import { invalidQuery } from '../errors.ts'
import type { Cursor } from './cursor.ts'
import type { Options } from './statement.ts'

const KNOWN = new Set([
  'description',
  'friendly_name',
  'labels',
  'location',
  'default_table_expiration_days',
  'default_partition_expiration_days',
  'expiration_timestamp',
  'partition_expiration_days',
  'require_partition_filter',
  'max_time_travel_hours',
  'storage_billing_model',
])

/** After the word OPTIONS. */
export function readOptions(cursor: Cursor): Options {
  const options = new Map<string, unknown>()
  cursor.inParens(() => {
    if (cursor.isSymbol(')')) return
    cursor.list(() => {
      const token = cursor.next()
      const name = token.text.toLowerCase()
      if (!KNOWN.has(name)) throw invalidQuery(`Unknown option: ${name} at [${token.line}:${token.column}]`)
      cursor.need('=')
      options.set(name, readLiteral(cursor))
    })
  })
  return options
}

function readLiteral(cursor: Cursor): unknown {
  const open = ['[', '('].find(one => cursor.take(one))
  if (open) {
    const close = open === '[' ? ']' : ')'
    const found = cursor.isSymbol(close) ? [] : cursor.list(() => readLiteral(cursor))
    cursor.need(close)
    return found
  }
  const token = cursor.next()
  if (token.kind === 'string') return token.text
  if (token.kind === 'number') return Number(token.text)
  if (token.word === 'TRUE' || token.word === 'FALSE') return token.word === 'TRUE'
  if (token.word === 'NULL') return null
  return cursor.fail(token, 'a literal')
}
