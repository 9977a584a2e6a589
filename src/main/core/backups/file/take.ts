// Takes an exact number of bytes at a time from a stream of pieces of any size.

export type Taker = {
  /** So many bytes in one; null when the stream ends before. */
  exactly(bytes: number): Promise<Buffer | null>
  /** So many bytes as they come; fewer when the stream ends before. */
  pieces(bytes: number): AsyncGenerator<Buffer>
  /** Whether nothing is left. */
  ended(): Promise<boolean>
}

export function takeFrom(source: AsyncIterable<Uint8Array>): Taker {
  const iterator = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  /** Whether there is something in `rest`. */
  async function fill(): Promise<boolean> {
    while (rest.length === 0) {
      const next = await iterator.next()
      if (next.done) return false
      rest = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    }
    return true
  }

  async function* pieces(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (!(await fill())) return
      const piece = rest.subarray(0, left)
      rest = rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  return {
    pieces,
    async exactly(bytes) {
      const parts: Buffer[] = []
      for await (const piece of pieces(bytes)) parts.push(piece)
      const [only] = parts
      const whole = parts.length === 1 && only ? only : Buffer.concat(parts)
      return whole.length === bytes ? whole : null
    },
    ended: async () => !(await fill()),
  }
}
