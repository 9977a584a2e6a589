// `ipcMain`: handlers by channel. A call carries the frame that made it, by the double's address of it.
import { EventEmitter } from 'node:events'
import { cloneWire } from '../clone-wire.ts'
import { outsideAddress } from './address.ts'
import { answer } from './link.ts'
import { webContentsOf } from './window.ts'

type Handler = (event: object, ...args: unknown[]) => unknown

const wire = cloneWire()

class IpcMain extends EventEmitter {
  /** Electron keeps its handlers under the same name; the driver's forged calls go to them on both hosts. */
  readonly _invokeHandlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this._invokeHandlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this._invokeHandlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this._invokeHandlers.delete(channel)
  }
}

export const ipcMain = new IpcMain()

answer('ipc.invoke', async ({ id, frame, message }) => {
  const { channel, args } = wire.decode(message) as { channel: string; args: unknown[] }
  const handler = ipcMain._invokeHandlers.get(channel)
  if (!handler) return wire.encode({ error: `Error: No handler registered for '${channel}'` })
  const url = outsideAddress(frame.url)
  const senderFrame = { url, origin: originOf(url), parent: frame.isMain ? null : {} }
  try {
    return wire.encode({ value: await handler({ sender: webContentsOf(id), senderFrame }, ...args) })
  } catch (error) {
    return wire.encode({ error: String(error) })
  }
})

/** Of the app's own scheme too, for which `URL.origin` is "null". */
function originOf(address: string): string {
  const url = new URL(address)
  return url.origin === 'null' && url.host !== '' ? `${url.protocol}//${url.host}` : url.origin
}
