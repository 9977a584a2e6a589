// Readers of CSV and Excel that share nothing with what wrote them: DuckDB's, and a plain one over zip and XML.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { SaxesParser } from 'saxes'
import { fromBuffer } from 'yauzl'

export async function readCsv(text: string): Promise<{ head: string[]; rows: string[][] }> {
  const folder = await mkdtemp(join(tmpdir(), 'csv-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const path = join(folder, 'a.csv')
    await writeFile(path, text)
    const read = await connection.runAndReadAll(
      `SELECT * FROM read_csv('${path}', header = true, all_varchar = true, quote = '"', escape = '"', delim = ',', new_line = '\\r\\n')`,
    )
    return {
      head: read.columnNames(),
      rows: read.getRowsJS().map(row => row.map(cell => String(cell ?? ''))),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true })
  }
}

export function entries(bytes: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, string>()
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('error', reject)
      zip.on('end', () => resolve(found))
      zip.on('entry', entry =>
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          const chunks: Buffer[] = []
          stream.on('error', reject)
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(chunks).toString('utf8'))
            zip.readEntry()
          })
        }),
      )
      zip.readEntry()
    })
  })
}

const unescaped = (text: string) =>
  text.replaceAll(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

type Cell = string | number | null
/** Cells of the first sheet; those of a date style as instants. */
export async function readSheet(bytes: Buffer): Promise<{ head: Cell[]; rows: Cell[][] }> {
  const files = await entries(bytes)
  for (const name of ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels'])
    if (!files.has(name)) throw new Error(`The workbook has no ${name}`)
  const rows: Cell[][] = []
  let cell: { type: string; style: string; text: string; filled: boolean } | null = null
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') rows.push([])
    if (name === 'c')
      cell = {
        type: String(attributes.t ?? 'n'),
        style: String(attributes.s ?? '0'),
        text: '',
        filled: false,
      }
    if (cell && (name === 't' || name === 'v')) cell.filled = true
  })
  parser.on('text', text => {
    if (cell) cell.text += text
  })
  parser.on('closetag', ({ name }) => {
    if (name !== 'c' || !cell) return
    const { type, style, text, filled } = cell
    const value = !filled
      ? null
      : type === 'inlineStr'
        ? unescaped(text)
        : style === '2'
          ? new Date(Math.round((Number(text) - 25_569) * 86_400_000)).toISOString()
          : Number(text)
    rows.at(-1)?.push(value)
    cell = null
  })
  parser.write(files.get('xl/worksheets/sheet1.xml') ?? '').close()
  const [head = [], ...rest] = rows
  return { head, rows: rest }
}
