// Builds the app when what is built is missing or older than its sources.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { programOf, ROOT, runNode } from './run.mjs'

const BUILT = [
  'main/index.js',
  'main/cli.js',
  'main/core-process.js',
  'preload/index.cjs',
  'renderer/index.html',
]
const SOURCES = ['src', 'electron.vite.config.ts', 'package.json', 'tsconfig.json']

/** The newest change in a file or folder. A folder's own time counts too: it changes when a file is removed. */
function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map(name => newest(join(path, name))))
}

function isFresh() {
  try {
    const built = Math.min(...BUILT.map(path => statSync(join(ROOT, 'out', path)).mtimeMs))
    return SOURCES.every(path => newest(join(ROOT, path)) < built)
  } catch {
    return false
  }
}

export const build = () => runNode([programOf('electron-vite'), 'build'], { seconds: 300 })

/** Answers whether there is a build to run; says on the screen when it has to make one. */
export async function buildWhenStale() {
  if (isFresh()) return true
  console.log('Building the app …')
  const { code, output } = await build()
  if (code !== 0) console.error(`${output}\nThe app could not be built.`)
  return code === 0
}
