// A platform's file of rejected records, counted by reason. The records themselves are never kept: they hold people's identifiers.
import { fail, ok, type Result } from '../errors.ts'

/** Reasons that are kept; the rarest beyond that are one. */
export const MOST_REASONS = 200
/** UTF-16 units of a text that is still read; a larger one would stop the window. */
export const LONGEST_FILE = 64_000_000
const LONGEST_REASON = 500
/** Of one field: what is behind it would only take time. */
const LONGEST_READ = 2_000
const OTHER_REASONS = 'Other reasons'
const NO_REASON = 'No reason given'

export type RejectsFile = {
  /** Names of the columns, or `Column 1` and so on where the file has no headings. */
  columns: string[]
  /** Which column the reasons were read from. */
  reason_column: number
  /** A column of counts, where a row stands for several records. */
  count_column: number | null
  /** Most frequent first, at most 200. */
  rejects: { reason: string; count: number }[]
  /** All rejected records. */
  total: number
}

/** What separates the fields: the one of these that the first line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/)
  const first = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '')
  const marks = [',', ';', '\t', '|'].map(mark => ({ mark, uses: first.split(mark).length - 1 }))
  return marks.reduce((best, each) => (each.uses > best.uses ? each : best)).mark
}

/** Rows of delimited text (RFC 4180) one after another: quoted fields may hold delimiters, line breaks and doubled quotes. */
function* rowsOf(text: string, delimiter: string): Generator<string[]> {
  let row: string[] = []
  let at = 0
  while (at <= text.length) {
    let field = ''
    if (text[at] === '"') {
      for (at++; at < text.length; ) {
        const quote = text.indexOf('"', at)
        const end = quote < 0 ? text.length : quote
        field += text.slice(at, end)
        at = end + 1
        if (text[at] !== '"') break
        field += '"'
        at++
      }
    }
    const from = at
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
    row.push((field + text.slice(from, at)).trim())
    if (text[at] === delimiter) {
      at++
      continue
    }
    if (row.some(cell => cell !== '')) yield row
    row = []
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
  }
}

/** Best name first: a file may have a code beside the words. */
const REASONS: readonly RegExp[] = [
  /^(reject(ed|ion)?|failure|fail|error|invalid)[ _-]?(reason|message|description|detail)s?$/i,
  /^reasons?$/i,
  /(reason|rejection)/i,
  /^(error|failure|rejected|message|detail|description)s?$/i,
  /(error|failure)/i,
  /^(status|result|code)([ _-]?(message|text|code))?$/i,
]
const COUNTS =
  /^(count|records?|rows?|number|quantity|total|members?|users?|rejected([ _-]?(count|records|rows))?|n|#)$/i

const isCount = (cell: string) => /^\d{1,15}$|^\d{1,3}([,.' ]\d{3})+$/.test(cell)
const countIn = (cell: string) => Number(cell.replace(/\D/g, ''))

function reasonColumnOf(cells: readonly string[]): number | null {
  for (const name of REASONS) {
    const found = cells.findIndex(cell => name.test(cell))
    if (found >= 0) return found
  }
  return null
}

const E_MAIL = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[^\s<>"'(),;:]*[^\s<>"'(),;:.]/g
const HASH = /\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b/gi
const DEVICE = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi
const PHONE = /\+?\d[\d ().-]{8,}\d/g

/** Without whose record it was: an identifier in the words would be kept, and would make each row a reason of its own. */
function reasonIn(cell: string): string {
  const words = cell
    .slice(0, LONGEST_READ)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(E_MAIL, '(e-mail)')
    .replace(DEVICE, '(device)')
    .replace(HASH, '(hash)')
    .replace(PHONE, '(number)')
    .toWellFormed()
    .trim()
  return [...words].slice(0, LONGEST_REASON / 2).join('') || NO_REASON
}

function settle(counts: ReadonlyMap<string, number>): RejectsFile['rejects'] {
  const all = Array.from(counts, ([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
  if (all.length <= MOST_REASONS) return all
  const rest = all.slice(MOST_REASONS - 1).reduce((sum, { count }) => sum + count, 0)
  return [...all.slice(0, MOST_REASONS - 1), { reason: OTHER_REASONS, count: rest }]
}

/**
 * Counts the rows of a CSV or tab-separated text by their reason. The column is found by its heading; `reason_column`
 * names another. Without headings, one column is the reasons, and two are reasons with counts. `validation_failed` for
 * what is empty, too large, or has no column of reasons: its details name the columns to choose from.
 */
export function readRejects(text: string, reason_column?: number): Result<RejectsFile> {
  if (text.length > LONGEST_FILE)
    return fail('validation_failed', 'The file is too large to be counted here.', {
      hint: 'Enter the number of rejected records by hand.',
    })
  const bare = text.replace(/^\ufeff/, '')
  const rows = rowsOf(bare, delimiterOf(bare.trimStart()))
  const first = rows.next()
  if (first.done)
    return fail('validation_failed', 'The file is empty.', { hint: 'Choose the platform’s file of rejects.' })
  const cells = first.value
  const named = reasonColumnOf(cells)
  const counted = cells.findIndex(cell => COUNTS.test(cell))
  const pair = cells.length === 2 && isCount(cells[1] ?? '')
  const headed = named !== null || (counted >= 0 && !pair) || reason_column !== undefined
  const columns = headed
    ? cells.map((cell, index) => cell || `Column ${index + 1}`)
    : cells.map((_, index) => `Column ${index + 1}`)
  const column = reason_column ?? named ?? (cells.length === 1 || pair ? 0 : null)
  if (column === null || column < 0 || column >= cells.length)
    return fail('validation_failed', 'No column of the file says why a record was rejected.', {
      hint: 'Choose the column that holds the reasons.',
      details: { columns: cells.map((cell, index) => cell || `Column ${index + 1}`) },
    })
  const count_column = headed ? (counted >= 0 && counted !== column ? counted : null) : pair ? 1 : null
  const counts = new Map<string, number>()
  let total = 0
  const take = (row: readonly string[]) => {
    const cell = count_column === null ? '1' : (row[count_column] ?? '')
    const count = isCount(cell) ? countIn(cell) : 1
    const reason = reasonIn(row[column] ?? '')
    counts.set(reason, (counts.get(reason) ?? 0) + count)
    total += count
  }
  if (!headed) take(cells)
  for (const row of rows) take(row)
  if (!Number.isSafeInteger(total))
    return fail('validation_failed', 'The counts in the file are too large to be right.', {
      hint: 'Look at the column of counts.',
    })
  return ok({ columns, reason_column: column, count_column, rejects: settle(counts), total })
}
