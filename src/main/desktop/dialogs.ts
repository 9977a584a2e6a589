// Native file dialogs, attached to the window where there is one. Cancelled means null.
import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from 'electron'
import type { SaveKind } from '../../shared/contract/shell.ts'

async function askMany(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string[]> {
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  return canceled ? [] : filePaths
}

const ask = async (window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> =>
  (await askMany(window, options))[0] ?? null

export const askFolder = (window: BrowserWindow | null, current: string) =>
  ask(window, {
    title: 'Choose the workspace folder',
    defaultPath: current,
    properties: ['openDirectory', 'createDirectory'],
  })

export const askDropFolder = (window: BrowserWindow | null) =>
  ask(window, {
    title: 'Choose the folder',
    properties: ['openDirectory', 'createDirectory'],
  })

export const askMigrationFolder = (window: BrowserWindow | null) =>
  ask(window, {
    title: 'Choose the data folder of the reference system',
    properties: ['openDirectory'],
  })

const IMPORTED = ['csv', 'tsv', 'txt', 'json', 'jsonl', 'ndjson', 'parquet', 'xlsx']

export const askFiles = (window: BrowserWindow | null) =>
  askMany(window, {
    title: 'Import audiences',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Tables and JSON', extensions: IMPORTED },
      { name: 'All files', extensions: ['*'] },
    ],
  })

export const askBackup = (window: BrowserWindow | null) =>
  ask(window, { title: 'Open a backup', properties: ['openFile'], filters: [TYPES.backup] })

const TYPES: Record<SaveKind, FileFilter> = {
  csv: { name: 'CSV', extensions: ['csv'] },
  json: { name: 'JSON', extensions: ['json'] },
  ndjson: { name: 'JSON lines', extensions: ['ndjson'] },
  parquet: { name: 'Parquet', extensions: ['parquet'] },
  xlsx: { name: 'Excel workbook', extensions: ['xlsx'] },
  audience: { name: 'Audience', extensions: ['audience.json'] },
  backup: { name: 'Backup', extensions: ['ambackup'] },
}

/** `place`: the full path that it begins with. */
export async function askSave(window: BrowserWindow | null, place: string, kind: SaveKind) {
  const options = {
    defaultPath: place,
    filters: [TYPES[kind]],
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  }
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? null : filePath
}
