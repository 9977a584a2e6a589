// The folder that backups go to, and the one inside the workspace for those that are made before a restore.
import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { BackupFile } from '../../../shared/contract/backups.ts'
import { fail, invalid, ok, type Result } from '../../../shared/errors.ts'
import { glance } from './file/disk.ts'
import { isBackupName, isScheduled, isUnfinishedOf } from './names.ts'
import { notesPath } from './notes.ts'
import { fileRefusal, Refused } from './refused.ts'

export type Place = BackupFile['place']
export const ownFolder = (workspace: string) => join(workspace, '_meta', 'backups')
/** Those that are made before a restore. */
const BEFORE_KEPT = 3

const isInside = (folder: string, path: string) => {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

/** A folder that is there, with a full path, and outside of the workspace. */
export async function checkFolder(workspace: string, folder: string): Promise<Result<string>> {
  const wrong = (message: string) => invalid([{ path: 'folder', message }])
  if (!isAbsolute(folder)) return wrong('must be the full path of a folder')
  try {
    const real = await realpath(folder)
    if (!(await stat(real)).isDirectory()) return wrong('is a file, not a folder')
    if (isInside(await realpath(workspace), real))
      return wrong('lies inside the workspace: what happens to that would happen to its backups')
    return ok(resolve(folder))
  } catch (error) {
    const refusal = fileRefusal(error, folder)
    if (!refusal) throw error
    return wrong(refusal.error.code === 'not_found' ? 'is not there' : 'can’t be used by this account')
  }
}

async function lookAt(place: Place, folder: string, name: string): Promise<BackupFile | null> {
  const path = join(folder, name)
  try {
    const { size } = await stat(path)
    const file = { place, name, bytes: size, scheduled: isScheduled(name), verified_at: null }
    try {
      return { ...file, ...(await glance(path)) }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { ...file, made_at: null, encrypted: false }
    }
  } catch (error) {
    if (fileRefusal(error, name)) return null
    throw error
  }
}

/** Newest first. A folder that isn't there has none; one that can't be read is refused. */
export async function backupsIn(place: Place, folder: string): Promise<Result<BackupFile[]>> {
  try {
    const names = (await readdir(folder)).filter(isBackupName)
    const files: BackupFile[] = []
    for (const name of names) {
      const file = await lookAt(place, folder, name)
      if (file) files.push(file)
    }
    return ok(files.sort((a, b) => ((a.made_at ?? '') < (b.made_at ?? '') ? 1 : -1)))
  } catch (error) {
    const refusal = fileRefusal(error, folder)
    if (!refusal) throw error
    return place === 'workspace' && refusal.error.code === 'not_found' ? ok([]) : refusal
  }
}

/** What a program that ended in the middle left of this workspace's. */
export async function sweep(folder: string, workspaceId: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter(one => isUnfinishedOf(workspaceId, one)))
    await rm(join(folder, name), { force: true }).catch(() => {})
}

/** The same inside the workspace; and of the note of which backups there are. */
export async function sweepOwn(workspace: string): Promise<void> {
  const folder = ownFolder(workspace)
  await rm(`${notesPath(workspace)}.tmp`, { force: true }).catch(() => {})
  for (const name of await readdir(folder).catch(() => []))
    if (name.includes('.part-')) await rm(join(folder, name), { force: true }).catch(() => {})
}

/** Room for one more, the oldest going. */
export async function roomBefore(workspace: string): Promise<string> {
  const folder = ownFolder(workspace)
  await mkdir(folder, { recursive: true })
  const names = (await readdir(folder)).filter(isBackupName).sort()
  for (const name of names.slice(0, Math.max(0, names.length - BEFORE_KEPT + 1)))
    await rm(join(folder, name), { force: true })
  return folder
}

export const notThere = (name: string) =>
  fail('not_found', `The backup ${name} isn’t there any more`, {
    hint: 'Choose another one, or connect its disk.',
  })
