// How it stands with BigQuery, for whoever looks at the screen.
import type { Live } from '../../../../shared/contract/workspace.ts'

export type LiveState = ReturnType<typeof createLive>

export function createLive(begin: Live) {
  let current = begin
  const listeners = new Set<() => void>()
  function set(change: Partial<Live>) {
    current = { ...current, ...change }
    for (const listener of listeners) listener()
  }
  return {
    current: () => current,
    set,
    /** Counted as a save that isn't confirmed for as long as it takes. */
    async saving<T>(work: () => Promise<T>): Promise<T> {
      set({ saving: current.saving + 1 })
      try {
        return await work()
      } finally {
        set({ saving: current.saving - 1 })
      }
    },
    onChange(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
