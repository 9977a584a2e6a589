// The built renderer in a browser over a real core: for working on the pages, for screenshots and for browser tests.
// Run it with: node scripts/run-ts.mjs test/support/dev-server.ts --rows 250 --port 5199
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { generateAudiences } from '../../scripts/sample/generate.ts'
import { createCore } from '../../src/main/core/app.ts'
import { createCoreWith } from '../../src/main/core/compose.ts'
import { testers } from '../../src/main/core/connectors/face.ts'
import { createVault } from '../../src/main/core/credentials/index.ts'
import { deliver } from '../../src/main/core/delivery/face.ts'
import type { Core } from '../../src/main/core/face.ts'
import { createImports } from '../../src/main/core/imports/index.ts'
import { createServer, runToken } from '../../src/main/server/index.ts'
import { createMemoryLog } from './core.ts'
import { createMemoryStore } from './memory-store.ts'
import { queryHere } from './query-process.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const PROFILE = 'retail-analytics'

/** Builds the renderer as the app does, into a folder of its own. */
export async function buildRenderer(outDir: string): Promise<void> {
  await build({
    root: join(ROOT, 'src/renderer'),
    configFile: false,
    base: './',
    logLevel: 'warn',
    plugins: [react(), tailwindcss()],
    build: { outDir, emptyOutDir: true, target: 'chrome140' },
  })
}

async function fill(core: Core, rows: number) {
  const context = { user_id: PROFILE, session: 'token', door: 'test' } as const
  const records = [...generateAudiences(rows)]
  for (let start = 0; start < records.length; start += 10_000) {
    const started = await core.invoke(
      'imports.records',
      { records: records.slice(start, start + 10_000) },
      context,
    )
    if (!started.ok) throw new Error(started.error.message)
    const { job_id } = started.value as { job_id: string }
    for (;;) {
      const job = await core.invoke('jobs.get', { job_id }, context)
      if (!job.ok) throw new Error(job.error.message)
      const { state, error, result } = job.value as { state: string; error: unknown; result: unknown }
      if (state === 'failed') throw new Error(JSON.stringify([error, result]))
      if (state === 'completed') break
      await new Promise(done => setTimeout(done, 20))
    }
    await core.invoke('jobs.dismiss', { job_id }, context)
  }
}

export type DevServer = { address: string; url: string; core: Core; close: () => Promise<void> }

type Options = {
  /** How many audiences an empty workspace is filled with. */
  rows: number
  rendererFolder: string
  port?: number
  /** A folder that stays; without it the store is in memory. */
  workspace?: string
  /** Where calls to platforms go: the doubles of test/doubles/platforms. */
  platform_base_url?: string
  /** Data folder of the reference system that the page migrates from. */
  migrate_from?: string
}

async function coreIn(
  folder: string,
  inMemory: boolean,
  platform_base_url: string | undefined,
): Promise<Core> {
  const resources = join(ROOT, 'resources')
  if (inMemory)
    return createCoreWith(createMemoryStore(folder), {
      workspace: folder,
      resources,
      app_version: '0.1.0',
      log: createMemoryLog(),
      createImports,
      vault: createVault({ workspace: folder, only: 'memory' }),
      testers,
      deliver,
      startQuery: queryHere,
      platform_base_url,
      check_outputs: true,
    })
  const core = await createCore(
    {
      workspace: folder,
      resources,
      app_version: '0.1.0',
      credentials: { only: 'memory' },
      platform_base_url,
    },
    { startQuery: queryHere },
  )
  if (!core.ok) throw new Error(core.error.message)
  return core.value
}

/** A core with its audiences behind the real server door. */
export async function startDevServer(options: Options): Promise<DevServer> {
  const temporary = await mkdtemp(join(tmpdir(), 'activation-dev-'))
  const folder = options.workspace ?? temporary
  const core = await coreIn(folder, options.workspace === undefined, options.platform_base_url)
  const made = await core.ensureProfile(PROFILE, 'Retail analytics')
  if (!made.ok) throw new Error(made.error.message)
  const context = { user_id: PROFILE, session: 'token', door: 'test' } as const
  const count = await core.invoke('audiences.count', {}, context)
  if (count.ok && (count.value as { total: number }).total === 0) await fill(core, options.rows)
  const chosen = runToken(process.env.ACTIVATION_TOKEN)
  if (!chosen.ok) throw new Error(chosen.error.message)
  const token = chosen.value
  const server = await createServer({
    core,
    run: { token, profile: PROFILE },
    port: options.port ?? 0,
    rendererFolder: options.rendererFolder,
    uploadFolder: join(temporary, 'uploads'),
    migrationFolder: options.migrate_from ?? join(temporary, 'reference'),
    appVersion: '0.1.0',
    onBug: error => console.error(error),
  })
  if (!server.ok) throw new Error(server.error.message)
  return {
    address: server.value.address,
    url: `${server.value.address}/#token=${token}`,
    core,
    close: async () => {
      await server.value.close()
      await core.close()
      await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '250' },
      port: { type: 'string', default: '5199' },
      renderer: { type: 'string' },
      workspace: { type: 'string' },
    },
  })
  const rendererFolder = resolve(values.renderer ?? join(ROOT, 'out/dev-renderer'))
  if (!values.renderer) await buildRenderer(rendererFolder)
  const server = await startDevServer({
    rows: Number(values.rows),
    rendererFolder,
    port: Number(values.port),
    ...(values.workspace && { workspace: resolve(values.workspace) }),
  })
  console.log(`listening ${server.url}`)
  process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))
}
