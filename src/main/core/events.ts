// Passes the core's events on to whoever listens.
import type { CoreEvent } from './face.ts'
import type { Log } from './log/log.ts'

export type Emit = (event: CoreEvent) => void

export function createEvents(log: Log): {
  emit: Emit
  subscribe(listener: (event: CoreEvent) => void): () => void
} {
  const listeners = new Set<(event: CoreEvent) => void>()
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          // One door's failure must not keep the event from the others, nor fail the save that caused it.
          log.error('event_listener_failed', { event: event.event, error })
        }
      }
    },
    subscribe(listener) {
      // Wrapped, so that subscribing the same function twice gives two subscriptions.
      const own = (event: CoreEvent) => listener(event)
      listeners.add(own)
      return () => listeners.delete(own)
    },
  }
}
