// Comparing parts with their checksums. What is damaged is set aside and said; the healthy rest stays in use.
import { basename, join } from 'node:path'
import type { Damage } from '../../../shared/contract/workspace.ts'
import type { Result } from '../../../shared/errors.ts'
import { ok } from '../../../shared/errors.ts'
import type { BulkOptions } from './face.ts'
import { cancelled, versionsOf } from './failures.ts'
import type { Part } from './log-lines.ts'
import { fingerprint, matches } from './parts.ts'
import { dataFiles } from './recover.ts'
import type { State } from './state.ts'

/** True when the part is what the manifest says. Otherwise it is moved out of the data folders and reported. */
export function checkPart(state: State, part: Part): Promise<boolean> {
  const running = state.checking.get(part.path)
  if (running) return running
  // Closing has waited for those that were under way.
  if (state.closing) return Promise.reject(new Error('The workspace is closed'))
  const check = compare(state, part).finally(() => state.checking.delete(part.path))
  state.checking.set(part.path, check)
  return check
}

async function compare(state: State, part: Part): Promise<boolean> {
  const print = await fingerprint(state.layout.at(part.path))
  const now = state.parts.get(part.path)
  // It may have been moved, or a flush may have replaced it, while it was read.
  if (!now) return false
  if (now.sha256 !== part.sha256) return compare(state, now)
  if (isUnderWay(state, part, print)) return true
  if (matches(part, print)) {
    state.parts.markVerified(part.path)
    return true
  }
  await setAside(state, part, print === null)
  return false
}

/** The file that was read, or that was gone, is what a rename has made of it. */
const isUnderWay = ({ placing }: State, { path }: Part, print: Awaited<ReturnType<typeof fingerprint>>) =>
  [...placing].some(one => (one.path === path && matches(one, print)) || (one.tmp === path && print === null))

async function setAside(state: State, part: Part, missing: boolean) {
  state.parts.remove(part.path)
  const kept = `_meta/quarantine/${part.path.replaceAll('/', '__')}`
  let moved = false
  if (!missing && state.writable) {
    try {
      await state.files.mkdir(state.layout.quarantine)
      await state.files.rename(state.layout.at(part.path), join(state.layout.quarantine, basename(kept)))
      moved = true
    } catch {
      state.say('warn', 'A damaged file could not be set aside', { file: part.path })
    }
  }
  const held = versionsOf(part.rows)
  state.report({
    file: part.path,
    rows: part.rows,
    message: missing
      ? `A data file with ${held} is missing.`
      : `A data file with ${held} does not match its checksum.`,
    hint: moved
      ? `It is kept as ${kept}. Restore the file from a backup; older versions of its records may be shown meanwhile.`
      : 'Restore the file from a backup; older versions of its records may be shown meanwhile.',
  })
  state.say('error', 'A data file is damaged', { file: part.path, rows: part.rows, missing })
  if (state.writable) await state.publish()
  state.reload(part.entity, part.owner)
}

/** Checks every part, and looks for files that nobody knows. */
export async function verifyAll(state: State, options?: BulkOptions): Promise<Result<Damage[]>> {
  let done = 0
  for (const part of state.parts.all()) {
    if (options?.signal?.aborted || state.closing) return cancelled()
    const now = state.parts.get(part.path)
    if (now) await checkPart(state, now)
    options?.progress?.(++done)
  }
  for (const path of await dataFiles(state.files, state.layout)) {
    if (state.parts.get(path) || [...state.placing].some(one => one.path === path)) continue
    if (state.damage.some(damage => damage.file === path)) continue
    state.report({
      file: path,
      rows: null,
      message: 'This file is not one of the workspace’s own; its records are not shown.',
      hint: 'Move it out of the folder: other programs that read the folder would count its rows too.',
    })
  }
  return ok([...state.damage])
}
