// A query's process as a child of this one: where there is no window. The desktop starts them itself, see desktop/query-processes.ts.
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FromQuery, QueryProcess } from './face.ts'

/** The built entry lies beside the program's others; this code may be in an entry or in a chunk one folder below. */
function entryFile(): string | null {
  const places = ['./query-process.js', '../query-process.js'].map(path =>
    fileURLToPath(new URL(path, import.meta.url)),
  )
  return places.find(path => existsSync(path)) ?? null
}

export function forkQuery(file: string | null = entryFile()): (QueryProcess & { pid: number }) | null {
  if (!file) return null
  // Nothing else of our own environment goes along: there may be a key in it. Windows needs to know where it is.
  const { SystemRoot } = process.env
  const child = fork(file, [], {
    serialization: 'advanced',
    env: SystemRoot ? { SystemRoot } : {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let ended = false
  return {
    pid: child.pid ?? 0,
    // One that has just died tells so by its exit.
    send: message => void (child.connected && child.send(message, () => {})),
    onMessage: listener => void child.on('message', message => listener(message as FromQuery)),
    onExit(listener) {
      const once = (code: number | null) => {
        if (!ended) listener(code)
        ended = true
      }
      child.on('exit', once)
      child.on('error', () => once(null))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
