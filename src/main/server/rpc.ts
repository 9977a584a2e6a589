// The renderer's calls: one route for every operation of the contract.
import { Hono } from 'hono'
import type { ApiAccess } from '../../shared/contract/shell.ts'
import {
  contract,
  isCoreOperation,
  isOperation,
  type OutputOf,
  type ShellOperation,
} from '../../shared/contract.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import { refuse } from './answers.ts'
import { readJson } from './body.ts'
import { contextOf, type DoorEnv } from './caller.ts'
import type { ServerConfig } from './config.ts'
import { pageOnly } from './guard.ts'

const PLATFORMS: readonly string[] = ['darwin', 'win32', 'linux']
const isKnownPlatform = (name: string): name is 'darwin' | 'win32' | 'linux' => PLATFORMS.includes(name)

/** A download is a file that the core writes; where the API is, the request says, and a folder the command line. */
type Asked = 'shell.chooseSaveFile' | 'shell.chooseMigrationFolder' | 'shell.apiAccess'
type ShellAnswers = { [N in Exclude<ShellOperation, Asked>]: Result<OutputOf<N>> }

/** What stands in for a window: the little a server knows, and for the rest what to do instead. */
const shellAnswers = (appVersion: string): ShellAnswers => ({
  'shell.info': ok({
    kind: 'browser',
    platform: isKnownPlatform(process.platform) ? process.platform : 'other',
    app_version: appVersion,
    can_choose_workspace: false,
  }),
  // The page sets its own theme; there is no window frame to follow it.
  'shell.setTheme': ok(null),
  'shell.chooseWorkspace': fail('unsupported', 'The workspace folder can’t be changed in the browser', {
    hint: 'Start the program with --workspace and the folder you want.',
  }),
  'shell.pickBackupFile': fail('unsupported', 'A browser page picks files itself', {
    hint: 'Choose the file in the page; it is uploaded to this computer’s workspace only.',
  }),
  'shell.pickImportFiles': fail('unsupported', 'A browser page picks files itself', {
    hint: 'Choose the file in the page; it is uploaded to this computer’s workspace only.',
  }),
  'shell.chooseDropFolder': fail('unsupported', 'Folders can’t be looked through in the browser', {
    hint: 'Type the folder’s full path.',
  }),
  'shell.showFile': fail('unsupported', 'A browser page downloads files itself', {
    hint: 'Fetch /api/downloads/ followed by the file’s token.',
  }),
  'shell.switchApi': fail('unsupported', 'The API is served as long as this page is', {
    hint: 'It can be switched in the desktop app.',
  }),
  'shell.openApiDocs': fail('unsupported', 'A browser page opens links itself', {
    hint: 'Open /api/docs in a new tab.',
  }),
  'shell.openLogs': fail('unsupported', 'The log folder can’t be opened from the browser', {
    hint: 'Open the folder “logs” in the workspace folder.',
  }),
  'shell.openLink': fail('unsupported', 'A browser page opens links itself', {
    hint: 'Open the link in a new tab.',
  }),
})

function apiAccess(url: string): ApiAccess {
  const { origin, port } = new URL(url)
  return { state: 'on', address: origin, port: Number(port), can_switch: false, problem: null }
}

export function rpcRoutes(config: ServerConfig) {
  const shell = shellAnswers(config.appVersion)

  return new Hono<DoorEnv>().use(pageOnly).post('/:operation', async c => {
    const operation = c.req.param('operation')
    if (!isOperation(operation)) return refuse(c, fail('not_found', 'There is no such operation'))
    const body = await readJson(c)
    if (!body.ok) return refuse(c, body)
    if (isCoreOperation(operation)) {
      const answer = await config.core.invoke(operation, body.value, contextOf(c))
      return answer.ok ? c.json(answer) : refuse(c, answer)
    }
    if (operation === 'shell.chooseSaveFile') {
      const wanted = parseInput(contract[operation].input, body.value)
      if (!wanted.ok) return refuse(c, wanted)
      const target = await config.core.offerTarget(
        { download: wanted.value.suggested_name, by: 'page' },
        c.get('caller').user_id,
      )
      return target.ok ? c.json(target) : refuse(c, target)
    }
    const input = parseInput(contract[operation].input, body.value)
    if (!input.ok) return refuse(c, input)
    if (operation === 'shell.apiAccess') return c.json(ok(apiAccess(c.req.url)))
    if (operation === 'shell.chooseMigrationFolder') {
      if (config.migrationFolder === null) return refuse(c, fail('unsupported', 'No folder was named'))
      const folder = await config.core.offerFolder(config.migrationFolder, c.get('caller').user_id)
      return folder.ok ? c.json(folder) : refuse(c, folder)
    }
    const answer = shell[operation as Exclude<ShellOperation, Asked>]
    return answer.ok ? c.json(answer) : refuse(c, answer)
  })
}
