// A batch of the reference's rows as records of ours: text in, bytes out, so that a worker thread can do it.

import { parseJson } from '../lenient-json.ts'
import type { TaskContext } from '../worker/tasks.ts'
import { isObject, isoOf, type Row } from './cells.ts'
import { mapAudience } from './map-audience.ts'
import { mapDistribution } from './map-distribution.ts'
import { mapPlatform } from './map-platform.ts'
import { createMapping, type Mapping, oneLine } from './mapping.ts'
import { type History, MIGRATED, type MigratedEntity, type RowKey, type RowNote } from './terms.ts'

export type MapInput = {
  entity: MigratedEntity
  /** The profile that gets the records. */
  owner: string
  /** Milliseconds: divides runs that were due from those that are. */
  now: number
  /** A line `{"k": RowKey, "v": row}` each; rows of one id lie together, the oldest first. */
  lines: Uint8Array
}
export type MapOutput = {
  /** Complete records with their `version`, a line each. Memory of its own. */
  ndjson: Uint8Array
  /** Lines in it, and how many records they are versions of. */
  versions: number
  records: number
  /** New versions of records that are here, as JSON with their `version`, and of how many. */
  updates: string[]
  updated: number
  /** Rows that can't be taken over. */
  refused: number
  notes: RowNote[]
  /** What changes in so many rows. */
  changes: Record<string, number>
  /** Ids of which no row could be taken over. */
  lost: string[]
  /** Of new records with several rows; not of distributions. */
  histories: History[]
}

const LINE_BREAK = 10
const ID_COLUMN: Record<MigratedEntity, string> = {
  audience: 'audience_id',
  platform: 'platform_id',
  distribution: 'distribution_id',
}

function contentOf(entity: MigratedEntity, mapping: Mapping, key: RowKey, now: number) {
  switch (entity) {
    case 'audience':
      return mapAudience(mapping, key)
    case 'platform':
      return mapPlatform(mapping, key)
    case 'distribution':
      return mapDistribution(mapping, key, now)
  }
}

type Line = { key: RowKey; row: Row | null }

function* linesOf(bytes: Buffer): Generator<Line> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LINE_BREAK, from)
    const { k, v } = parseJson(bytes.toString('utf8', from, end)) as { k: RowKey; v: unknown }
    yield { key: k, row: isObject(v) ? v : null }
    from = end + 1
  }
}

function recordOf({ entity, owner, now }: MapInput, { key, row }: Line, told: MapOutput) {
  const mapping = createMapping(row ?? {})
  const [created_at, updated_at] = [isoOf(key.created), isoOf(key.updated)]
  if (row === null) mapping.wrong('', 'is larger than 8 MB')
  if (key.id === null) mapping.wrong(ID_COLUMN[entity], 'is missing')
  if (row) for (const column of ['created_at', 'updated_at']) mapping.time(column)
  if (!created_at || !updated_at) mapping.wrong('created_at', 'lies outside the years 1970 to 9999')
  if (row && row.user_id !== undefined && row.user_id !== null && key.user !== String(row.user_id))
    mapping.wrong('user_id', 'is another user than the folder it lies in')
  const content = mapping.errors.length === 0 ? contentOf(entity, mapping, key, now) : null
  const note = (level: RowNote['level'], message: string) =>
    void told.notes.push({ level, id: key.given ?? key.id, message, file: key.file, row: key.row })
  if (!content || mapping.errors.length > 0) {
    note('refused', oneLine(mapping.errors))
    return null
  }
  if (key.given !== null) note('changed', `the id can’t be used here; the new one is ${key.id}`)
  for (const message of mapping.changed) note('changed', message)
  for (const what of mapping.counted) told.changes[what] = (told.changes[what] ?? 0) + 1
  return {
    ...content,
    user_id: owner,
    created_at,
    updated_at,
    deleted: false,
    changed_by: owner,
    change_note: MIGRATED,
  }
}

export async function mapBatch(input: MapInput, { breathe }: TaskContext): Promise<MapOutput> {
  const bytes = Buffer.from(input.lines.buffer, input.lines.byteOffset, input.lines.byteLength)
  let out = Buffer.allocUnsafeSlow(Math.max(4_096, bytes.length * 2))
  let used = 0
  const told: MapOutput = {
    ndjson: out,
    versions: 0,
    records: 0,
    updates: [],
    updated: 0,
    refused: 0,
    notes: [],
    changes: {},
    lost: [],
    histories: [],
  }
  let id: string | null = null
  let base = 0
  let version = 0
  let taken = 0
  let rows = 0
  let versions: History['versions'] = []
  let before = ''
  const leave = () => {
    if (taken > 0) told[base === 0 ? 'records' : 'updated'] += 1
    else if (id !== null) told.lost.push(id)
    const several = rows > 1 && taken > 0 && base === 0 && input.entity !== 'distribution'
    if (several && id !== null) told.histories.push({ id, versions })
  }
  for (const line of linesOf(bytes)) {
    if (line.key.id === null || line.key.id !== id) {
      leave()
      id = line.key.id
      base = line.key.base
      version = base
      taken = 0
      rows = 0
      versions = []
      before = ''
    }
    rows += 1
    const record = recordOf(input, line, told)
    if (record) {
      // The same row once more, in another file or the same, says nothing new.
      const text = JSON.stringify(record)
      if (text !== before) {
        version += 1
        taken += 1
        versions.push({ saved: line.key.updated, name: 'name' in record ? record.name : '' })
        const row = `${text.slice(0, -1)},"version":${version}}`
        if (base > 0) told.updates.push(row)
        else {
          if (used + row.length * 3 + 1 > out.length) {
            const larger = Buffer.allocUnsafeSlow((used + row.length * 3) * 2)
            out.copy(larger, 0, 0, used)
            out = larger
          }
          used += out.write(`${row}\n`, used, 'utf8')
          told.versions += 1
        }
      }
      before = text
    } else told.refused += 1
    const pause = breathe()
    if (pause) await pause
  }
  leave()
  told.notes.sort((a, b) => a.file - b.file || a.row - b.row)
  return { ...told, ndjson: out.subarray(0, used) }
}
