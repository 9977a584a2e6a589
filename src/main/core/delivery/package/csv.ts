// CSV as RFC 4180 has it (https://www.rfc-editor.org/rfc/rfc4180), safe to open in a spreadsheet.
import { guardFormula } from '../../../../shared/domain/formula-guard.ts'

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = guardFormula(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** UTF-8 without a byte order mark, CRLF after every row. A text that would be a formula gets an apostrophe before it. */
export const toCsv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [header, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('')
