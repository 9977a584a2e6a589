// The window's security switches, which the test double of Electron can't show, and its first colour.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BACKGROUND, windowOptions } from '../../../src/main/desktop/window-options.ts'

const given = {
  place: { width: 1360, height: 860, maximized: true },
  dark: false,
  preload: '/app/out/preload/index.cjs',
  dev: false,
}

test('the page is sandboxed, isolated, without Node, and nothing is loosened', () => {
  expect(windowOptions(given).webPreferences).toEqual({
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
    spellcheck: false,
    devTools: false,
  })
})

test('it is hidden until painted, in the theme’s colour', () => {
  expect(windowOptions(given)).toMatchObject({ show: false, backgroundColor: BACKGROUND.light, width: 1360 })
  expect(windowOptions({ ...given, dark: true }).backgroundColor).toBe(BACKGROUND.dark)
})

test('that colour is the page’s own', () => {
  const tokens = readFileSync(new URL('../../../src/renderer/styles/tokens.css', import.meta.url), 'utf8')
  expect(tokens).toMatch(
    new RegExp(`--color-canvas:\\s*light-dark\\(${BACKGROUND.light},\\s*${BACKGROUND.dark}\\)`),
  )
})
