// Work of the store one after another, and in slices.
export { pacer, pause } from '../pace.ts'

/** One at a time, in the order they came. */
export function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const turn = last.then(work, work)
    last = turn.catch(() => {})
    return turn
  }
}
