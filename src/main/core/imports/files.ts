// Files that a user picked or uploaded, by token, so that no path crosses a door.
import { randomBytes } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { fileFailure } from './errors.ts'

const LIFETIME_MS = 3_600_000
const MAX_NAME = 120

export type OfferedFile = { path: string; name: string; bytes: number; temporary: boolean }
type Entry = OfferedFile & { user_id: string; timer: NodeJS.Timeout }

export type OfferedFiles = {
  /** The token is good once, for this user, for an hour. A temporary file is removed when it isn't used by then. */
  offer(
    path: string,
    name: string,
    user_id: string,
    temporary: boolean,
  ): Promise<Result<{ file_token: string; name: string; bytes: number }>>
  /** Gives the file out; from then on it is the taker who removes it with `release`. */
  take(file_token: string, user_id: string): Result<OfferedFile>
  release(file: OfferedFile): Promise<void>
  close(): Promise<void>
}

/** The file's own name, without folders and without what would break a line. */
function shownName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  const clean = base.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return clean.length > MAX_NAME ? `${clean.slice(0, MAX_NAME - 1)}…` : clean || 'file'
}

export function createOfferedFiles(lifetime_ms = LIFETIME_MS): OfferedFiles {
  const entries = new Map<string, Entry>()
  /** Temporary files given out and not released yet, e.g. of a job that was cancelled before it began. */
  const out = new Set<OfferedFile>()

  async function release(file: OfferedFile) {
    out.delete(file)
    if (file.temporary) await rm(file.path, { force: true }).catch(() => undefined)
  }
  async function drop(file_token: string) {
    const entry = entries.get(file_token)
    if (!entry) return
    clearTimeout(entry.timer)
    entries.delete(file_token)
    await release(entry)
  }
  return {
    async offer(path, name, user_id, temporary) {
      const shown = shownName(name)
      try {
        const found = await stat(path)
        if (!found.isFile())
          return fail('validation_failed', `${shown} is not a file`, { hint: 'Choose a JSON file.' })
        const file_token = randomBytes(24).toString('base64url')
        const timer = setTimeout(() => void drop(file_token), lifetime_ms)
        timer.unref()
        entries.set(file_token, { path, name: shown, bytes: found.size, user_id, temporary, timer })
        return ok({ file_token, name: shown, bytes: found.size })
      } catch (error) {
        const failure = fileFailure(error, shown)
        if (!failure) throw error
        return failure
      }
    },
    take(file_token, user_id) {
      const entry = entries.get(file_token)
      if (!entry || entry.user_id !== user_id)
        return fail('not_found', 'The chosen file is no longer at hand', { hint: 'Choose the file again.' })
      clearTimeout(entry.timer)
      entries.delete(file_token)
      out.add(entry)
      return ok(entry)
    },
    release,
    async close() {
      await Promise.all([...[...entries.keys()].map(drop), ...[...out].map(release)])
    },
  }
}
