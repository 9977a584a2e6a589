// What the shell answers itself: dialogs, theme, folders, links. Electron's part comes as arguments.
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PickedFile } from '../../shared/contract/shell.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
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
  askFile(): Promise<string | null>
  changeWorkspace(folder: string): Promise<void>
  callCore(call: CoreCall): Promise<Result<unknown>>
  setTheme(theme: Theme): void
  /** `shell.openPath`: answers '' or why not. */
  openPath(path: string): Promise<string>
  openExternal(address: string): Promise<void>
}

const PLATFORMS: Partial<Record<NodeJS.Platform, 'darwin' | 'win32' | 'linux'>> = {
  darwin: 'darwin',
  win32: 'win32',
  linux: 'linux',
}

async function pickImportFile(parts: ShellParts): Promise<Result<PickedFile | null>> {
  const user_id = parts.session.userId()
  if (user_id === null) return fail('unauthorized', 'Choose a profile before importing')
  const path = await parts.askFile()
  if (path === null) return ok(null)
  const offered = await parts.callCore({ call: 'offerFile', path, name: basename(path), user_id })
  return offered.ok ? ok(PickedFile.parse(offered.value)) : offered
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
    'shell.pickImportFile': () => pickImportFile(parts),
    'shell.chooseDropFolder': async () => {
      const folder = await parts.askDropFolder()
      return ok(folder === null ? null : { folder })
    },
    'shell.setTheme': async ({ theme }) => {
      parts.setTheme(theme)
      return ok(null)
    },
    'shell.openLogs': () => openLogs(parts),
    'shell.openLink': ({ link }) => openLink(link, parts.openExternal),
  }
}
