// The command line: serves a workspace without a window, and does single things for scripts and schedulers.
import { resolve } from 'node:path'
import { runCommand } from './cli/run.ts'
import { takeCoreSettings } from './core/environment.ts'
import type { CreateCore } from './core/face.ts'

// Node reads this when the pool is first used; loading this very file may have done so. `npm start` sets it before.
process.env.UV_THREADPOOL_SIZE ??= '16'

// Each write hears of its own failure; without this the first one would end the program with a stack.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const settings = takeCoreSettings(process.env)

// Help, and the check of receipts, answer also where DuckDB’s native code can’t be loaded.
const createCore: CreateCore = async config =>
  (await import('./core/app.ts')).createCore({ ...config, ...settings })

// Built to out/main/cli.js, which lies as deep as this file.
const root = resolve(import.meta.dirname, '../..')
process.exit(await runCommand(process.argv.slice(2), { root, createCore }))
