// Opens a workspace and makes the core of it.
import { join } from 'node:path'
import { ok, type Result } from '../../shared/errors.ts'
import { createCoreWith } from './compose.ts'
import type { Core, CoreConfig, CreateCore } from './face.ts'
import { createImports } from './imports/index.ts'
import { createLog } from './log/log.ts'
import { openStore } from './store/index.ts'

export const createCore = (async (
  config: CoreConfig,
  options: { check_outputs?: boolean } = {},
): Promise<Result<Core>> => {
  const { workspace, resources, app_version } = config
  const log = createLog({
    folder: join(workspace, 'logs'),
    ...(config.log_level && { level: config.log_level }),
  })
  const store = await openStore({ folder: workspace, log })
  if (!store.ok) {
    log.error('workspace.refused', { code: store.error.code, message: store.error.message })
    await log.close()
    return store
  }
  return ok(
    createCoreWith(store.value, { workspace, resources, app_version, log, createImports, ...options }),
  )
}) satisfies CreateCore
