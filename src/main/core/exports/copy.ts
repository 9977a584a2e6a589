// Rows as text for the clipboard.
import { type CopyFormat, MOST_COPIED } from '../../../shared/contract/exports.ts'
import type { ExportColumn } from '../../../shared/domain/export-columns.ts'
import { fail } from '../../../shared/errors.ts'
import { csvRow, markdownTable } from '../../../shared/table-text.ts'
import { cellOf, type Value } from './values.ts'

const NUMERIC = new Set<ExportColumn['kind']>(['count', 'number'])

export const tooManyToCopy = (rows: number) =>
  fail(
    'validation_failed',
    `${rows.toLocaleString('en')} rows are too many to copy; ${MOST_COPIED.toLocaleString('en')} can be`,
    { hint: 'Export them to a file instead.' },
  )

export function textOf(
  format: CopyFormat,
  columns: readonly ExportColumn[],
  rows: readonly (readonly Value[])[],
): string {
  const names = columns.map(({ name }) => name)
  const cells = () => rows.map(row => row.map(value => cellOf(value, false)))
  switch (format) {
    case 'csv':
      return [names, ...cells()].map(csvRow).join('')
    case 'markdown':
      return markdownTable(
        names,
        cells(),
        columns.map(({ kind }) => NUMERIC.has(kind)),
      )
    case 'json': {
      const records = rows.map(row => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])))
      return `${JSON.stringify(records, null, 2)}\n`
    }
  }
}
