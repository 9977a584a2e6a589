// Runs in the core process: opens the workspace, answers the main process's calls, passes events on.
import { type AppError, fail, type Result } from '../../shared/errors.ts'
import type { Core, CoreConfig, CreateCore } from '../core/face.ts'
import { hostApi, type OpenApiServer } from './api-host.ts'
import type { CoreCall, FromCore, ToCore } from './core-messages.ts'
import { unavailableCore } from './unavailable-core.ts'

/** How long until a workspace that another program holds is tried again. */
const RETRY_MS = 3_000

export type CorePort = {
  send(message: FromCore): void
  exit(): void
  openApi: OpenApiServer
  /** For tests; `setTimeout` by default. */
  later?: (run: () => void, ms: number) => void
}

const unsent = (error: unknown) =>
  fail('internal', 'The data service could not answer', {
    hint: 'Try again. If it happens again, report it.',
    details: { cause: error instanceof Error ? error.message : String(error) },
  })

/** What the main process sends that is for the core itself. */
export type ForCore = Exclude<ToCore, { query: unknown }>

export function hostCore(createCore: CreateCore, port: CorePort): (message: ForCore) => void {
  const later = port.later ?? ((run, ms) => void setTimeout(run, ms).unref())
  const api = hostApi(port.openApi)
  let core: Promise<Core> | null = null
  let config: CoreConfig | null = null
  let closing = false

  async function create(given: CoreConfig): Promise<Result<Core>> {
    try {
      const created = await createCore(given)
      if (created.ok) created.value.subscribe(event => port.send({ event }))
      return created
    } catch (error) {
      return fail('internal', 'The workspace could not be opened', {
        hint: 'Choose another folder, or look in the log folder for the cause.',
        details: { cause: error instanceof Error ? error.message : String(error) },
      })
    }
  }

  async function open(given: CoreConfig): Promise<Core> {
    const created = await create(given)
    if (created.ok) return created.value
    tryAgain(given, created.error)
    return unavailableCore(given, created.error)
  }

  /** A folder that is only busy is taken as soon as its holder lets go; other reasons need a person. */
  function tryAgain(given: CoreConfig, reason: AppError): void {
    if (reason.code !== 'storage_busy') return
    later(async () => {
      if (closing) return
      const created = await create(given)
      if (!created.ok) return tryAgain(given, created.error)
      if (closing) return created.value.close()
      core = Promise.resolve(created.value)
      await api.move(created.value, given)
      port.send({ opened: true })
    }, RETRY_MS)
  }

  /** Before the first answer: a script that waits for the port finds the workspace open. */
  async function begin(given: CoreConfig, api_port: number | null): Promise<Core> {
    const opened = await open(given)
    if (api_port !== null) await api.serve(opened, given, api_port)
    return opened
  }

  async function answer(message: CoreCall, current: Core): Promise<Result<unknown>> {
    switch (message.call) {
      case 'invoke':
        return current.invoke(message.operation, message.input, message.context)
      case 'offerFolder':
        return current.offerFolder(message.path, message.user_id)
      case 'offerFile':
        return current.offerFile(message.path, message.name, message.user_id, false)
      case 'offerTarget':
        return current.offerTarget({ path: message.path }, message.user_id)
      case 'savedFile':
        return current.savedFile(message.file_token, message.user_id)
      case 'serveApi':
        return config ? api.serve(current, config, message.port) : unsent('not open')
      case 'apiServing':
        return { ok: true, value: api.serving() }
      case 'close':
        closing = true
        await api.close()
        await current.close()
        return { ok: true, value: null }
    }
  }

  async function receive(message: CoreCall & { id: number }): Promise<void> {
    if (core === null) throw new Error('A call came before the workspace was opened')
    const { id } = message
    try {
      port.send({ id, result: await answer(message, await core) })
    } catch (error) {
      // Left alone, one answer that can't be sent would end the process, and every other call with it.
      port.send({ id, result: unsent(error) })
    }
    if (message.call === 'close') port.exit()
  }

  return message => {
    if (message.call === 'open') {
      config = message.config
      core = begin(message.config, message.api_port)
      return
    }
    void receive(message)
  }
}
