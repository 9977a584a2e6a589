// CSV of a package, safe to open in a spreadsheet.
import { csvRow } from '../../../../shared/table-text.ts'

/** UTF-8 without a byte order mark, CRLF after every row. A text that would be a formula gets an apostrophe before it. */
export const toCsv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [header, ...rows].map(csvRow).join('')
