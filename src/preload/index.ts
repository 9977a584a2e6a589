// Runs sandboxed before the page: gives it named methods and nothing of Electron. Bundled into one file.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, type Call, clientOf, DROPPED } from '../shared/bridge.ts'
import type { EventOf, Subscribe } from '../shared/contract.ts'
import { EVENT_NAMES, type EventName } from '../shared/operation-names.ts'

function canBeSent(input: unknown): boolean {
  try {
    structuredClone(input)
    return true
  } catch {
    return false
  }
}

const notAnswered = (error: unknown) => ({
  ok: false as const,
  error: {
    code: 'internal' as const,
    message: 'The app did not answer',
    hint: 'Restart the app.',
    details: { cause: error instanceof Error ? error.message : String(error) },
  },
})

// A refusal is a value on every way: an error thrown here would lose its code and hint on its way to the page.
const call: Call = async (name, input) => {
  try {
    return await ipcRenderer.invoke(name, input)
  } catch (error) {
    if (!canBeSent(input)) {
      const fields = [{ path: '', message: 'is not JSON' }]
      return { ok: false, error: { code: 'validation_failed', message: 'is not JSON', details: { fields } } }
    }
    return notAnswered(error)
  }
}

const offerDropped: Bridge['offerDropped'] = async files => {
  // '' for what isn't a file on the disk, such as a picture dragged out of a page.
  const paths = files.map(file => webUtils.getPathForFile(file)).filter(path => path !== '')
  try {
    return await ipcRenderer.invoke(DROPPED, paths)
  } catch (error) {
    return notAnswered(error)
  }
}

const subscribe: Subscribe = <N extends EventName>(event: N, listener: (payload: EventOf<N>) => void) => {
  if (!EVENT_NAMES.includes(event)) throw new TypeError('There is no such event')
  // The event object has the sender in it; the page gets the payload alone.
  const pass = (_event: unknown, payload: EventOf<N>) => listener(payload)
  ipcRenderer.on(event, pass)
  return () => {
    ipcRenderer.removeListener(event, pass)
  }
}

contextBridge.exposeInMainWorld('activation', {
  client: clientOf(call),
  subscribe,
  offerDropped,
} satisfies Bridge)
