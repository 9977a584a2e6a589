// Long work on the event loop, cut into slices so that saves and answers come in between.

/** Lets the event loop turn once. */
export const pause = () => new Promise<void>(resolve => setImmediate(resolve))

/** A call in a loop that pauses whenever `ms` have gone by since the last pause. */
export function pacer(ms = 6): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < ms) return undefined
    return pause().then(() => {
      since = performance.now()
    })
  }
}
