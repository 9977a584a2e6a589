// Writes the draft at most once a second, one write after the other, so that a removal can't be overtaken by a save.

type Door<T> = {
  save: (value: T) => Promise<unknown>
  remove: () => Promise<unknown>
}

export type DraftKeeper<T> = {
  /** The newest unsaved value; null when there is nothing unsaved. Written a while later. */
  note: (value: T | null) => void
  /** Writes what waits, now. */
  flush: () => Promise<void>
  /** It was saved or discarded: what waits is forgotten and the draft removed. Later notes are ignored. */
  end: () => Promise<void>
}

export function keepDraft<T>(door: Door<T>, exists: boolean, waitMs = 1_000): DraftKeeper<T> {
  let stored = exists
  let waiting: { value: T | null } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  let last: Promise<unknown> = Promise.resolve()

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const next = waiting
    waiting = null
    if (next && next.value !== null) {
      const { value } = next
      stored = true
      last = last.then(() => door.save(value))
    } else if (next && stored) {
      stored = false
      last = last.then(() => door.remove())
    }
    return last.then(() => undefined)
  }
  return {
    note(value) {
      if (ended) return
      waiting = { value }
      timer ??= setTimeout(() => void write(), waitMs)
    },
    flush: write,
    end() {
      ended = true
      waiting = { value: null }
      return write()
    },
  }
}
