// The desktop app's entry. It only wires: what each part does is in desktop/.
import { join, resolve } from 'node:path'
import { app, protocol } from 'electron'
import { takeCoreSettings } from './core/environment.ts'
import { startDesktop } from './desktop/desktop.ts'
import { SCHEME } from './desktop/origin.ts'

// Before anything is started that would inherit it.
const coreSettings = takeCoreSettings(process.env)
const { ACTIVATION_USER_DATA, ACTIVATION_WORKSPACE, ELECTRON_RENDERER_URL } = process.env
if (ACTIVATION_USER_DATA) app.setPath('userData', resolve(ACTIVATION_USER_DATA))

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

// Two of us must not write the same files; the lock belongs to the user data folder.
if (app.requestSingleInstanceLock())
  startDesktop({
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    renderer: join(import.meta.dirname, '../renderer'),
    coreProcess: join(import.meta.dirname, 'core-process.js'),
    queryProcess: join(import.meta.dirname, 'query-process.js'),
    resources: app.isPackaged
      ? join(process.resourcesPath, 'resources')
      : join(import.meta.dirname, '../../resources'),
    workspace: ACTIVATION_WORKSPACE ? resolve(ACTIVATION_WORKSPACE) : null,
    coreSettings,
    // The development server's page, with reload; never in a packaged app.
    devServer: app.isPackaged ? null : (ELECTRON_RENDERER_URL ?? null),
  })
else app.quit()
