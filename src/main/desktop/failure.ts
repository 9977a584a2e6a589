// Tells a person that a part of the app has died and what can be done. A native dialog: it needs no page of ours.
import type { MessageBoxOptions } from 'electron'

export const FAILURES = {
  page: {
    message: 'The window’s page has stopped working',
    detail: 'Everything that was shown as saved is safe on disk. Restart the page to go on.',
  },
  core: {
    message: 'The data service keeps stopping',
    detail:
      'Everything that was shown as saved is safe on disk. Restart the service to go on; if it stops again, the log says why.',
  },
  app: {
    message: 'The app has met a fault it can’t recover from',
    detail: 'Everything that was shown as saved is safe on disk. Restart the app to go on.',
  },
} as const
export type Failure = keyof typeof FAILURES

const BUTTONS = ['Restart', 'Open log folder', 'Quit'] as const
const [RESTART, OPEN_LOGS] = [0, 1]

export type FailureParts = {
  showMessageBox(options: MessageBoxOptions): Promise<{ response: number }>
  openLogs(): Promise<unknown>
  quit(): void
}

/** One dialog at a time, whatever dies meanwhile. It stays until the person restarts or quits. */
export function failureDialog(parts: FailureParts): (failure: Failure, restart: () => void) => Promise<void> {
  let open = false
  return async (failure, restart) => {
    if (open) return
    open = true
    try {
      for (;;) {
        const { response } = await parts.showMessageBox({
          type: 'error',
          title: 'Activation Manager',
          ...FAILURES[failure],
          buttons: [...BUTTONS],
          defaultId: RESTART,
          cancelId: BUTTONS.length - 1,
          noLink: true,
        })
        if (response === OPEN_LOGS) await parts.openLogs()
        else return response === RESTART ? restart() : parts.quit()
      }
    } finally {
      open = false
    }
  }
}
