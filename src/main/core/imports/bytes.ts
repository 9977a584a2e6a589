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
const STRUCTURAL = new Uint8Array(256)
for (const byte of [LF, QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) STRUCTURAL[byte] = 1

/** Where the next of them is; the length where there is none. */
export function nextStructural(buffer: Uint8Array, from: number): number {
  const { length } = buffer
  for (let at = from; at < length; at++) if (STRUCTURAL[buffer[at] as number] === 1) return at
  return length
}

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

/**
 * Finds where texts end. `use` gives it the next buffer, `end` says how the text asked for last ended; null while it goes
 * on in the next buffer. It looks for each byte of meaning with the runtime's own search, which is more than twice as
 * fast as looking at every byte, and remembers what it found until the place is passed.
 */
export function createTexts() {
  let buffer: Buffer = Buffer.alloc(0)
  let escaped = false
  let [quote, backslash, line] = [-1, -1, -1]
  const find = (byte: number, from: number) => {
    const at = buffer.indexOf(byte, from)
    return at < 0 ? buffer.length : at
  }
  const texts = {
    end: null as 'closed' | 'broken' | null,
    use(bytes: Uint8Array) {
      buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      quote = backslash = line = -1
    },
    /** Behind the quote that closes it, or at a line break, which no text can hold. */
    endFrom(from: number): number {
      let at = from
      const { length } = buffer
      texts.end = null
      if (escaped && at < length) {
        escaped = false
        if (buffer[at] !== LF) at++
      }
      while (at < length) {
        if (quote < at) quote = find(QUOTE, at)
        if (backslash < at) backslash = find(BACKSLASH, at)
        if (line < at) line = find(LF, at)
        if (line < quote && line < backslash) {
          texts.end = 'broken'
          return line
        }
        if (quote < backslash) {
          texts.end = 'closed'
          return quote + 1
        }
        if (backslash >= length - 1) {
          escaped = backslash < length
          return length
        }
        // What is escaped is skipped, unless the line ends there.
        at = backslash + (buffer[backslash + 1] === LF ? 1 : 2)
      }
      return length
    },
  }
  return texts
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
