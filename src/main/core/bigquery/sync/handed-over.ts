// Turns a walk that calls back into a stream that is asked: nothing is held in between.

/** Each item waits until it is taken. A stream that is left ends the walk with an error of its own, which goes no further. */
export async function* handedOver<T>(
  walk: (give: (item: T) => Promise<void>) => Promise<unknown>,
): AsyncGenerator<T> {
  type Offer = { item: T; taken: () => void; left: (error: Error) => void }
  const left = new Error('The stream was left')
  let offer: Offer | null = null
  let wake = () => {}
  let ended = false
  const next = () =>
    new Promise<void>(resolve => {
      wake = resolve
      if (offer || ended) resolve()
    })
  const walking = walk(
    item =>
      new Promise<void>((taken, refused) => {
        offer = { item, taken, left: refused }
        wake()
      }),
  ).finally(() => {
    ended = true
    wake()
  })
  walking.catch(() => {})
  const take = (): Offer | null => {
    const taken = offer
    offer = null
    return taken
  }
  let current: Offer | null = null
  try {
    for (;;) {
      await next()
      current = take()
      if (!current) break
      yield current.item
      current.taken()
      current = null
    }
    await walking
  } finally {
    current?.left(left)
    take()?.left(left)
    await walking.catch(error => {
      if (error !== left) throw error
    })
  }
}
