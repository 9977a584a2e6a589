// Gives each distinct token a number. A hash table of its own, because cutting a text into strings to look each up in a
// Map takes four times as long, and this is where the time of indexing goes.

const SEED = 0x811c9dc5 | 0
const SPACE = /\s/

/** What JavaScript's `\s` matches; the range in between has none. */
const isSpace = (unit: number): boolean =>
  unit === 0x20 || ((unit < 0x20 || unit >= 0x80) && SPACE.test(String.fromCharCode(unit)))

const mix = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193)

function hashOf(token: string): number {
  let hash = SEED
  for (let i = 0; i < token.length; i++) hash = mix(hash, token.charCodeAt(i))
  return hash
}

const firstSlot = (hash: number, slots: Int32Array): number =>
  ((hash ^ (hash >>> 15)) << 1) & (slots.length - 1)
const nextSlot = (slot: number, slots: Int32Array): number => (slot + 2) & (slots.length - 1)

export class Interner {
  readonly tokens: string[] = []
  /** Pairs side by side in memory: token number + 1 (0 is free), and its hash. */
  private slots = new Int32Array(1 << 11)
  /** UTF-16 units of the tokens, one after the other; token `i` ends at `ends[i + 1]`. */
  private units = new Uint16Array(1 << 12)
  private ends = new Uint32Array(1 << 9)

  /** The numbers of the tokens between white space, appended to `out` from `at`; repeats included. Answers the end. */
  addText(text: string, out: Uint32Array, at: number): number {
    let next = at
    let from = 0
    let hash = SEED
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (!isSpace(unit)) {
        hash = mix(hash, unit)
        continue
      }
      if (i > from) out[next++] = this.intern(text, from, i, hash)
      from = i + 1
      hash = SEED
    }
    if (text.length > from) out[next++] = this.intern(text, from, text.length, hash)
    return next
  }

  add(token: string): number {
    return this.intern(token, 0, token.length, hashOf(token))
  }

  /** -1 when it was never added. */
  find(token: string): number {
    return (this.slots[this.slotOf(token, 0, token.length, hashOf(token))] as number) - 1
  }

  /** Where the token is, or the free slot where it belongs. */
  private slotOf(text: string, from: number, to: number, hash: number): number {
    const { slots } = this
    for (let slot = firstSlot(hash, slots); ; slot = nextSlot(slot, slots)) {
      const number = (slots[slot] as number) - 1
      if (number < 0 || (slots[slot + 1] === hash && this.equals(number, text, from, to))) return slot
    }
  }

  private equals(number: number, text: string, from: number, to: number): boolean {
    const start = this.ends[number] as number
    if ((this.ends[number + 1] as number) - start !== to - from) return false
    for (let i = from; i < to; i++) {
      if (this.units[start + i - from] !== text.charCodeAt(i)) return false
    }
    return true
  }

  private intern(text: string, from: number, to: number, hash: number): number {
    const slot = this.slotOf(text, from, to, hash)
    const known = (this.slots[slot] as number) - 1
    if (known >= 0) return known
    const number = this.tokens.length
    const start = this.ends[number] as number
    this.makeRoom(number, start + to - from)
    for (let i = from; i < to; i++) this.units[start + i - from] = text.charCodeAt(i)
    this.ends[number + 1] = start + to - from
    this.tokens.push(text.slice(from, to))
    this.slots[slot] = number + 1
    this.slots[slot + 1] = hash
    if (number * 4 > this.slots.length) this.rehash()
    return number
  }

  private makeRoom(number: number, units: number): void {
    if (units > this.units.length) {
      const grown = new Uint16Array(Math.max(this.units.length * 2, units))
      grown.set(this.units)
      this.units = grown
    }
    if (number + 1 < this.ends.length) return
    const ends = new Uint32Array(this.ends.length * 2)
    ends.set(this.ends)
    this.ends = ends
  }

  private rehash(): void {
    const grown = new Int32Array(this.slots.length * 2)
    for (let old = 0; old < this.slots.length; old += 2) {
      const number = this.slots[old] as number
      if (number === 0) continue
      const hash = this.slots[old + 1] as number
      let slot = firstSlot(hash, grown)
      while (grown[slot] !== 0) slot = nextSlot(slot, grown)
      grown[slot] = number
      grown[slot + 1] = hash
    }
    this.slots = grown
  }
}
