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

/** Without the byte order mark that some editors put before UTF-8. */
export const withoutMark = (bytes: Uint8Array) =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

/** Whether what stands before the bracket is the key `"audiences"`. */
export function isWrapperKey(buffer: Uint8Array, start: number, bracket: number): boolean {
  const before = Buffer.from(buffer.subarray(Math.max(start, bracket - 64), bracket)).toString('latin1')
  return /[{,\s]"audiences"\s*:\s*$/.test(before)
}
