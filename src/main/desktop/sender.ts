// Who may call: the page of our own origin, in the main frame of our own window. Everyone else is refused.
import { fail, type Result } from '../../shared/errors.ts'

/** What the check needs of Electron's IpcMainInvokeEvent. `senderFrame` is null when the frame is gone. */
export type SenderEvent = {
  sender: { id: number }
  senderFrame: { origin: string; parent: object | null } | null
}

export type Trusted = { origin: string; webContentsId: () => number | null }

export function checkSender(event: SenderEvent, trusted: Trusted): Result<null> {
  const frame = event.senderFrame
  const known =
    frame !== null &&
    frame.parent === null &&
    frame.origin === trusted.origin &&
    event.sender.id === trusted.webContentsId()
  return known ? { ok: true, value: null } : fail('forbidden', 'This page may not use the application')
}
