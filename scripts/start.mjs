// `npm start`: the desktop app, or the browser door on the same workspace where Electron's binary can't be had.
// `npm start -- --browser` asks for the browser door at once; other arguments go on to the program that is started.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildWhenStale } from './lib/build.mjs'
import { electronBinary } from './lib/electron-binary.mjs'
import { ROOT } from './lib/run.mjs'

const args = process.argv.slice(2).filter(argument => argument !== '--browser')
const browserWanted = process.argv.includes('--browser')
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

// DuckDB's queries run on libuv's threads; four would make them wait for each other.
const env = { ...process.env, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16' }
// Set by some editors' terminals; it would turn Electron into plain Node.
delete env.ELECTRON_RUN_AS_NODE

/** Runs a program in the foreground; answers its exit code. */
function foreground(program, programArgs) {
  return new Promise(done => {
    const child = spawn(program, programArgs, { cwd: ROOT, env, stdio: 'inherit' })
    // Ctrl+C reaches the child by itself; it closes in order, and we wait for it.
    const pass = signal => () => child.kill(signal)
    process.on('SIGINT', () => {})
    process.on('SIGTERM', pass('SIGTERM'))
    process.on('SIGHUP', pass('SIGHUP'))
    child.once('error', error => {
      console.error(error.message)
      done(127)
    })
    child.once('close', code => done(code ?? 1))
  })
}

/** Where Electron keeps the app's data (its `userData`), so that both doors open the same workspace. */
function dataFolder() {
  if (process.env.ACTIVATION_USER_DATA) return resolve(process.env.ACTIVATION_USER_DATA)
  const { name, productName } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const home = homedir()
  const parent = {
    darwin: join(home, 'Library', 'Application Support'),
    win32: process.env.APPDATA ?? join(home, 'AppData', 'Roaming'),
  }[process.platform]
  return join(parent ?? process.env.XDG_CONFIG_HOME ?? join(home, '.config'), productName ?? name)
}

function desktopWorkspace() {
  if (process.env.ACTIVATION_WORKSPACE) return resolve(process.env.ACTIVATION_WORKSPACE)
  const folder = dataFolder()
  try {
    const { workspace } = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))
    if (typeof workspace === 'string' && workspace) return workspace
  } catch {
    // The desktop app hasn't run here, or no folder was chosen in it.
  }
  return join(folder, 'workspace')
}

function openInBrowser() {
  const given = args.some(argument => argument === '--workspace' || argument.startsWith('--workspace='))
  return foreground(process.execPath, [
    join(ROOT, 'out', 'main', 'cli.js'),
    'serve',
    ...(given ? [] : ['--workspace', desktopWorkspace()]),
    ...(hasScreen && !args.includes('--open') ? ['--open'] : []),
    ...args,
  ])
}

function openOnDesktop(binary) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (asRoot) console.log('Running as root: Electron’s sandbox is off, because it can’t be used by root.')
  return foreground(binary, [...(asRoot ? ['--no-sandbox'] : []), ROOT, ...args])
}

/** The shell's code for a program that can't be started, as when a system library is missing. */
const NOT_STARTED = 127

async function start() {
  if (!(await buildWhenStale())) return 1
  if (browserWanted) return openInBrowser()
  if (!hasScreen) {
    console.log('There is no screen here, so the workspace opens in the browser instead.')
    return openInBrowser()
  }
  const binary = await electronBinary()
  if (binary === null) {
    console.log('Electron’s binary can’t be had here, so the workspace opens in the browser instead.')
    return openInBrowser()
  }
  const code = await openOnDesktop(binary)
  if (code !== NOT_STARTED) return code
  console.log('Electron can’t run here (a system library is missing), so the browser opens instead.')
  return openInBrowser()
}

process.exit(await start())
