// When the window is shown again, when the app ends, and that nothing ends before the core has flushed.
import { app } from 'electron'

type LifeCycle = {
  /** Brings the window to the front; opens one when there is none. */
  show(): void
  /** Refuses new work and lets the core flush. */
  close(): Promise<void>
}

export function followLifeCycle({ show, close }: LifeCycle): void {
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('will-quit', event => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void close().finally(() => {
      state = 'closed'
      app.quit()
    })
  })
}
