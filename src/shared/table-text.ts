// A table as text for files and the clipboard: CSV that is safe to open in a spreadsheet, and Markdown.
import { guardFormula } from './domain/formula-guard.ts'

export type Cell = string | number | null

/** RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180): numbers stay numbers, and a text never begins a formula. */
export function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = guardFormula(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One row with its line break. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

const markdownCell = (value: Cell) =>
  String(value ?? '')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll(/\r\n|\r|\n/g, '<br>')

/** A table of GitHub's Markdown. Numbers stand at the right. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  numeric: readonly boolean[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return (
    line(header.map(markdownCell)) +
    line(header.map((_, at) => (numeric[at] ? '---:' : '---'))) +
    rows.map(row => line(row.map(markdownCell))).join('')
  )
}
