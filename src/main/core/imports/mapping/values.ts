// One cell of a table as the value of a field: people write sizes with separators, lists with semicolons, types in words.
import type { ImportTarget } from '../../../../shared/domain/import-table.ts'
import { parseJson, placeIn } from '../../lenient-json.ts'

/** `problem` follows the column's name. */
export type Read = { value: unknown } | { problem: string }

const DATA_TYPES: Readonly<Record<string, string>> = {
  '1st_party': 'first_party',
  '1p': 'first_party',
  firstparty: 'first_party',
  '3rd_party': 'third_party',
  '3p': 'third_party',
  thirdparty: 'third_party',
  cleanroom: 'clean_room',
}

const text = (cell: unknown): Read => {
  if (typeof cell === 'string') return { value: cell }
  // It was read as another number than the file has.
  if (Number.isInteger(cell) && !Number.isSafeInteger(cell))
    return { problem: 'has more digits than a number keeps; write it as text' }
  if (typeof cell === 'number' || typeof cell === 'boolean') return { value: String(cell) }
  return { problem: 'must be text' }
}

const word = (cell: unknown): unknown =>
  typeof cell === 'string'
    ? cell
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_')
    : cell

/** `1,240,000`, `1 240 000`, `1.240.000`, `1240000.0`. */
const GROUPED = /^\d{1,3}(?:([,.'’\u00a0\u202f ])\d{3})(?:\1\d{3})*$/

function size(cell: unknown): Read {
  if (typeof cell !== 'string') return { value: cell }
  const digits = cell.trim()
  if (/^[+-]?\d+(?:\.\d+)?(?:[eE]\+?\d+)?$/.test(digits)) {
    const group = GROUPED.exec(digits)
    if (group?.[1] === '.') return { problem: 'could be a thousand or a fraction; write it without a point' }
    return { value: Number(digits) }
  }
  if (GROUPED.test(digits)) return { value: Number(digits.replace(/\D/g, '')) }
  return { problem: 'must be a number' }
}

function flag(cell: unknown): Read {
  if (typeof cell === 'boolean') return { value: cell }
  const given = String(cell).trim().toLowerCase()
  if (['false', '0', 'no', 'n'].includes(given)) return { value: false }
  if (['true', '1', 'yes', 'y'].includes(given)) return { value: true }
  return { problem: 'must be true or false' }
}

function json(cell: unknown): Read {
  if (typeof cell !== 'string') return { value: cell }
  try {
    return { value: parseJson(cell) }
  } catch (error) {
    return { problem: `is not valid JSON${placeIn(error, 'cell')}` }
  }
}

/** `['a', 'b']`, as data frames write a list of texts. */
const PYTHON_LIST = /^\[\s*(?:'(?:[^'\\]|\\.)*'\s*(?:,\s*'(?:[^'\\]|\\.)*'\s*)*)?\]$/

/** A list as JSON, as a data frame writes it, or of texts with semicolons, bars, commas or line breaks between them. */
function list(cell: unknown): Read {
  if (Array.isArray(cell)) return { value: cell }
  const given = String(cell).trim()
  if (/^[[{]/.test(given)) {
    const read = json(given)
    if ('value' in read || !PYTHON_LIST.test(given)) return read
    const items = given.match(/'(?:[^'\\]|\\.)*'/g) ?? []
    return { value: items.map(item => item.slice(1, -1).replace(/\\(.)/g, '$1')) }
  }
  const separator = [';', '|', '\n', ','].find(one => given.includes(one)) ?? ';'
  const items = given.split(separator).map(item => item.trim())
  return { value: [...new Set(items.filter(item => item !== ''))] }
}

/** Reads a cell that isn't empty for the field it fills. What the field itself demands is checked later, with the row. */
export function readCell(target: Exclude<ImportTarget, 'skip'>, cell: unknown): Read {
  const problem = problemOf(cell)
  if (problem !== null) return { problem }
  switch (target) {
    case 'audience_id':
      return typeof cell === 'string' ? { value: cell.trim() } : text(cell)
    case 'name':
    case 'description':
    case 'original_query':
    case 'campaign_id':
    case 'notes':
    case 'user_id':
      return text(cell)
    case 'status':
    case 'identifier_type':
    case 'size_source':
      return { value: word(cell) }
    case 'data_type': {
      const given = word(cell)
      return { value: (typeof given === 'string' && DATA_TYPES[given]) || given }
    }
    case 'selected_variables':
    case 'tags':
      return list(cell)
    case 'variable_details':
    case 'segments':
    case 'metadata':
      return json(cell)
    case 'total_audience_size':
      return size(cell)
    case 'created_at':
    case 'updated_at':
      return { value: cell }
    case 'deleted':
      return flag(cell)
    case 'extra':
      return { value: cell }
  }
}

/** A cell of a workbook that has no value, and why: told apart from every value that a file can hold. It follows the column's name. */
export const problemCell = (problem: string) => ({ '\0': problem })
/** null for a cell that has a value, or is empty. */
export const problemOf = (cell: unknown): string | null =>
  typeof cell === 'object' && cell !== null && '\0' in cell ? String(cell['\0']) : null
