// How a window is made: every security switch is named, also where the default is right, so that a test can hold it.
import type { BrowserWindowConstructorOptions } from 'electron'
import { type openingPlace, SMALLEST } from './window-place.ts'

/** The first paint's colour, before any page: the token `--color-canvas` of the renderer in each theme. */
export const BACKGROUND = { light: '#f3f5f7', dark: '#0f1214' } as const

export function windowOptions(given: {
  place: ReturnType<typeof openingPlace>
  dark: boolean
  preload: string
  dev: boolean
}): BrowserWindowConstructorOptions {
  const { maximized: _, ...bounds } = given.place
  return {
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Activation Manager',
    show: false,
    backgroundColor: given.dark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: given.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would be fetched from the internet.
      spellcheck: false,
      devTools: given.dev,
    },
  }
}
