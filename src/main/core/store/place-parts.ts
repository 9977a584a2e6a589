// Moves finished parts into the data folders, durably: new folders, then the files, then their names.
import { dirname } from 'node:path'
import { codeOf } from './failures.ts'
import type { Files } from './files.ts'
import { type Layout, partitionOfPart, partName, partNumber } from './layout.ts'
import type { Part } from './log-lines.ts'
import { PART_BYTES, PART_ROWS } from './writer.ts'

/** A finished part and where it was written, relative to the workspace. */
export type Placed = Part & { tmp: string }

export type Place = {
  files: Files
  layout: Layout
  /** Folders with names that may not be durable yet: a sync of them failed, or hasn't been tried. */
  unsynced: Set<string>
  /** Parts whose rename is under way: it may be done on the disk, and not be heard of here yet. */
  placing: Set<Placed>
}

/**
 * Renames each part to where readers find it and makes the names durable. `placed` hears of each rename at once, since
 * a later step may fail. Throws what the disk throws; calling it again with the rest, or `syncNames`, makes up for it.
 */
export async function placeParts(place: Place, parts: readonly Placed[], placed: (part: Placed) => void) {
  for (const folder of new Set(parts.map(part => partitionOfPart(part.path)))) await makeFolder(place, folder)
  for (const part of parts) {
    const target = place.layout.at(part.path)
    place.unsynced.add(dirname(target))
    place.placing.add(part)
    try {
      await place.files.rename(place.layout.at(part.tmp), target)
      placed(part)
    } finally {
      place.placing.delete(part)
    }
  }
  await syncNames(place)
}

/** Nothing may be published that relies on a name before this has gone through. */
export async function syncNames({ files, unsynced }: Place) {
  for (const folder of unsynced) {
    try {
      await files.syncFolder(folder)
    } catch (error) {
      // A program died before it made this folder: there is no name in it to lose.
      if (codeOf(error) !== 'ENOENT') throw error
    }
    unsynced.delete(folder)
  }
}

async function makeFolder({ files, layout, unsynced }: Place, relative: string) {
  const levels = relative.split('/')
  for (let depth = 1; depth <= levels.length; depth++) {
    const folder = layout.at(levels.slice(0, depth).join('/'))
    const inside = await files.list(dirname(folder))
    if (inside.some(entry => entry.folder && entry.name === levels[depth - 1])) continue
    unsynced.add(dirname(folder))
    await files.mkdir(folder)
  }
}

/** The folders from the workspace down to a part's own: what its name stands on. */
export function foldersOf(layout: Layout, path: string): string[] {
  const levels = partitionOfPart(path).split('/')
  return [layout.folder, ...levels.map((_, depth) => layout.at(levels.slice(0, depth + 1).join('/')))]
}

/** The part of a partition that still takes rows, and the number a new one would have. */
export function openPart(parts: readonly Part[], partition: string): { open: Part | null; next: number } {
  const here = parts.filter(part => partitionOfPart(part.path) === partition)
  const newest = here.reduce<Part | null>(
    (best, part) => (best && partNumber(best.path) > partNumber(part.path) ? best : part),
    null,
  )
  const takes = newest !== null && newest.rows < PART_ROWS && newest.bytes < PART_BYTES
  return { open: takes ? newest : null, next: newest ? partNumber(newest.path) + 1 : 1 }
}

export const pathOf = (partition: string, number: number) => `${partition}/${partName(number)}`
