// Events as a stream of server-sent events (WHATWG HTML, section 9.2), read by the page with fetch.
import type { CoreEvent } from '../core/face.ts'
import type { ServerConfig } from './config.ts'

const HEARTBEAT_MS = 15_000
/** Events waiting for a reader that doesn't read. Past this it is cut off; it reconnects and fetches anew. */
const MAX_WAITING = 256
const MAX_STREAMS = 64

export type EventStreams = {
  /**
   * A new stream of what concerns this user; null when there are too many. It ends when `stillGood` says so: asked when
   * tokens changed, and now and then.
   */
  open(user_id: string, stillGood: () => Promise<boolean>): ReadableStream<Uint8Array> | null
  /** How many are open now. */
  size(): number
  close(): void
}

export function eventStreams({ core }: Pick<ServerConfig, 'core'>): EventStreams {
  const encoder = new TextEncoder()
  const enders = new Set<() => void>()

  // JSON has no raw line breaks, so one data line always holds the whole payload.
  const frame = (event: CoreEvent) => `event: ${event.event}\ndata: ${JSON.stringify(event.payload)}\n\n`

  const open: EventStreams['open'] = (user_id, stillGood) => {
    const isMine = (event: CoreEvent) => event.user_id === null || event.user_id === user_id
    if (enders.size >= MAX_STREAMS) return null
    let stop = () => {}
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const send = (text: string) => {
            if ((controller.desiredSize ?? 0) <= 0) return end()
            controller.enqueue(encoder.encode(text))
          }
          const look = async () => {
            if (!(await stillGood())) end()
          }
          const unsubscribe = core.subscribe(event => {
            if (!isMine(event)) return
            send(frame(event))
            if (event.event === 'tokens.changed') void look()
          })
          const heartbeat = setInterval(() => {
            send(': still here\n\n')
            void look()
          }, HEARTBEAT_MS)
          stop = () => {
            clearInterval(heartbeat)
            unsubscribe()
            enders.delete(end)
          }
          const end = () => {
            if (!enders.has(end)) return
            stop()
            controller.close()
          }
          enders.add(end)
          // Sent at once, so that the reader's fetch resolves before the first event.
          send(': connected\n\n')
        },
        cancel: () => stop(),
      },
      { highWaterMark: MAX_WAITING },
    )
  }

  return {
    open,
    size: () => enders.size,
    close: () => {
      for (const end of [...enders]) end()
    },
  }
}
