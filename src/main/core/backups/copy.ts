// Copies an unpacked backup to where it is to be a workspace of its own.
import { randomUUID } from 'node:crypto'
import { cp, open, readdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { nodeDisk } from '../delivery/package/disk.ts'
import { belongs } from './contents.ts'
import type { Watch } from './make.ts'
import type { NotesFile } from './notes.ts'
import { Refused } from './refused.ts'

/** Where a copy for this folder is made: beside it. */
export const partOf = (folder: string) => join(dirname(folder), `.${basename(folder)}.part-${randomUUID()}`)
const isPart = (path: string) => /^\..+\.part-[0-9a-f-]{36}$/.test(basename(path))

/** Removes what a killed program left of copies. One whose disk is away is left to a later start. */
export async function sweepCopies(notes: NotesFile): Promise<void> {
  const gone = new Set<string>()
  for (const part of (await notes.get()).copying)
    try {
      if (isPart(part)) {
        await readdir(dirname(part))
        await rm(part, { recursive: true, force: true })
      }
      gone.add(part)
    } catch {}
  if (gone.size > 0)
    await notes.change(old => ({ ...old, copying: old.copying.filter(part => !gone.has(part)) }))
}

/**
 * Copies an unpacked workspace to a folder that isn't there or is empty, by way of `part`; whole or not at all. Throws what
 * the disk throws.
 */
export async function copyTo(
  from: string,
  folder: string,
  part: string,
  { signal, progress }: Watch,
): Promise<void> {
  const parent = dirname(folder)
  let done = 0
  try {
    await cp(from, part, {
      recursive: true,
      errorOnExist: true,
      force: false,
      filter: source => {
        signal.throwIfAborted()
        const way = relative(from, source).split(sep).join('/')
        progress(++done)
        return way === '' || belongsBelow(way)
      },
    })
    await syncAll(part)
    signal.throwIfAborted()
    await rmdir(folder).catch(error => {
      if (error.code !== 'ENOENT') throw error
    })
    await nodeDisk.rename(part, folder)
    await nodeDisk.syncFolder(parent)
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => {})
    if (signal.aborted) throw new Refused('cancelled', 'Cancelled. Nothing was changed.')
    throw error
  }
}

/** A file that belongs, or a folder on the way to one. */
const belongsBelow = (way: string) =>
  belongs(way) || way === '_meta' || /^(audiences|platforms|distributions|users)(\/|$)/.test(way)

async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncAll(path)
    else await syncFile(path)
  }
  await nodeDisk.syncFolder(folder)
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
