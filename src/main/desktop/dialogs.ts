// Native file dialogs, attached to the window where there is one. Cancelled means null.
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

async function ask(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}

export const askFolder = (window: BrowserWindow | null, current: string) =>
  ask(window, {
    title: 'Choose the workspace folder',
    defaultPath: current,
    properties: ['openDirectory', 'createDirectory'],
  })

export const askDropFolder = (window: BrowserWindow | null) =>
  ask(window, {
    title: 'Choose the drop folder',
    properties: ['openDirectory', 'createDirectory'],
  })

export const askFile = (window: BrowserWindow | null) =>
  ask(window, {
    title: 'Import audiences',
    properties: ['openFile'],
    filters: [{ name: 'JSON', extensions: ['json', 'jsonl', 'ndjson'] }],
  })
