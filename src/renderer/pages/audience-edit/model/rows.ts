// Moves, additions and removals of rows, for the variables and the segments alike.
import {
  type Form,
  isBlankSegment,
  type SegmentRow,
  segmentRow,
  type VariableRow,
  variableRow,
} from './form.ts'
import { countText, parseCount, parseShare } from './numbers.ts'
import type { PastedSegment } from './paste.ts'
import { shareBase, withShareTexts } from './sizes.ts'

type Keyed = { key: string }

/** One place up (−1) or down (1); at the ends nothing happens. */
export function moveRow<T extends Keyed>(rows: readonly T[], key: string, step: number): T[] {
  const at = rows.findIndex(row => row.key === key)
  const target = rows[at + step]
  return at < 0 || !target ? [...rows] : placeRow(rows, key, target.key)
}

/** To the place of another row: before it when moving up, after it when moving down. */
export function placeRow<T extends Keyed>(rows: readonly T[], key: string, target: string): T[] {
  const [from, to] = [rows.findIndex(row => row.key === key), rows.findIndex(row => row.key === target)]
  const row = rows[from]
  if (!row || to < 0 || from === to) return [...rows]
  return rows.toSpliced(from, 1).toSpliced(to, 0, row)
}

export const removeRow = <T extends Keyed>(rows: readonly T[], key: string): T[] =>
  rows.filter(row => row.key !== key)

export const changeVariable = (form: Form, key: string, change: Partial<VariableRow>): Form => ({
  ...form,
  variables: form.variables.map(row => (row.key === key ? { ...row, ...change } : row)),
})

export const changeSegment = (form: Form, key: string, change: Partial<SegmentRow>): Form => ({
  ...form,
  segments: form.segments.map(row => (row.key === key ? { ...row, ...change } : row)),
})

/** Adds the codes that aren't there yet, at the end. */
export function addCodes(
  rows: readonly VariableRow[],
  codes: readonly string[],
): { rows: VariableRow[]; added: VariableRow[]; known: number } {
  const known = new Set(rows.map(row => row.code.trim()))
  const added = codes.filter(code => !known.has(code)).map(code => variableRow(code))
  return { rows: [...rows, ...added], added, known: codes.length - added.length }
}

export const addSegment = (form: Form, row = segmentRow()): Form => ({
  ...form,
  segments: [...form.segments, row],
})

export const removeSegment = (form: Form, key: string): Form =>
  withShareTexts({ ...form, segments: removeRow(form.segments, key) })

/** A size that was only given as a share is that part of a total set by hand; otherwise it is left to be filled in. */
function rowOf(pasted: PastedSegment, taken: ReadonlySet<string>, base: number): SegmentRow {
  const size = parseCount(pasted.size)
  const share = parseShare(pasted.share)
  const fromShare =
    size === undefined && share !== undefined && base > 0 ? countText(Math.round((base * share) / 100)) : ''
  const tidy = size !== undefined && Number.isFinite(size) ? countText(size) : pasted.size
  return segmentRow({
    segment_id: taken.has(pasted.segment_id) ? '' : pasted.segment_id,
    name: pasted.name,
    size: tidy || fromShare,
    share: pasted.share,
    prizm: pasted.prizm,
  })
}

/** Pasted rows go after the row they were pasted into, which gives way when it is blank; without one, to the end. */
export function insertPasted(form: Form, pasted: readonly PastedSegment[], at?: string): Form {
  const taken = new Set(form.segments.map(row => row.segment_id).filter(id => id !== ''))
  const base = form.total_source === 'segments' ? 0 : shareBase(form)
  const rows = pasted.map(each => {
    const row = rowOf(each, taken, base)
    if (row.segment_id) taken.add(row.segment_id)
    return row
  })
  const index = at === undefined ? -1 : form.segments.findIndex(row => row.key === at)
  const target = form.segments[index]
  if (!target) {
    const kept = form.segments.filter(row => !isBlankSegment(row))
    return withShareTexts({ ...form, segments: [...kept, ...rows] })
  }
  const gives = isBlankSegment(target)
  return withShareTexts({
    ...form,
    segments: form.segments.toSpliced(index + (gives ? 0 : 1), gives ? 1 : 0, ...rows),
  })
}
