// One import of a user at a time: two at once could both find an id free and then both write it.

/** Runs the works of one key one after another. A work that is aborted while it waits never starts. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async function inTurn<T>(
    key: string,
    signal: AbortSignal,
    onAbort: () => T,
    work: () => Promise<T>,
  ): Promise<T> {
    const before = last.get(key) ?? Promise.resolve()
    const mine = before.then(() => (signal.aborted ? onAbort() : work()))
    const settled = mine.then(
      () => undefined,
      () => undefined,
    )
    last.set(key, settled)
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key)
    })
    let stop = () => {}
    const aborted = new Promise<'aborted'>(resolve => {
      stop = () => resolve('aborted')
      signal.addEventListener('abort', stop)
    })
    const first = await Promise.race([before.then(() => 'mine' as const), aborted])
    signal.removeEventListener('abort', stop)
    return first === 'aborted' ? onAbort() : mine
  }
}
