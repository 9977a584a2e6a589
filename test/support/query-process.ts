// A query's process that is none: its code runs here, so that tests need no built program. Killing it interrupts it.
import type { FromQuery, QueryProcess, ToQuery } from '../../src/main/core/queries/face.ts'
import { serveQuery } from '../../src/main/core/queries/sandbox/serve.ts'

export function queryHere(): QueryProcess {
  let toProcess: (message: ToQuery) => void = () => {}
  let killed = false
  const messages: ((message: FromQuery) => void)[] = []
  serveQuery({
    post: message => {
      if (!killed) for (const listener of messages) listener(structuredClone(message))
    },
    onMessage: listener => {
      toProcess = listener
    },
    // This process is not the query's own.
    memory: () => 0,
    die: () => {},
  })
  return {
    send: message => toProcess(structuredClone(message)),
    onMessage: listener => void messages.push(listener),
    onExit: () => {},
    kill() {
      if (!killed) toProcess({ interrupt: true })
      killed = true
    },
  }
}
