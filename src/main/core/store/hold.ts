// A moment of the workspace held still: its parts under names of their own, and what is only in the log as a log.
import { constants } from 'node:fs'
import { copyFile, link, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../../shared/errors.ts'
import { checkPart } from './check.ts'
import type { Held, HeldFile } from './face.ts'
import { codeOf, damaged } from './failures.ts'
import { FORMAT_VERSION, logName } from './layout.ts'
import { encodeLine, type Part } from './log-lines.ts'
import { encodeManifest } from './manifest.ts'
import type { Unflushed } from './overlay.ts'
import { pacer } from './slices.ts'
import type { State } from './state.ts'
import { tmpPath } from './tmp-path.ts'

/** Where a file system has no second names for a file (FAT). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK', 'EINVAL'])

async function keep(from: string, to: string) {
  try {
    await link(from, to)
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error
    await copyFile(from, to, constants.COPYFILE_FICLONE)
  }
}

/** The saves that no part has, a line each. */
async function logOf(rows: readonly Unflushed[]): Promise<Buffer> {
  const lines: Buffer[] = []
  const pace = pacer()
  for (const { entity, seq, at, owner, record } of rows) {
    lines.push(encodeLine({ kind: 'put', seq, at, owner, puts: [[entity, record]] }))
    await pace()
  }
  return Buffer.concat(lines)
}

/** What isn't whole is set aside before, so that it is known and not met in the middle. */
export async function checkBefore(state: State): Promise<void> {
  for (const { path } of state.parts.all()) {
    const part = state.parts.isVerified(path) ? null : state.parts.get(path)
    if (part && !state.closing) await checkPart(state, part)
  }
}

/**
 * To be called where no flush and no bulk write is under way. Parts are renamed over and never written to, so a second
 * name keeps one as it is; a folder that can't be written to isn't flushed either, and needs none.
 */
export async function hold(state: State): Promise<Result<Held>> {
  // From here to the end of this block nothing comes between: one moment of all records.
  const rows = state.overlay.all()
  const found = state.parts.all()
  const damage = state.damage.filter(one => one.rows !== null).map(one => one.file)
  const manifest = { epoch: '', flushed_seq: state.flushedSeq, damage: [], format_version: FORMAT_VERSION }
  const seq = state.seq

  const folder = tmpPath(state.layout, 'held')
  const release = () => rm(folder, { recursive: true, force: true })
  const files: HeldFile[] = []
  const parts: Part[] = []
  try {
    if (state.writable) await mkdir(folder, { recursive: true })
    for (const [index, { path: from, ...rest }] of found.entries()) {
      const unplaced = [...state.unplaced.values()].find(one => one.tmp === from)
      const path = unplaced?.path ?? from
      const name = join(folder, `${index}.parquet`)
      if (state.writable) await keep(state.layout.at(from), name)
      parts.push({ ...rest, path })
      const at = state.writable ? name : state.layout.at(from)
      files.push({ path, bytes: rest.bytes, sha256: rest.sha256, content: { at } })
    }
  } catch (error) {
    await release()
    if (codeOf(error) !== 'ENOENT') throw error
    // It vanished in the meantime, which is damage of its own.
    return damaged(found[files.length]?.path ?? '')
  }
  const log = await logOf(rows)
  files.push({ path: `_meta/wal/${logName(1)}`, bytes: log.length, content: { bytes: log } })
  const list = encodeManifest({ ...manifest, first_log: 1, parts })
  files.push({ path: '_meta/manifest.json', bytes: list.length, content: { bytes: list } })
  return ok({
    seq,
    versions: rows.length + parts.reduce((sum, part) => sum + part.rows, 0),
    format_version: FORMAT_VERSION,
    damage,
    files,
    release,
  })
}
