// Puts the desktop's parts together, in the order in which they must start and stop.
import { join } from 'node:path'
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  protocol,
  session,
  shell,
} from 'electron'
import { DROPPED } from '../../shared/bridge.ts'
import type { EventOf } from '../../shared/contract.ts'
import type { EventName } from '../../shared/operation-names.ts'
import type { takeCoreSettings } from '../core/environment.ts'
import { createApiAccess } from './api-access.ts'
import { serveContent } from './content.ts'
import { startCore } from './core-link.ts'
import { askBackup, askDropFolder, askFiles, askFolder, askMigrationFolder, askSave } from './dialogs.ts'
import { answerDropped } from './dropped.ts'
import { failureDialog } from './failure.ts'
import { registerOperations } from './ipc.ts'
import { followLifeCycle } from './life-cycle.ts'
import { openLink } from './links.ts'
import { openLog } from './log.ts'
import { menuTemplate } from './menu.ts'
import { createNotices } from './notices.ts'
import { APP_ORIGIN, SCHEME, START_PAGE } from './origin.ts'
import { confineAll, denyNetwork, denyPermissions } from './security.ts'
import { createSession } from './session.ts'
import { openSettings, type Theme } from './settings.ts'
import { offerFiles, openLogs, type ShellParts, shellOperations } from './shell-operations.ts'
import { bringToFront, openWindow, paintBackground } from './window.ts'

export type DesktopPaths = {
  preload: string
  renderer: string
  coreProcess: string
  queryProcess: string
  resources: string
  /** Set for this run only; null means the remembered or the default folder. */
  workspace: string | null
  devServer: string | null
  coreSettings: ReturnType<typeof takeCoreSettings>
}

/** How long a flush may take at quitting. What isn't flushed is in the log on disk, so nothing is lost after it. */
const QUIT_TIMEOUT_MS = 25_000

export function startDesktop(paths: DesktopPaths): void {
  const userData = app.getPath('userData')
  const log = openLog(join(userData, 'logs'))
  const settings = openSettings(join(userData, 'settings.json'), (message, error) =>
    log.write('warn', message, error),
  )
  const dev = paths.devServer !== null
  const origin = paths.devServer ? new URL(paths.devServer).origin : APP_ORIGIN
  let window: BrowserWindow | null = null
  let workspace = paths.workspace ?? settings.get().workspace ?? join(userData, 'workspace')

  function toPage<N extends EventName>(event: N, payload: EventOf<N>): void {
    if (window && !window.isDestroyed()) window.webContents.send(event, payload)
  }

  const signedIn = createSession(settings, user_id => toPage('session.changed', { user_id }))
  const places = {
    workspace: () => workspace,
    logFolder: log.folder,
    openPath: (path: string) => shell.openPath(path),
  }
  const showFailure = failureDialog({
    showMessageBox: options => dialog.showMessageBox(options),
    openLogs: () => openLogs(places),
    quit: () => app.quit(),
  })

  const standing = new Set<Notification>()
  const notices = createNotices({
    isFocused: () => window?.isFocused() ?? false,
    show(notice, onClick) {
      if (!Notification.isSupported()) return
      const shown = new Notification(notice)
      // Held while the system shows it: one that is collected as garbage can't be clicked any more.
      standing.add(shown)
      shown.on('close', () => standing.delete(shown))
      shown.on('click', () => {
        standing.delete(shown)
        onClick()
      })
      shown.show()
    },
    bringToFront: () => (window ? bringToFront(window) : show()),
    command: command => toPage('shell.command', { command }),
  })

  const core = startCore({
    modulePath: paths.coreProcess,
    queryPath: paths.queryProcess,
    config: () => ({
      workspace,
      resources: paths.resources,
      app_version: app.getVersion(),
      ...paths.coreSettings,
    }),
    apiPort: () => {
      const { on, port } = settings.get().api
      return on ? (port ?? 0) : null
    },
    session: signedIn,
    toPage,
    onMoved: notices.note,
    onGivenUp: () => void showFailure('core', () => void core.restart()),
    log: message => log.write('error', message),
  })

  function show(): void {
    window = openWindow({
      settings,
      preload: paths.preload,
      startPage: paths.devServer ?? START_PAGE,
      dev,
      onPageGone(reason) {
        log.write('error', `The page's process is gone: ${reason}`)
        void showFailure('page', () => window?.webContents.reload())
      },
    })
    window.on('closed', () => {
      window = null
    })
  }

  async function changeWorkspace(folder: string): Promise<void> {
    workspace = folder
    settings.change({ workspace: folder })
    // Profiles belong to a workspace.
    signedIn.change(null)
    await core.restart()
  }

  function setTheme(theme: Theme): void {
    settings.change({ theme })
    nativeTheme.themeSource = theme
  }

  const shellParts: ShellParts = {
    ...places,
    platform: process.platform,
    appVersion: app.getVersion(),
    session: signedIn,
    askFolder: current => askFolder(window, current),
    askDropFolder: () => askDropFolder(window),
    askMigrationFolder: () => askMigrationFolder(window),
    askFiles: () => askFiles(window),
    askBackup: () => askBackup(window),
    askSave: (place, kind) => askSave(window, place, kind),
    documents: () => app.getPath('documents'),
    showItem: path => shell.showItemInFolder(path),
    changeWorkspace,
    callCore: core.call,
    setTheme,
    openExternal: address => shell.openExternal(address),
    api: createApiAccess({
      settings,
      callCore: core.call,
      openExternal: address => shell.openExternal(address),
    }),
  }

  function failFor(error: unknown): void {
    log.write('error', 'An exception was not caught', error)
    void showFailure('app', () => {
      app.relaunch()
      app.quit()
    })
  }
  process.on('uncaughtException', failFor)
  process.on('unhandledRejection', error => log.write('error', 'A rejection was not handled', error))

  confineAll(app, origin, {
    log: message => log.write('warn', message),
    open: address => shell.openExternal(address),
  })
  followLifeCycle({
    show: () => (window ? bringToFront(window) : show()),
    close: () => core.close(QUIT_TIMEOUT_MS),
  })

  void app.whenReady().then(() => {
    nativeTheme.themeSource = settings.get().theme
    nativeTheme.on('updated', () => {
      if (window) paintBackground(window)
    })
    denyPermissions(session.defaultSession)
    if (!dev) denyNetwork(session.defaultSession)
    protocol.handle(SCHEME, serveContent(paths.renderer))
    core.start()
    const logError = (message: string, error: unknown) => log.write('error', message, error)
    const trusted = { origin, webContentsId: () => window?.webContents.id ?? null }
    const offer = (paths: readonly string[]) => offerFiles(shellParts, paths)
    ipcMain.handle(DROPPED, answerDropped({ trusted, offer, log: logError }))
    registerOperations({
      handle: (channel, listener) => ipcMain.handle(channel, listener),
      trusted,
      session: signedIn,
      core: (operation, input, context) => core.call({ call: 'invoke', operation, input, context }),
      shell: shellOperations(shellParts),
      log: logError,
    })
    const menu = menuTemplate(
      {
        command: command => toPage('shell.command', { command }),
        openLogs: () => void openLogs(places),
        reportIssue: () => void openLink('repository_issues', address => shell.openExternal(address)),
      },
      { platform: process.platform, dev },
    )
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
    // On macOS an activation may have come first.
    if (!window) show()
  })
}
