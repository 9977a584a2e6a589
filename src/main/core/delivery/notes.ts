// Notes of what an attempt has begun outside: they tell an attempt that is resumed what the world may already have seen.
// Once its end is in the record, nobody resumes it, and they are taken away.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { codeOf, type Disk, nodeDisk, readOrNull } from './package/disk.ts'
import { safeKey } from './package/names.ts'

const File = z.object({ name: z.string(), bytes: z.number(), sha256: z.string(), records: z.number() })

const NOTES = {
  /** A package is complete and about to be renamed from `temporary` to `target`, both full paths. */
  package: z.object({
    key: z.string(),
    temporary: z.string(),
    target: z.string(),
    files: z.array(File),
    records: z.number(),
  }),
  /** A platform is being asked to make an object; with an id, it has made it. */
  object: z.object({ key: z.string(), platform_audience_id: z.string().nullable() }),
} as const
type Kind = keyof typeof NOTES
export type Note<K extends Kind> = z.output<(typeof NOTES)[K]>

const notesFolder = (folder: string) => join(folder, '.notes')
const pathOf = (folder: string, kind: Kind, key: string) =>
  join(notesFolder(folder), `${safeKey(key)}.${kind}.json`)

/** null when there is none, or none that can be read: then nothing is known to have begun. */
export async function readNote<K extends Kind>(
  folder: string,
  kind: K,
  key: string,
): Promise<Note<K> | null> {
  const bytes = await readOrNull(pathOf(folder, kind, key))
  if (bytes === null) return null
  try {
    const note = NOTES[kind].parse(JSON.parse(bytes.toString('utf8'))) as Note<K>
    return note.key === key ? note : null
  } catch {
    return null
  }
}

/** On the disk when it resolves, whole or not at all. */
export async function writeNote<K extends Kind>(
  folder: string,
  kind: K,
  note: Note<K>,
  disk: Disk = nodeDisk,
): Promise<void> {
  const path = pathOf(folder, kind, note.key)
  await disk.mkdir(notesFolder(folder))
  await disk.remove(`${path}.part`)
  await disk.write(`${path}.part`, Buffer.from(JSON.stringify(note)))
  await disk.rename(`${path}.part`, path)
  await disk.syncFolder(notesFolder(folder))
}

/** Gone for good when it resolves; no error when there was none. */
export async function removeNote(
  folder: string,
  kind: Kind,
  key: string,
  disk: Disk = nodeDisk,
): Promise<void> {
  await disk.mkdir(notesFolder(folder))
  await disk.remove(pathOf(folder, kind, key))
  await disk.syncFolder(notesFolder(folder))
}

/** Of an attempt whose end was written down. One that comes back after a power cut is found again by `notedAttempts`. */
export async function forgetNotes(folder: string, key: string, disk: Disk = nodeDisk): Promise<void> {
  for (const kind of Object.keys(NOTES) as Kind[])
    for (const ending of ['', '.part']) await disk.remove(`${pathOf(folder, kind, key)}${ending}`)
}

const NAME = new RegExp(`^(.+)\\.(\\d+)\\.(?:${Object.keys(NOTES).join('|')})\\.json(?:\\.part)?$`)

/** The attempts that there are notes of, also of those that were never finished. */
export async function notedAttempts(folder: string): Promise<{ distribution_id: string; key: string }[]> {
  const names = await readdir(notesFolder(folder)).catch(error => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  const found = new Map<string, string>()
  for (const name of names) {
    const [, distribution_id, number] = NAME.exec(name) ?? []
    if (distribution_id) found.set(`${distribution_id}.${number}`, distribution_id)
  }
  return Array.from(found, ([key, distribution_id]) => ({ distribution_id, key }))
}
