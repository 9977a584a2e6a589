// `app`: paths, life cycle, single instance. `ready` comes after the entry's modules have run, as in Electron.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeInstanceLock } from './instance-lock.ts'
import { processMetrics } from './utility-process.ts'
import { BrowserWindow } from './window.ts'

const manifest = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as {
  name: string
  version: string
}

const paths = new Map([
  ['home', homedir()],
  ['temp', tmpdir()],
  ['documents', join(tmpdir(), 'documents')],
  ['userData', join(tmpdir(), manifest.name)],
])

const preventable = () => {
  const event = { defaultPrevented: false, preventDefault: () => {} }
  event.preventDefault = () => {
    event.defaultPrevented = true
  }
  return event
}

class App extends EventEmitter {
  readonly isPackaged = false
  readonly sandboxEnabled = { value: false }
  readonly #ready = new Promise<void>(resolve => setTimeout(resolve, 0))
  #isReady = false
  #quitting = false
  #lock: { release(): void } | null = null

  constructor() {
    super()
    void this.#ready.then(() => {
      this.#isReady = true
      this.emit('ready', {}, {})
    })
  }

  whenReady = () => this.#ready
  isReady = () => this.#isReady
  getName = () => manifest.name
  getVersion = () => manifest.version
  getAppPath = () => process.cwd()
  getAppMetrics = processMetrics

  getPath(name: string): string {
    const path = paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  setPath(name: string, path: string): void {
    paths.set(name, path)
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.sandboxEnabled.value = true
  }

  requestSingleInstanceLock(): boolean {
    this.#lock ??= takeInstanceLock(this.getPath('userData'), (argv, cwd) =>
      this.emit('second-instance', preventable(), argv, cwd, null),
    )
    return this.#lock !== null
  }

  /** Nothing starts the app again here; that it was asked for is visible in `relaunched`. */
  relaunched = false
  relaunch(): void {
    this.relaunched = true
  }

  quit(): void {
    setTimeout(() => this.#quit(), 0)
  }

  #quit(): void {
    const before = preventable()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#quitting = true
    for (const window of BrowserWindow.getAllWindows()) window.close()
    if (BrowserWindow.getAllWindows().length > 0) {
      this.#quitting = false
      return
    }
    const will = preventable()
    this.emit('will-quit', will)
    if (will.defaultPrevented) return
    this.emit('quit', {}, 0)
    this.exit(0)
  }

  exit(code = 0): void {
    this.#lock?.release()
    process.exit(code)
  }

  /** Called when the last window has closed by itself. */
  lastWindowClosed(): void {
    if (this.#quitting) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }
}

export const app = new App()
