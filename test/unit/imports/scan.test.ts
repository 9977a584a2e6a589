// The streaming reader against JSON.parse, on good files and on every kind of bad one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScanner } from '../../../src/main/core/imports/scan.ts'
import { MAX_RECORD_BYTES } from '../../../src/main/core/imports/terms.ts'

type Seen = {
  records: { row: number; line: number; value: unknown }[]
  problems: { row: number; line: number; message: string }[]
  fatal: string | null
}

/** Reads a whole file in pieces of the given size; what JSON.parse refuses counts as a problem. */
function read(input: string | Uint8Array, piece = 64): Seen {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input
  const seen: Seen = { records: [], problems: [], fatal: null }
  const scanner = createScanner({
    record(slice, row, line) {
      try {
        seen.records.push({ row, line, value: JSON.parse(Buffer.from(slice).toString('utf8')) })
      } catch {
        seen.problems.push({ row, line, message: 'is not valid JSON' })
      }
    },
    problem: problem => seen.problems.push(problem),
  })
  for (let at = 0; at < bytes.length; at += piece) scanner.feed(bytes.subarray(at, at + piece))
  scanner.end()
  seen.fatal = scanner.fatal()
  return seen
}
const values = (seen: Seen) => seen.records.map(record => record.value)
const clean = { problems: [], fatal: null }

const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { noNullPrototype: true })
const objects = fc.array(object, { maxLength: 6 })
const pieces = fc.integer({ min: 1, max: 40 })

describe('files that are right', () => {
  it('gives what JSON.parse gives for a list, however it is laid out and cut', () => {
    fc.assert(
      fc.property(objects, pieces, fc.constantFrom(undefined, 1, '\t', '  '), (list, piece, indent) => {
        const text = JSON.stringify(list, null, indent)
        const seen = read(text, piece)
        expect(seen).toMatchObject(clean)
        expect(values(seen)).toEqual(JSON.parse(text))
        expect(seen.records.map(record => record.row)).toEqual(list.map((_, index) => index + 1))
      }),
    )
  })

  it('gives the same for a wrapped list and for one object a line, with a byte order mark or not', () => {
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 1, maxLength: 6 }),
        pieces,
        fc.boolean(),
        (list, piece, mark) => {
          const bom = mark ? '\ufeff' : ''
          const expected = JSON.parse(JSON.stringify(list))
          // A first line that is itself a wrapper would be read as one.
          fc.pre(!('audiences' in (list[0] ?? {})))
          const lines = read(bom + list.map(item => JSON.stringify(item)).join('\r\n'), piece)
          expect(lines).toMatchObject(clean)
          expect(values(lines)).toEqual(expected)
          const wrapped = read(
            `${bom}${JSON.stringify({ success: true, audiences: list, count: list.length })}`,
            piece,
          )
          expect(wrapped).toMatchObject(clean)
          expect(values(wrapped)).toEqual(expected)
        },
      ),
    )
  })

  it('reads one object over several lines, and an empty list', () => {
    expect(values(read('{\n "name": "a",\n "segments": [\n  {"size": 1}\n ]\n}\n'))).toEqual([
      { name: 'a', segments: [{ size: 1 }] },
    ])
    expect(read(' [ \n ] \n')).toEqual({ records: [], ...clean })
    expect(read('{"audiences": []}')).toEqual({ records: [], ...clean })
  })

  it('says on which line a record begins', () => {
    const text = '[\n{"a":1},\n\n{\n"a":2},\r\n{"a":3}, {"a":4}\n]'
    expect(read(text, 3).records.map(({ row, line }) => [row, line])).toEqual([
      [1, 2],
      [2, 4],
      [3, 6],
      [4, 6],
    ])
  })

  it('isn’t misled by brackets, quotes and the word audiences inside texts', () => {
    const tricky = [{ a: '}]{[",\\' }, { 'x"audiences': [{ b: 1 }], note: '"audiences": [' }]
    expect(values(read(JSON.stringify(tricky), 1))).toEqual(tricky)
    const line = { 'x"audiences': [{ b: 1 }] }
    expect(values(read(JSON.stringify(line), 1))).toEqual([line])
  })
})

describe('files that are wrong', () => {
  it('accepts a list exactly when JSON.parse does, whatever one byte is changed', () => {
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '\n', ' ', '0', 'x'),
        pieces,
        (list, where, byte, piece) => {
          const text = JSON.stringify(list)
          const at = where % text.length
          // As bytes, since half a surrogate pair can't be written down.
          const changed = Buffer.from(text.slice(0, at) + byte + text.slice(at + 1)).toString()
          const seen = read(changed, piece)
          let expected: unknown = null
          try {
            expected = JSON.parse(changed)
          } catch {}
          const objectsOnly =
            Array.isArray(expected) &&
            expected.every(item => typeof item === 'object' && item !== null && !Array.isArray(item))
          // Files of another form (one object, one a line) may come out of the change; they have rules of their own.
          fc.pre(changed.trimStart().startsWith('['))
          expect(seen.problems.length === 0 && seen.fatal === null).toBe(objectsOnly)
          if (objectsOnly) expect(values(seen)).toEqual(expected)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('never throws, whatever the bytes', () => {
    const soup = fc.array(fc.constantFrom(...'{}[]",:\\\n \ufeff\0aé', '"audiences":['), { maxLength: 60 })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), pieces, (bytes, piece) => void read(bytes, piece)),
    )
    fc.assert(
      fc.property(soup, pieces, (parts, piece) => void read(parts.join(''), piece)),
      { numRuns: 1_000 },
    )
  })

  it('gives the same answer however the file is cut', () => {
    const soup = fc.array(
      fc.constantFrom('{"a":1}', '{', '}', '[', ']', ',', '"', '\n', '\\', '{"b":[', '1', ' '),
      {
        maxLength: 30,
      },
    )
    fc.assert(
      fc.property(soup, pieces, (parts, piece) => {
        const text = `[${parts.join('')}`
        expect(read(text, piece)).toEqual(read(text, 10_000))
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['', 'is empty'],
    [' \n\t', 'is empty'],
    ['hello', 'is not JSON: it must begin with a list of audiences or with one audience'],
    ['name,size\nA,1', 'is not JSON: it must begin with a list of audiences or with one audience'],
    ['PK\u0003\u0004', 'is a ZIP or Excel file, not JSON'],
    ['PAR1xxxx', 'is a Parquet file, not JSON'],
  ])('refuses %j as a whole', (text, reason) => {
    expect(read(text, 1)).toEqual({ records: [], problems: [], fatal: reason })
  })

  it('refuses UTF-16 with and without its mark, and binary junk', () => {
    const utf16 = Buffer.from('[{"a":1}]', 'utf16le')
    const reason = 'is not UTF-8 text (it looks like UTF-16); save it as UTF-8'
    expect(read(utf16).fatal).toBe(reason)
    expect(read(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 1).fatal).toBe(reason)
    expect(read(Buffer.from(utf16).swap16()).fatal).toBe(reason)
    expect(read(Buffer.from([0x1f, 0x8b, 8, 0, 1])).fatal).toBe('is compressed; unpack it first')
  })

  it('names a record that isn’t UTF-8 and goes on', () => {
    const seen = read(Buffer.from('[{"a":"caf\xe9"},\n{"a":"ok"}]', 'latin1'))
    expect(seen.problems).toEqual([{ row: 1, line: 1, message: 'is not UTF-8 text; save the file as UTF-8' }])
    expect(seen.records).toEqual([{ row: 2, line: 2, value: { a: 'ok' } }])
  })

  it('says where a file was cut off', () => {
    expect(read('[{"a":1},\n{"a":"b').problems).toEqual([
      { row: 2, line: 2, message: 'the file ends in the middle of this record' },
    ])
    expect(read('[{"a":1},\n{"a":2}\n').problems).toEqual([
      { row: 3, line: 3, message: 'the file ends before its list is closed' },
    ])
    expect(read('{"audiences":[{"a":1}]').problems).toHaveLength(1)
  })

  it.each([
    ['a missing closing brace', '[{"a":1,\n{"a":2},\n{"a":3}]'],
    ['a missing closing bracket', '[{"s":[{"b":1}},\n{"a":2},\n{"a":3}]'],
    ['a text without its end', '[{"a":"x},\n{"a":2},\n{"a":3}]'],
    ['a list in place of an object', '[[1,{"b":2}],\n{"a":2},\n{"a":3}]'],
    ['a number in place of an object', '[17,\n{"a":2},\n{"a":3}]'],
    ['a word in place of a value', '[{"a":tru},\n{"a":2},\n{"a":3}]'],
    ['a broken line', '{"a":{"b":1\n{"a":2}\n{"a":3}'],
    ['a line that isn’t closed', '{"a":1\n{"a":2}\n{"a":3}'],
  ])('goes on behind %s', (_what, text) => {
    for (const piece of [1, 7, 1_000]) {
      const seen = read(text, piece)
      expect(seen.problems).toHaveLength(1)
      expect(seen.problems[0]?.row).toBe(1)
      expect(seen.records.map(({ row, value }) => [row, value])).toEqual([
        [2, { a: 2 }],
        [3, { a: 3 }],
      ])
    }
  })

  it.each([
    ['[{"a":1},]', 'a comma has no record behind it'],
    ['[,{"a":1}]', 'a comma has no record before it'],
    ['[{"a":1},,{"a":2}]', 'a comma has no record before it'],
    ['[{"a":1}{"a":2}]', 'a comma is missing before this record'],
    ['[{"a":1}] x', 'there is text behind the end of the list'],
    ['[{"a":1} x]', 'there is text between two records'],
    ['{"a":1}\nrubbish\n{"a":2}', 'is not a JSON object; each line must hold one'],
  ])('finds what is stray in %s', (text, message) => {
    expect(read(text).problems.map(problem => problem.message)).toEqual([message])
  })

  it('refuses a record that is nested too deeply and goes on', () => {
    const deep = `{"a":${'['.repeat(40)}${']'.repeat(40)}}`
    const seen = read(`[${deep},{"a":2}]`)
    expect(seen.problems).toEqual([{ row: 1, line: 1, message: 'is nested deeper than 32 levels' }])
    expect(values(seen)).toEqual([{ a: 2 }])
    expect(read(`[{"a":${'['.repeat(100_000)}`, 4_096).fatal).toBe('is nested too deeply to be read')
  })

  it('refuses a record over 4 MB without keeping it, and goes on', () => {
    const huge = `{"description":"${'x'.repeat(MAX_RECORD_BYTES)}"}`
    const seen = read(`[{"a":1},\n${huge},\n{"a":3}]`, 100_000)
    expect(seen.problems).toEqual([{ row: 2, line: 2, message: 'is larger than 4 MB' }])
    expect(seen.records.map(({ row }) => row)).toEqual([1, 3])
  })
})
