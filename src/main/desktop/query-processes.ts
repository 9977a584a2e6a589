// Starts the processes that run queries for the core, carries what they say, and ends them with it.
import type { FromQuery, QueryCall, QueryNews, ToQuery } from '../core/queries/face.ts'

/** The part of Electron's UtilityProcess that is used. */
export type QueryChild = {
  postMessage(message: ToQuery): void
  kill(): boolean
  on(event: 'message', listener: (message: FromQuery) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

export type QueryProcesses = {
  receive(call: QueryCall, tell: (news: QueryNews) => void): void
  /** The core is gone: nobody waits for an answer. */
  endAll(): void
}

export function hostQueries(spawn: () => QueryChild): QueryProcesses {
  const living = new Map<number, QueryChild>()

  function start(id: number, tell: (news: QueryNews) => void): void {
    const child = spawn()
    living.set(id, child)
    child.on('message', message => {
      if (living.get(id) === child) tell({ id, message })
    })
    child.on('exit', code => {
      if (living.get(id) !== child) return
      living.delete(id)
      tell({ id, exit: code })
    })
  }

  return {
    receive(call, tell) {
      switch (call.do) {
        case 'start':
          return start(call.id, tell)
        case 'send':
          return living.get(call.id)?.postMessage(call.message)
        case 'kill':
          living.get(call.id)?.kill()
      }
    },
    endAll() {
      const children = [...living.values()]
      living.clear()
      for (const child of children) child.kill()
    },
  }
}
