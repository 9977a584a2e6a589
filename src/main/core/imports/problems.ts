// What can be wrong with a file before any record of it is looked at.

/** Something that isn't a record, or a record that can't be read. Rows and lines count from 1. */
export type Problem = { row: number; line: number; message: string }

const NOT_UTF8 = 'is not UTF-8 text (it looks like UTF-16); save it as UTF-8'

/** Why a file that begins so holds no JSON records; null when it may. Written to follow the file's name. */
export function refusalOfStart(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return NOT_UTF8
  if (a === 0 || (b === 0 && a !== undefined)) return NOT_UTF8
  if (a === 0x5b || a === 0x7b) return null
  const start = String.fromCharCode(a ?? 0, b ?? 0, c ?? 0, d ?? 0)
  if (start === 'PAR1') return 'is a Parquet file, not JSON'
  if (start.startsWith('PK')) return 'is a ZIP or Excel file, not JSON'
  if (start.startsWith('\x1f\x8b')) return 'is compressed; unpack it first'
  return 'is not JSON: it must begin with a list of audiences or with one audience'
}
