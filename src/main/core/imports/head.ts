// The first rows of a file, for a preview and for what JSON records call their fields.
import type { ImportTarget } from '../../../shared/domain/import-table.ts'
import type { RowError } from '../../../shared/domain/job.ts'
import { unwrapShared } from '../../../shared/domain/shared-audience.ts'
import { parseJson } from '../lenient-json.ts'
import { cellsOf } from './mapping/cells.ts'
import { areOurs, suggestTargets, targetOf } from './mapping/names.ts'
import { unreadable } from './reading/failures.ts'
import type { OpenedFile } from './reading/open.ts'

const HEAD_ROWS = 200

export type Head = {
  columns: string[]
  /** Cells in the order of the columns; undefined where a row has none. */
  rows: unknown[][]
  errors: RowError[]
  /** There are rows behind these. */
  more: boolean
}
type Raw = { texts: string[]; errors: RowError[]; more: boolean }

/** Texts of the first rows. Throws `Unreadable`, unless there were rows before what can't be read. */
async function rawHead(file: OpenedFile): Promise<Raw> {
  const head: Raw = { texts: [], errors: [], more: false }
  for await (const step of file.batches()) {
    if ('fatal' in step) {
      if (head.texts.length === 0) unreadable(step.fatal)
      return { ...head, more: true }
    }
    const { bytes, ends, problems } = step.batch
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let start = 0
    for (const end of ends) {
      if (head.texts.length === HEAD_ROWS) return { ...head, more: true }
      head.texts.push(text.toString('utf8', start, end))
      start = end
    }
    head.errors.push(...problems.map(problem => ({ ...problem, path: '' })))
  }
  return head
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): unknown {
  try {
    return unwrapShared(parseJson(text))
  } catch {
    return null
  }
}

function jsonHead({ texts, errors, more }: Raw): Head {
  const records = texts.map(parsed).filter(isObject)
  const columns = [...new Set(records.flatMap(record => Object.keys(record)))].filter(
    column => column !== '__proto__',
  )
  const rows = records.map(record => columns.map(column => record[column]))
  return { columns, rows, errors, more }
}

/** Throws `Unreadable`, and the file system's errors. */
export async function readHead(file: OpenedFile): Promise<Head> {
  const raw = await rawHead(file)
  const { columns, form } = file
  if (!columns) return jsonHead(raw)
  const { delimiter } = file.reading
  const cells = (text: string): unknown[] => {
    if (form === 'csv') return cellsOf(text, delimiter ?? ',')
    const list = parsed(text)
    return Array.isArray(list) ? list : []
  }
  const rows = raw.texts.map(text => columns.map((_, index) => cells(text)[index]))
  return { columns, rows, errors: raw.errors, more: raw.more }
}

const STRUCTURED = ['selected_variables', 'variable_details', 'segments', 'metadata', 'tags']

/** Whether records of JSON need no mapping: they are in our own names, and what is a list or an object isn't text. */
export function isAsOurs({ columns, rows }: Head): boolean {
  const texts = columns.some(
    (column, index) => STRUCTURED.includes(column) && rows.some(row => typeof row[index] === 'string'),
  )
  if (texts) return false
  return areOurs(columns) || columns.every(column => [null, column, 'skip'].includes(targetOf(column)))
}

/** What the columns fill by their names. */
export const suggested = (file: OpenedFile, { columns }: Head): ImportTarget[] =>
  suggestTargets(columns, file.form === 'json' && areOurs(columns))
