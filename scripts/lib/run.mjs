// Runs the local packages' programs and other children, with a time limit and without a shell.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')

/** Path of a package's program, to be run with this very Node. */
export function programOf(packageName, program = packageName.split('/').at(-1)) {
  const described = join(ROOT, 'node_modules', packageName, 'package.json')
  const { bin } = JSON.parse(readFileSync(described, 'utf8'))
  return join(dirname(described), typeof bin === 'string' ? bin : bin[program])
}

/** Ends a child and what it started. */
export function endTree(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

const running = new Set()

/** Has the child ended with us, when we are interrupted. */
export function endWithUs(child) {
  running.add(child)
  child.once('close', () => running.delete(child))
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) endTree(child)
    if (running.size > 0) process.exit(130)
  })
}

/**
 * Runs Node on a program to its end and keeps what it wrote. Never rejects: `code` is null when it had to be ended
 * because of the time limit.
 */
export function runNode(args, { seconds, env = {} } = {}) {
  return new Promise(done => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that it can be ended with all that it started.
      detached: process.platform !== 'win32',
    })
    endWithUs(child)
    const chunks = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => chunks.push(chunk))
    let late = false
    const limit = seconds
      ? setTimeout(() => {
          late = true
          endTree(child)
        }, seconds * 1000)
      : undefined
    const finish = (code, problem = '') => {
      clearTimeout(limit)
      const output = Buffer.concat(chunks).toString('utf8')
      const note = late ? `\nEnded after ${seconds} s without finishing.` : problem
      done({ code: late ? null : code, output: output + note })
    }
    child.once('error', error => finish(1, error.message))
    child.once('close', code => finish(code ?? 1))
  })
}
