// The REST API inside the core process: served while it is switched on, over the core that answers now.
import { type AppError, ok, type Result } from '../../shared/errors.ts'
import type { Core, CoreConfig } from '../core/face.ts'

export type ApiServer = { address: string; port: number; close(): Promise<void> }
/** 0 takes any free port. A port that another program has is a `conflict`. */
export type OpenApiServer = (core: Core, config: CoreConfig, port: number) => Promise<Result<ApiServer>>

/** Where it is served; null while it isn't, and `problem` is why not, where it should be. */
export type ApiServing = { address: string | null; port: number | null; problem: AppError | null }

export function hostApi(open: OpenApiServer) {
  let server: ApiServer | null = null
  let problem: AppError | null = null
  let last: Promise<unknown> = Promise.resolve()

  const serving = (): ApiServing => ({
    address: server?.address ?? null,
    port: server?.port ?? null,
    problem,
  })

  /** Another port is taken before the one in use is let go: what can't be had changes nothing. */
  async function change(core: Core, config: CoreConfig, port: number | null): Promise<Result<ApiServing>> {
    if (port !== null && server?.port !== port) {
      const opened = await open(core, config, port)
      if (!opened.ok) {
        if (!server) problem = opened.error
        return opened
      }
      await server?.close()
      server = opened.value
    } else if (port === null) {
      await server?.close()
      server = null
    }
    problem = null
    return ok(serving())
  }

  /** One change after another. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    serving,
    serve: (core: Core, config: CoreConfig, port: number | null) => inTurn(() => change(core, config, port)),
    /** The same over another core: a workspace that was held at first is open now. */
    move: (core: Core, config: CoreConfig) =>
      inTurn(async () => {
        const port = server?.port ?? null
        await server?.close()
        server = null
        if (port !== null) await change(core, config, port)
      }),
    close: () =>
      inTurn(async () => {
        await server?.close()
        server = null
      }),
  }
}
