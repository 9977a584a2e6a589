// Finds the reference system's files in a folder, by the names it gives them; whatever else lies there is left alone.
import type { Dirent } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { patternOf } from '../one-file.ts'
import type { SourceFile } from './terms.ts'

export type Found = {
  /** The folder with the data, which may lie below the one that was chosen. */
  root: string
  files: SourceFile[]
  /** Relative names of Parquet files that are not the reference's, without those of a workspace of ours. */
  foreign: string[]
  /** Folders that can't be looked into. */
  closed: string[]
  /** A workspace of ours is in the same folder. */
  is_workspace: boolean
}

const ENTITY = {
  audiences: 'audience',
  platforms: 'platform',
  distributions: 'distribution',
  users: 'user',
} as const
const FOLDERS = Object.keys(ENTITY) as (keyof typeof ENTITY)[]
/** Where the data may lie in what a person chooses. */
const BELOW = ['.', 'persistence', join('data', 'persistence')]
const NAME = /^(audiences|platforms|distributions|users)(?:_(\d{4})(\d{2}))?\.parquet$/i
/** A data file of a workspace: never the reference's. */
const OURS = /^part-\d{5}\.parquet$/
const MAX_DEPTH = 5

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** What is at a path, also by a link; null when it leads nowhere. */
const behind = (path: string) => stat(path).catch(() => null)

/** pyarrow writes what a folder's name can't hold as %hh. */
function userOf(folder: string): string {
  try {
    return decodeURIComponent(folder)
  } catch {
    return folder
  }
}

const monthStart = (year: number, month: number) => Date.UTC(year, month - 1, 1) * 1_000

type Place = { user_id: string; year: number | null; month: number | null }

function placeOf(name: string, place: Place): Place {
  const [key, value = ''] = name.split(/=(.*)/s)
  if (key === 'user_id')
    return { ...place, user_id: value === '__HIVE_DEFAULT_PARTITION__' ? '' : userOf(value) }
  if (key === 'year' && /^\d{4}$/.test(value)) return { ...place, year: Number(value) }
  if (key === 'month' && /^\d{1,2}$/.test(value)) return { ...place, month: Number(value) }
  return place
}

async function gather(root: string, folder: string, found: Found) {
  const entity = ENTITY[folder as keyof typeof ENTITY]
  async function walk(relative: string, place: Place, depth: number): Promise<void> {
    let entries: Dirent[]
    try {
      entries = await readdir(join(root, relative), { withFileTypes: true })
    } catch {
      found.closed.push(relative)
      return
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = `${relative}/${entry.name}`
      const kind = entry.isSymbolicLink() ? await behind(join(root, name)) : entry
      if (kind?.isDirectory() && depth < MAX_DEPTH) await walk(name, placeOf(entry.name, place), depth + 1)
      // A link that leads nowhere is told of as a file that can't be opened.
      const isFile = kind === null || kind.isFile()
      if (!isFile || !/\.parquet$/i.test(entry.name) || OURS.test(entry.name)) continue
      const named = NAME.exec(entry.name)
      if (named?.[1]?.toLowerCase() !== folder) {
        found.foreign.push(name)
        continue
      }
      const [year, month] = [place.year ?? Number(named[2] ?? 0), place.month ?? Number(named[3] ?? 0)]
      const path = join(root, name)
      const written = async () => Math.floor((await behind(path))?.mtimeMs ?? 0) * 1_000
      const about = year && month ? monthStart(year, month) : await written()
      found.files.push({ pattern: patternOf(path), name, entity, user_id: place.user_id, about })
    }
  }
  await walk(folder, { user_id: '', year: null, month: null }, 1)
}

async function findIn(root: string): Promise<Found> {
  const found: Found = {
    root,
    files: [],
    foreign: [],
    closed: [],
    is_workspace: await exists(join(root, '_meta', 'manifest.json')),
  }
  for (const folder of FOLDERS) if (await exists(join(root, folder))) await gather(root, folder, found)
  const users = join(root, 'users.parquet')
  if (await exists(users))
    found.files.push({
      pattern: patternOf(users),
      name: 'users.parquet',
      entity: 'user',
      user_id: '',
      about: 0,
    })
  return found
}

/** `not_found` where there is nothing of the reference system. */
export async function discover(folder: string): Promise<Result<Found>> {
  for (const below of BELOW) {
    const found = await findIn(join(folder, below))
    if (found.files.length > 0) return ok(found)
  }
  return fail('not_found', `${folder} holds no files of the reference system`, {
    hint: 'Choose its data folder: the one that has the folders audiences, platforms and distributions in it, usually data/persistence.',
  })
}
