// What is in a file, by its first rows: how it is read, its columns with their types and targets, and some cells to look at.
import type { COLUMN_TYPES, ImportColumn, Inspection } from '../../../shared/contract/imports.ts'
import type { Reading } from '../../../shared/domain/import-table.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { fileFailure } from './errors.ts'
import type { OfferedFile } from './files.ts'
import { readHead, suggested } from './head.ts'
import { problemOf } from './mapping/values.ts'
import { openFile } from './reading/open.ts'
import type { Remembered } from './remembered.ts'
import { readTimestamp } from './timestamps.ts'

const ROWS_SHOWN = 50
const MAX_CELL = 200

type Type = (typeof COLUMN_TYPES)[number]

function textOf(cell: unknown): string {
  const text = typeof cell === 'string' ? cell : (problemOf(cell) ?? JSON.stringify(cell ?? '') ?? '')
  const shown = cell === null || cell === undefined ? '' : text
  return shown.length > MAX_CELL ? `${shown.slice(0, MAX_CELL - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : shown
}

const isFilled = (cell: unknown) => textOf(cell).trim() !== ''

function typeOf(cell: unknown): Type {
  if (typeof cell === 'number') return 'number'
  if (typeof cell === 'boolean') return 'true or false'
  if (Array.isArray(cell)) return cell.every(item => typeof item === 'string') ? 'list' : 'JSON'
  if (typeof cell !== 'string') return 'JSON'
  const text = cell.trim()
  if (/^[-+]?\d[\d,.' ]*$/.test(text)) return 'number'
  if (/^(?:true|false)$/i.test(text)) return 'true or false'
  if (readTimestamp(text)) return 'date'
  if (!/^[[{]/.test(text)) return 'text'
  try {
    return typeOf(JSON.parse(text))
  } catch {
    return 'text'
  }
}

/** The one type of all cells that have a value; text where they differ. */
function columnType(cells: readonly unknown[]): Type {
  const types = new Set(cells.filter(cell => problemOf(cell) === null).map(typeOf))
  const [first, ...others] = types
  if (first === undefined) return 'empty'
  if (others.length === 0) return first
  return [...types].every(type => type === 'list' || type === 'JSON') ? 'JSON' : 'text'
}

export async function inspectFile(
  file: OfferedFile,
  reading: Reading,
  user_id: string,
  remembered: Remembered,
): Promise<Result<Inspection>> {
  try {
    const opened = await openFile(file, reading)
    try {
      const head = await readHead(opened)
      const known = await remembered.of(user_id, head.columns)
      const targets = suggested(opened, head)
      const columns = head.columns.map((name, index): ImportColumn => {
        const cells = head.rows.map(row => row[index]).filter(isFilled)
        const chosen = known && Object.hasOwn(known.mapping, name) ? known.mapping[name] : undefined
        return {
          name,
          type: columnType(cells),
          filled: cells.length,
          target: chosen ?? targets[index] ?? 'extra',
        }
      })
      return ok({
        file_token: file.file_token,
        name: file.name,
        bytes: file.bytes,
        reading: opened.reading,
        sheets: opened.sheets,
        columns,
        rows: head.rows.slice(0, ROWS_SHOWN).map(row => row.map(textOf)),
        rows_seen: head.rows.length,
        more: head.more,
        errors: head.errors,
        remembered: known !== null,
        shared: known?.shared ?? {},
      })
    } finally {
      opened.close()
    }
  } catch (error) {
    const failure = fileFailure(error, file.name)
    if (!failure) throw error
    return failure
  }
}
