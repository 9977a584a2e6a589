// A batch of rows: bytes in, bytes out, so that a worker thread can do it with nothing copied on the way.
import type { FieldError } from '../../../shared/errors.ts'
import type { TaskContext } from '../worker/tasks.ts'
import type { RowShape } from './mapping/map-row.ts'
import type { PrepareOptions } from './prepare.ts'
import { prepareRow } from './prepare-row.ts'

export type BatchInput = {
  /** The rows' texts, one after another without anything between; row n ends before `ends[n]`. */
  bytes: Uint8Array
  ends: Uint32Array
  /** An id for each record that brings none, in increasing order. */
  fresh_ids: string[]
  options: PrepareOptions
  /** How the rows are to be understood; null for records of JSON as they are. */
  shape: RowShape | null
}
export type BatchOutput = {
  /** Complete records, each followed by a line break; record n ends before `ends[n]`, and is empty when refused. */
  ndjson: Uint8Array
  ends: Uint32Array
  /** '' where refused. */
  ids: string[]
  /** 1 where the id came from the file. */
  given: Uint8Array
  refused: Refused[]
  /** What a row would change in an audience that is there, as JSON, by the row's index. Only of partial rows. */
  patches: (string | undefined)[]
  /** Rows that can't be new audiences. */
  lacking: Refused[]
}
export type Refused = { index: number; path: string; message: string }

const MAX_NAMED = 5

/** One line for a row with several bad fields: the first is the path, the others are named in the message. */
export function oneLine(fields: readonly FieldError[]): FieldError {
  const [first = { path: '', message: 'is not valid' }, ...others] = fields
  const named = others.slice(0, MAX_NAMED - 1).map(({ path, message }) => `${path} ${message}`)
  const more = others.length >= MAX_NAMED ? [`and ${others.length - MAX_NAMED + 1} more`] : []
  return { path: first.path, message: [first.message, ...named, ...more].join('; ') }
}

/** Memory of its own, so that it can be moved to another thread. */
const ownBuffer = (bytes: number) => Buffer.allocUnsafeSlow(bytes)

export async function prepareBatch(input: BatchInput, context: TaskContext): Promise<BatchOutput> {
  const { ends, fresh_ids, options, shape } = input
  const bytes = Buffer.from(input.bytes.buffer, input.bytes.byteOffset, input.bytes.byteLength)
  const given = new Uint8Array(ends.length)
  const outEnds = new Uint32Array(ends.length)
  const ids: string[] = []
  const refused: Refused[] = []
  const lacking: Refused[] = []
  const patches: (string | undefined)[] = []
  let out = ownBuffer(Math.max(4_096, bytes.length * 2))
  let used = 0
  let start = 0
  for (let index = 0; index < ends.length; index++) {
    const end = ends[index] ?? start
    const result = prepareRow(bytes.toString('utf8', start, end), fresh_ids[index] ?? '', options, shape)
    start = end
    if (result.ok) {
      const row = `${JSON.stringify(result.record)}\n`
      if (used + row.length * 3 > out.length) {
        const larger = ownBuffer((used + row.length * 3) * 2)
        out.copy(larger, 0, 0, used)
        out = larger
      }
      used += out.write(row, used, 'utf8')
      ids.push(result.record.audience_id)
      given[index] = result.given ? 1 : 0
      if (result.patch) patches[index] = JSON.stringify(result.patch)
      if (result.lacks) lacking.push({ index, ...result.lacks })
    } else {
      ids.push('')
      refused.push({ index, ...oneLine(result.fields) })
    }
    outEnds[index] = used
    const pause = context.breathe()
    if (pause) await pause
  }
  return { ndjson: out.subarray(0, used), ends: outEnds, ids, given, refused, patches, lacking }
}
