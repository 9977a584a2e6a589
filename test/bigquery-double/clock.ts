// The double's time: the computer's, moved forward by the test; instants of statements never repeat.

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Microseconds since 1970, each later than the one before. */
  tick(): bigint
  advance(ms: number): void
}

export function makeClock(): Clock {
  let ahead = 0
  let last = 0n
  const now = () => Date.now() + ahead
  return {
    now,
    tick() {
      const micros = BigInt(now()) * 1000n
      last = micros > last ? micros : last + 1n
      return last
    },
    advance(ms) {
      ahead += ms
    },
  }
}
