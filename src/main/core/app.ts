// Opens a workspace and makes the core of it.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { finishReplace } from './backups/replace.ts'
import { type Backend, LIVE_LIMITS, openBackend } from './bigquery/backend/index.ts'
import { type Place, placeOf } from './bigquery/backend/place.ts'
import { createConnect } from './bigquery/service/connect.ts'
import { endpointsFrom } from './bigquery/sign-in/endpoints.ts'
import type { Endpoints } from './bigquery/sign-in/face.ts'
import { createCoreWith } from './compose.ts'
import { testers } from './connectors/face.ts'
import type { Vault } from './credentials/face.ts'
import { createVault } from './credentials/index.ts'
import { deliver } from './delivery/face.ts'
import type { Core, CoreConfig, CreateCore } from './face.ts'
import { createImports } from './imports/index.ts'
import { createLog, internalError, type Log } from './log/log.ts'
import { diskRefusal } from './personal/files.ts'
import type { StartQueryProcess } from './queries/face.ts'
import { forkQuery } from './queries/fork.ts'
import { restartable } from './restartable.ts'
import type { Store } from './store/face.ts'
import { openStore } from './store/index.ts'

/** Makes the folder when it is missing. What is wrong inside it is for the store to say. */
async function makeFolder(folder: string): Promise<Result<null>> {
  try {
    await mkdir(folder, { recursive: true })
    return ok(null)
  } catch (error) {
    const refusal = diskRefusal(error)
    if (refusal) return refusal
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return fail('unsupported', `${folder} can’t be used as a workspace folder`, {
      hint:
        code === 'EEXIST' || code === 'ENOTDIR'
          ? 'It is a file, or lies inside one. Choose a folder.'
          : 'Choose another folder.',
    })
  }
}

async function open(folder: string, log: Log): Promise<Result<Store>> {
  const made = await makeFolder(folder)
  if (!made.ok) return made
  try {
    return await openStore({
      folder,
      prepare: () => finishReplace(folder),
      log: (level, message, fields) => log[level]('store', { ...fields, message }),
    })
  } catch (error) {
    return internalError(log, 'openStore', error)
  }
}

/** BigQuery as the store, over the one that was opened; nothing where the workspace is where records are kept. */
async function backendOf(
  place: Place,
  { cache, log, ...deps }: { cache: Store; vault: Vault; log: Log; endpoints: Result<Endpoints> },
): Promise<Backend | undefined> {
  if (!place.kept) return undefined
  const { workspace, kept, target } = place
  const signIn = createConnect({ ...deps, log, limits: LIVE_LIMITS })
  // The credentials of this computer belong to no profile.
  return openBackend({ workspace, cache, target, log, connect: () => signIn('', kept) })
}

/** Refusals: `validation_failed` for settings of the environment; those of the store's opening, `forbidden`, `storage_full`, and `unsupported` for what is no folder. */
export const createCore = (async (config: CoreConfig, options: Options = {}) =>
  restartable(reopen => openCore(config, options, reopen))) satisfies CreateCore

type Options = { check_outputs?: boolean; startQuery?: StartQueryProcess }

async function openCore(config: CoreConfig, options: Options, reopen: () => void): Promise<Result<Core>> {
  const { resources, app_version, log_level, credentials, platform_base_url, bigquery = {} } = config
  const place = placeOf(config)
  if (!place.ok) return place
  const { workspace } = place.value
  const log = createLog({ folder: join(workspace, 'logs'), ...(log_level && { level: log_level }) })
  const endpoints = endpointsFrom(bigquery)
  const vault = createVault({ workspace, ...credentials })
  const store = await open(workspace, log)
  if (store.ok) {
    const backend = await backendOf(place.value, { cache: store.value, vault, log, endpoints })
    return ok(
      createCoreWith(backend?.store ?? store.value, {
        workspace,
        resources,
        app_version,
        log,
        createImports,
        vault,
        testers,
        deliver,
        startQuery: () => forkQuery(),
        platform_base_url,
        bigquery: { environment: bigquery, endpoints },
        backend,
        reopen,
        ...options,
      }),
    )
  }
  log.error('workspace.refused', { code: store.error.code, message: store.error.message })
  await log.close()
  return store
}
