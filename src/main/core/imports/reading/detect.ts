// What kind of file it is: by its first bytes, and by its name where those could be of two kinds.
import { type FileHandle, open } from 'node:fs/promises'
import type { ImportFormat } from '../../../../shared/domain/import-table.ts'
import { unreadable } from './failures.ts'

const SAMPLE_BYTES = 262_144

export type Sample = { bytes: Buffer; whole: boolean }

/** The beginning of a file. Rejects with the file system's error. */
export async function readSample(path: string): Promise<Sample> {
  let file: FileHandle | null = null
  try {
    file = await open(path)
    const bytes = Buffer.alloc(SAMPLE_BYTES)
    let used = 0
    while (used < bytes.length) {
      const { bytesRead } = await file.read(bytes, used, bytes.length - used, used)
      if (bytesRead === 0) return { bytes: bytes.subarray(0, used), whole: true }
      used += bytesRead
    }
    return { bytes, whole: false }
  } finally {
    await file?.close()
  }
}

const startsWith = (bytes: Buffer, signature: string) =>
  bytes.subarray(0, signature.length).toString('latin1') === signature

/** Files that people take for tables, by their signatures. */
const OTHERS = [
  ['\x1f\x8b', 'is compressed; unpack it first'],
  ['7z\xbc\xaf\x27\x1c', 'is compressed; unpack it first'],
  ['\x28\xb5\x2f\xfd', 'is compressed; unpack it first'],
  ['BZh', 'is compressed; unpack it first'],
  [
    '\xd0\xcf\x11\xe0',
    'is an old Excel file (.xls) or one with a password; save it as .xlsx without a password',
  ],
  ['%PDF', 'is a PDF document, not a table'],
  ['\x89PNG', 'is a picture, not a table'],
  ['\xff\xd8\xff', 'is a picture, not a table'],
  ['ARROW1', 'is an Arrow file; save it as Parquet'],
  ['SQLite format 3', 'is a database, not a table; export the table as CSV'],
] as const

const isJsonName = (name: string) => /\.(json|ndjson|jsonl|geojson)$/i.test(name)
const isTextName = (name: string) => /\.(csv|tsv|tab|txt)$/i.test(name)

/** `text`: what the first bytes say, as text; '' when they are none. Throws `Unreadable` for what is known and can't be read. */
export function formatOf(name: string, { bytes }: Sample, text: string): ImportFormat {
  if (bytes.length === 0) return unreadable('is empty')
  if (startsWith(bytes, 'PAR1')) return 'parquet'
  if (startsWith(bytes, 'PARE')) return unreadable('is encrypted; save it without encryption')
  if (startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06')) return 'excel'
  for (const [signature, message] of OTHERS) if (startsWith(bytes, signature)) return unreadable(message)
  if (isJsonName(name)) return 'json'
  return /^\s*[[{]/.test(text) && !isTextName(name) ? 'json' : 'csv'
}
