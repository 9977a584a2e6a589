// The REST API of the desktop app: the same calls on the loopback, for access tokens of profiles alone, without a page.
import { join } from 'node:path'
import type { Core, CoreConfig } from '../core/face.ts'
import { createServer } from './index.ts'
import { limitsFrom } from './limits.ts'

export const openDesktopApi = (core: Core, { workspace, app_version }: CoreConfig, port: number) =>
  createServer({
    core,
    run: null,
    port,
    rendererFolder: null,
    migrationFolder: null,
    uploadFolder: join(workspace, '_meta', 'tmp'),
    appVersion: app_version,
    limits: limitsFrom(process.env),
    onBug: (error, id) =>
      process.stderr.write(`Internal error ${id}: ${error instanceof Error ? error.stack : String(error)}\n`),
  })
