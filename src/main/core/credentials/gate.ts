// Calls to the operating system's keychain, one at a time and with a time limit. A call can't be cancelled and holds one of
// the few threads that files are read with, so that none is started while another hangs: the rest of the app goes on.

export type Answer<T> =
  | { outcome: 'value'; value: T }
  | { outcome: 'threw'; error: unknown }
  | { outcome: 'slow' }

export interface Gate {
  /** `slow` when the call has not answered within the limit, and at once while an earlier one still hangs. */
  call<T>(work: () => Promise<T>): Promise<Answer<T>>
}

/**
 * The C library's exit waits for a thread that hangs in the keychain, for as long as it hangs. What has to be written at
 * the exit is written by then.
 */
const endAtOnce = () => process.kill(process.pid, 'SIGKILL')

export function createGate(limit_ms: number): Gate {
  let hangs = false
  let queue: Promise<unknown> = Promise.resolve()

  function run<T>(work: () => Promise<T>): Promise<Answer<T>> {
    if (hangs) return Promise.resolve({ outcome: 'slow' })
    return new Promise(resolve => {
      const limit = setTimeout(() => {
        hangs = true
        resolve({ outcome: 'slow' })
      }, limit_ms)
      const settle = (answer: Answer<T>) => {
        clearTimeout(limit)
        hangs = false
        process.removeListener('exit', endAtOnce)
        resolve(answer)
      }
      process.on('exit', endAtOnce)
      const call = (async () => work())()
      call.then(
        value => settle({ outcome: 'value', value }),
        (error: unknown) => settle({ outcome: 'threw', error }),
      )
    })
  }

  return {
    call(work) {
      const answer = queue.then(() => run(work))
      queue = answer
      return answer
    },
  }
}
