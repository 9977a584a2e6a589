// Runs in the core process: a query's process as the core holds it, started and ended by the main process.
import type {
  FromQuery,
  QueryCall,
  QueryNews,
  QueryProcess,
  StartQueryProcess,
} from '../core/queries/face.ts'

type Listeners = { message(message: FromQuery): void; exit(code: number | null): void }

export function linkQueries(ask: (call: QueryCall) => void): {
  start: StartQueryProcess
  receive(news: QueryNews): void
} {
  const living = new Map<number, Listeners>()
  let last = 0

  function start(): QueryProcess {
    const id = ++last
    const listeners: Listeners = { message: () => {}, exit: () => {} }
    living.set(id, listeners)
    ask({ id, do: 'start' })
    return {
      send: message => ask({ id, do: 'send', message }),
      onMessage: listener => {
        listeners.message = listener
      },
      onExit: listener => {
        listeners.exit = listener
      },
      kill: () => ask({ id, do: 'kill' }),
    }
  }

  return {
    start,
    receive(news) {
      const listeners = living.get(news.id)
      if ('message' in news) return listeners?.message(news.message)
      living.delete(news.id)
      listeners?.exit(news.exit)
    },
  }
}
