// Who is signed in at this desk. Kept by the main process, never taken from what the renderer sends.
import type { Context } from '../core/face.ts'
import type { SettingsFile } from './settings.ts'

export interface Session {
  userId(): string | null
  context(): Context
  /** Remembered over a restart. Does nothing when it is the same person. */
  change(user_id: string | null): void
}

export function createSession(settings: SettingsFile, onChange: (user_id: string | null) => void): Session {
  const userId = () => settings.get().user_id
  return {
    userId,
    context: () => ({ user_id: userId(), session: 'desktop', door: 'desktop' }),
    change(user_id) {
      if (user_id === userId()) return
      settings.change({ user_id })
      onChange(user_id)
    },
  }
}
