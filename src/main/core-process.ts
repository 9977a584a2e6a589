// The core's own process: a crash of its native code can't take the window down. Started by the desktop shell.
import { createCore } from './core/app.ts'
import { hostCore } from './desktop/core-host.ts'

const port = process.parentPort
const receive = hostCore(createCore, {
  send: message => port.postMessage(message),
  // Left to itself the process would stay, held by its port.
  exit: () => setImmediate(() => process.exit(0)),
})
port.on('message', event => receive(event.data))
