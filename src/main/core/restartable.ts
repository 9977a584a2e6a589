// A core that can close its workspace and open it anew, for whoever holds it as if nothing had been: after a restore.
import { fail, type Result } from '../../shared/errors.ts'
import type { Core, CoreEvent } from './face.ts'

/** `open` is given what closes the core it makes and opens the next. */
export async function restartable(
  open: (reopen: () => void) => Promise<Result<Core>>,
): Promise<Result<Core>> {
  const listeners = new Set<(event: CoreEvent) => void>()
  let closed: Promise<void> | null = null

  const relay = (core: Core) =>
    core.subscribe(event => {
      for (const listener of listeners) listener(event)
    })

  async function next(before: Core): Promise<Result<Core>> {
    await before.close()
    if (closed) return fail('storage_busy', 'The application is closing', { hint: 'Start it again.' })
    const opened = await open(reopen)
    if (!opened.ok) return opened
    relay(opened.value)
    return opened
  }

  function reopen() {
    if (closed) return
    current = current.then(async before => (before.ok ? tellAll(await next(before.value)) : before))
  }

  /** Everything shown is of the workspace of before. */
  function tellAll(opened: Result<Core>): Result<Core> {
    const event: CoreEvent = { event: 'workspace.reopened', payload: {}, user_id: null }
    for (const listener of listeners) listener(event)
    return opened
  }

  const first = await open(reopen)
  if (!first.ok) return first
  relay(first.value)
  let current: Promise<Result<Core>> = Promise.resolve(first)

  /** Calls that come while it is opened anew wait for it. */
  const ask = async <T>(call: (core: Core) => Promise<Result<T>>): Promise<Result<T>> => {
    const core = await current
    return core.ok ? call(core.value) : core
  }
  const close = async () => {
    const core = await current
    if (core.ok) await core.value.close()
  }
  return {
    ok: true,
    value: {
      invoke: (operation, input, context) => ask(core => core.invoke(operation, input, context)),
      subscribe(listener) {
        const own = (event: CoreEvent) => listener(event)
        listeners.add(own)
        return () => listeners.delete(own)
      },
      offerFile: (...given) => ask(core => core.offerFile(...given)),
      offerTarget: (...given) => ask(core => core.offerTarget(...given)),
      savedFile: (...given) => ask(core => core.savedFile(...given)),
      offerFolder: (...given) => ask(core => core.offerFolder(...given)),
      tokenHolder: token => ask(core => core.tokenHolder(token)),
      ensureProfile: (...given) => ask(core => core.ensureProfile(...given)),
      close() {
        closed ??= close()
        return closed
      },
    },
  }
}
