// `utilityProcess`: a forked Node process with a parent port. Messages are structured clones, as in Electron.
import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'

type ForkOptions = { env?: NodeJS.ProcessEnv; cwd?: string; serviceName?: string }

const living = new Map<number, string>()

class UtilityProcess extends EventEmitter {
  readonly pid: number | undefined
  readonly #child: ChildProcess

  constructor(modulePath: string, args: string[], options: ForkOptions) {
    super()
    this.#child = fork(modulePath, args, {
      execArgv: ['--import', new URL('../parent-port.mjs', import.meta.url).href],
      serialization: 'advanced',
      ...(options.env ? { env: options.env } : {}),
      ...(options.cwd ? { cwd: options.cwd } : {}),
    })
    this.pid = this.#child.pid
    const { pid } = this
    if (pid !== undefined) living.set(pid, options.serviceName ?? 'Node Utility Process')
    this.#child.on('message', message => this.emit('message', message))
    this.#child.on('exit', (code, signal) => {
      if (pid !== undefined) living.delete(pid)
      this.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 1))
    })
    this.#child.on('spawn', () => this.emit('spawn'))
  }

  postMessage(message: unknown): void {
    // Sending to a process that has just died is no error of the sender: its end follows as `exit`.
    if (this.#child.connected) this.#child.send(message as object, () => {})
  }

  kill(): boolean {
    return this.#child.kill()
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(modulePath, args, options),
}

export const processMetrics = () => [
  { pid: process.pid, type: 'Browser' },
  ...[...living].map(([pid, name]) => ({ pid, type: 'Utility', name })),
]
