// Files that a user picked or uploaded, by token, so that no path crosses a door.
import { randomBytes } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { fileFailure } from './errors.ts'

const LIFETIME_MS = 3_600_000
const MAX_NAME = 120

export type OfferedFile = { file_token: string; path: string; name: string; bytes: number }
type Entry = OfferedFile & {
  user_id: string
  temporary: boolean
  timer: NodeJS.Timeout | null
  /** How many are at work on it; it is removed when the last of them has let go. */
  holders: number
  dropped: boolean
}

export type OfferedFiles = {
  /** The token is good for this user alone, for an hour after its last use. A temporary file is removed with it. */
  offer(
    path: string,
    name: string,
    user_id: string,
    temporary: boolean,
  ): Promise<Result<{ file_token: string; name: string; bytes: number }>>
  /** Until it is let go of it stays at hand; `done` when it isn't needed any more. */
  hold(
    file_token: string,
    user_id: string,
  ): Result<{ file: OfferedFile; letGo(done: boolean): Promise<void> }>
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

  async function drop(entry: Entry) {
    if (entry.timer) clearTimeout(entry.timer)
    entries.delete(entry.file_token)
    entry.dropped = true
    if (entry.temporary && entry.holders === 0) await rm(entry.path, { force: true }).catch(() => undefined)
  }
  function wait(entry: Entry) {
    if (entry.timer) clearTimeout(entry.timer)
    entry.timer = setTimeout(() => void drop(entry), lifetime_ms)
    entry.timer.unref()
  }
  return {
    async offer(path, name, user_id, temporary) {
      const shown = shownName(name)
      try {
        const found = await stat(path)
        if (!found.isFile())
          return fail('validation_failed', `${shown} is not a file`, { hint: 'Choose a file, not a folder.' })
        const file_token = randomBytes(24).toString('base64url')
        const file = { file_token, path, name: shown, bytes: found.size }
        const entry: Entry = { ...file, user_id, temporary, timer: null, holders: 0, dropped: false }
        entries.set(file_token, entry)
        wait(entry)
        return ok({ file_token, name: shown, bytes: found.size })
      } catch (error) {
        const failure = fileFailure(error, shown)
        if (!failure) throw error
        return failure
      }
    },
    hold(file_token, user_id) {
      const entry = entries.get(file_token)
      if (!entry || entry.user_id !== user_id)
        return fail('not_found', 'The chosen file is no longer at hand', { hint: 'Choose the file again.' })
      if (entry.timer) clearTimeout(entry.timer)
      entry.holders++
      let held = true
      return ok({
        file: entry,
        async letGo(done) {
          if (!held) return
          held = false
          entry.holders--
          if (done || entry.dropped) await drop(entry)
          else if (entry.holders === 0) wait(entry)
        },
      })
    },
    async close() {
      await Promise.all([...entries.values()].map(drop))
    },
  }
}
