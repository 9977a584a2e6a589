// Runs in the page before its own scripts: a small `electron` for the built preload, and the preload itself.
import { type CloneWire, cloneWire } from './clone-wire.ts'

/** The host's function in the page. Taken away before any script of the page runs. */
export const TRANSPORT = '__electronDouble'
type Transport = (kind: 'invoke' | 'next', text: string) => Promise<string>

type Listener = (event: object, ...args: unknown[]) => void
type PreloadModule = (require: (name: string) => unknown, module: object, exports: object) => void

/** Self-contained: only its source text goes to the page. */
function runPreload(transport: Transport, wire: CloneWire, preload: PreloadModule): void {
  const listeners = new Map<string, Set<Listener>>()

  /** As contextBridge does: functions become proxies, plain values copies, prototypes are lost. */
  function cross(value: unknown, depth = 0): unknown {
    if (depth > 1_000) throw new TypeError('Recursion depth exceeded')
    if (typeof value === 'function')
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(
          value,
          undefined,
          args.map(item => cross(item)),
        )
        return result instanceof Promise ? result.then(item => cross(item)) : cross(result)
      }
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(item => cross(item, depth + 1))
    const proto: unknown = Object.getPrototypeOf(value)
    if (proto !== null && Object.getPrototypeOf(proto) !== null) return structuredClone(value)
    const copy = {}
    for (const key of Object.keys(value))
      Object.defineProperty(copy, key, {
        value: cross(Reflect.get(value, key), depth + 1),
        writable: true,
        enumerable: true,
        configurable: true,
      })
    return copy
  }

  function freeze<T>(value: T): T {
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) freeze(item)
    return Object.freeze(value)
  }

  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]) {
      const answer = wire.decode(await transport('invoke', wire.encode({ channel, args }))) as {
        value?: unknown
        error?: string
      }
      if (answer.error !== undefined)
        throw new Error(`Error invoking remote method '${channel}': ${answer.error}`)
      return answer.value
    },
    on(channel: string, listener: Listener) {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      return ipcRenderer
    },
    removeListener(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener)
      return ipcRenderer
    },
  }

  async function receive(): Promise<void> {
    for (;;) {
      const { channel, args } = wire.decode(await transport('next', '')) as {
        channel: string
        args: unknown[]
      }
      for (const listener of listeners.get(channel) ?? [])
        try {
          listener({ sender: ipcRenderer, ports: [] }, ...args)
        } catch (error) {
          // Reported as any uncaught error of the page, without stopping the other listeners.
          setTimeout(() => {
            throw error
          })
        }
    }
  }

  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown) {
      Object.defineProperty(globalThis, key, { value: freeze(cross(api)), enumerable: true })
    },
  }

  /** A browser tells no page where a file is. */
  const webUtils = { getPathForFile: () => '' }

  preload(
    name => {
      if (name === 'electron') return { contextBridge, ipcRenderer, webUtils }
      throw new Error(`A sandboxed preload can't require ${name}`)
    },
    { exports: {} },
    {},
  )
  // The page is going away when this fails.
  receive().catch(() => {})
}

/** The init script for a window with this preload; a window without one gets none. */
export function pageScript(preload: string | null): string {
  return `(() => {
    const transport = globalThis.${TRANSPORT}
    delete globalThis.${TRANSPORT}
    if (window.top !== window || typeof transport !== 'function') return;
    const __name = value => value;
    ${preload === null ? '' : `(${runPreload})(transport, (${cloneWire})(), function (require, module, exports) {\n${preload}\n})`}
  })()`
}
