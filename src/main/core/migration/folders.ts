// Folders that a person chose to migrate from, by token, so that no path crosses a door.
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { fileFailure } from '../imports/errors.ts'

/** Of one user; the oldest is forgotten beyond it. */
const KEPT = 20

export type OfferedFolders = {
  /** The token is good for this user for as long as the core runs: a check and the migration both take it. */
  offer(path: string, user_id: string): Promise<Result<{ folder_token: string; folder: string }>>
  find(folder_token: string, user_id: string): Result<string>
}

export function createOfferedFolders(): OfferedFolders {
  const folders = new Map<string, { path: string; user_id: string }>()
  return {
    async offer(path, user_id) {
      try {
        if (!(await stat(path)).isDirectory())
          return fail('validation_failed', `${path} is not a folder`, { hint: 'Choose a folder.' })
      } catch (error) {
        const failure = fileFailure(error, path)
        if (!failure) throw error
        return failure
      }
      const mine = [...folders].filter(([, folder]) => folder.user_id === user_id)
      for (const [old] of mine.slice(0, Math.max(0, mine.length - KEPT + 1))) folders.delete(old)
      const folder_token = randomBytes(24).toString('base64url')
      folders.set(folder_token, { path, user_id })
      return ok({ folder_token, folder: path })
    },
    find(folder_token, user_id) {
      const folder = folders.get(folder_token)
      return folder?.user_id === user_id
        ? ok(folder.path)
        : fail('not_found', 'The chosen folder is no longer at hand', { hint: 'Choose the folder again.' })
    },
  }
}
