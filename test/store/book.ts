// The book of what was asked of a store and what it answered, and the comparison with what is found there afterwards.
import { createHash } from 'node:crypto'
import type { Entity } from '../../src/main/core/store/face.ts'

export type State = 'begun' | 'acked' | 'refused'
/** `version` is what the store gave; null until it answered. */
export type Line = { key: string; hash: string; version: number | null }
export type Entry = { state: State; lines: Line[] }
/** What is found of one record: version and content of each row, in any order. */
export type Found = ReadonlyMap<string, readonly { version: number; hash: string }[]>

export const ID_OF = {
  audience: 'audience_id',
  platform: 'platform_id',
  distribution: 'distribution_id',
  user: 'user_id',
} as const satisfies Record<Entity, string>

export const keyOf = (entity: Entity, record: object) =>
  `${entity}/${String(Reflect.get(record, ID_OF[entity]))}`

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, canonical(item)]),
  )
}

/** Of all but the version. The order of keys doesn't count. */
export function hashOf(record: object): string {
  const { version: _, ...content } = record as { version?: number }
  return createHash('sha256')
    .update(JSON.stringify(canonical(content)))
    .digest('hex')
}

export const lineOf = (entity: Entity, record: object): Line => ({
  key: keyOf(entity, record),
  hash: hashOf(record),
  version: null,
})

export type Book = { entries: Entry[] }

/** Notes a commit before it is asked for. Each content must occur once in the book, or its fate can't be told. */
export function begin(book: Book, puts: readonly { entity: Entity; record: object }[]): Entry {
  const entry: Entry = { state: 'begun', lines: puts.map(put => lineOf(put.entity, put.record)) }
  book.entries.push(entry)
  return entry
}

export function acked(entry: Entry, versions: readonly number[]) {
  entry.state = 'acked'
  entry.lines.forEach((line, index) => {
    line.version = versions[index] ?? null
  })
}

/**
 * Complaints; none when all is well: every acknowledged version is there exactly once and equal, versions follow each
 * other from 1, and of each commit that was not acknowledged all rows are there or none.
 */
export function complaints(book: Book, found: Found, only?: ReadonlySet<string>): string[] {
  const said: string[] = []
  const expected = new Map<string, Map<number, string>>()
  const open = new Map<string, { entry: Entry; hash: string }[]>()
  for (const entry of book.entries) {
    for (const line of entry.lines) {
      if (only && !only.has(line.key)) continue
      if (entry.state !== 'acked') {
        open.set(line.key, [...(open.get(line.key) ?? []), { entry, hash: line.hash }])
        continue
      }
      const versions = expected.get(line.key) ?? new Map<number, string>()
      expected.set(line.key, versions)
      if (line.version === null) said.push(`${line.key} was acknowledged without a version`)
      else if (versions.has(line.version)) said.push(`${line.key} v${line.version} was acknowledged twice`)
      else versions.set(line.version, line.hash)
    }
  }
  const present = new Map<Entry, number>()
  for (const [key, rows] of found) {
    if (only && !only.has(key)) continue
    const versions = rows.map(row => row.version).sort((a, b) => a - b)
    if (versions.some((version, index) => version !== index + 1))
      said.push(`${key} has versions ${versions.join(', ')}`)
    for (const { version, hash } of rows) {
      const wanted = expected.get(key)?.get(version)
      if (wanted !== undefined && wanted !== hash)
        said.push(`${key} v${version} differs from what was acknowledged`)
      if (wanted !== undefined) continue
      const source = open.get(key)?.find(attempt => attempt.hash === hash)
      if (source) present.set(source.entry, (present.get(source.entry) ?? 0) + 1)
      else said.push(`${key} v${version} was never saved`)
    }
  }
  for (const [key, versions] of expected) {
    const there = new Set(found.get(key)?.map(row => row.version))
    for (const version of versions.keys()) if (!there.has(version)) said.push(`${key} v${version} is lost`)
  }
  for (const [entry, count] of present) {
    const wanted = only ? entry.lines.filter(line => only.has(line.key)).length : entry.lines.length
    if (count !== wanted) said.push(`an unacknowledged commit is half there: ${count} of ${wanted} rows`)
  }
  return said
}

/** After a reopen: what the store turned out to have kept of the commits it had not acknowledged counts as kept. */
export function settle(book: Book, found: Found) {
  for (const entry of book.entries) {
    if (entry.state === 'acked') continue
    const versions = entry.lines.map(
      line => found.get(line.key)?.find(row => row.hash === line.hash)?.version ?? null,
    )
    if (versions.every(version => version !== null)) acked(entry, versions)
  }
  book.entries = book.entries.filter(entry => entry.state === 'acked')
}
