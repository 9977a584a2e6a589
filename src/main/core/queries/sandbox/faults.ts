// What DuckDB says of a query that fails, as a refusal: in plain words, with its place in the text, and without paths.
import { type ErrorCode, type Fail, fail } from '../../../../shared/errors.ts'

type Said = { exception_type?: string; exception_message?: string; position?: string }

/** With `errors_as_json` the message is JSON, sometimes after words of the binding. */
function parse(message: string): Said {
  try {
    return JSON.parse(message.slice(message.indexOf('{'))) as Said
  } catch {
    return { exception_message: message }
  }
}

/** Line and column, from 1, of a place that is counted in bytes of UTF-8; `offset` counts the text's own units. */
export function placeIn(sql: string, bytes: number): { offset: number; line: number; column: number } {
  const before = Buffer.from(sql, 'utf8').subarray(0, bytes).toString('utf8')
  const lines = before.split('\n')
  return { offset: before.length, line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

const FAULTS: Record<string, { code: ErrorCode; message: string; hint: string }> = {
  'Out of Memory': {
    code: 'quota_exceeded',
    message: 'The query needs more memory than it may take',
    hint: 'Read fewer rows or columns, or add up before joining.',
  },
  INTERRUPT: { code: 'cancelled', message: 'The query was cancelled', hint: 'Run it again when you like.' },
  Permission: {
    code: 'forbidden',
    message: 'A query can’t reach files, networks or settings',
    hint: 'It sees this profile’s tables alone.',
  },
}

export const unreadableFile = (): Fail =>
  fail('storage_corrupt', 'A data file could not be read', {
    hint: 'Run the query again. If it stays, check the workspace in Settings.',
  })

/** DuckDB ends its messages with an exclamation mark and may add what was meant in a second line. */
function wordsOf(text: string): { message: string; hint: string } {
  const [first = '', ...rest] = text.split('\n').map(part => part.trim().replace(/[!.]$/, ''))
  return {
    message: first === '' ? 'The query can’t be run' : first,
    hint:
      rest
        .filter(part => part !== '')
        .join(' ')
        .replace(/^Candidate bindings: /, 'Did you mean ') || 'Correct the marked place and run it again.',
  }
}

export function faultOf(error: unknown, sql: string, files: readonly string[]): Fail {
  const {
    exception_type = '',
    exception_message = '',
    position,
  } = parse(error instanceof Error ? error.message : String(error))
  if (exception_type === 'IO') return unreadableFile()
  const known = FAULTS[exception_type]
  if (known) return fail(known.code, known.message, { hint: known.hint })
  // Paths of the workspace are nobody's business who only asks.
  const clean = files.reduce((text, file) => text.replaceAll(file, 'a data file'), exception_message)
  const { message, hint } = wordsOf(clean)
  const bytes = Number(position ?? Number.NaN)
  const details = Number.isSafeInteger(bytes) ? { details: placeIn(sql, bytes) } : {}
  return fail('validation_failed', message, { hint, ...details })
}
