// The end of a platform's chain of receipts. It is noted beside their folder before the next one is written, so that a start
// finds it without reading all that there are; where there is no such note, they are read once.
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { checkReceiptText, type Receipt } from '../../../shared/domain/receipt.ts'
import { writeDurably } from '../credentials/durable.ts'
import { pacer } from '../pace.ts'
import { sha256Of } from './package/contents.ts'
import { codeOf, readOrNull } from './package/disk.ts'
import { RECEIPT_ENDING } from './receipts-verify.ts'

const Note = z.object({
  /** The receipt that is about to be written: its file's name in the folder, and its sum. */
  file: z.string(),
  sha256: z.string(),
  /** The sum of the one before it. */
  previous: z.string().nullable(),
})
export type ChainNote = z.output<typeof Note>

const noteOf = (folder: string) => `${folder}.newest.json`

/** On the disk when it resolves: before the receipt it tells of. */
export const noteNext = (folder: string, note: ChainNote) =>
  writeDurably(noteOf(folder), JSON.stringify(note))

async function readNote(folder: string): Promise<ChainNote | null> {
  const bytes = await readOrNull(noteOf(folder))
  if (bytes === null) return null
  try {
    return Note.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}

/** What the file holds, if it is a whole receipt. */
async function wholeReceipt(file: string): Promise<Receipt | null> {
  const bytes = await readOrNull(file)
  const checked = bytes && checkReceiptText(bytes.toString('utf8'), sha256Of)
  return checked?.ok ? checked.value : null
}

async function* receiptsIn(folder: string): AsyncGenerator<Receipt> {
  const pace = pacer()
  try {
    for await (const { name } of await opendir(folder)) {
      const receipt = name.endsWith(RECEIPT_ENDING) ? await wholeReceipt(join(folder, name)) : null
      if (receipt) yield receipt
      await pace()
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** The newest that no other names as the one before it: one, unless a file between them is damaged or gone. */
async function endOfAll(folder: string): Promise<string | null> {
  const ends = new Map<string, string>()
  const named = new Set<string>()
  for await (const { sha256, previous, started_at } of receiptsIn(folder)) {
    if (!named.delete(sha256)) ends.set(sha256, started_at)
    if (previous !== null && !ends.delete(previous)) named.add(previous)
  }
  let newest: string | null = null
  for (const [sha256, started_at] of ends)
    if (newest === null || started_at >= (ends.get(newest) ?? '')) newest = sha256
  return newest
}

/** The sum of the last receipt in the folder; null where there is none. Throws what the disk throws. */
export async function chainEnd(folder: string): Promise<string | null> {
  const note = await readNote(folder)
  if (!note) return endOfAll(folder)
  // The program may have ended between the note and the receipt.
  const written = await wholeReceipt(join(folder, note.file))
  return written?.sha256 === note.sha256 ? note.sha256 : note.previous
}
