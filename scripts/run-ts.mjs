// Runs a TypeScript program of this repository: node scripts/run-ts.mjs FILE [arguments …]
import { spawn } from 'node:child_process'
import { programOf } from './lib/run.mjs'

const [file, ...args] = process.argv.slice(2)
if (!file) {
  console.error('Say which file to run: node scripts/run-ts.mjs FILE [arguments …]')
  process.exit(2)
}
const child = spawn(process.execPath, [programOf('tsx'), file, ...args], {
  stdio: 'inherit',
  env: { ...process.env, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16' },
})
// The program decides how to end; Ctrl+C reaches it by itself.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.once('error', error => {
  console.error(error.message)
  process.exit(1)
})
child.once('close', code => process.exit(code ?? 1))
