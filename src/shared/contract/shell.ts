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

export const shellOperations = {
  'shell.info': shell({ input: nothing, output: ShellInfo }),
  /** Native folder dialog; null when it was cancelled. The core is started again on the chosen folder. */
  'shell.chooseWorkspace': shell({ input: nothing, output: z.object({ folder: z.string() }).nullable() }),
  /** Native file dialog; null when it was cancelled. */
  'shell.pickImportFile': shell({ input: nothing, output: PickedFile.nullable() }),
  /** Native folder dialog for a folder that files are delivered to; null when it was cancelled. */
  'shell.chooseDropFolder': shell({ input: nothing, output: z.object({ folder: z.string() }).nullable() }),
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
