// Timing: an operation and its floor in turn, so that noise of the machine hits both.
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'

export const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** A B, B A, A B … after a few turns that don't count. `rest` comes before each timed call. */
export async function inTurn(
  n: number,
  work: (turn: number) => unknown,
  floor: ((turn: number) => unknown) | null,
  options: { warmUp?: number; rest?: () => Promise<unknown> } = {},
): Promise<{ times: number[]; floors: number[] }> {
  const { warmUp = 3, rest } = options
  const times: number[] = []
  const floors: number[] = []
  for (let turn = 0; turn < n + warmUp; turn++) {
    const counts = turn >= warmUp
    const one = async (into: number[], what: ((turn: number) => unknown) | null) => {
      if (!what) return
      await rest?.()
      const ms = await timed(() => what(turn))
      if (counts) into.push(ms)
    }
    if (turn % 2 === 0) await one(times, work)
    await one(floors, floor)
    if (turn % 2 === 1) await one(times, work)
  }
  return { times, floors }
}

/** The floor of a save: append the bytes to an open file and wait until they are on the disk. */
export function bareAppender(path: string) {
  const fd = openSync(path, 'a')
  return {
    append(bytes: Uint8Array) {
      for (let from = 0; from < bytes.length; ) from += writeSync(fd, bytes, from)
      fdatasyncSync(fd)
    },
    close: () => closeSync(fd),
  }
}

/** Of the thread that asks, in milliseconds; null where the system doesn't tell. */
function processorMs(): number | null {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6
  } catch {
    return null
  }
}

/**
 * The most processor time that one turn of the event loop takes until `stop`, in milliseconds: what it is late by on a
 * machine with nothing else to do, however busy this one is. To be called on the main thread. Null off Linux.
 */
export function watchTurns(): { stop: () => number | null } {
  let [before, longest] = [processorMs(), 0]
  const timer = setInterval(() => {
    const now = processorMs()
    longest = Math.max(longest, (now ?? 0) - (before ?? 0))
    before = now
  }, 2)
  return {
    stop() {
      clearInterval(timer)
      return before === null ? null : longest
    },
  }
}
