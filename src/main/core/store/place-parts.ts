// Moves finished parts into the data folders, durably: new folders, then the files, then their names.
import { dirname } from 'node:path'
import { partitionOfPart, partName, partNumber } from './layout.ts'
import type { Part } from './log-lines.ts'
import type { State } from './state.ts'
import { PART_BYTES, PART_ROWS } from './writer.ts'

/** Renames each part from where it was written to where readers find it, and makes the names durable. */
export async function placeParts(
  state: Pick<State, 'files' | 'layout'>,
  parts: readonly (Part & { tmp: string })[],
) {
  const folders = new Set(parts.map(part => partitionOfPart(part.path)))
  for (const folder of folders) await makeFolder(state, folder)
  for (const part of parts) await state.files.rename(part.tmp, state.layout.at(part.path))
  for (const folder of folders) await state.files.syncFolder(state.layout.at(folder))
}

/** Each new level's name is durable before the next is made in it. */
async function makeFolder({ files, layout }: Pick<State, 'files' | 'layout'>, relative: string) {
  const levels = relative.split('/')
  const missing: string[] = []
  for (let depth = levels.length; depth > 0; depth--) {
    const folder = layout.at(levels.slice(0, depth).join('/'))
    const inside = await files.list(dirname(folder))
    if (inside.some(entry => entry.folder && entry.name === levels[depth - 1])) break
    missing.unshift(folder)
  }
  for (const folder of missing) {
    await files.mkdir(folder)
    await files.syncFolder(dirname(folder))
  }
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
