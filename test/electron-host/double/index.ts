// The module that stands where `electron` would be in the app's main process.
import { runInThisContext } from 'node:vm'
import { app } from './app.ts'
import { ipcMain } from './ipc-main.ts'
import { answer } from './link.ts'
import { Menu } from './menu.ts'
import { protocol, session } from './protocol.ts'
import { dialog, Notification, nativeTheme, screen, shell } from './system.ts'
import { utilityProcess } from './utility-process.ts'
import { BrowserWindow } from './window.ts'

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
}

const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
}
export default electron

// A function's source that went through a transpiler may name this helper.
Object.assign(globalThis, { __name: (value: unknown) => value })

answer('evaluate', ({ source, argument }) => {
  const run: (module: typeof electron, argument: unknown) => unknown = runInThisContext(`(${source})`)
  return run(electron, argument)
})
