// The outsider: a plain DuckDB that knows nothing of the store and reads `<entity>s/**/*.parquet` as any tool would.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Entity } from '../../src/main/core/store/face.ts'
import { type Book, type Found, hashOf, ID_OF, keyOf } from './book.ts'

export const FOLDER_OF = {
  audience: 'audiences',
  platform: 'platforms',
  distribution: 'distributions',
  user: 'users',
} as const satisfies Record<Entity, string>
export const ENTITIES = Object.keys(FOLDER_OF) as Entity[]

/** Columns that hold JSON as text. */
export const JSON_COLUMNS: Record<Entity, readonly string[]> = {
  audience: ['variable_details', 'segments', 'metadata'],
  platform: ['connection', 'credential_fields', 'settings'],
  distribution: ['match_results', 'error_details', 'metadata'],
  user: ['quota'],
}
/** Columns that are no field of the record: the store's own, and those worked out from other fields. */
export const EXTRA_COLUMNS: Record<Entity, readonly string[]> = {
  audience: ['seq', 'owner_id', 'segment_count', 'variable_count', 'tags', 'campaign_id'],
  platform: ['seq', 'owner_id'],
  distribution: ['seq', 'owner_id'],
  user: ['seq', 'owner_id'],
}

let shared: Promise<DuckDBConnection> | null = null
export const outsider = () => {
  shared ??= DuckDBInstance.create(':memory:', { threads: '1' }).then(instance => instance.connect())
  return shared
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
export const globOf = (folder: string, entity: Entity) => join(folder, FOLDER_OF[entity], '**', '*.parquet')
/** As SQL. Without the partition columns, since `users` has a column of the same name. */
export const tableOf = (folder: string, entity: Entity) =>
  `read_parquet(${quoted(globOf(folder, entity))}, hive_partitioning = false)`

export const hasParts = (folder: string, entity: Entity) =>
  existsSync(join(folder, FOLDER_OF[entity])) &&
  readdirSync(join(folder, FOLDER_OF[entity]), { recursive: true }).some(name =>
    String(name).endsWith('.parquet'),
  )

function plain(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof DuckDBListValue) return value.items.map(plain)
  if (value instanceof DuckDBTimestampTZValue) {
    if (value.micros % 1_000n !== 0n) throw new Error(`an instant with microseconds: ${value.micros}`)
    return new Date(Number(value.micros / 1_000n)).toISOString()
  }
  return value
}

/** The record that a row stands for. */
export function recordOfRow(entity: Entity, row: Record<string, unknown>): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    if (EXTRA_COLUMNS[entity].includes(column)) continue
    const isJson = JSON_COLUMNS[entity].includes(column)
    record[column] = isJson && typeof value === 'string' ? JSON.parse(value) : value
  }
  if (entity !== 'user') record.user_id = row.owner_id
  return record
}

export type Row = Record<string, unknown> & { version: number; seq: number }

export async function outsideRows(folder: string, entity: Entity): Promise<Row[]> {
  if (!hasParts(folder, entity)) return []
  const connection = await outsider()
  const reader = await connection.runAndReadAll(`SELECT * FROM ${tableOf(folder, entity)}`)
  return reader
    .getRowObjects()
    .map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])) as Row)
}

/** All that an outsider sees. */
export async function foundOutside(folder: string, entities: readonly Entity[] = ENTITIES): Promise<Found> {
  const found = new Map<string, { version: number; hash: string }[]>()
  for (const entity of entities) {
    for (const row of await outsideRows(folder, entity)) {
      const record = recordOfRow(entity, row)
      const key = keyOf(entity, record)
      found.set(key, [...(found.get(key) ?? []), { version: row.version, hash: hashOf(record) }])
    }
  }
  return found
}

/** Complaints about what an outsider sees: a version twice, or one that nobody saved. What is only in the log is missing rightly. */
export function strays(book: Book, found: Found): string[] {
  const saved = new Set<string>()
  for (const entry of book.entries)
    for (const line of entry.lines) saved.add(`${line.key} ${line.version ?? '?'} ${line.hash}`)
  const said: string[] = []
  for (const [key, rows] of found) {
    const seen = new Set<number>()
    for (const { version, hash } of rows) {
      if (seen.has(version)) said.push(`outside: ${key} v${version} is there twice`)
      seen.add(version)
      if (!saved.has(`${key} ${version} ${hash}`) && !saved.has(`${key} ? ${hash}`))
        said.push(`outside: ${key} v${version} was never saved`)
    }
  }
  return said
}

/** The quick look, for use at any moment: every file is whole, no version is there twice, instants are instants. */
export async function glance(folder: string, entities: readonly Entity[] = ENTITIES): Promise<string[]> {
  const connection = await outsider()
  const said: string[] = []
  for (const entity of entities) {
    if (!hasParts(folder, entity)) continue
    const from = `read_parquet(${quoted(globOf(folder, entity))}, hive_partitioning = false)`
    const id = ID_OF[entity]
    const reader = await connection.runAndReadAll(
      `SELECT count(*), count(DISTINCT (${id}, version)), any_value(typeof(updated_at)), any_value(typeof(version)),
        count(hash(COLUMNS(*))) FROM ${from}`,
    )
    const [rows, versions, instant, number] = reader.getRows()[0] ?? []
    if (rows !== versions) said.push(`outside: ${rows} rows but ${versions} versions in ${FOLDER_OF[entity]}`)
    if (rows !== 0n && instant !== 'TIMESTAMP WITH TIME ZONE') said.push(`outside: updated_at is ${instant}`)
    if (rows !== 0n && number !== 'INTEGER' && number !== 'BIGINT') said.push(`outside: version is ${number}`)
  }
  return said
}
