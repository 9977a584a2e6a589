// The core's own process: a crash of its native code can't take the window down. Started by the desktop shell.
import { createCore } from './core/app.ts'
import { hostCore } from './desktop/core-host.ts'
import type { FromCore, ToCore } from './desktop/core-messages.ts'
import { linkQueries } from './desktop/query-link.ts'
import { withLocalDoor } from './server/local/door.ts'

const port = process.parentPort
const send = (message: FromCore) => port.postMessage(message)
const queries = linkQueries(query => send({ query }))
const open = withLocalDoor(config => createCore(config, { startQuery: queries.start }))
const receive = hostCore(open, {
  send,
  // Left to itself the process would stay, held by its port.
  exit: () => setImmediate(() => process.exit(0)),
  openApi: async (core, config, port) =>
    (await import('./server/desktop-api.ts')).openDesktopApi(core, config, port),
})
port.on('message', ({ data }: { data: ToCore }) =>
  'query' in data ? queries.receive(data.query) : receive(data),
)
