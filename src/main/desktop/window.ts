// The one window: opened where it was left, shown when its first page is painted, its place remembered.
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { debounce } from './debounce.ts'
import type { SettingsFile } from './settings.ts'
import { BACKGROUND, windowOptions } from './window-options.ts'
import { openingPlace } from './window-place.ts'

const REMEMBER_AFTER_MS = 500

export type WindowParts = {
  settings: SettingsFile
  preload: string
  startPage: string
  dev: boolean
  /** The page's process died; `reason` is Electron's word for it. */
  onPageGone(reason: string): void
}

function rememberPlace(window: BrowserWindow, settings: SettingsFile): void {
  const remember = () => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    settings.change({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } })
  }
  const soon = debounce(remember, REMEMBER_AFTER_MS)
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('close', remember)
}

export function openWindow(parts: WindowParts): BrowserWindow {
  const workAreas = screen.getAllDisplays().map(display => display.workArea)
  const place = openingPlace(parts.settings.get().window, workAreas)
  const dark = nativeTheme.shouldUseDarkColors
  const window = new BrowserWindow(windowOptions({ place, dark, preload: parts.preload, dev: parts.dev }))
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize()
    window.show()
  })
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') parts.onPageGone(details.reason)
  })
  rememberPlace(window, parts.settings)
  void window.loadURL(parts.startPage)
  return window
}

export function paintBackground(window: BrowserWindow): void {
  window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light)
}

/** For a second start of the app: brings this one to the front. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
