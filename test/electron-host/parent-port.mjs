// Gives a forked Node process the `process.parentPort` of Electron's utility process, and its end with its parent.
import { EventEmitter } from 'node:events'

const port = new EventEmitter()
port.postMessage = message => {
  if (process.connected) process.send(message)
}
// Messages wait until someone listens, as on a real port.
port.on('newListener', event => {
  if (event === 'message' && port.listenerCount('message') === 0)
    process.on('message', data => port.emit('message', { data, ports: [] }))
})
process.on('disconnect', () => process.exit(0))
Object.defineProperty(process, 'parentPort', { value: port })
