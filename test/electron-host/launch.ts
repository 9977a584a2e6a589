// Starts the built desktop app for a spec: on the real Electron where its binary is, else on the double.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { launchDouble } from './double-host.ts'
import type { Host, LaunchOptions } from './host.ts'
import { type MainDriver, mainDriver } from './main-driver.ts'
import { launchReal } from './real-host.ts'

/** The folder with `package.json` and `out/`; another one to run the specs against another build. */
const ROOT = process.env.DESKTOP_APP_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '../..')

/** Path of Electron's binary; null when it isn't here. It is never fetched: its package is only looked at. */
export function electronBinary(): string | null {
  const folder = join(ROOT, 'node_modules/electron')
  const name = join(folder, 'path.txt')
  if (!existsSync(name)) return null
  const binary = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'),
    readFileSync(name, 'utf8'),
  )
  return existsSync(binary) ? binary : null
}

/** One line for the run's output. */
export const hostInUse = () =>
  electronBinary()
    ? 'desktop specs run on the real Electron'
    : 'desktop specs run on the test double of Electron (its binary is not here); see test/electron-host/README.md'

export type DesktopApp = {
  kind: Host['kind']
  /** The window's page. Ask for it again after a crash or a reopened window. */
  readonly page: Page
  pages(): Page[]
  /** An address for `page.goto`, by the renderer's own path. */
  url(path: string): string
  main: MainDriver
  /** What the app's processes printed. */
  output(): string
  /** Quits in good order when it still runs. */
  close(): Promise<void>
}

export async function launch(options: LaunchOptions): Promise<DesktopApp> {
  const binary = electronBinary()
  const host = await (binary ? launchReal(binary, ROOT, options) : launchDouble(ROOT, options))
  const main = mainDriver(host)
  try {
    if (options.expectWindow !== false) {
      await host.windowReady()
      await main.prepare()
    }
  } catch (error) {
    await host.dispose()
    throw error
  }
  return {
    kind: host.kind,
    get page() {
      return host.page()
    },
    pages: host.pages,
    url: host.url,
    main,
    output: host.output,
    close: () => main.quit(),
  }
}
