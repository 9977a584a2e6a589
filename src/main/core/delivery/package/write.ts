// A package is built in a hidden folder beside its place and renamed in one step: nobody ever sees half of it, and the
// same key never brings a second one, not even after the receiver has taken the first away.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeliverInput, SentFile } from '../face.ts'
import { readNote, removeNote, writeNote } from '../notes.ts'
import { type Content, contentOf, contentsOf, MANIFEST, Manifest } from './contents.ts'
import { codeOf, type Disk, nodeDisk, readOrNull } from './disk.ts'
import { leftoverKey, maybeNamedFor, packageName, temporaryName } from './names.ts'
import type { RowFormat } from './rows.ts'

export type Package = {
  /** Full path; the receiver may have taken it away since. */
  path: string
  files: readonly SentFile[]
  /** Rows of segments. */
  records: number
}

export type WriteOptions = {
  /** Where the package goes: full path of a folder that is there. */
  parent: string
  formats: readonly RowFormat[]
  /** Whether others take packages away from the folder: one that is gone had arrived then, and isn't written again. */
  picked_up: boolean
  /** Called before each step; throws to end the work. After `committing` nothing ends it. */
  step: () => void
  committing: () => void
  disk?: Disk
}

/** Packages that this program is writing now: a second delivery to the same folder must not take them for leftovers. */
const inWork = new Set<string>()

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** The finished package of the key, by what its manifest says; null when there is none. */
async function findFinished(parent: string, key: string): Promise<Package | null> {
  for (const name of await readdir(parent)) {
    if (!maybeNamedFor(name, key)) continue
    const path = join(parent, name)
    const bytes = await readOrNull(join(path, MANIFEST))
    if (bytes === null) continue
    const manifest = manifestIn(bytes)
    if (manifest?.key !== key) continue
    return {
      path,
      files: [...manifest.files, contentOf(MANIFEST, bytes, 0).file],
      records: manifest.counts.segments,
    }
  }
  return null
}

function manifestIn(bytes: Buffer): Manifest | null {
  try {
    return Manifest.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}

/**
 * What an earlier try of the key has brought about. The hidden folder is the witness: a rename takes it away, so where
 * the note says that it was complete and it is gone, the package had arrived.
 */
async function settled(
  { folder, key }: DeliverInput,
  { parent, picked_up }: WriteOptions,
  disk: Disk,
): Promise<Package | null> {
  const finished = await findFinished(parent, key)
  if (finished || !picked_up) return finished
  const note = await readNote(folder, 'package', key)
  if (!note) return null
  if (!(await exists(note.temporary))) {
    // Had the folder itself gone away, the witness would be missing for another reason.
    await stat(join(note.target, '..'))
    return { path: note.target, files: note.files, records: note.records }
  }
  await removeNote(folder, 'package', key, disk)
  await disk.remove(note.temporary)
  return null
}

/** Removes what this workspace began in the folder and never finished. */
async function removeLeftovers(folder: string, parent: string, disk: Disk): Promise<void> {
  for (const name of await readdir(parent)) {
    const key = leftoverKey(folder, name)
    const path = join(parent, name)
    if (key === null || inWork.has(path)) continue
    // The note first: without its hidden folder it would say that the package had arrived.
    await removeNote(folder, 'package', key, disk)
    await disk.remove(path)
  }
}

async function build(temporary: string, contents: readonly Content[], disk: Disk, step: () => void) {
  await disk.mkdir(temporary)
  for (const { file, bytes } of contents) {
    step()
    await disk.write(join(temporary, file.name), bytes)
  }
  step()
  await disk.syncFolder(temporary)
}

/** Writes the package, or answers the one that the key has brought before. Throws what the disk or `step` throws. */
export async function writePackage(input: DeliverInput, options: WriteOptions): Promise<Package> {
  const { parent, formats, picked_up, step, committing, disk = nodeDisk } = options
  const { key, folder, audience, segments } = input
  const before = await settled(input, options, disk)
  if (before) return before
  const temporary = join(parent, temporaryName(folder, key))
  const target = join(parent, packageName(input.now(), audience.name, key))
  inWork.add(temporary)
  let renaming = false
  try {
    // What an earlier try of this key left, of which no note tells.
    await disk.remove(temporary)
    await removeLeftovers(folder, parent, disk)
    const contents = await contentsOf(input, formats)
    await build(temporary, contents, disk, step)
    const files = contents.map(({ file }) => file)
    step()
    committing()
    renaming = true
    if (picked_up) {
      const note = { key, temporary, target, files, records: segments.length }
      await writeNote(folder, 'package', note, disk)
    }
    await disk.rename(temporary, target)
    await disk.syncFolder(parent)
    return { path: target, files, records: segments.length }
  } catch (error) {
    await undo(input, temporary, renaming, disk).catch(() => undefined)
    throw error
  } finally {
    inWork.delete(temporary)
  }
}

/** After a failure. Where the rename has taken place all the same, everything stays: the next try finds the package. */
async function undo({ folder, key }: DeliverInput, temporary: string, renaming: boolean, disk: Disk) {
  if (renaming && !(await exists(temporary))) return
  await removeNote(folder, 'package', key, disk)
  await disk.remove(temporary)
}
