// What only a window can do. The browser door answers what it can and says `unsupported` to the rest.
import * as z from 'zod'
import { AppError } from '../domain/error.ts'
import { shell } from './operation.ts'

const nothing = z.strictObject({})

/** Pages outside the app that it may open. The renderer names one; it never sends an address. */
export const LINKS = {
  repository_issues: 'https://github.com/activation-manager/activation-manager/issues',
  parquet: 'https://parquet.apache.org/docs/',
} as const

export const ShellInfo = z.object({
  kind: z.enum(['desktop', 'browser']),
  platform: z.enum(['darwin', 'win32', 'linux', 'other']),
  app_version: z.string(),
  /** The folder can be chosen here; in the browser the command line sets it. */
  can_choose_workspace: z.boolean(),
})
export type ShellInfo = z.infer<typeof ShellInfo>

/** A file the user picked. Valid until it is imported, within an hour after it was last used. */
export const PickedFile = z.object({ file_token: z.string(), name: z.string(), bytes: z.number().int() })
export type PickedFile = z.infer<typeof PickedFile>

/** What kind of file is to be saved: for the dialog's list of file types. */
export const SAVE_KINDS = ['csv', 'json', 'ndjson', 'parquet', 'xlsx', 'audience', 'backup'] as const
export const SaveKind = z.enum(SAVE_KINDS)
export type SaveKind = z.infer<typeof SaveKind>

/** Where a file goes that the user asked for. Valid for one file, begun within an hour. */
export const SaveTarget = z.object({ file_token: z.string(), name: z.string() })
export type SaveTarget = z.infer<typeof SaveTarget>

/** Whether the REST API is served on this computer, and where. */
export const ApiAccess = z.object({
  /** `failed`: it is to be served, and can't be. */
  state: z.enum(['off', 'on', 'failed']),
  /** `http://127.0.0.1:<port>` while it is served. */
  address: z.string().nullable(),
  /** In use, or remembered for the next time. */
  port: z.number().int().nullable(),
  /** Here it can be switched; in the browser it is served by the program that serves the page. */
  can_switch: z.boolean(),
  problem: AppError.nullable(),
})
export type ApiAccess = z.infer<typeof ApiAccess>

export const shellOperations = {
  'shell.info': shell({ input: nothing, output: ShellInfo }),
  /** Native folder dialog; null when it was cancelled. The core is started again on the chosen folder. */
  'shell.chooseWorkspace': shell({ input: nothing, output: z.object({ folder: z.string() }).nullable() }),
  /** Native file dialog; nothing when it was cancelled. */
  'shell.pickImportFiles': shell({ input: nothing, output: z.object({ files: z.array(PickedFile) }) }),
  /** The same for one backup; null when it was cancelled. */
  'shell.pickBackupFile': shell({ input: nothing, output: PickedFile.nullable() }),
  /** Native folder dialog for a folder that files are delivered to; null when it was cancelled. */
  'shell.chooseDropFolder': shell({ input: nothing, output: z.object({ folder: z.string() }).nullable() }),
  /** Native save dialog; null when it was cancelled. In the browser the file is made for a download, without a dialog. */
  'shell.chooseSaveFile': shell({
    input: z.strictObject({ suggested_name: z.string().min(1).max(200), kind: SaveKind }),
    output: SaveTarget.nullable(),
  }),
  /** Shows a finished file in its folder; the browser downloads it. The token is in the job's result. */
  'shell.showFile': shell({ input: z.strictObject({ file_token: z.string().max(100) }), output: z.null() }),
  /**
   * Native folder dialog for the reference system's data folder; null when it was cancelled. In the browser it is the
   * folder that the command line names.
   */
  'shell.chooseMigrationFolder': shell({
    input: nothing,
    output: z.object({ folder_token: z.string(), folder: z.string() }).nullable(),
  }),
  'shell.setTheme': shell({
    input: z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }),
    output: z.null(),
  }),
  'shell.apiAccess': shell({ input: nothing, output: ApiAccess }),
  /** Without a port the remembered one, or any that is free. A port that is in use is a `conflict`, and nothing changes. */
  'shell.switchApi': shell({
    input: z.strictObject({ on: z.boolean(), port: z.number().int().min(1_024).max(65_535).optional() }),
    output: ApiAccess,
  }),
  /** The readable page of the API, in the system's browser. */
  'shell.openApiDocs': shell({ input: nothing, output: z.null() }),
  'shell.openLogs': shell({ input: nothing, output: z.null() }),
  'shell.openLink': shell({
    input: z.strictObject({ link: z.enum(['repository_issues', 'parquet']) }),
    output: z.null(),
  }),
}
