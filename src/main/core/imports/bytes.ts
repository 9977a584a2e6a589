// The bytes that JSON is made of, as the scanner needs them.

const [TAB, CR, SPACE] = [9, 13, 32]
export const LF = 10
export const QUOTE = 34
export const COMMA = 44
export const COLON = 58
export const OPEN_LIST = 91
export const BACKSLASH = 92
export const CLOSE_LIST = 93
export const OPEN_OBJECT = 123
export const CLOSE_OBJECT = 125

export const isSpace = (byte: number | undefined) =>
  byte === SPACE || byte === LF || byte === TAB || byte === CR

/** 1 for the bytes that mean something between texts; the rest of a record is skipped over. */
export const STRUCTURAL = new Uint8Array(256)
for (const byte of [LF, QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) STRUCTURAL[byte] = 1

const withoutMark = (bytes: Uint8Array) =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

/** Passes bytes on without the byte order mark that some editors put first. The first four are held until all are there. */
export function afterMark(take: (bytes: Uint8Array) => void) {
  let head: Uint8Array | null = new Uint8Array(0)
  const begin = (bytes: Uint8Array) => {
    head = null
    take(withoutMark(bytes))
  }
  return {
    feed(chunk: Uint8Array) {
      if (!head) return take(chunk)
      head = Buffer.concat([head, chunk])
      if (head.length >= 4) begin(head)
    },
    end() {
      if (head) begin(head)
    },
  }
}

/** `escaped`: the next byte is. `end`: how the text ended; null while it goes on in the next buffer. */
export type TextState = { escaped: boolean; end: 'closed' | 'broken' | null }

/** Where a text ends: behind its quote, or at a line break, which no text can hold. */
export function endOfText(buffer: Uint8Array, from: number, state: TextState): number {
  let at = from
  let { escaped } = state
  const { length } = buffer
  state.escaped = false
  state.end = null
  while (at < length) {
    const byte = buffer[at] ?? 0
    if (byte === LF) {
      state.end = 'broken'
      return at
    }
    at++
    if (escaped) escaped = false
    else if (byte === BACKSLASH) escaped = true
    else if (byte === QUOTE) {
      state.end = 'closed'
      return at
    }
  }
  state.escaped = escaped
  return at
}

/** The last byte before `at` that isn't white space; 0 when there is none from `start` on. */
export function lastBefore(buffer: Uint8Array, start: number, at: number): number {
  let place = at - 1
  while (place >= start && isSpace(buffer[place])) place--
  return place >= start ? (buffer[place] ?? 0) : 0
}

/** Whether what stands before the bracket is the key `"audiences"`. */
export function isWrapperKey(buffer: Uint8Array, start: number, bracket: number): boolean {
  const before = Buffer.from(buffer.subarray(Math.max(start, bracket - 64), bracket)).toString('latin1')
  return /[{,\s]"audiences"\s*:\s*$/.test(before)
}
