// Puts an unpacked backup in the place of the workspace, in steps that can be gone on with after a crash at any of them.
//
// `_meta/restore/workspace` is the new one, whole. Once `_meta/restore/ready.json` is there the restore is decided: whoever
// opens the workspace next finishes it before anything is read. Before, it is as if it had not been begun.
import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { writeDurably } from '../credentials/durable.ts'
import { nodeDisk } from '../delivery/package/disk.ts'
import { KEPT } from './contents.ts'
import { sweepOwn } from './folder.ts'
import { restoredPath } from './notes.ts'

const Ready = z.object({
  /** When the backup was made. */
  made_at: z.string(),
  /** The backup of what was here before. */
  before: z.string().nullable(),
  /** What the new workspace has; of the rest, nothing stays. */
  has: z.array(z.string()),
})

/** All that is exchanged, whether the new workspace has it or not. */
const EXCHANGED = [
  'audiences',
  'platforms',
  'distributions',
  'users',
  '_meta/wal',
  '_meta/manifest.json',
  ...KEPT.map(name => `_meta/${name}`),
]
/** Made anew: it told of the old one. A new name keeps runs of the old one from starting. */
const FORGOTTEN = ['_meta/search', '_meta/home.json']

const placesIn = (workspace: string) => {
  const folder = join(workspace, '_meta', 'restore')
  return {
    folder,
    fresh: join(folder, 'workspace'),
    old: join(folder, 'old'),
    ready: join(folder, 'ready.json'),
  }
}
const at = (folder: string, name: string) => join(folder, ...name.split('/'))

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false
    throw error
  }
}

/**
 * From here on the workspace is replaced when it is opened next. `unpacked` is moved; it is on the same disk. Throws what
 * the disk throws: then nothing is decided, and nothing is left of it.
 */
export async function decideReplace(
  workspace: string,
  unpacked: string,
  { made_at, before }: { made_at: string; before: string | null },
): Promise<void> {
  const { folder, fresh, ready } = placesIn(workspace)
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await nodeDisk.rename(unpacked, fresh)
    await nodeDisk.syncFolder(folder)
    await nodeDisk.syncFolder(dirname(folder))
    const has: string[] = []
    for (const name of EXCHANGED) if (await isThere(at(fresh, name))) has.push(name)
    await writeDurably(ready, JSON.stringify({ made_at, before, has } satisfies z.output<typeof Ready>))
  } catch (error) {
    // The decision first: it may be there, although the disk failed to say so.
    for (const path of [ready, folder, unpacked]) await rm(path, { recursive: true, force: true })
    throw error
  }
}

/** Whether the next opening replaces the workspace. */
export const isDecided = (workspace: string) => isThere(placesIn(workspace).ready)

async function readyIn(path: string): Promise<z.output<typeof Ready> | null> {
  try {
    return Ready.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

const Connection = z.looseObject({ automatic: z.unknown() })
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Pushes of the old workspace are of no account for the new one, and none is to go on by the clock. */
async function disconnect(workspace: string): Promise<void> {
  const outbox = at(workspace, '_meta/outbox')
  const profiles = (await isThere(outbox)) ? await readdir(outbox) : []
  for (const profile of profiles) {
    for (const name of await readdir(join(outbox, profile)).catch(() => []))
      if (name !== 'connection.json') await rm(join(outbox, profile, name), { recursive: true, force: true })
    const path = join(outbox, profile, 'connection.json')
    if (!(await isThere(path))) continue
    const connection = Connection.safeParse(jsonOf(await readFile(path, 'utf8')))
    const automatic = { every_minutes: null, on_quit: false }
    if (connection.success) await writeDurably(path, JSON.stringify({ ...connection.data, automatic }))
    else await rm(path, { force: true })
  }
}

/**
 * Finishes a restore that was decided, and sweeps up one that wasn't. To be called by the one who holds the workspace,
 * before anything of it is read. Throws what the disk throws; called again, it goes on. Whether there was one.
 */
export async function finishReplace(
  workspace: string,
  step: (name: string) => void = () => {},
): Promise<boolean> {
  const { folder, fresh, old, ready } = placesIn(workspace)
  await sweepOwn(workspace)
  const decided = await readyIn(ready)
  if (!decided) {
    await rm(folder, { recursive: true, force: true })
    return false
  }
  for (const name of EXCHANGED) {
    const [target, next, aside] = [at(workspace, name), at(fresh, name), at(old, name)]
    const waits = await isThere(next)
    // In place already.
    if (decided.has.includes(name) && !waits) continue
    if (await isThere(target)) {
      await mkdir(dirname(aside), { recursive: true })
      await rm(aside, { recursive: true, force: true })
      await nodeDisk.rename(target, aside)
      step(`aside ${name}`)
    }
    if (waits) {
      await mkdir(dirname(target), { recursive: true })
      await nodeDisk.rename(next, target)
      step(`placed ${name}`)
    }
  }
  for (const name of FORGOTTEN) await rm(at(workspace, name), { recursive: true, force: true })
  await disconnect(workspace)
  step('disconnected')
  const { made_at, before } = decided
  const restored = { at: new Date().toISOString(), made_at, before }
  // Written in the folder that goes at the end: what a killed program leaves of it goes too.
  const note = join(folder, 'restored.json')
  await writeDurably(note, JSON.stringify(restored))
  await nodeDisk.rename(note, restoredPath(workspace))
  await nodeDisk.syncFolder(workspace)
  await nodeDisk.syncFolder(join(workspace, '_meta'))
  await rm(ready)
  await nodeDisk.syncFolder(folder)
  step('done')
  await rm(folder, { recursive: true, force: true })
  return true
}
