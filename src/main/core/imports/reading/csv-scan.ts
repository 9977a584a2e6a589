// Finds the rows of delimited text by its bytes, without holding the file: quotes may hide line breaks. What is in the
// cells is read by the workers.
import { afterMark, LF, QUOTE } from '../bytes.ts'
import {
  MAX_RECORD_BYTES,
  type Problem,
  refusalOfRecord,
  type Scanner,
  type Sink,
  TOO_LARGE,
} from '../terms.ts'

const [TAB, CR, SPACE] = [9, 13, 32]
/** A quote that nothing closes takes the rest of the file with it. Reading goes on behind its line, so often and so far back. */
const MOST_RESCUES = 20
const MOST_REREAD = 256_000

export type CsvShape = {
  delimiter: string
  /** Macs before OS X ended lines with CR alone. */
  line_end: 'lf' | 'cr'
  /** The first row names the columns: it isn't passed on, and isn't counted. */
  header: boolean
}

/** `broken`: its quotes are wrong; it goes to the end of its line. `open`: a quote isn't closed yet. */
type Found = { end: number; next: number; broken: boolean } | 'open' | 'unfinished'

export function createCsvScanner(sink: Sink, shape: CsvShape): Scanner {
  const delimiter = shape.delimiter.charCodeAt(0)
  const lineEnd = shape.line_end === 'cr' ? CR : LF
  let buffer: Buffer = Buffer.alloc(0)
  let start = 0
  let line = 1
  let row = 0
  let headerDue = shape.header
  let atFirst = true
  let skipping: Problem | null = null
  let rescues = 0
  let fatal: string | null = null
  /** Where the next quote is, from `start` on; the length where there is none. */
  let quote = -1

  const find = (byte: number, from: number) => {
    const at = buffer.indexOf(byte, from)
    return at < 0 ? buffer.length : at
  }
  const isBlank = (byte: number | undefined) => byte === SPACE || (byte === TAB && delimiter !== TAB)

  function rowFrom(from: number, last: boolean): Found {
    const { length } = buffer
    const end = find(lineEnd, from)
    if (quote < from) quote = find(QUOTE, from)
    if (quote > end) {
      if (end === length && !last) return 'unfinished'
      return { end, next: end + 1, broken: false }
    }
    if (quote === length) return last ? { end: length, next: length + 1, broken: false } : 'unfinished'
    return quotedRow(from, last)
  }

  function quotedRow(from: number, last: boolean): Found {
    const { length } = buffer
    let at = from
    for (;;) {
      let begin = at
      while (isBlank(buffer[begin])) begin++
      if (buffer[begin] === QUOTE) {
        at = begin + 1
        for (;;) {
          const close = find(QUOTE, at)
          if (close === length) return 'open'
          if (close + 1 === length && !last) return 'open'
          at = close + 1
          if (buffer[at] !== QUOTE) break
          at++
        }
        while (isBlank(buffer[at])) at++
        if (buffer[at] === CR && lineEnd === LF && (buffer[at + 1] === LF || at + 1 === length)) at++
        if (at >= length) return last ? { end: length, next: length + 1, broken: false } : 'unfinished'
        if (buffer[at] !== delimiter && buffer[at] !== lineEnd) {
          const end = find(lineEnd, at)
          if (end === length && !last) return 'unfinished'
          return { end, next: end + 1, broken: true }
        }
      } else {
        while (at < length && buffer[at] !== delimiter && buffer[at] !== lineEnd) at++
        if (at === length) return last ? { end: length, next: length + 1, broken: false } : 'unfinished'
      }
      if (buffer[at] === lineEnd) return { end: at, next: at + 1, broken: false }
      at++
    }
  }

  function countLines(from: number, to: number) {
    for (let at = find(lineEnd, from); at < to; at = find(lineEnd, at + 1)) line++
  }

  /** Rows of nothing but delimiters are what spreadsheets leave behind a table. */
  function isEmpty(from: number, end: number): boolean {
    for (let at = from; at < end; at++) {
      const byte = buffer[at]
      if (byte !== delimiter && byte !== SPACE && byte !== TAB && byte !== CR) return false
    }
    return true
  }

  const isHint = (from: number, end: number) =>
    end - from <= 6 && /^sep=.\r?$/i.test(buffer.toString('latin1', from, end))

  function take(from: number, found: { end: number; broken: boolean }) {
    const at = line
    let { end } = found
    if (lineEnd === LF && end > from && buffer[end - 1] === CR) end--
    const first = atFirst
    atFirst = false
    if (isEmpty(from, end)) return
    if (first && isHint(from, end)) return
    if (headerDue) {
      headerDue = false
      return
    }
    row++
    if (found.broken)
      return sink.problem({ row, line: at, message: 'has text behind the closing quote of a cell' })
    const bytes = buffer.subarray(from, end)
    const message = refusalOfRecord(bytes)
    if (message) sink.problem({ row, line: at, message })
    else sink.record(bytes, row, at)
  }

  /** Nothing closes a quote of this row: it is refused, and the next line begins another. */
  function rescue(last: boolean) {
    const where = last ? 'nothing closes' : `nothing closes within ${MAX_RECORD_BYTES / 1e6} MB`
    if (++rescues > MOST_RESCUES)
      fatal = `has more than ${MOST_RESCUES} quotes that nothing closes, the last of them in line ${line}`
    else if (buffer.length - start > MOST_REREAD)
      fatal = `has a quote in line ${line} that begins a cell and that ${where}`
    else refuseRest('a quote that begins a cell is never closed')
  }

  /** The row is refused, and what is left of its line is passed over. */
  function refuseRest(message: string) {
    atFirst = headerDue = false
    skipping = { row: ++row, line, message }
  }

  /** True when the rest of a refused row has been passed. */
  function passRest(last: boolean): boolean {
    const end = find(lineEnd, start)
    if (end === buffer.length && !last) {
      start = end
      return false
    }
    if (skipping) sink.problem(skipping)
    skipping = null
    line++
    start = end + 1
    return true
  }

  function scan(last: boolean) {
    while (!fatal && start < buffer.length) {
      if (skipping) {
        if (!passRest(last)) return
        continue
      }
      const found = rowFrom(start, last)
      if (typeof found === 'object') {
        const from = start
        take(from, found)
        countLines(from, Math.min(found.next, buffer.length))
        start = found.next
        continue
      }
      const tooLarge = buffer.length - start > MAX_RECORD_BYTES
      if (found === 'open' && (last || tooLarge)) {
        rescue(last)
        continue
      }
      if (!tooLarge) return
      refuseRest(TOO_LARGE)
    }
  }

  function feed(chunk: Uint8Array) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    buffer = start < buffer.length ? Buffer.concat([buffer.subarray(start), bytes]) : bytes
    start = 0
    quote = -1
    scan(false)
  }

  const bytes = afterMark(feed)
  return {
    feed: chunk => {
      if (!fatal) bytes.feed(chunk)
    },
    end() {
      bytes.end()
      if (!fatal) scan(true)
      if (!fatal && skipping) sink.problem(skipping)
      skipping = null
    },
    fatal: () => fatal,
  }
}
