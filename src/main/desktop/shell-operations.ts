// What the shell answers itself: dialogs, theme, folders, links. Electron's part comes as arguments.
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { PickedFile, type SaveKind, SaveTarget } from '../../shared/contract/shell.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { ApiAccessParts } from './api-access.ts'
import type { CoreCall } from './core-messages.ts'
import type { ShellHandlers } from './ipc.ts'
import { openLink } from './links.ts'
import type { Session } from './session.ts'
import type { Theme } from './settings.ts'

export type ShellParts = {
  platform: NodeJS.Platform
  appVersion: string
  session: Session
  workspace(): string
  /** Where the shell's own log is, for when there is no workspace. */
  logFolder: string
  /** Native dialogs; null when cancelled. */
  askFolder(current: string): Promise<string | null>
  askDropFolder(): Promise<string | null>
  askMigrationFolder(): Promise<string | null>
  askFiles(): Promise<string[]>
  askBackup(): Promise<string | null>
  /** `place`: where the dialog begins, with the name it proposes. */
  askSave(place: string, kind: SaveKind): Promise<string | null>
  /** Where files are saved until another folder was chosen. */
  documents(): string
  /** `shell.showItemInFolder`. */
  showItem(path: string): void
  changeWorkspace(folder: string): Promise<void>
  callCore(call: CoreCall): Promise<Result<unknown>>
  setTheme(theme: Theme): void
  /** `shell.openPath`: answers '' or why not. */
  openPath(path: string): Promise<string>
  openExternal(address: string): Promise<void>
  api: ApiAccessParts
}

const ChosenFolder = z.object({ folder_token: z.string(), folder: z.string() })
const SavedAt = z.object({ path: z.string(), name: z.string() })

const PLATFORMS: Partial<Record<NodeJS.Platform, 'darwin' | 'win32' | 'linux'>> = {
  darwin: 'darwin',
  win32: 'win32',
  linux: 'linux',
}

type Offering = Pick<ShellParts, 'session' | 'callCore'>
const nobody = () => fail('unauthorized', 'Choose a profile before importing')

/** Paths go to the core, tokens to the page. */
export async function offerFiles(
  { session, callCore }: Offering,
  paths: readonly string[],
): Promise<Result<{ files: PickedFile[] }>> {
  const user_id = session.userId()
  if (user_id === null) return nobody()
  const files: PickedFile[] = []
  for (const path of paths) {
    const offered = await callCore({ call: 'offerFile', path, name: basename(path), user_id })
    if (!offered.ok) return offered
    files.push(PickedFile.parse(offered.value))
  }
  return ok({ files })
}

async function pickBackupFile(parts: ShellParts): Promise<Result<PickedFile | null>> {
  if (parts.session.userId() === null) return fail('unauthorized', 'Choose a profile first')
  const path = await parts.askBackup()
  const offered = await offerFiles(parts, path === null ? [] : [path])
  return offered.ok ? ok(offered.value.files[0] ?? null) : offered
}

const pickImportFiles = async (parts: ShellParts) =>
  parts.session.userId() === null ? nobody() : offerFiles(parts, await parts.askFiles())

async function chooseMigrationFolder(
  parts: ShellParts,
): Promise<Result<{ folder_token: string; folder: string } | null>> {
  const user_id = parts.session.userId()
  if (user_id === null) return fail('unauthorized', 'Choose a profile before migrating')
  const path = await parts.askMigrationFolder()
  if (path === null) return ok(null)
  const offered = await parts.callCore({ call: 'offerFolder', path, user_id })
  return offered.ok ? ok(ChosenFolder.parse(offered.value)) : offered
}

/** The name that a page proposes has no say in the folder. */
const plainName = (name: string) => basename(name.replaceAll('\\', '/')).replaceAll(/[\p{Cc}<>:"|?*]/gu, '')

async function chooseSaveFile(
  parts: ShellParts,
  place: string,
  kind: SaveKind,
): Promise<Result<(SaveTarget & { folder: string }) | null>> {
  const user_id = parts.session.userId()
  if (user_id === null) return fail('unauthorized', 'Choose a profile before saving a file')
  const path = await parts.askSave(place, kind)
  if (path === null) return ok(null)
  const offered = await parts.callCore({ call: 'offerTarget', path, user_id })
  return offered.ok ? ok({ ...SaveTarget.parse(offered.value), folder: dirname(path) }) : offered
}

async function showFile(parts: ShellParts, file_token: string): Promise<Result<null>> {
  const user_id = parts.session.userId()
  if (user_id === null) return fail('unauthorized', 'Choose a profile first')
  const saved = await parts.callCore({ call: 'savedFile', file_token, user_id })
  if (!saved.ok) return saved
  const { path, name } = SavedAt.parse(saved.value)
  if (!existsSync(path))
    return fail('not_found', `${name} isn’t there any more`, { hint: 'It was moved or deleted.' })
  parts.showItem(path)
  return ok(null)
}

export async function openLogs(
  parts: Pick<ShellParts, 'workspace' | 'logFolder' | 'openPath'>,
): Promise<Result<null>> {
  const ofWorkspace = join(parts.workspace(), 'logs')
  const problem = await parts.openPath(existsSync(ofWorkspace) ? ofWorkspace : parts.logFolder)
  return problem === ''
    ? ok(null)
    : fail('unsupported', 'The log folder could not be opened', { hint: problem })
}

export function shellOperations(parts: ShellParts): ShellHandlers {
  let savedLast: string | null = null
  return {
    'shell.info': async () =>
      ok({
        kind: 'desktop',
        platform: PLATFORMS[parts.platform] ?? 'other',
        app_version: parts.appVersion,
        can_choose_workspace: true,
      }),
    'shell.chooseWorkspace': async () => {
      const folder = await parts.askFolder(parts.workspace())
      if (folder === null) return ok(null)
      if (folder !== parts.workspace()) await parts.changeWorkspace(folder)
      return ok({ folder })
    },
    'shell.pickImportFiles': () => pickImportFiles(parts),
    'shell.pickBackupFile': () => pickBackupFile(parts),
    'shell.chooseDropFolder': async () => {
      const folder = await parts.askDropFolder()
      return ok(folder === null ? null : { folder })
    },
    'shell.chooseMigrationFolder': () => chooseMigrationFolder(parts),
    'shell.chooseSaveFile': async ({ suggested_name, kind }) => {
      const place = join(savedLast ?? parts.documents(), plainName(suggested_name) || 'file')
      const chosen = await chooseSaveFile(parts, place, kind)
      if (!chosen.ok || chosen.value === null) return chosen.ok ? ok(null) : chosen
      const { folder, ...target } = chosen.value
      savedLast = folder
      return ok(target)
    },
    'shell.showFile': ({ file_token }) => showFile(parts, file_token),
    'shell.setTheme': async ({ theme }) => {
      parts.setTheme(theme)
      return ok(null)
    },
    'shell.apiAccess': () => parts.api.state(),
    'shell.switchApi': wanted => parts.api.change(wanted),
    'shell.openApiDocs': () => parts.api.openDocs(),
    'shell.openLogs': () => openLogs(parts),
    'shell.openLink': ({ link }) => openLink(link, parts.openExternal),
  }
}
