// Finds the records of a JSON file by the structure of its bytes, without holding the file: a list of objects, one
// object, `{"audiences": […]}`, or one object a line. What is inside a record is left to JSON.parse.
import { createBrackets } from './brackets.ts'
import * as byteOf from './bytes.ts'
import {
  MAX_DEPTH,
  MAX_RECORD_BYTES,
  type Mode,
  type Problem,
  refusalOfRecord,
  refusalOfStart,
  type Scanner,
  type Sink,
  TOO_LARGE,
} from './terms.ts'

const { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, LF, OPEN_LIST, OPEN_OBJECT, QUOTE, isSpace } = byteOf

export function createScanner(sink: Sink): Scanner {
  let mode: Mode = 'start'
  let buffer: Uint8Array = new Uint8Array(0)
  let fatal: string | null = null
  let wrapped = false
  let line = 1
  let row = 0
  /** In a list: what must come next. */
  let expect: 'value or end' | 'value' | 'comma or end' = 'value or end'
  let inText = false
  const texts = byteOf.createTexts()
  /** What is wrong with the text being skipped. */
  let junk: string | null = null
  const brackets = createBrackets()
  const inRecord = () => brackets.depth() > 0 && mode !== 'tail'
  let start = 0
  let startLine = 1
  let broken: Problem | null = null
  /** The record is too large to keep; only its end is looked for. */
  let skipping = false

  function die(message: string) {
    fatal = message
    mode = 'dead'
  }
  const complain = (message: string, at = row + 1) => sink.problem({ row: at, line, message })
  function breakRecord(message: string) {
    broken ??= { row, line, message }
  }

  function begin(at: number, byte: number) {
    row++
    start = at
    startLine = line
    broken = null
    skipping = false
    brackets.reset(byte)
    if (byte === OPEN_LIST) breakRecord('must be a JSON object, not a list')
    if (mode === 'list') {
      if (expect === 'comma or end') breakRecord('a comma is missing before this record')
      expect = 'comma or end'
    }
  }

  function finish(end: number) {
    brackets.reset()
    if (broken) return sink.problem(broken)
    const bytes = buffer.subarray(start, end)
    const message = refusalOfRecord(bytes)
    if (message) sink.problem({ row, line: startLine, message })
    else sink.record(bytes, row, startLine)
  }

  /** Where a value can't stand: the record isn't well formed. True when the next one begins here. */
  function misplaced(at: number, byte: number): boolean {
    const previous = byteOf.lastBefore(buffer, start, at)
    const holder = brackets.innermost()
    if (holder === OPEN_OBJECT ? previous === COLON : previous === COMMA || previous === OPEN_LIST)
      return false
    breakRecord('a bracket, comma or colon is missing')
    // An object where only a key can stand, right inside the record or at the beginning of a line: the record before
    // wasn't closed, and this is the next one.
    return byte === OPEN_OBJECT && ((brackets.depth() === 1 && previous === COMMA) || buffer[at - 1] === LF)
  }

  /** The list of `{"audiences": […]}`: its items are the records, not the object around it. */
  function enterWrapper() {
    wrapped = true
    mode = 'list'
    expect = 'value or end'
    brackets.reset()
    row = 0
    broken = null
  }

  function open(at: number, byte: number) {
    if (mode !== 'tail' && !skipping) {
      if (misplaced(at, byte)) {
        finish(at)
        expect = 'value'
        return begin(at, byte)
      }
      const top = row === 1 && mode === 'lines' && brackets.depth() === 1
      if (top && byte === OPEN_LIST && byteOf.isWrapperKey(buffer, start, at)) return enterWrapper()
    }
    if (!brackets.open(byte)) return die('is nested too deeply to be read')
    if (brackets.depth() > MAX_DEPTH) breakRecord(`is nested deeper than ${MAX_DEPTH} levels`)
  }

  /** Returns where to go on: at the same byte again when it closed more than the record. */
  function close(at: number, byte: number): number {
    const closed = brackets.close(byte)
    if (closed !== 'matched') breakRecord('its brackets don’t match')
    if (closed === 'stray') {
      if (mode !== 'list' || byte !== CLOSE_LIST) return at + 1
      finish(at)
      return at
    }
    if (brackets.depth() > 0) return at + 1
    if (mode !== 'tail') finish(at + 1)
    else {
      mode = 'over'
      if (broken) complain('the brackets behind the list don’t match')
    }
    return at + 1
  }

  function closeList() {
    if (expect === 'value') complain('a comma has no record behind it')
    if (!wrapped) {
      mode = 'over'
      return
    }
    mode = 'tail'
    brackets.reset(OPEN_OBJECT)
    broken = null
  }

  /** Something that is no record. Behind a record of a list it counts as no row of its own. */
  function beginJunk() {
    startLine = line
    if (mode === 'list' && expect === 'comma or end') junk = 'there is text between two records'
    else {
      row++
      junk = mode === 'list' ? 'must be a JSON object' : 'is not a JSON object; each line must hold one'
    }
    expect = 'comma or end'
  }

  function endJunk(message: string) {
    junk = null
    sink.problem({ row, line: startLine, message })
  }

  /** A byte outside any record. Returns where to go on. */
  function between(at: number, byte: number): number {
    if (byte === LF) line++
    if (junk) {
      const ends =
        mode === 'list' ? byte === COMMA || byte === CLOSE_LIST || byte === OPEN_OBJECT : byte === LF
      if (!ends) {
        inText = byte === QUOTE
        return at + 1
      }
      endJunk(junk)
    }
    if (isSpace(byte)) return at + 1
    if (mode === 'over') {
      complain('there is text behind the end of the list')
      mode = 'dead'
    } else if (mode === 'start') {
      const refusal = refusalOfStart(buffer.subarray(at))
      if (refusal) die(refusal)
      mode = fatal ? 'dead' : byte === OPEN_LIST ? 'list' : 'lines'
      if (mode === 'lines') begin(at, byte)
    } else if (mode === 'list' && byte === CLOSE_LIST) closeList()
    else if (mode === 'list' && byte === COMMA) {
      if (expect !== 'comma or end') complain('a comma has no record before it')
      expect = 'value'
    } else if (byte === OPEN_OBJECT || (byte === OPEN_LIST && mode === 'list')) begin(at, byte)
    else {
      beginJunk()
      inText = byte === QUOTE
    }
    return at + 1
  }

  /** Skips the rest of a text. A line break in it means that it was never closed. */
  function text(from: number): number {
    const at = texts.endFrom(from)
    inText = texts.end === null
    if (texts.end === 'broken' && brackets.depth() > 0)
      breakRecord('a text is not closed before the end of its line')
    return at
  }

  function scan(from: number) {
    let at = from
    const { length } = buffer
    while (at < length && mode !== 'dead') {
      if (inText) {
        at = text(at)
        continue
      }
      if (brackets.depth() === 0) {
        at = between(at, buffer[at] ?? 0)
        continue
      }
      at = byteOf.nextStructural(buffer, at)
      if (at === length) return
      const byte = buffer[at] ?? 0
      if (byte === LF) line++
      if (byte === QUOTE) inText = true
      if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) at = close(at, byte)
      else {
        if (byte === OPEN_OBJECT || byte === OPEN_LIST) open(at, byte)
        at++
      }
    }
  }

  function take(chunk: Uint8Array) {
    const kept = inRecord() && !skipping ? buffer.subarray(start) : null
    buffer = kept && kept.length > 0 ? Buffer.concat([kept, chunk]) : chunk
    start = 0
    texts.use(buffer)
    scan(kept?.length ?? 0)
    if (inRecord() && !skipping && buffer.length - start > MAX_RECORD_BYTES) {
      skipping = true
      broken ??= { row, line: startLine, message: TOO_LARGE }
    }
  }

  const bytes = byteOf.afterMark(take)
  return {
    feed(chunk) {
      if (mode !== 'dead') bytes.feed(chunk)
    },
    end() {
      bytes.end()
      if (mode === 'start') return die('is empty')
      if (mode === 'dead') return
      if (junk) endJunk(junk)
      if (inRecord())
        return sink.problem(
          broken ?? { row, line: startLine, message: 'the file ends in the middle of this record' },
        )
      if (mode === 'list' || mode === 'tail') complain('the file ends before its list is closed')
    },
    fatal: () => fatal,
  }
}
