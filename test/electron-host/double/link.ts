// The app process's end of the channel to the driver, and what the rest of the double hears over it.
import { type Answerers, type AppRequests, connect, type HostRequests } from '../messages.ts'

type Handlers = Partial<Answerers<AppRequests>>
const handlers: Handlers = {}

/** Each part of the double answers its own requests. */
export function answer<N extends keyof AppRequests>(
  name: N,
  handler: (given: AppRequests[N]) => unknown,
): void {
  Object.assign(handlers, { [name]: handler })
}

const dispatch = new Proxy({} as Answerers<AppRequests>, {
  get: (_target, name) => (given: never) => {
    const handler = handlers[name as keyof AppRequests]
    if (!handler) throw new Error(`The double doesn't answer ${String(name)} yet`)
    return handler(given)
  },
})

const link = connect<AppRequests, HostRequests>(
  {
    send: message => {
      if (!process.connected || !process.send) return false
      process.send(message, () => {})
      return true
    },
    onMessage: listener => process.on('message', listener),
  },
  dispatch,
)

/** Asks the browser. After the driver is gone there is no answer, and nobody to miss it. */
export const ask = <N extends keyof HostRequests>(name: N, given: HostRequests[N]) => link.ask(name, given)

// The driver ended without closing the app: an app without a browser is of no use.
process.on('disconnect', () => process.exit(0))
