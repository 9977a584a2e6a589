// How rows are written in each format: a text for each row, and what stands around them. Pure, so that threads can do it.
import type { ExportFormat } from '../../../shared/contract/exports.ts'
import type { ExportColumn } from '../../../shared/domain/export-columns.ts'
import { csvRow } from '../../../shared/table-text.ts'
import { cellOf, type Value } from './values.ts'
import { sheetFoot, sheetHead, sheetRow } from './xlsx/sheet.ts'

export type Layout = {
  head: string
  /** Throws `Stop` for what the format can't hold. */
  row(values: readonly Value[]): string
  foot(rows: number): string
  /** Characters of the first row that only stand between two. */
  between: number
}

/** Spreadsheets take a file without it for one of another encoding. */
const BYTE_ORDER_MARK = '\ufeff'

/** A record of the names and values of a row. */
function jsonRow(columns: readonly ExportColumn[], shown = (value: Value, _at: number) => value) {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`)
  return (row: readonly Value[]) =>
    `{${row.map((value, at) => keys[at] + JSON.stringify(shown(value, at))).join(',')}}`
}

const lines = (row: (values: readonly Value[]) => string): Layout => ({
  head: '',
  row: values => `${row(values)}\n`,
  foot: () => '',
  between: 0,
})

export function layoutOf(format: ExportFormat, columns: readonly ExportColumn[], whole: boolean): Layout {
  switch (format) {
    case 'csv':
      return {
        head: BYTE_ORDER_MARK + csvRow(columns.map(({ name }) => name)),
        row: values => csvRow(values.map(value => cellOf(value, whole))),
        foot: () => '',
        between: 0,
      }
    case 'ndjson':
      return lines(jsonRow(columns))
    case 'json': {
      const row = jsonRow(columns)
      // One array with a record on each line.
      return { head: '[', row: values => `,\n${row(values)}`, foot: () => '\n]\n', between: 1 }
    }
    case 'parquet': {
      // JSON is a text there before DuckDB sees it, so that it has nothing to say about what is in it.
      const isJson = columns.map(({ kind }) => kind === 'json')
      return lines(
        jsonRow(columns, (value, at) => (isJson[at] && value !== null ? JSON.stringify(value) : value)),
      )
    }
    case 'xlsx':
      return {
        head: sheetHead(columns),
        row: values => sheetRow(values, columns, whole),
        foot: rows => sheetFoot(columns, rows),
        between: 0,
      }
  }
}
