// What delimited text looks like, by its first rows: which delimiter, which line end, and whether the first row is a header.
import { DELIMITERS, type Delimiter } from '../../../../shared/domain/import-table.ts'
import { cellsOf } from '../mapping/cells.ts'
import { targetOf } from '../mapping/names.ts'
import { createCsvScanner } from './csv-scan.ts'

const ROWS = 60

export const lineEndOf = (text: string): 'lf' | 'cr' =>
  !text.includes('\n') && text.includes('\r') ? 'cr' : 'lf'

/** `sep=;` in the first line, as spreadsheets write and read it. */
const hinted = (text: string): Delimiter | null => {
  const char = /^sep=(.)\r?(?:\n|$)/i.exec(text)?.[1]
  return DELIMITERS.find(delimiter => delimiter === char) ?? null
}

/** The first rows as texts. The last of a sample may be cut off, and is left out when there are others. */
export function firstRows(text: string, delimiter: Delimiter, whole: boolean): string[] {
  const rows: string[] = []
  const scanner = createCsvScanner(
    {
      record: bytes => void (rows.length <= ROWS && rows.push(Buffer.from(bytes).toString('utf8'))),
      problem: () => undefined,
    },
    { delimiter, line_end: lineEndOf(text), header: false },
  )
  scanner.feed(Buffer.from(text, 'utf8'))
  scanner.end()
  return whole || rows.length < 2 ? rows : rows.slice(0, -1)
}

/** The delimiter that cuts most rows into the same number of cells, more than one. */
export function delimiterOf(text: string, whole: boolean): Delimiter {
  const hint = hinted(text)
  if (hint) return hint
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>()
    const rows = firstRows(text, delimiter, whole)
    for (const row of rows) {
      const cells = cellsOf(row, delimiter).length
      counts.set(cells, (counts.get(cells) ?? 0) + 1)
    }
    const [cells, times] = [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0] ?? [1, 0]
    // Of two that cut all rows alike, the one with more cells: commas in a sentence are rarer than delimiters.
    const score = cells > 1 ? times / rows.length + cells / 1_000 : 0
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

const isData = (cell: string) => /^[\s]*$|^[-+\d.,%]+$|^[[{]|^\d{4}-\d\d-\d\d/.test(cell)

/** A row that names a field is a header; so is one of different texts, none of them a number, a date or empty. */
export function hasHeader(first: readonly string[]): boolean {
  const known = first.filter(cell => targetOf(cell) !== null).length
  if (known > 0) return true
  return first.length > 0 && !first.some(isData) && new Set(first).size === first.length
}
