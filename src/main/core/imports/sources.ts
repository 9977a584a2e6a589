// Where an import's rows come from: a file, or records that are at hand already.
import type { Mapping, Reading, SharedValues } from '../../../shared/domain/import-table.ts'
import { type BatchStep, batchesOf } from './batches.ts'
import { isAsOurs, readHead, suggested } from './head.ts'
import type { RowShape } from './mapping/map-row.ts'
import { targetsBy } from './mapping/names.ts'
import { unreadable } from './reading/failures.ts'
import { type FileAt, type OpenedFile, openFile } from './reading/open.ts'
import { bytesOf } from './reading/table.ts'

export type OpenedSource = {
  /** How the texts of the rows are to be understood; null for records of JSON as they are. */
  shape: RowShape | null
  batches: AsyncGenerator<BatchStep>
  close(): void
}
export type ImportSource = {
  /** As the user knows it: `audiences.json`. */
  name: string
  bytes: number
  /** Lines mean something to the user. */
  has_lines: boolean
  /** May be opened more than once, one at a time. Throws `Unreadable`, and the file system's errors. */
  open(): Promise<OpenedSource>
}

const RECORDS_AT_ONCE = 50
const nothingToClose = () => undefined

export type TableRules = { reading: Reading; mapping: Mapping | null; shared: SharedValues; update: boolean }

const NAMED = 5
const named = (columns: readonly string[]) =>
  columns
    .slice(0, NAMED)
    .map(column => `“${column.slice(0, 40)}”`)
    .join(', ') + (columns.length > NAMED ? ` and ${columns.length - NAMED} more` : '')

async function shapeOf(file: OpenedFile, { mapping, shared, update }: TableRules): Promise<RowShape | null> {
  const base = { form: file.form, delimiter: file.reading.delimiter ?? ',', shared }
  if (mapping && file.columns) {
    const { columns } = file
    return { ...base, columns, targets: targetsBy(columns, mapping), partial: update }
  }
  if (mapping)
    return { ...base, columns: Object.keys(mapping), targets: Object.values(mapping), partial: false }
  const head = await readHead(file)
  if (file.form === 'json' && Object.keys(shared).length === 0 && isAsOurs(head)) return null
  const { columns } = head
  const targets = suggested(file, head)
  if (file.columns && !targets.includes('name') && !(update && targets.includes('audience_id')))
    unreadable(`has no column for the name of an audience. Its columns are ${named(columns)}`)
  return { ...base, columns, targets, partial: update && file.form !== 'json' }
}

export const fileSource = (file: FileAt, rules: TableRules): ImportSource => ({
  name: file.name,
  bytes: file.bytes,
  has_lines: true,
  async open() {
    const opened = await openFile(file, rules.reading)
    try {
      return { shape: await shapeOf(opened, rules), batches: opened.batches(), close: opened.close }
    } catch (error) {
      opened.close()
      throw error
    }
  },
})

/** A file of JSON records in our own names. */
export const ownJsonSource = ({ path, name, bytes }: FileAt): ImportSource => ({
  name,
  bytes,
  has_lines: true,
  open: async () => ({ shape: null, batches: batchesOf(bytesOf(path, 'utf-8')), close: nothingToClose }),
})

/** Records become one list of JSON again, so that there is one way in. */
export function recordsSource(records: readonly unknown[]): ImportSource {
  async function* chunks() {
    yield Buffer.from('[')
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      const texts = records.slice(from, from + RECORDS_AT_ONCE).map(record => JSON.stringify(record))
      yield Buffer.from(`${from > 0 ? ',' : ''}${texts.join(',')}`)
      await new Promise(resolve => setImmediate(resolve))
    }
    yield Buffer.from(']')
  }
  return {
    name: records.length === 1 ? '1 audience' : `${records.length.toLocaleString('en')} audiences`,
    bytes: 0,
    has_lines: false,
    open: async () => ({ shape: null, batches: batchesOf(chunks()), close: nothingToClose }),
  }
}
