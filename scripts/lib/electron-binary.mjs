// Finds Electron's binary, which its npm package doesn't carry, and fetches it once where the network allows.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endTree, endWithUs, ROOT } from './run.mjs'

const PACKAGE = join(ROOT, 'node_modules', 'electron')
/** Given up when not one byte has come for so long. */
const STALLED_S = 20
const POLL_MS = 500

/** Path of the binary that is here; null when there is none. Mirrors the package's own index.js and install.js. */
export function installedElectron() {
  try {
    const name = readFileSync(join(PACKAGE, 'path.txt'), 'utf8')
    const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist')
    const path = join(folder, name)
    return existsSync(path) ? path : null
  } catch {
    const given = process.env.ELECTRON_OVERRIDE_DIST_PATH
    const name = process.platform === 'win32' ? 'electron.exe' : 'electron'
    return given && existsSync(join(given, name)) ? join(given, name) : null
  }
}

function bytesIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name)
      return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size)
    }, 0)
  } catch {
    // Not there yet, or moved on while it was counted.
    return 0
  }
}

/** Redraws one line on a terminal; elsewhere it stays quiet, so that logs aren't flooded. */
function showProgress(bytes) {
  if (process.stdout.isTTY) process.stdout.write(`\rFetching Electron: ${Math.round(bytes / 1e6)} MB `)
}

/** Runs Electron's installer, watching that bytes arrive. Answers the binary's path, or null and says nothing more. */
async function fetchElectron() {
  const staging = mkdtempSync(join(tmpdir(), 'electron-fetch-'))
  const child = spawn(process.execPath, [join(PACKAGE, 'install.js')], {
    cwd: ROOT,
    stdio: 'ignore',
    detached: process.platform !== 'win32',
    // The download goes to a folder of its own, where it can be watched.
    env: { ...process.env, TMPDIR: staging, TEMP: staging, TMP: staging },
  })
  endWithUs(child)
  let bytes = 0
  let movedAt = Date.now()
  const watch = setInterval(() => {
    const now = bytesIn(staging) + bytesIn(join(PACKAGE, 'dist'))
    if (now !== bytes) movedAt = Date.now()
    bytes = now
    if (bytes > 0) showProgress(bytes)
    if (Date.now() - movedAt > STALLED_S * 1000) endTree(child)
  }, POLL_MS)
  await new Promise(done => {
    child.once('error', done)
    child.once('close', done)
  })
  clearInterval(watch)
  rmSync(staging, { recursive: true, force: true })
  if (bytes > 0 && process.stdout.isTTY) process.stdout.write('\n')
  return installedElectron()
}

/** Path of Electron's binary; null where it can't be had. */
export async function electronBinary() {
  const installed = installedElectron()
  if (installed || process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return installed
  console.log('Fetching Electron (once, about 110 MB) …')
  return fetchElectron()
}
