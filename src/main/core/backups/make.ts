// Makes one backup: holds the workspace still, writes the file, and reads it back.
import { basename } from 'node:path'
import type { Store } from '../store/face.ts'
import { contentsOf } from './contents.ts'
import { type About, encodeArchive, FORMAT, VERSION } from './file/archive.ts'
import { readThrough, writeFileWhole } from './file/disk.ts'
import { seal } from './file/seal.ts'
import { damaged, Refused } from './refused.ts'

export type MakeDeps = { workspace: string; store: Store; app_version: string }
export type Made = { bytes: number; files: number; about: About }

/** Throws `Refused`, and what the disk throws; then there is no file at `path`, or the one that was there before. */
export async function makeBackup(
  { workspace, store, app_version }: MakeDeps,
  path: string,
  passphrase: string | null,
  { signal, progress }: { signal: AbortSignal; progress(done: number, total?: number): void },
  now = new Date(),
): Promise<Made> {
  const profiles = await store.owners()
  const held = await store.hold()
  if (!held.ok) throw new Refused(held.error.code, held.error.message, held.error.hint)
  try {
    const about: About = {
      format: FORMAT,
      version: VERSION,
      made_at: now.toISOString(),
      app_version,
      format_version: held.value.format_version,
      profiles,
      versions: held.value.versions,
      missing: held.value.damage,
    }
    const known = held.value.files.reduce((sum, file) => sum + file.bytes, 0)
    // Written, and then read back.
    let total = 2 * known
    let files: number | null = null
    const archive = encodeArchive(about, contentsOf(workspace, held.value), index => {
      files = index.length
    })
    const content = passphrase === null ? archive : seal(archive, passphrase, now)
    const bytes = await writeFileWhole(path, content, signal, done => {
      total = Math.max(total, 2 * done)
      progress(done, total)
    })
    const read = await readThrough(path, passphrase, {}, signal, done => progress(bytes + done, 2 * bytes))
    if (read.index.length !== files) throw damaged(`${basename(path)} could not be read back`)
    return { bytes, files: read.index.length, about }
  } finally {
    await held.value.release()
  }
}
