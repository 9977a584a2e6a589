// What a spec does to the app from outside its page. Written once, on `evaluate`, for both hosts.
import type { MessageBoxOptions } from 'electron'
import type { Page } from 'playwright'
import type { Host } from './host.ts'

type Rectangle = { x: number; y: number; width: number; height: number }
/** Kept in the app's main process by `prepare`. */
type Recorded = { opened: string[]; paths: string[]; boxes: MessageBoxOptions[] }

export type Forged = {
  channel: string
  payload: unknown
  /** null: the frame is gone. */
  frame: { origin: string; isMain: boolean } | null
  /** Of the window's own contents when left out. */
  contentsId?: number
}

export interface MainDriver {
  /** Replaces what would leave the app or wait for a person: dialogs are cancelled, links and folders recorded. */
  prepare(): Promise<void>
  /** By the labels on the way, e.g. `['File', 'New audience']`. */
  menuClick(path: string[]): Promise<void>
  menuLabels(): Promise<string[]>
  /** What the next folder, file and save dialogs answer; null cancels. */
  stubDialog(path: string | null): Promise<void>
  /** Which button is pressed in message boxes from now on, by its label; null waits for ever. */
  answerBoxes(button: string | null): Promise<void>
  messageBoxes(): Promise<MessageBoxOptions[]>
  openedExternal(): Promise<string[]>
  /** Notices of the system so far. */
  notices(): Promise<{ title: string; body: string }[]>
  clickNotice(index: number): Promise<void>
  openedPaths(): Promise<string[]>
  /** Calls a handler as a compromised renderer would: any channel name, payload and frame. */
  forge(forged: Forged): Promise<unknown>
  windowBounds(): Promise<Rectangle>
  moveWindow(bounds: Rectangle): Promise<void>
  windowState(): Promise<{
    visible: boolean
    focused: boolean
    minimized: boolean
    count: number
    contentsId: number
  }>
  minimize(): Promise<void>
  corePid(): Promise<number | null>
  /** SIGKILL to the core process; answers which it was. It may still be seen for a moment. */
  killCore(): Promise<number>
  /** Kills the page's process; resolves when the app has heard of it. */
  crashRenderer(): Promise<void>
  /** Resolves with the page that is there after a reload or a crash. */
  nextPage(): Promise<Page>
  /** In good order; resolves when the process has ended. */
  quit(): Promise<void>
  /** SIGKILL to the app and its core at the same moment. */
  kill9(): Promise<void>
  exited: Promise<number | null>
}

const signal = (pid: number | null) => {
  try {
    if (pid) process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

export function mainDriver(host: Host): MainDriver {
  const corePid = () =>
    host.evaluate(
      ({ app }) =>
        app.getAppMetrics().find(one => one.name === 'Activation Manager data service')?.pid ?? null,
      null,
    )
  const recorded = () => host.evaluate(() => (globalThis as unknown as { recorded: Recorded }).recorded, null)

  return {
    exited: host.exited,
    corePid,
    prepare: () =>
      host.evaluate(({ dialog, Notification, shell }) => {
        const notices: Electron.Notification[] = []
        Object.assign(globalThis, { notices })
        Notification.prototype.show = function (this: Electron.Notification) {
          notices.push(this)
        }
        const seen = { opened: [] as string[], paths: [] as string[], boxes: [] as unknown[] }
        Object.assign(globalThis, { recorded: seen })
        shell.openExternal = async address => void seen.opened.push(address)
        shell.openPath = async path => {
          seen.paths.push(path)
          return ''
        }
        shell.showItemInFolder = path => void seen.paths.push(path)
        dialog.showSaveDialog = async () => ({ canceled: true, filePath: '' })
        dialog.showOpenDialog = async () => ({ canceled: true, filePaths: [] })
        dialog.showMessageBox = async (...args: unknown[]) => {
          seen.boxes.push(args.at(-1))
          return new Promise(() => {})
        }
      }, null),
    menuClick: path =>
      host.evaluate(({ Menu }, labels) => {
        let menu = Menu.getApplicationMenu()
        const plain = (label: string) => label.replaceAll('&', '')
        labels.forEach((label, depth) => {
          const item = menu?.items.find(one => plain(one.label) === label)
          if (!item) throw new Error(`The menu has no ${labels.slice(0, depth + 1).join(' > ')}`)
          if (depth === labels.length - 1) item.click()
          else menu = item.submenu ?? null
        })
      }, path),
    menuLabels: () =>
      host.evaluate(({ Menu }) => {
        const labels: string[] = []
        const walk = (items: Electron.MenuItem[], before: string) => {
          for (const item of items) {
            if (item.type === 'separator') continue
            const label = before + item.label.replaceAll('&', '')
            labels.push(label)
            walk(item.submenu?.items ?? [], `${label} > `)
          }
        }
        walk(Menu.getApplicationMenu()?.items ?? [], '')
        return labels
      }, null),
    stubDialog: path =>
      host.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({
          canceled: chosen === null,
          filePaths: chosen === null ? [] : [chosen],
        })
        dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' })
      }, path),
    answerBoxes: button =>
      host.evaluate(({ dialog }, label) => {
        const { recorded } = globalThis as unknown as { recorded: { boxes: unknown[] } }
        dialog.showMessageBox = async (...args: unknown[]) => {
          const options = args.at(-1) as Electron.MessageBoxOptions
          recorded.boxes.push(options)
          if (label === null) return new Promise(() => {})
          return { response: (options.buttons ?? []).indexOf(label), checkboxChecked: false }
        }
      }, button),
    messageBoxes: async () => (await recorded()).boxes,
    openedExternal: async () => (await recorded()).opened,
    notices: () =>
      host.evaluate(() => {
        const { notices } = globalThis as unknown as { notices: Electron.Notification[] }
        return notices.map(({ title, body }) => ({ title, body }))
      }, null),
    clickNotice: index =>
      host.evaluate((_electron, at) => {
        const { notices } = globalThis as unknown as { notices: Electron.Notification[] }
        notices[at]?.emit('click')
      }, index),
    openedPaths: async () => (await recorded()).paths,
    forge: forged =>
      host.evaluate(async ({ BrowserWindow, ipcMain }, { channel, payload, frame, contentsId }) => {
        const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<
          string,
          (...args: unknown[]) => unknown
        >
        const handler = handlers.get(channel)
        if (!handler) return { unhandled: true }
        const sender = { id: contentsId ?? BrowserWindow.getAllWindows()[0]?.webContents.id }
        const senderFrame = frame && { origin: frame.origin, parent: frame.isMain ? null : {} }
        return handler({ sender, senderFrame }, payload)
      }, forged),
    windowBounds: () =>
      host.evaluate(({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows()[0]
        if (!window) throw new Error('The app has no window')
        return window.getBounds()
      }, null),
    moveWindow: bounds =>
      host.evaluate(({ BrowserWindow }, to) => {
        BrowserWindow.getAllWindows()[0]?.setBounds(to)
      }, bounds),
    windowState: () =>
      host.evaluate(({ BrowserWindow }) => {
        const all = BrowserWindow.getAllWindows()
        const window = all[0]
        if (!window) throw new Error('The app has no window')
        return {
          visible: window.isVisible(),
          focused: window.isFocused(),
          minimized: window.isMinimized(),
          count: all.length,
          contentsId: window.webContents.id,
        }
      }, null),
    minimize: () => host.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize(), null),
    async killCore() {
      const pid = await corePid()
      if (pid === null) throw new Error('There is no core process')
      signal(pid)
      return pid
    },
    crashRenderer: () =>
      host.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        return new Promise<void>(resolve => {
          contents?.once('render-process-gone', () => resolve())
          contents?.forcefullyCrashRenderer()
        })
      }, null),
    nextPage: () => host.windowReady(),
    async quit() {
      // The app may be gone before it can say that it has heard.
      await host.evaluate(({ app }) => app.quit(), null).catch(() => {})
      await host.exited
      await host.dispose()
    },
    async kill9() {
      const core = await corePid()
      signal(host.pid)
      signal(core)
      await host.exited
      await host.dispose()
    },
  }
}
