// Makes one backup: holds the workspace still, writes the file, and reads it back before it counts.
import { chmod } from 'node:fs/promises'
import { basename } from 'node:path'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Store } from '../store/face.ts'
import type { PartFile } from '../targets/part-file.ts'
import { contentsOf } from './contents.ts'
import { type About, encodeArchive, FORMAT, VERSION } from './file/archive.ts'
import { readThrough } from './file/disk.ts'
import { seal } from './file/seal.ts'
import { cancelled, damaged, Refused } from './refused.ts'

export type MakeDeps = { workspace: string; store: Store; app_version: string }
export type Made = { bytes: number; files: number; about: About }
export type Watch = { signal: AbortSignal; progress(done: number, total?: number): void }

const PIECE = 1 << 20

/** In pieces of a megabyte: an archive has many that are small. */
async function append(
  part: PartFile,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  said: Watch['progress'],
) {
  let [waiting, size, bytes]: [Uint8Array[], number, number] = [[], 0, 0]
  const put = async () => {
    await part.append(Buffer.concat(waiting))
    bytes += size
    ;[waiting, size] = [[], 0]
    said(bytes)
  }
  for await (const piece of content) {
    if (signal.aborted) throw cancelled()
    waiting.push(piece)
    size += piece.length
    if (size >= PIECE) await put()
  }
  await put()
  return bytes
}

/** For `writeWhole` or a target's `write`: what fails here leaves no file. Throws what the disk throws. */
export async function makeBackup(
  { workspace, store, app_version }: MakeDeps,
  part: PartFile,
  passphrase: string | null,
  { signal, progress }: Watch,
  now = new Date(),
): Promise<Result<Made>> {
  const profiles = await store.owners()
  const held = await store.hold()
  if (!held.ok) return held
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
    let files = 0
    const archive = encodeArchive(about, contentsOf(workspace, held.value), index => {
      files = index.length
    })
    const content = passphrase === null ? archive : seal(archive, passphrase, now)
    // Written, and then read back: each is half of the work.
    const bytes = await append(part, content, signal, done => progress(done, 2 * Math.max(known, done)))
    // All records of all profiles are in it.
    await chmod(part.path, 0o600)
    const read = await readThrough(part.path, passphrase, {}, signal, done =>
      progress(bytes + done, 2 * bytes),
    )
    if (read.index.length !== files) throw damaged(`${basename(part.path)} could not be read back`)
    return ok({ bytes, files, about })
  } catch (error) {
    if (error instanceof Refused) return error.answer
    throw error
  } finally {
    await held.value.release()
  }
}
