// A small seeded random source (mulberry32), so that the same seed gives the same data on every machine.

export type Random = ReturnType<typeof seededRandom>

export function seededRandom(seed: number) {
  let state = seed >>> 0
  /** 0 ≤ x < 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  /** A whole number, both ends included. */
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const chance = (share: number) => next() < share
  function pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(next() * items.length)]
    if (item === undefined) throw new Error('Nothing to pick from')
    return item
  }
  /** `size` different items in random order; all of them when there are fewer. */
  function some<T>(items: readonly T[], size: number): T[] {
    const pool = [...items]
    const chosen: T[] = []
    while (chosen.length < size && pool.length > 0) {
      const index = Math.floor(next() * pool.length)
      chosen.push(...pool.splice(index, 1))
    }
    return chosen
  }
  /** A number near `middle`: between middle × (1 − spread) and middle × (1 + spread), the middle more likely. */
  const near = (middle: number, spread: number) => middle * (1 + spread * (next() + next() - 1))
  const hex = (digits: number) => {
    let text = ''
    while (text.length < digits) text += Math.floor(next() * 16).toString(16)
    return text
  }
  return { next, int, chance, pick, some, near, hex }
}
