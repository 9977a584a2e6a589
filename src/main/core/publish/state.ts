// Where each profile publishes to, whether once a day, and how the last times went: kept beside the workspace's data.
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import * as z from 'zod'
import { PUBLISHED_TABLES, PublishState } from '../../../shared/contract/publish.ts'
import { UserId } from '../../../shared/domain/user.ts'
import { fail, invalid, ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import type { Log } from '../log/log.ts'
import { jsonPath, readJson, writeJson } from '../personal/files.ts'
import { createSerial } from '../serial.ts'

export const MANIFEST = 'published.json'
export const SNAPSHOT_FORMAT = 'activation-manager.snapshot'
export const fileOf = (table: (typeof PUBLISHED_TABLES)[number]) => `${table}.parquet`

const NONE: PublishState = { folder: null, daily: false, last: null, failed: null }
const HOUR = 3_600_000
/** A little less than a day, so that it doesn't come later with every day. */
const DAY = 23 * HOUR

/** Whether the snapshot of the day is to be made now. One that failed is tried again after an hour. */
export function isDue({ folder, daily, last, failed }: PublishState, now: Date): boolean {
  if (!daily || folder === null) return false
  const since = (at: string | undefined) =>
    at === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(at)
  return since(last?.at) >= DAY && since(failed?.at) >= HOUR
}

const isInside = (folder: string, path: string) => {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

/** A full path of a folder that is there, outside of the workspace. */
export async function checkFolder(workspace: string, folder: string): Promise<Result<string>> {
  const wrong = (message: string) => invalid([{ path: 'folder', message }])
  if (!isAbsolute(folder) || folder.includes('\0')) return wrong('must be the full path of a folder')
  try {
    const real = await realpath(folder)
    if (!(await stat(real)).isDirectory()) return wrong('is a file, not a folder')
    if (isInside(await realpath(workspace).catch(() => workspace), real))
      return wrong('lies inside the workspace, whose folders hold nothing but its own files')
    return ok(resolve(folder))
  } catch {
    return wrong('is not there, or can’t be used by this account')
  }
}

const Manifest = z.object({ format: z.literal(SNAPSHOT_FORMAT), user_id: UserId })

/**
 * Whether the folder may be published to: it holds this profile's snapshot, or nothing of these names, which are common
 * ones. `first` when nothing was published there before. What the user has there of his own is never replaced.
 */
export async function checkFree(folder: string, user_id: string): Promise<Result<{ first: boolean }>> {
  const names = await readdir(folder).catch(() => null)
  if (names === null) return fail('forbidden', `${folder} can’t be looked into by this account`)
  const manifest = await readFile(join(folder, MANIFEST), 'utf8').catch(() => '')
  const known = Manifest.safeParse(parseJson(manifest)).data
  if (known?.user_id === user_id) return ok({ first: false })
  const own = new Set([...PUBLISHED_TABLES.map(fileOf), MANIFEST])
  // Some file systems take names for the same whatever their case.
  const taken = names.filter(name => own.has(name.toLowerCase()))
  if (taken.length === 0) return ok({ first: true })
  return fail(
    'conflict',
    known
      ? `The snapshot of the profile ${known.user_id} is in this folder`
      : `Publishing would replace files in this folder that it did not write: ${taken.join(', ')}`,
    { hint: 'Choose another folder, or move them away.' },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export function createStates({ workspace, log }: { workspace: string; log: Log }) {
  const folder = join(workspace, '_meta', 'publish')
  const serial = createSerial()
  const read = async (user_id: string) =>
    (await readJson(jsonPath(folder, user_id), value => parseInput(PublishState, value), log)) ?? NONE
  return {
    of: (user_id: string) => serial(user_id, () => read(user_id)),
    change: (user_id: string, patch: Partial<PublishState>): Promise<Result<PublishState>> =>
      serial(user_id, async () => {
        const next = { ...(await read(user_id)), ...patch }
        const written = await writeJson(jsonPath(folder, user_id), next)
        return written.ok ? ok(next) : written
      }),
  }
}
export type States = ReturnType<typeof createStates>
