// The reader of delimited text against a writer that quotes as it must: whatever is in the cells, and wherever it is cut.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cellsOf } from '../../../src/main/core/imports/mapping/cells.ts'
import { type CsvShape, createCsvScanner } from '../../../src/main/core/imports/reading/csv-scan.ts'
import type { Problem } from '../../../src/main/core/imports/terms.ts'

type Seen = {
  rows: { row: number; line: number; cells: string[] }[]
  problems: Problem[]
  fatal: string | null
}

function read(text: string, piece = 7, shape: Partial<CsvShape> = {}): Seen {
  const delimiter = shape.delimiter ?? ','
  const seen: Seen = { rows: [], problems: [], fatal: null }
  const scanner = createCsvScanner(
    {
      record: (bytes, row, line) =>
        seen.rows.push({ row, line, cells: cellsOf(Buffer.from(bytes).toString('utf8'), delimiter) }),
      problem: problem => seen.problems.push(problem),
    },
    { delimiter, line_end: 'lf', header: false, ...shape },
  )
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += piece) scanner.feed(bytes.subarray(at, at + piece))
  scanner.end()
  return { ...seen, fatal: scanner.fatal() }
}

const DELIMITERS = [',', ';', '\t', '|']
const cell = fc.string({
  unit: fc.constantFrom('a', 'ü', '😀', ' ', '"', ',', ';', '\t', '|', '\r\n', '\n', "'"),
})
/** A row of nothing but empty cells is none. */
const rows = fc.array(
  fc.array(cell, { minLength: 1, maxLength: 4 }).filter(cells => cells.some(text => /[^\s,;|]/.test(text))),
  { maxLength: 6 },
)

it('gives back what was written, with the line where each row begins', () => {
  fc.assert(
    fc.property(
      rows,
      fc.constantFrom(...DELIMITERS),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (table, delimiter, end, piece, always) => {
        const quoted = (text: string) =>
          always || /["\r\n]|^\s|\s$/.test(text) || text.includes(delimiter)
            ? `"${text.replaceAll('"', '""')}"`
            : text
        const lines = table.map(cells => cells.map(quoted).join(delimiter))
        const seen = read(lines.join(end), piece, { delimiter })
        expect(seen).toMatchObject({ problems: [], fatal: null })
        expect(seen.rows.map(({ cells }) => cells)).toEqual(table)
        let line = 1
        for (const [index, text] of lines.entries()) {
          expect(seen.rows[index]).toMatchObject({ row: index + 1, line })
          line += text.split('\n').length
        }
      },
    ),
  )
})

it('never gives a row that is not a part of the text, whatever it is', () => {
  const noise = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 60 })
  fc.assert(
    fc.property(noise, fc.integer({ min: 1, max: 9 }), (text, piece) => {
      const whole = read(text, 1_000)
      expect(read(text, piece)).toEqual(whole)
      const numbers = [...whole.rows, ...whole.problems].map(({ row }) => row).sort((a, b) => a - b)
      if (!whole.fatal) expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    }),
  )
})

it('passes over a header, a hint, blank rows and rows of nothing but delimiters', () => {
  const seen = read('sep=;\r\nname;size\r\n\r\nA;1\r\n;;\r\n  \r\nB;2', 3, { delimiter: ';', header: true })
  expect(seen.rows).toEqual([
    { row: 1, line: 4, cells: ['A', '1'] },
    { row: 2, line: 7, cells: ['B', '2'] },
  ])
})

it('takes blanks around quotes, and quotes inside a cell as they are', () => {
  expect(read('a , "b, c" ,5" x\n').rows[0]?.cells).toEqual(['a ', 'b, c', '5" x'])
})

it('goes on behind a row whose quotes are wrong', () => {
  const seen = read('a,b\n"c"d,e\nf,g\n"h,i\nj,k\n')
  expect(seen.rows.map(({ cells }) => cells)).toEqual([
    ['a', 'b'],
    ['f', 'g'],
    ['j', 'k'],
  ])
  expect(seen.problems).toEqual([
    { row: 2, line: 2, message: 'has text behind the closing quote of a cell' },
    { row: 4, line: 4, message: 'a quote that begins a cell is never closed' },
  ])
})

it('reads the line ends of old Macs', () => {
  expect(read('a,b\rc,"d\re"\r', 4, { line_end: 'cr' }).rows.map(({ cells }) => cells)).toEqual([
    ['a', 'b'],
    ['c', 'd\re'],
  ])
})
