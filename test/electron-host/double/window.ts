// `BrowserWindow` and its `webContents`. The page itself is one of the driver's Chromium.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { cloneWire } from '../clone-wire.ts'
import type { Rectangle } from '../messages.ts'
import { outsideAddress } from './address.ts'
import { app } from './app.ts'
import { answer, ask } from './link.ts'
import { isGranted } from './protocol.ts'

type OpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' }
type Options = Partial<Rectangle> & {
  title?: string
  show?: boolean
  webPreferences?: {
    preload?: string
    sandbox?: boolean
    contextIsolation?: boolean
    nodeIntegration?: boolean
  }
}

const ASKED_PERMISSIONS = ['notifications', 'geolocation', 'media', 'clipboard-read', 'midi']
const wire = cloneWire()
const windows = new Map<number, BrowserWindow>()
let lastId = 0
let focused: BrowserWindow | null = null

class WebContents extends EventEmitter {
  openHandler: OpenHandler = () => ({ action: 'allow' })
  #address = ''

  constructor(readonly id: number) {
    super()
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  send(channel: string, ...args: unknown[]): void {
    void ask('page.send', { id: this.id, message: wire.encode({ channel, args }) })
  }

  async loadURL(url: string): Promise<void> {
    this.#address = url
    await ask('window.load', { id: this.id, url })
  }

  getURL = () => this.#address
  reload = () => void this.loadURL(this.#address)
  isDestroyed = () => !windows.has(this.id)
  forcefullyCrashRenderer = () => void ask('window.crash', { id: this.id })
}

export class BrowserWindow extends EventEmitter {
  readonly id = ++lastId
  readonly webContents = new WebContents(this.id)
  readonly options: Options
  #bounds: Rectangle
  #normal: Rectangle
  #visible: boolean
  #maximized = false
  #minimized = false
  #ready: Promise<unknown>

  static getAllWindows = () => [...windows.values()]
  static getFocusedWindow = () => focused

  constructor(options: Options = {}) {
    super()
    this.options = options
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.#bounds = { x, y, width, height }
    this.#normal = this.#bounds
    this.#visible = options.show ?? true
    windows.set(this.id, this)
    this.#ready = this.#create(options.webPreferences?.preload)
    app.emit('web-contents-created', {}, this.webContents)
  }

  async #create(preload: string | undefined): Promise<void> {
    const granted = await Promise.all(ASKED_PERMISSIONS.map(name => isGranted(name, 'app://activation')))
    await ask('window.create', {
      id: this.id,
      preload: preload ? readFileSync(preload, 'utf8') : null,
      bounds: this.#bounds,
      permissions: ASKED_PERMISSIONS.filter((_, index) => granted[index]),
    })
  }

  async loadURL(url: string): Promise<void> {
    await this.#ready
    await this.webContents.loadURL(url)
  }

  getBounds = () => ({ ...this.#bounds })
  getNormalBounds = () => ({ ...this.#normal })
  setBounds(change: Partial<Rectangle>): void {
    const before = this.#bounds
    this.#bounds = { ...before, ...change }
    if (!this.#maximized) this.#normal = this.#bounds
    if (before.x !== this.#bounds.x || before.y !== this.#bounds.y) this.emit('move')
    if (before.width !== this.#bounds.width || before.height !== this.#bounds.height) this.emit('resize')
    void ask('window.bounds', { id: this.id, bounds: this.#bounds })
  }

  isVisible = () => this.#visible
  isMaximized = () => this.#maximized
  isMinimized = () => this.#minimized
  isFullScreen = () => false
  isFocused = () => focused === this
  isDestroyed = () => !windows.has(this.id)
  setBackgroundColor = () => {}
  show(): void {
    this.#visible = true
    this.focus()
    this.emit('show')
  }
  focus(): void {
    focused = this
  }
  blur(): void {
    if (focused === this) focused = null
  }
  minimize(): void {
    this.#minimized = true
    this.blur()
  }
  restore(): void {
    this.#minimized = false
  }
  maximize(): void {
    this.#maximized = true
    this.emit('maximize')
  }
  unmaximize(): void {
    this.#maximized = false
    this.emit('unmaximize')
  }

  close(): void {
    const event = { prevented: false, preventDefault: () => {} }
    event.preventDefault = () => {
      event.prevented = true
    }
    this.emit('close', event)
    if (event.prevented || !windows.delete(this.id)) return
    this.blur()
    void ask('window.close', { id: this.id })
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (windows.size === 0) app.lastWindowClosed()
  }
}

export function webContentsOf(id: number): WebContents {
  const window = windows.get(id)
  if (!window) throw new Error(`There is no window ${id}`)
  return window.webContents
}

answer('contents.navigate', ({ id, url, isMain }) => {
  const event = { url: outsideAddress(url), isMainFrame: isMain, prevented: false, preventDefault: () => {} }
  event.preventDefault = () => {
    event.prevented = true
  }
  const contents = webContentsOf(id)
  contents.emit('will-frame-navigate', event)
  if (isMain && !event.prevented) contents.emit('will-navigate', event, event.url)
  return { prevented: event.prevented }
})
answer('contents.open', ({ id, url }) => webContentsOf(id).openHandler({ url }))
answer('contents.gone', ({ id }) =>
  webContentsOf(id).emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
)
answer('contents.painted', ({ id }) => windows.get(id)?.emit('ready-to-show'))
