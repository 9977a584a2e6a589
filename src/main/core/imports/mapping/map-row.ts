// One row of a table, or one record with other names than ours, as the record that a row of JSON would be. Pure.

import { unguardFormula } from '../../../../shared/domain/formula-guard.ts'
import type { ImportTarget, SharedValues } from '../../../../shared/domain/import-table.ts'
import { refusedShared, unwrapShared } from '../../../../shared/domain/shared-audience.ts'
import type { FieldError } from '../../../../shared/errors.ts'
import { parseJson } from '../../lenient-json.ts'
import { cellsOf } from './cells.ts'
import { isOurs } from './names.ts'
import { readCell } from './values.ts'

/** How the texts of a source's rows are to be understood. It crosses to the worker threads with each batch. */
export type RowShape = {
  /** `json`: an object; `csv`: delimited cells; `cells`: a JSON list of cells. */
  form: 'json' | 'csv' | 'cells'
  delimiter: string
  /** In the order of the cells; of JSON, those whose names are known. */
  columns: readonly string[]
  targets: readonly ImportTarget[]
  shared: SharedValues
  /** A row changes the fields that it has cells for, and leaves the others of an audience that is there as they are. */
  partial: boolean
}

export type MappedRow = {
  /** In our names. What it doesn't say isn't there. Null where it can't be told which cell is which. */
  raw: Record<string, unknown> | null
  errors: FieldError[]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isEmpty = (cell: unknown) =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '')

const counted = (count: number) => `${count} ${count === 1 ? 'cell' : 'cells'}`

/** Why the row doesn't fit the header. Cells that are missing may have been cut off with the rest of the file. */
function misfit(cells: readonly unknown[], { columns, form }: RowShape): FieldError | null {
  const few = form === 'csv' && cells.length < columns.length
  const many = cells.length > columns.length && cells.slice(columns.length).some(cell => !isEmpty(cell))
  if (!few && !many) return null
  return { path: '', message: `has ${counted(cells.length)} where the header has ${columns.length}` }
}

/** The row's cells by column. Throws what JSON.parse throws. */
function entriesOf(text: string, shape: RowShape): [string, ImportTarget, unknown][] | FieldError {
  if (shape.form === 'json') {
    const row = unwrapShared(parseJson(text))
    if (!isObject(row)) return { path: '', message: 'must be a JSON object' }
    const envelope = refusedShared(row)
    if (envelope) return envelope
    const targets = new Map(shape.columns.map((column, index) => [column, shape.targets[index]]))
    // A key that only later records have is known by its own name, or is kept.
    const unmapped = (key: string): ImportTarget => (isOurs(key) ? (key as ImportTarget) : 'extra')
    return Object.entries(row).map(([key, value]) => [key, targets.get(key) ?? unmapped(key), value])
  }
  // Our own CSV, and that of others who guard against formulas, has an apostrophe before some texts.
  const cells =
    shape.form === 'csv' ? cellsOf(text, shape.delimiter).map(unguardFormula) : (parseJson(text) as unknown[])
  const wrong = misfit(cells, shape)
  if (wrong) return wrong
  return shape.columns.map((column, index) => [column, shape.targets[index] ?? 'extra', cells[index]])
}

/** Throws what JSON.parse throws. */
export function mapRow(text: string, shape: RowShape): MappedRow {
  const entries = entriesOf(text, shape)
  if (!Array.isArray(entries)) return { raw: null, errors: [entries] }
  const errors: FieldError[] = []
  const raw: Record<string, unknown> = {}
  const known: Record<string, unknown> = {}
  const extra: Record<string, unknown> = {}
  let metadata: unknown
  for (const [column, target, cell] of entries) {
    if (target === 'skip' || isEmpty(cell)) continue
    const read = readCell(target, cell)
    if ('problem' in read) errors.push({ path: column, message: read.problem })
    else if (target === 'extra') {
      if (column === '__proto__') errors.push({ path: column, message: 'is not an allowed name' })
      else extra[column] = read.value
    } else if (target === 'metadata') metadata = read.value
    else if (target === 'tags' || target === 'campaign_id' || target === 'notes') known[target] = read.value
    else raw[target] = read.value
  }
  if (metadata !== undefined && !isObject(metadata))
    errors.push({ path: columnOf('metadata', shape), message: 'must be a JSON object' })
  else if (metadata !== undefined || Object.keys(known).length + Object.keys(extra).length > 0)
    raw.metadata = { ...extra, ...(isObject(metadata) ? metadata : {}), ...known }
  return { raw, errors }
}

/** The column that fills the field, for whoever has to mend it; the field's own name when none does. */
export function columnOf(target: string, { columns, targets }: RowShape): string {
  const index = (targets as readonly string[]).indexOf(target)
  return columns[index] ?? target
}

/** `Size` for `total_audience_size`, `Segments[2].size` for `segments[2].size`, `Tags` for `metadata.tags`. */
export function pathInFile(path: string, shape: RowShape): string {
  const inside = /^metadata\.(tags|campaign_id|notes)(.*)$/.exec(path)
  if (inside?.[1] && (shape.targets as readonly string[]).includes(inside[1]))
    return `${columnOf(inside[1], shape)}${inside[2] ?? ''}`
  const [head = ''] = /^[^.[]*/.exec(path) ?? []
  return `${columnOf(head, shape)}${path.slice(head.length)}`
}

/** What all rows share, on one row: types and status only where it says nothing, tags and campaign always. */
export function withShared(raw: Record<string, unknown>, shared: SharedValues): Record<string, unknown> {
  const { tags = [], campaign_id, ...defaults } = shared
  const next: Record<string, unknown> = { ...raw }
  for (const [key, value] of Object.entries(defaults))
    if (next[key] === undefined || next[key] === null) next[key] = value
  if (tags.length === 0 && campaign_id === undefined) return next
  const metadata = next.metadata ?? {}
  if (!isObject(metadata)) return next
  const own = metadata.tags ?? []
  next.metadata = {
    ...metadata,
    // A list that isn't one is refused with the row.
    ...(Array.isArray(own) && { tags: [...new Set([...own, ...tags])] }),
    ...(campaign_id !== undefined && { campaign_id }),
  }
  return next
}
