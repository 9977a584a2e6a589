// Notes of what an attempt has begun outside: they tell an attempt that is resumed what the world may already have seen.
import { join } from 'node:path'
import * as z from 'zod'
import { type Disk, nodeDisk, readOrNull } from './package/disk.ts'
import { safeKey } from './package/names.ts'

const File = z.object({ name: z.string(), bytes: z.number(), sha256: z.string(), records: z.number() })

const Note = z.discriminatedUnion('state', [
  /** A package is complete and about to be renamed from `temporary` to `target`, both full paths. */
  z.object({
    state: z.literal('renaming'),
    key: z.string(),
    temporary: z.string(),
    target: z.string(),
    files: z.array(File),
    records: z.number(),
  }),
  /** A platform is being asked to make an object. */
  z.object({ state: z.literal('calling'), key: z.string() }),
  /** It made this one. */
  z.object({ state: z.literal('made'), key: z.string(), platform_audience_id: z.string() }),
])
export type Note = z.output<typeof Note>

const notesFolder = (folder: string) => join(folder, '.notes')
const pathOf = (folder: string, key: string) => join(notesFolder(folder), `${safeKey(key)}.json`)

/** null when there is none, or none that can be read: then nothing is known to have begun. */
export async function readNote(folder: string, key: string): Promise<Note | null> {
  const bytes = await readOrNull(pathOf(folder, key))
  if (bytes === null) return null
  try {
    const note = Note.parse(JSON.parse(bytes.toString('utf8')))
    return note.key === key ? note : null
  } catch {
    return null
  }
}

/** On the disk when it resolves, whole or not at all. */
export async function writeNote(folder: string, note: Note, disk: Disk = nodeDisk): Promise<void> {
  const path = pathOf(folder, note.key)
  await disk.mkdir(notesFolder(folder))
  await disk.remove(`${path}.part`)
  await disk.write(`${path}.part`, Buffer.from(JSON.stringify(note)))
  await disk.rename(`${path}.part`, path)
  await disk.syncFolder(notesFolder(folder))
}

/** Gone for good when it resolves; no error when there was none. */
export async function removeNote(folder: string, key: string, disk: Disk = nodeDisk): Promise<void> {
  await disk.mkdir(notesFolder(folder))
  await disk.remove(pathOf(folder, key))
  await disk.syncFolder(notesFolder(folder))
}
