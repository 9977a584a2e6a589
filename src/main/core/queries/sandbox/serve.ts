// A query's own process: takes one task, answers, and ends. It ends itself when it takes more memory than it may.
import type { FromQuery, ToQuery } from '../face.ts'
import { runQuery } from './run.ts'

export type QueryPort = {
  post(message: FromQuery): void
  onMessage(listener: (message: ToQuery) => void): void
  /** Ends the process here and now: an exit in good order would wait for the work that is to be ended. */
  die(): void
  /** Bytes that the process takes, as the system counts them. */
  memory(): number
}

/** DuckDB doesn't count all it takes, such as the text of a value: what the system counts is looked at as well. */
const LOOK_EVERY_MS = 20
/** For the program itself, on top of what a query may take. */
const OWN_MB = 300

export function serveQuery(port: QueryPort): void {
  let interrupt = () => {}
  port.onMessage(message => {
    if ('interrupt' in message) return interrupt()
    const most = (message.task.limits.memory_mb + OWN_MB) * 1_048_576
    let told = false
    const watch = setInterval(() => {
      if (port.memory() <= most) return
      // Whoever is told ends it; one that is still here at the next look has to do it itself.
      if (told) return port.die()
      told = true
      port.post({ outgrown: true })
    }, LOOK_EVERY_MS)
    void runQuery(message.task, stop => {
      interrupt = stop
    })
      .then(result => port.post({ result }))
      .finally(() => clearInterval(watch))
  })
}
