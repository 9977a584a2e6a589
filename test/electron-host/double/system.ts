// The small rest: dialogs (cancelled unless a spec answers them), `shell`, `nativeTheme`, `screen`, `Notification`.
import { EventEmitter } from 'node:events'
import { ask } from './link.ts'

export const dialog = {
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  /** Waits for a person, as a real one does. */
  showMessageBox: () => new Promise<{ response: number }>(() => {}),
}

export const shell = {
  openExternal: async (_url: string) => {},
  openPath: async (_path: string) => '',
  showItemInFolder: (_path: string) => {},
}

type Source = 'system' | 'light' | 'dark'

class NativeTheme extends EventEmitter {
  #source: Source = 'system'
  /** What the system would say. */
  readonly #systemDark = process.env.ELECTRON_DOUBLE_DARK === '1'

  get themeSource(): Source {
    return this.#source
  }
  set themeSource(source: Source) {
    this.#source = source
    void ask('theme.set', { dark: this.shouldUseDarkColors })
    this.emit('updated')
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemDark : this.#source === 'dark'
  }
}
export const nativeTheme = new NativeTheme()

const area = { x: 0, y: 0, width: 2560, height: 1440 }
const display = { id: 1, bounds: area, workArea: area, scaleFactor: 1 }
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [display],
  getPrimaryDisplay: () => display,
})

export class Notification extends EventEmitter {
  static isSupported = () => true
  readonly title: string
  readonly body: string
  constructor({ title = '', body = '' }: { title?: string; body?: string } = {}) {
    super()
    this.title = title
    this.body = body
  }
  show(): void {}
}
