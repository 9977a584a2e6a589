// Which Chromium the tests run in: the one named by PLAYWRIGHT_CHROMIUM, else one of the system, else Playwright's own.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(variable => {
    const folder = process.env[variable]
    return folder ? [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : []
  }),
}

/** Path of the executable; undefined means Playwright's own. Throws when PLAYWRIGHT_CHROMIUM names no file. */
export function findChromium(): string | undefined {
  const named = process.env.PLAYWRIGHT_CHROMIUM
  if (named) {
    if (!existsSync(named)) throw new Error(`PLAYWRIGHT_CHROMIUM names ${named}, which is not there`)
    return named
  }
  const folders = process.platform === 'win32' ? [] : (process.env.PATH ?? '').split(delimiter)
  const inPath = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  return [...inPath, ...(ELSEWHERE[process.platform] ?? [])].find(path => existsSync(path))
}

/** The browser loads these for the address bar of each window, which no test sees: a third of what a new page costs. */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup']

/** Playwright's own: Chromium heeds only the last list of features to be off, and that is the one named here. */
export const PLAYWRIGHT_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
]

/** Off: everything that talks to the network by itself, and the sandbox where containers don't allow it (Linux). */
export const CHROMIUM_ARGS = [
  `--disable-features=${[...PLAYWRIGHT_OFF, ...ADDRESS_BAR].join(',')}`,
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
]

/** Options for `chromium.launch`. */
export function chromiumLaunch(): { executablePath?: string; args: string[] } {
  const executablePath = findChromium()
  return { ...(executablePath ? { executablePath } : {}), args: CHROMIUM_ARGS }
}
