// Every part is read by two readers that know nothing of the store, hyparquet and a plain DuckDB, and compared row by row.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { asyncBufferFromFile } from 'hyparquet/src/node.js'
import { compressors } from 'hyparquet-compressors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/main/core/store/index.ts'
import { type Found, hashOf, keyOf } from './book.ts'
import { forgetAll, newFolder } from './faults.ts'
import {
  EXTRA_COLUMNS,
  foundOutside,
  globOf,
  JSON_COLUMNS,
  outsideRows,
  outsider,
  recordOfRow,
} from './outside.ts'
import { seeded } from './random.ts'
import { must, readAll } from './reading.ts'
import { audience, extremes, OWNER, platform, putAudience, putPlatform } from './records.ts'

let folder = ''
let saved: Found
let parts: string[] = []

beforeAll(async () => {
  folder = newFolder('interop')
  mkdirSync(folder, { recursive: true })
  let clock = Date.UTC(2026, 8, 10)
  const store = must(await openStore({ folder, now: () => new Date(clock) }))
  const random = seeded(3)
  for (const record of extremes(random)) must(await store.commit(OWNER, [putAudience(record, 'new')]))
  must(await store.commit(OWNER, [putPlatform(platform({ platform_id: 'p' }), 'new')]))
  must(await store.flush())
  clock += 31 * 86_400_000
  for (const record of extremes(random)) must(await store.commit(OWNER, [putAudience(record, 1)]))
  for (let n = 0; n < 40; n++)
    must(await store.commit(OWNER, [putAudience(audience(random, { audience_id: `n${n}` }))]))
  const all = await readAll(store)
  expect(all.said).toEqual([])
  saved = all.found
  await store.close()
  parts = readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.parquet'))
    .sort()
}, 60_000)
afterAll(forgetAll)

const sorted = (found: Found) =>
  [...found].map(([key, rows]) => [key, [...rows].sort((a, b) => a.version - b.version)]).sort()

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  return value ?? null
}

test('hyparquet reads every version as it was saved', async () => {
  const found = new Map<string, { version: number; hash: string }[]>()
  for (const path of parts) {
    const entity = path.startsWith('platforms') ? 'platform' : 'audience'
    const file = await asyncBufferFromFile(join(folder, path))
    for (const row of await parquetReadObjects({ file, compressors })) {
      const record = recordOfRow(
        entity,
        Object.fromEntries(Object.entries(row).map(([k, v]) => [k, plain(v)])),
      )
      const key = keyOf(entity, record)
      found.set(key, [...(found.get(key) ?? []), { version: Number(record.version), hash: hashOf(record) }])
    }
  }
  expect(sorted(found)).toEqual(sorted(saved))
  expect(parts.length).toBeGreaterThan(2)
})

test('a plain DuckDB reads every version as it was saved', async () => {
  expect(sorted(await foundOutside(folder))).toEqual(sorted(saved))
})

test('columns worked out from others say what the record says', async () => {
  for (const row of await outsideRows(folder, 'audience')) {
    const record = recordOfRow('audience', row) as unknown as ReturnType<typeof audience>
    expect(row.segment_count).toBe(record.segments.length)
    expect(row.variable_count).toBe(record.selected_variables.length)
    expect(row.tags).toEqual(record.metadata.tags)
    expect(row.campaign_id).toBe(record.metadata.campaign_id ?? null)
  }
})

test('partition columns come out of the folders for readers that want them', async () => {
  const connection = await outsider()
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT year::INTEGER, month::INTEGER FROM read_parquet('${globOf(folder, 'audience')}', hive_partitioning = true) ORDER BY ALL`,
  )
  expect(reader.getRows()).toEqual([
    [2026, 9],
    [2026, 10],
  ])
})

test('the files are what the widest choice of readers takes', async () => {
  const orders = new Set<string>()
  for (const path of parts) {
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(join(folder, path)))
    const entity = path.startsWith('platforms') ? 'platform' : 'audience'
    expect(metadata.version, path).toBe(1)
    const { schema } = metadata
    const columns = schema
      .filter((_, index) => index > 0 && parentOf(schema, index) === 0)
      .map(element => element.name)
    if (entity === 'audience') orders.add(columns.join(' '))
    for (const element of schema) {
      if (element.name.endsWith('_at'))
        expect(element.logical_type, `${path} ${element.name}`).toEqual({
          type: 'TIMESTAMP',
          isAdjustedToUTC: true,
          unit: 'MICROS',
        })
      if (JSON_COLUMNS[entity].includes(element.name)) {
        expect(element.converted_type, element.name).toBe('UTF8')
        expect(element.logical_type?.type ?? 'STRING', element.name).toBe('STRING')
      }
    }
    for (const name of entity === 'audience' ? ['selected_variables', 'tags'] : []) {
      const at = schema.findIndex(element => element.name === name)
      expect([
        schema[at]?.converted_type,
        schema[at + 1]?.name,
        schema[at + 1]?.repetition_type,
        schema[at + 2]?.name,
      ]).toEqual(['LIST', 'list', 'REPEATED', 'element'])
    }
    const codecs = metadata.row_groups.flatMap(group => group.columns.map(column => column.meta_data?.codec))
    for (const codec of codecs) expect(['ZSTD', 'SNAPPY']).toContain(codec)
    const extras = EXTRA_COLUMNS[entity].filter(name => !columns.includes(name))
    expect(extras, path).toEqual([])
  }
  expect(orders.size, 'one order of columns in all files').toBe(1)
})

function parentOf(schema: { num_children?: number }[], index: number): number {
  let at = 0
  const walk = (parent: number): number | null => {
    for (let n = schema[parent]?.num_children ?? 0; n > 0; n--) {
      at += 1
      if (at === index) return parent
      const found = walk(at)
      if (found !== null) return found
    }
    return null
  }
  return walk(0) ?? -1
}

const PANDAS = `
import sys, json, pandas
frame = pandas.concat(pandas.read_parquet(path) for path in sys.argv[1:])
print(json.dumps({"rows": len(frame), "unique": len(frame[["audience_id", "version"]].drop_duplicates()),
  "instants": str(frame["updated_at"].dtype), "size": str(frame["total_audience_size"].dtype)}))
`
function pandas(): Record<string, unknown> | null {
  try {
    const files = parts.filter(path => path.startsWith('audiences')).map(path => join(folder, path))
    return JSON.parse(
      execFileSync('python3', ['-c', PANDAS, ...files], { stdio: ['ignore', 'pipe', 'ignore'] }).toString(),
    )
  } catch {
    return null
  }
}

test('pandas reads the parts, where it is installed', context => {
  const said = pandas()
  if (!said) return context.skip('python3 with pandas and pyarrow is not at hand')
  const rows = [...saved]
    .filter(([key]) => key.startsWith('audience/'))
    .flatMap(([, versions]) => versions).length
  expect(said).toMatchObject({ rows, unique: rows, size: 'int64' })
  expect(said.instants).toMatch(/UTC/)
})
