// What the app's process (with the double of `electron` in it) and the driver (with Chromium) say to each other.

export type Rectangle = { x: number; y: number; width: number; height: number }
export type FrameInfo = { url: string; isMain: boolean }

/** The app asks for something of the browser. */
export type HostRequests = {
  'window.create': { id: number; preload: string | null; bounds: Rectangle; permissions: string[] }
  'window.load': { id: number; url: string }
  'window.bounds': { id: number; bounds: Rectangle }
  'window.crash': { id: number }
  'window.close': { id: number }
  'page.send': { id: number; message: string }
  'theme.set': { dark: boolean }
}

/** The browser, or the driver, asks the app. */
export type AppRequests = {
  /** Runs a function's source with the electron module, as Playwright's `ElectronApplication.evaluate`. */
  evaluate: { source: string; argument: unknown }
  'ipc.invoke': { id: number; frame: FrameInfo; message: string }
  'protocol.request': { url: string; method: string }
  'network.request': { url: string; resourceType: string }
  'contents.navigate': { id: number; url: string; isMain: boolean }
  'contents.open': { id: number; url: string }
  'contents.gone': { id: number }
  'contents.painted': { id: number }
}

type RequestOf<Requests> = { [N in keyof Requests]: { ask: N; given: Requests[N] } }[keyof Requests]
export type Envelope =
  | ({ id: number } & RequestOf<HostRequests & AppRequests>)
  | { answerTo: number; value: unknown }
  | { answerTo: number; error: string }

export type Answerers<Requests> = {
  [N in keyof Requests]: (given: Requests[N]) => unknown
}

type End = {
  /** false when the other end is gone. */
  send(message: Envelope): boolean
  onMessage(listener: (message: Envelope) => void): void
}

/** Requests in both directions over one message channel. */
export function connect<Mine, Theirs>(end: End, answerers: Answerers<Mine>) {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  end.onMessage(async message => {
    if ('answerTo' in message) {
      const asked = waiting.get(message.answerTo)
      waiting.delete(message.answerTo)
      if ('error' in message) asked?.reject(new Error(message.error))
      else asked?.resolve(message.value)
      return
    }
    const { id } = message
    try {
      const answer = answerers[message.ask as unknown as keyof Mine]
      end.send({ answerTo: id, value: await answer(message.given as never) })
    } catch (error) {
      end.send({ answerTo: id, error: error instanceof Error ? error.message : String(error) })
    }
  })
  return {
    ask<N extends keyof Theirs>(ask: N, given: Theirs[N]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        if (end.send({ id, ask, given } as unknown as Envelope)) return
        waiting.delete(id)
        reject(new Error('The other end is gone'))
      })
    },
    /** The other end is gone: nothing waits for ever. */
    lost(reason: string): void {
      for (const { reject } of waiting.values()) reject(new Error(reason))
      waiting.clear()
    },
  }
}
