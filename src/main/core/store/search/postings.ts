// Sets of rows: bitmaps of 32-bit words (bit `ordinal & 31` of word `ordinal >>> 5`), and lists of gaps as varints.

export const wordsFor = (rows: number): number => (rows + 31) >>> 5

/** Every row of the part. */
export function allRows(rows: number): Uint32Array {
  const set = new Uint32Array(wordsFor(rows)).fill(0xffffffff)
  if (rows & 31) set[set.length - 1] = 2 ** (rows & 31) - 1
  return set
}

export function setRows(set: Uint32Array, ordinals: Uint16Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const ordinal = ordinals[i] as number
    const word = ordinal >>> 5
    set[word] = (set[word] as number) | (1 << (ordinal & 31))
  }
}

/** `set |= bitmap[from …]` */
export function orBitmap(set: Uint32Array, bitmap: Uint32Array, from: number): void {
  for (let i = 0; i < set.length; i++) set[i] = (set[i] as number) | (bitmap[from + i] as number)
}

/** `set &= other`; whether anything is left. */
export function andRows(set: Uint32Array, other: Uint32Array): boolean {
  let left = 0
  for (let i = 0; i < set.length; i++) {
    const word = (set[i] as number) & (other[i] as number)
    set[i] = word
    left |= word
  }
  return left !== 0
}

export const isEmpty = (set: Uint32Array): boolean => set.every(word => word === 0)

export function countRows(set: Uint32Array): number {
  let count = 0
  for (const bits of set) {
    let word = bits - ((bits >>> 1) & 0x55555555)
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
  }
  return count
}

/** The bitmap's rows, ascending, each plus `plus`; answers where the next goes in `out`. */
export function rowsOfBitmap(
  bitmap: Uint32Array,
  from: number,
  words: number,
  out: Uint16Array,
  at: number,
  plus: number,
): number {
  let next = at
  for (let i = 0; i < words; i++) {
    let word = bitmap[from + i] as number
    while (word !== 0) {
      out[next++] = plus + (i << 5) + 31 - Math.clz32(word & -word)
      word &= word - 1
    }
  }
  return next
}

/** Writes a list: each ordinal as the gap to the one before it, minus one, 7 bits a byte, low bits first. */
export function encodeList(ordinals: Uint16Array, count: number, out: Uint8Array, at: number): number {
  let next = at
  let before = -1
  for (let i = 0; i < count; i++) {
    const ordinal = ordinals[i] as number
    let gap = ordinal - before - 1
    before = ordinal
    while (gap > 0x7f) {
      out[next++] = (gap & 0x7f) | 0x80
      gap >>>= 7
    }
    out[next++] = gap
  }
  return next
}

/** Adds the rows of a list to a set. */
export function orList(set: Uint32Array, list: Uint8Array, from: number, to: number): void {
  let ordinal = -1
  for (let at = from; at < to; ) {
    let byte = list[at++] as number
    let gap = byte & 0x7f
    for (let shift = 7; byte & 0x80; shift += 7) {
      byte = list[at++] as number
      gap |= (byte & 0x7f) << shift
    }
    ordinal += gap + 1
    const word = ordinal >>> 5
    set[word] = (set[word] as number) | (1 << (ordinal & 31))
  }
}

/** As `rowsOfBitmap`, of a list. */
export function rowsOfList(
  list: Uint8Array,
  from: number,
  to: number,
  out: Uint16Array,
  start: number,
  plus: number,
): number {
  let next = start
  let ordinal = plus - 1
  for (let at = from; at < to; ) {
    let byte = list[at++] as number
    let gap = byte & 0x7f
    for (let shift = 7; byte & 0x80; shift += 7) {
      byte = list[at++] as number
      gap |= (byte & 0x7f) << shift
    }
    ordinal += gap + 1
    out[next++] = ordinal
  }
  return next
}
