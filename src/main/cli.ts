// The command line: serves a workspace to browsers and scripts, without a window.
import { resolve } from 'node:path'
import { takeCoreSettings } from './core/environment.ts'
import type { CreateCore } from './core/face.ts'
import { runCommand } from './server/command.ts'

// Node reads this when the pool is first used; loading this very file may have done so. `npm start` sets it before.
process.env.UV_THREADPOOL_SIZE ??= '16'

const settings = takeCoreSettings(process.env)

// Only `serve` needs the core and DuckDB's native code; help has to answer also where that can't be loaded.
const createCore: CreateCore = async config =>
  (await import('./core/app.ts')).createCore({ ...config, ...settings })

// Built to out/main/cli.js, which lies as deep as this file.
const root = resolve(import.meta.dirname, '../..')
process.exit(await runCommand(process.argv.slice(2), { root, createCore }))
