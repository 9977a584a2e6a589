// A process that runs one query of the SQL page, apart from the core: whatever it does, no save is in danger.
import { serveQuery } from './core/queries/sandbox/serve.ts'

const { parentPort } = process
const die = () => process.kill(process.pid, 'SIGKILL')
const self = { die, memory: () => process.memoryUsage.rss() }
serveQuery(
  parentPort
    ? {
        post: message => parentPort.postMessage(message),
        onMessage: listener => parentPort.on('message', ({ data }) => listener(data)),
        ...self,
      }
    : {
        post: message => process.send?.(message),
        onMessage: listener => process.on('message', listener),
        ...self,
      },
)
// Nobody is left to answer.
process.on('disconnect', die)
