// What only a window can do. The browser door answers what it can and says `unsupported` to the rest.
import * as z from 'zod'
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

/** A file the user picked. Valid for one import within an hour. */
export const PickedFile = z.object({ file_token: z.string(), name: z.string(), bytes: z.number().int() })
export type PickedFile = z.infer<typeof PickedFile>

/** What kind of file is to be saved: for the dialog's list of file types. */
export const SAVE_KINDS = ['csv', 'json', 'ndjson', 'parquet', 'xlsx', 'audience', 'backup'] as const
export const SaveKind = z.enum(SAVE_KINDS)
export type SaveKind = z.infer<typeof SaveKind>

/** Where a file goes that the user asked for. Valid for one file, begun within an hour. */
export const SaveTarget = z.object({ file_token: z.string(), name: z.string() })
export type SaveTarget = z.infer<typeof SaveTarget>

export const shellOperations = {
  'shell.info': shell({ input: nothing, output: ShellInfo }),
  /** Native folder dialog; null when it was cancelled. The core is started again on the chosen folder. */
  'shell.chooseWorkspace': shell({ input: nothing, output: z.object({ folder: z.string() }).nullable() }),
  /** Native file dialog; null when it was cancelled. */
  'shell.pickImportFile': shell({ input: nothing, output: PickedFile.nullable() }),
  /** Native folder dialog for a folder that files are delivered to; null when it was cancelled. */
  'shell.chooseDropFolder': shell({ input: nothing, output: z.object({ folder: z.string() }).nullable() }),
  /** Native save dialog; null when it was cancelled. In the browser the file is made for a download, without a dialog. */
  'shell.chooseSaveFile': shell({
    input: z.strictObject({ suggested_name: z.string().min(1).max(200), kind: SaveKind }),
    output: SaveTarget.nullable(),
  }),
  /** Shows a finished file in its folder; the browser downloads it. The token is in the job's result. */
  'shell.showFile': shell({ input: z.strictObject({ file_token: z.string().max(100) }), output: z.null() }),
  'shell.setTheme': shell({
    input: z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }),
    output: z.null(),
  }),
  'shell.openLogs': shell({ input: nothing, output: z.null() }),
  'shell.openLink': shell({
    input: z.strictObject({ link: z.enum(['repository_issues', 'parquet']) }),
    output: z.null(),
  }),
}
