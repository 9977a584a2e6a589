// Text of any encoding that files come in, as a stream of UTF-8. The tables of the runtime differ by version; these don't.
import { isUtf8 } from 'node:buffer'
import type { Encoding } from '../../../../shared/domain/import-table.ts'

/** Windows-1252 at 0x80 to 0x9f; everywhere else it is the Unicode character of the same number. The five gaps are kept as they are. */
const HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

const windows1252 = (bytes: Buffer) =>
  bytes.toString('latin1').replace(/[\u0080-\u009f]/g, char => HIGH[char.charCodeAt(0) - 0x80] ?? char)

/** Half a pair is no character. It becomes one that no field takes, so that its row is refused rather than changed. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const wellFormed = (text: string) => (text.isWellFormed() ? text : text.replace(HALF, '\0'))

/** Turns pieces of a file into text, keeping what is cut in two by a piece's end. */
function createDecoder(encoding: Exclude<Encoding, 'utf-8'>) {
  let rest = Buffer.alloc(0)
  let begun = false
  const unmarked = (text: string) => {
    if (begun || text === '') return text
    begun = true
    return text.startsWith('\ufeff') ? text.slice(1) : text
  }
  return (chunk: Uint8Array, last: boolean): string => {
    const bytes = Buffer.concat([rest, chunk])
    if (encoding === 'windows-1252') return windows1252(bytes)
    const whole = last ? bytes.length : bytes.length - (bytes.length % 2)
    const ready = Buffer.from(bytes.subarray(0, whole - (whole % 2)))
    rest = bytes.subarray(ready.length)
    if (encoding === 'utf-16be') ready.swap16()
    const text = ready.toString('utf16le')
    const high = text.charCodeAt(text.length - 1)
    // Half of a pair waits for its other half.
    if (!last && high >= 0xd800 && high <= 0xdbff) {
      rest = Buffer.concat([Buffer.from(bytes.subarray(ready.length - 2, ready.length)), rest])
      return unmarked(wellFormed(text.slice(0, -1)))
    }
    return unmarked(wellFormed(text))
  }
}

export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') return yield* chunks
  const decode = createDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decode(chunk, false), 'utf8')
  yield Buffer.from(decode(new Uint8Array(0), true), 'utf8')
}

/** The sample without a character that its end may have cut in two. */
function wholeUtf8(sample: Uint8Array): Uint8Array {
  for (let cut = 1; cut <= 3 && cut <= sample.length; cut++) {
    const byte = sample[sample.length - cut] ?? 0
    if (byte >= 0xc0) return sample.subarray(0, sample.length - cut)
    if (byte < 0x80) break
  }
  return sample
}

/** How many bytes at even and odd places are zero: text of western languages in UTF-16 has nearly all of one kind. */
function zeros(sample: Uint8Array): [even: number, odd: number] {
  let [even, odd] = [0, 0]
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) at % 2 === 0 ? even++ : odd++
  return [even, odd]
}

/** The encoding of a text by its first bytes; null when they are no text. */
export function encodingOf(sample: Uint8Array): Encoding | null {
  const [a, b] = sample
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  const [even, odd] = zeros(sample)
  const half = sample.length / 2
  if (odd > half * 0.3 && even < odd / 10) return 'utf-16le'
  if (even > half * 0.3 && odd < even / 10) return 'utf-16be'
  if (even + odd > 0) return null
  if (isUtf8(wholeUtf8(sample))) return 'utf-8'
  let control = 0
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32)) control++
  return control > sample.length / 100 ? null : 'windows-1252'
}

/** The beginning of a text, as text. */
export function sampleText(sample: Uint8Array, encoding: Encoding): string {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength)
  if (encoding !== 'utf-8') return createDecoder(encoding)(bytes, false)
  return Buffer.from(wholeUtf8(bytes))
    .toString('utf8')
    .replace(/^\ufeff/, '')
}
