// The entries of a workbook's zip, and what of them can be unpacked without harm.
import type { Readable } from 'node:stream'
import type { Entry, ZipFile } from 'yauzl'
import { asUnreadable, unreadable } from '../reading/failures.ts'

/** Beyond it an entry of any size that matters isn't a table but a trap: sheets pack to a tenth, rarely a fiftieth. */
const MOST_RATIO = 300
const RATIO_FROM_BYTES = 10_000_000
const MOST_ENTRIES = 10_000
const MOST_SHEET_BYTES = 4_000_000_000
/** Everything that is held in memory: the texts that cells share, styles, the list of sheets. */
const MOST_HELD_BYTES = 256_000_000

export type Archive = {
  has(name: string): boolean
  /** Unpacked bytes, as a stream. `held`: the reader keeps what it reads. */
  open(name: string, held: boolean): Promise<Readable>
  close(): void
}

export const NOT_WHOLE = 'is not a whole Excel file: its end is missing or damaged'
const mb = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`

function checkEntry(entry: Entry, held: boolean) {
  if (entry.isEncrypted()) unreadable('is protected by a password; save it without one')
  if (!entry.canDecodeFileData()) unreadable('is packed in a way that can’t be unpacked here; save it anew')
  const { compressedSize, uncompressedSize } = entry
  const most = held ? MOST_HELD_BYTES : MOST_SHEET_BYTES
  if (uncompressedSize > most)
    unreadable(`unpacks to ${mb(uncompressedSize)} in one part; ${mb(most)} is the most. Save it as CSV`)
  if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * MOST_RATIO)
    unreadable(`unpacks to more than ${MOST_RATIO} times its size, as no table does. It was not opened`)
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES)
    unreadable(`has ${zip.entryCount.toLocaleString('en')} parts, as no workbook does. It was not opened`)
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
  return entries
}

/** Throws `Unreadable`, and the file system's errors. */
export async function openArchive(path: string): Promise<Archive> {
  const { openPromise } = await import('yauzl')
  let zip: ZipFile | null = null
  try {
    zip = await openPromise(path, { autoClose: false, lazyEntries: true })
    const entries = await entriesOf(zip)
    const opened = zip
    return {
      has: name => entries.has(name),
      async open(name, held) {
        const entry = entries.get(name)
        if (!entry) return unreadable(`has no part ${name}; save it anew in Excel`)
        checkEntry(entry, held)
        return opened.openReadStreamPromise(entry)
      },
      close: () => opened.close(),
    }
  } catch (error) {
    zip?.close()
    throw asUnreadable(error, NOT_WHOLE)
  }
}
