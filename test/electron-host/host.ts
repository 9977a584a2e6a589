// What a running app offers to a spec's driver, on either host.
import type { Page } from 'playwright'

export type ElectronModule = typeof Electron.CrossProcessExports

export interface Host {
  kind: 'electron' | 'double'
  /** The page of the app's window as it is now: after a crash or a reopened window it is another. */
  page(): Page
  /** All pages that the app has open. */
  pages(): Page[]
  /** Resolves when the app shows a window whose document is loaded. */
  windowReady(): Promise<Page>
  /** Runs in the app's main process. The function must not use anything from around it. */
  evaluate<R, A>(run: (electron: ElectronModule, argument: A) => R | Promise<R>, argument: A): Promise<R>
  /** An address of the app, as this host's page knows it. */
  url(path: string): string
  pid: number
  exited: Promise<number | null>
  /** Lets go of the browser. The app's process has ended or is ended. */
  dispose(): Promise<void>
  /** What the app's processes printed. */
  output(): string
}

export type LaunchOptions = {
  workspace?: string
  userData: string
  /** More of the environment. */
  env?: Record<string, string>
  /** Waits for the window, unless there will be none (a second instance). */
  expectWindow?: boolean
}

/** Environment of the app: what the options set, and nothing of the test runner's own. */
export function environmentOf(options: LaunchOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !/^(NODE_OPTIONS|NODE_CHANNEL_FD|ELECTRON_RENDERER_URL|TEST_.*|PW_.*)$/.test(entry[0]),
  )
  return {
    ...Object.fromEntries(inherited),
    ACTIVATION_USER_DATA: options.userData,
    // No test may touch the keychain of who runs it.
    ACTIVATION_CREDENTIALS: 'memory',
    ...(options.workspace ? { ACTIVATION_WORKSPACE: options.workspace } : {}),
    ...options.env,
  }
}
