// Reads what is pasted: lists of variable codes, and rows of a spreadsheet or CSV file for the segment grid.
import { parseCount, parseShare } from './numbers.ts'

/** Codes separated by commas, semicolons, tabs or line breaks, unquoted, each once. */
export function parseCodes(text: string): string[] {
  const codes = text
    .split(/[,;\t\r\n]+/)
    .map(code => code.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter(code => code !== '')
  return [...new Set(codes)]
}

/** Fields of delimited text (RFC 4180): quoted fields may hold delimiters, line breaks and doubled quotes. */
export function parseTable(text: string): string[][] {
  const delimiter = delimiterOf(text)
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  const endRow = () => {
    row.push(field.trim())
    if (row.some(cell => cell !== '')) rows.push(row)
    row = []
    field = ''
  }
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (quoted) {
      if (char !== '"') field += char
      else if (text.charAt(at + 1) === '"') {
        field += '"'
        at++
      } else quoted = false
    } else if (char === '"' && field.trim() === '') {
      quoted = true
      field = ''
    } else if (char === delimiter) {
      row.push(field.trim())
      field = ''
    } else if (char === '\n') endRow()
    else if (char !== '\r') field += char
  }
  endRow()
  return rows
}

/** A spreadsheet copies with tabs; a CSV file has semicolons where the comma is the decimal mark. */
function delimiterOf(text: string): string {
  const bare = text.replace(/"[^"]*"/g, '')
  if (bare.includes('\t')) return '\t'
  const count = (mark: string) => bare.split(mark).length
  return count(';') > count(',') ? ';' : ','
}

export type PastedSegment = { segment_id: string; name: string; size: string; share: string; prizm: string[] }
type Column = keyof PastedSegment

const HEADINGS: Record<Column, RegExp> = {
  segment_id: /^(segment[ _]?)?(id|no|number|#)\.?$/i,
  name: /^(segment([ _]name)?|name|audience([ _]name)?|label)$/i,
  size: /^(size|count|people|households|reach|population|records|hhs?|segment[ _]size)$/i,
  share: /(percent|share|%|pct)/i,
  prizm: /prizm/i,
}

const isColumn = (name: string): name is Column => Object.hasOwn(HEADINGS, name)

/** A row of headings needs to name the segment's name or size; then columns go by heading. */
function headings(cells: readonly string[]): (Column | null)[] | null {
  const found = cells.map(cell => {
    const name = Object.keys(HEADINGS).find(key => isColumn(key) && HEADINGS[key].test(cell))
    return name && isColumn(name) ? name : null
  })
  return found.includes('name') || found.includes('size') ? found : null
}

const isPercent = (cell: string) => /%\s*$/.test(cell) && Number.isFinite(parseShare(cell))
const isCount = (cell: string) => !isPercent(cell) && Number.isFinite(parseCount(cell))

/**
 * Without headings: the first column of words is the name, of counts the size, of percentages the share. Behind the name
 * half of the cells decide: one that can't be read is then a mistake in its column, to be put right in the grid.
 */
function guessColumns(rows: readonly string[][]): (Column | null)[] {
  const width = Math.max(...rows.map(row => row.length))
  const taken = new Set<Column>()
  const claim = (column: Column) => {
    if (taken.has(column)) return null
    taken.add(column)
    return column
  }
  const columns = Array.from({ length: width }, (_, at) => {
    const cells = rows.map(row => row[at] ?? '').filter(cell => cell !== '')
    if (cells.length === 0) return null
    const fits = (column: Column, test: (cell: string) => boolean) => {
      const lenient = taken.has('name') && !taken.has(column)
      return cells.filter(test).length >= (lenient ? cells.length / 2 : cells.length)
    }
    if (fits('share', isPercent)) return claim('share')
    if (fits('size', isCount)) return claim('size')
    return claim('name') ?? claim('prizm')
  })
  return columns
}

/** PRIZM names hold commas only in lists, so a cell is split at commas, semicolons and bars. */
export const splitChips = (text: string) => [
  ...new Set(
    text
      .split(/[,;|\r\n\t]+/)
      .map(chip => chip.trim())
      .filter(chip => chip !== ''),
  ),
]

/** Rows to add to the grid; cells that belong to no column are left out. */
export function parseSegments(text: string): PastedSegment[] {
  const table = parseTable(text)
  const first = table[0]
  if (!first) return []
  const named = headings(first)
  const rows = named ? table.slice(1) : table
  if (rows.length === 0) return []
  const columns = named ?? guessColumns(rows)
  return rows.map(cells => {
    const at = (column: Column) => {
      const index = columns.indexOf(column)
      return index < 0 ? '' : (cells[index] ?? '')
    }
    return {
      segment_id: at('segment_id'),
      name: at('name'),
      size: at('size'),
      share: at('share'),
      prizm: splitChips(at('prizm')),
    }
  })
}

/** Whether a paste into a field of the grid is meant as rows rather than as that field's text. */
export const isTable = (text: string) => /\t|\r?\n(?=.)/.test(text.trim())
