// The one sheet of a workbook: texts as texts, numbers and instants as numbers that a spreadsheet counts with.
import type { ColumnKind, ExportColumn } from '../../../../shared/domain/export-columns.ts'
import { fail } from '../../../../shared/errors.ts'
import { Stop } from '../stop.ts'
import { cellOf, type Value } from '../values.ts'
import { xmlText } from './xml.ts'

/** Limits of Excel itself (https://support.microsoft.com/office/excel-specifications-and-limits). The head is a row, too. */
export const MOST_ROWS = 1_048_575
const MOST_CHARACTERS = 32_767

const DAY_MS = 86_400_000
/** 1970-01-01 as Excel counts days. */
const EPOCH_DAY = 25_569
/** Days that a spreadsheet shows as dates: from March 1900, since it takes 1900 for a leap year, to the end of 9999. */
const isShown = (day: number) => day >= 61 && day < 2_958_466
/** Places in the list of styles, see workbook.ts. */
const [HEAD, INSTANT] = [1, 2]

const WIDTHS: Record<ColumnKind, number> = {
  text: 24,
  count: 14,
  number: 14,
  instant: 22,
  list: 28,
  json: 28,
}
const NAMES_SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

const NAMES = ['name', 'audience_name']
const IDS = ['distribution_id', 'audience_id', 'platform_id']

/** The record as people know it, by those of its name and id that are exported. */
function recordOf(values: readonly Value[], columns: readonly ExportColumn[]): string {
  const first = (names: readonly string[]) =>
    names
      .map(name => values[columns.findIndex(column => column.name === name)])
      .find(value => typeof value === 'string' && value !== '')
  const [name, id] = [first(NAMES), first(IDS)]
  if (name === undefined) return String(id ?? 'a record')
  return id === undefined ? `“${name}”` : `“${name}” (${id})`
}

const tooLong = (column: string, record: string, length: number, whole: boolean) =>
  fail(
    'validation_failed',
    `The column ${column} of ${record} has ${length.toLocaleString('en')} characters; a cell of Excel holds ${MOST_CHARACTERS.toLocaleString('en')}`,
    {
      hint: `Export as CSV, JSON or Parquet instead, or ${whole ? 'only the columns that you see' : 'without this column'}.`,
    },
  )

const textCell = (text: string, style = '') =>
  `<c t="inlineStr"${style}><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`

export function sheetRow(values: readonly Value[], columns: readonly ExportColumn[], whole: boolean): string {
  const cells = columns.map(({ name, kind }, at) => {
    const plain = cellOf(values[at] ?? null, whole)
    if (plain === null || plain === '') return '<c/>'
    if (typeof plain === 'number') return `<c><v>${plain}</v></c>`
    const day = kind === 'instant' ? Date.parse(plain) / DAY_MS + EPOCH_DAY : Number.NaN
    if (isShown(day)) return `<c s="${INSTANT}"><v>${day}</v></c>`
    if (plain.length > MOST_CHARACTERS)
      throw new Stop(tooLong(name, recordOf(values, columns), plain.length, whole))
    return textCell(plain)
  })
  return `<row>${cells.join('')}</row>`
}

export function sheetHead(columns: readonly ExportColumn[]): string {
  const widths = columns.map(
    ({ kind }, at) => `<col min="${at + 1}" max="${at + 1}" width="${WIDTHS[kind]}" customWidth="1"/>`,
  )
  const names = columns.map(({ name }) => textCell(name, ` s="${HEAD}"`))
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${NAMES_SHEET}">` +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData><row>${names.join('')}</row>`
  )
}

/** `A`, `B` … `AA`. */
const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

export const sheetFoot = (columns: readonly ExportColumn[], rows: number) =>
  `</sheetData><autoFilter ref="A1:${letters(columns.length - 1)}${rows + 1}"/></worksheet>`
