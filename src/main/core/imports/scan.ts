// Finds the records of a JSON file by the structure of its bytes, without holding the file: a list of objects, one
// object, `{"audiences": […]}`, or one object a line. What is inside a record is left to JSON.parse.
import { isUtf8 } from 'node:buffer'
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  isWrapperKey,
  LF,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  STRUCTURAL,
  withoutMark,
} from './bytes.ts'
import { type Problem, refusalOfStart } from './problems.ts'

/** The largest record. One that is larger is refused, and reading goes on behind it. */
export const MAX_RECORD_BYTES = 4_000_000
/** As deep as the domain allows, so that nothing deeper reaches a recursive check. */
export const MAX_DEPTH = 32
/** Brackets opened one inside another beyond this can't be followed any more. */
const STACK = 65_536

export type Sink = {
  /** The bytes are the caller's until it returns. Rows and lines count from 1. */
  record(bytes: Uint8Array, row: number, line: number): void
  problem(problem: Problem): void
}
export type Scanner = {
  feed(chunk: Uint8Array): void
  end(): void
  /** Why nothing of this file, or nothing more of it, can be read; null while it can. */
  fatal(): string | null
}

/**
 * `start`: nothing seen yet. `list`: between the brackets of a list. `lines`: objects one after another. `tail`: behind
 * the list of `{"audiences": […]}`. `over`: nothing more is expected. `dead`: can't be read.
 */
type Mode = 'start' | 'list' | 'lines' | 'tail' | 'over' | 'dead'

export function createScanner(sink: Sink): Scanner {
  let mode: Mode = 'start'
  let head: Uint8Array | null = new Uint8Array(0)
  let buffer: Uint8Array = new Uint8Array(0)
  let fatal: string | null = null
  let wrapped = false
  let line = 1
  let row = 0
  /** In a list: what must come next. */
  let expect: 'value or end' | 'value' | 'comma or end' = 'value or end'
  let inText = false
  let escaped = false
  /** What is wrong with the text being skipped. */
  let junk: string | null = null
  const stack = new Uint8Array(STACK)
  let depth = 0
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
    stack[0] = byte
    depth = 1
    if (byte === OPEN_LIST) breakRecord('must be a JSON object, not a list')
    if (mode === 'list') {
      if (expect === 'comma or end') breakRecord('a comma is missing before this record')
      expect = 'comma or end'
    }
  }

  function finish(end: number) {
    depth = 0
    if (broken) return sink.problem(broken)
    const bytes = buffer.subarray(start, end)
    if (bytes.length > MAX_RECORD_BYTES)
      sink.problem({ row, line: startLine, message: 'is larger than 4 MB' })
    else if (!isUtf8(bytes))
      sink.problem({ row, line: startLine, message: 'is not UTF-8 text; save the file as UTF-8' })
    else sink.record(bytes, row, startLine)
  }

  /** The last byte before `at` that isn't white space; 0 at the beginning of what is kept. */
  function before(at: number): number {
    let place = at - 1
    while (place >= start && isSpace(buffer[place])) place--
    return place >= start ? (buffer[place] ?? 0) : 0
  }

  function open(at: number, byte: number) {
    const holder = stack[depth - 1]
    if (mode !== 'tail' && !skipping) {
      const previous = before(at)
      if (holder === OPEN_OBJECT ? previous !== COLON : previous !== COMMA && previous !== OPEN_LIST) {
        breakRecord('a bracket, comma or colon is missing')
        // An object where only a key can stand, right inside the record or at the beginning of a line: the record
        // before wasn't closed, and this is the next one.
        if (byte === OPEN_OBJECT && ((depth === 1 && previous === COMMA) || buffer[at - 1] === LF)) {
          finish(at)
          expect = 'value'
          return begin(at, byte)
        }
      }
      if (
        row === 1 &&
        depth === 1 &&
        mode === 'lines' &&
        byte === OPEN_LIST &&
        isWrapperKey(buffer, start, at)
      ) {
        wrapped = true
        mode = 'list'
        expect = 'value or end'
        depth = 0
        row = 0
        broken = null
        return
      }
    }
    if (depth >= STACK) return die('is nested too deeply to be read')
    stack[depth++] = byte
    if (depth > MAX_DEPTH) breakRecord(`is nested deeper than ${MAX_DEPTH} levels`)
  }

  /** Returns where to go on: at the same byte again when it closed more than the record. */
  function close(at: number, byte: number): number {
    const opener = byte === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT
    if (stack[depth - 1] === opener) depth--
    else {
      breakRecord('its brackets don’t match')
      const partner = stack.subarray(0, depth).lastIndexOf(opener)
      if (partner < 0) {
        if (mode !== 'list' || byte !== CLOSE_LIST) return at + 1
        finish(at)
        return at
      }
      depth = partner
    }
    if (depth > 0) return at + 1
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
    stack[0] = OPEN_OBJECT
    depth = 1
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
    let at = from
    const { length } = buffer
    while (at < length) {
      const byte = buffer[at] ?? 0
      if (escaped && byte !== LF) {
        escaped = false
        at++
      } else if (byte === QUOTE) {
        inText = false
        return at + 1
      } else if (byte === BACKSLASH) {
        escaped = true
        at++
      } else if (byte === LF) {
        escaped = false
        inText = false
        if (depth > 0) breakRecord('a text is not closed before the end of its line')
        return at
      } else at++
    }
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
      if (depth === 0) {
        at = between(at, buffer[at] ?? 0)
        continue
      }
      while (at < length && STRUCTURAL[buffer[at] ?? 0] === 0) at++
      if (at >= length) return
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
    const kept = depth > 0 && mode !== 'tail' && !skipping ? buffer.subarray(start) : null
    buffer = kept && kept.length > 0 ? Buffer.concat([kept, chunk]) : chunk
    start = 0
    scan(kept?.length ?? 0)
    if (depth > 0 && mode !== 'tail' && !skipping && buffer.length - start > MAX_RECORD_BYTES) {
      skipping = true
      broken ??= { row, line: startLine, message: 'is larger than 4 MB' }
    }
  }

  function begun(bytes: Uint8Array) {
    head = null
    take(withoutMark(bytes))
  }

  return {
    feed(chunk) {
      if (mode === 'dead') return
      if (!head) return take(chunk)
      // The first bytes tell the encoding; they may come in pieces.
      head = Buffer.concat([head, chunk])
      if (head.length >= 4) begun(head)
    },
    end() {
      if (head) begun(head)
      if (mode === 'start') return die('is empty')
      if (mode === 'dead') return
      if (junk) endJunk(junk)
      if (depth > 0 && mode !== 'tail')
        return sink.problem(
          broken ?? { row, line: startLine, message: 'the file ends in the middle of this record' },
        )
      if (mode === 'list' || mode === 'tail') complain('the file ends before its list is closed')
    },
    fatal: () => fatal,
  }
}
