// The rows of a sheet, a few hundred at a time: each a list of plain values, with the number it has in the sheet.
import { MAX_COLUMNS } from '../../../../shared/domain/import-table.ts'
import { problemCell } from '../mapping/values.ts'
import { unreadable } from '../reading/failures.ts'
import { dateOf } from './dates.ts'
import type { Sheet, Workbook } from './workbook.ts'
import { type Attributes, cellText, xmlPieces } from './xml.ts'

export type SheetRow = { number: number; cells: unknown[] }

const MOST_COLUMNS = 16_384
const MOST_ROWS = 1_048_576

/** `AB12` → 27; null when it is no cell's name. */
export function columnAt(reference: string): number | null {
  let column = 0
  let at = 0
  for (; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return at > 0 && at < 4 && column <= MOST_COLUMNS ? column - 1 : null
}

const NOT_WORKED_OUT = 'holds a formula without its result; open the file in Excel and save it there'

/** A number as it was written, where JavaScript can hold it; else its text. */
function numberOf(text: string): unknown {
  const value = Number(text)
  if (text === '' || Number.isNaN(value)) return text
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value
}

export async function* sheetRows(
  { archive, isDate, from1904, strings }: Workbook,
  { part }: Sheet,
): AsyncGenerator<SheetRow[]> {
  const shared = await strings()
  let ready: SheetRow[] = []
  let row: SheetRow = { number: 0, cells: [] }
  let cell: Attributes = {}
  let column = -1
  let text = ''
  let inValue = false
  let isFormula = false
  let phonetic = 0

  function cellValue(): unknown {
    switch (cell.t) {
      case 's': {
        const found = shared[Number(text)]
        return found === undefined ? unreadable('names a text that it doesn’t have; save it anew') : found
      }
      case 'b':
        return text === '1' || text === 'true'
      case 'e':
        return problemCell(`holds the error ${text}`)
      case 'str':
      case 'inlineStr':
        return cellText(text)
      case 'd':
        return text
      default: {
        const value = numberOf(text)
        return typeof value === 'number' && isDate(Number(cell.s ?? 0)) ? dateOf(value, from1904) : value
      }
    }
  }

  /** Whoever writes formulas without working them out leaves no result. An empty text is one, and says that it is a text. */
  const isUnfinished = () => isFormula && (cell.t ?? 'n') === 'n'

  const open = (name: string, attributes: Attributes) => {
    switch (name) {
      case 'row': {
        const number = attributes.r === undefined ? row.number + 1 : Number(attributes.r)
        if (!(number > row.number && number <= MOST_ROWS))
          unreadable('is a damaged Excel file: its rows are not in order')
        row = { number, cells: [] }
        column = -1
        return
      }
      case 'c': {
        cell = attributes
        const at = attributes.r === undefined ? column + 1 : columnAt(attributes.r)
        if (at === null || at <= column)
          return unreadable('is a damaged Excel file: its cells are not in order')
        if (at >= MAX_COLUMNS)
          return unreadable(`has cells beyond ${MAX_COLUMNS.toLocaleString('en')} columns`)
        column = at
        text = ''
        isFormula = false
        return
      }
      case 'f':
        isFormula = true
        return
      case 'rPh':
        phonetic++
        return
      case 'v':
      case 't':
        inValue = phonetic === 0
    }
  }
  const close = (name: string) => {
    if (name === 'v' || name === 't') inValue = false
    if (name === 'rPh') phonetic--
    if (name === 'c' && (text !== '' || isUnfinished())) {
      while (row.cells.length < column) row.cells.push(null)
      row.cells[column] = text === '' ? problemCell(NOT_WORKED_OUT) : cellValue()
    }
    if (name === 'row' && row.cells.length > 0) ready.push(row)
  }
  const events = {
    open,
    close,
    text(piece: string) {
      if (inValue) text += piece
    },
  }
  for await (const _ of xmlPieces(await archive.open(part, false), events)) {
    if (ready.length === 0) continue
    yield ready
    ready = []
  }
}
