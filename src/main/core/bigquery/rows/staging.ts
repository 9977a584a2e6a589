// The staging file of one table: rows stream in, a Parquet file that BigQuery loads comes out.
import { type FileHandle, open, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { ParquetEnvelopeWriter } from 'parquetjs-lite'
import { pacer } from '../../pace.ts'
import type { Cell, Column, ColumnType, Row } from '../face.ts'
import { type Page, pageOf } from './pages.ts'

/*
 * parquetjs-lite's own way for rows takes 100 µs for an audience on the event loop, hundreds of milliseconds in one go.
 * So it writes what goes around the pages, and the pages are made here.
 */
function parquetjs() {
  // By Node itself: it sets names that were never declared, which fails in a module of a build.
  const load = createRequire(import.meta.url)
  return load('parquetjs-lite') as typeof import('parquetjs-lite')
}

/** A page is made in one go: so much that this takes some milliseconds. */
const PAGE = { rows: 500, characters: 256_000 }
/** Compressed bytes that are held before they are written. */
const GROUP_BYTES = 1_000_000

/**
 * JSON is text: BigQuery takes no JSON columns from Parquet. Instants are UTC. Lists are bare repeated fields, which are
 * arrays to BigQuery without inference. No statistics: parquetjs-lite writes those of texts in an order that readers
 * don't expect.
 */
const PHYSICAL: Readonly<Record<ColumnType, 'UTF8' | 'INT64' | 'BOOLEAN' | 'TIMESTAMP_MICROS'>> = {
  STRING: 'UTF8',
  INT64: 'INT64',
  BOOL: 'BOOLEAN',
  TIMESTAMP: 'TIMESTAMP_MICROS',
  JSON: 'UTF8',
  'STRING[]': 'UTF8',
}

function schemaOf(columns: readonly Column[]) {
  const fields = columns.map(({ name, type, required }) => {
    const many = type === 'STRING[]' && ({ repeated: true } as const)
    const absent = type !== 'STRING[]' && !required && ({ optional: true } as const)
    return [
      name,
      { type: PHYSICAL[type], statistics: false, compression: 'GZIP', ...many, ...absent },
    ] as const
  })
  return new (parquetjs().ParquetSchema)(Object.fromEntries(fields))
}

function charactersOf(cell: Cell): number {
  if (typeof cell === 'string') return cell.length
  const items: readonly string[] = Array.isArray(cell) ? cell : []
  return items.reduce((sum, item) => sum + item.length, 8)
}

function weightOf(row: Row): number {
  let characters = 0
  for (const name in row) characters += charactersOf(row[name] ?? null)
  return characters
}

/** Pages of all columns, in row groups, each written when it is large enough. */
function createGroups(columns: readonly Column[], envelope: ParquetEnvelopeWriter) {
  const pace = pacer()
  let pages = new Map<string, Page[]>()
  let rows = 0
  let bytes = 0

  async function flush() {
    if (rows === 0) return
    const group = { rowCount: rows, pages: Object.fromEntries(pages) }
    pages = new Map()
    rows = bytes = 0
    await envelope.writeRowGroup(group)
  }
  return {
    async add(batch: readonly Row[]) {
      const made: Promise<Page>[] = []
      for (const column of columns) {
        made.push(pageOf(column, batch))
        await pace()
      }
      for (const [at, page] of (await Promise.all(made)).entries()) {
        const name = columns[at]?.name ?? ''
        pages.set(name, [...(pages.get(name) ?? []), page])
        bytes += page.page.length
      }
      rows += batch.length
      if (bytes >= GROUP_BYTES) await flush()
    },
    flush,
  }
}

async function writeRows(handle: FileHandle, columns: readonly Column[], rows: AsyncIterable<Row>) {
  const written = { rows: 0, bytes: 0 }
  const write = async (bytes: Buffer) => {
    written.bytes += bytes.length
    await handle.writeFile(bytes)
  }
  const envelope = new (parquetjs().ParquetEnvelopeWriter)(
    schemaOf(columns),
    write,
    () => handle.close(),
    0,
    {
      useDataPageV2: false,
      pageIndex: false,
    },
  )
  await envelope.writeHeader()
  const groups = createGroups(columns, envelope)
  const pace = pacer()
  let batch: Row[] = []
  let characters = 0
  for await (const row of rows) {
    batch.push(row)
    characters += weightOf(row)
    await pace()
    if (batch.length < PAGE.rows && characters < PAGE.characters) continue
    written.rows += batch.length
    await groups.add(batch)
    batch = []
    characters = 0
  }
  written.rows += batch.length
  if (batch.length > 0) await groups.add(batch)
  await groups.flush()
  await envelope.writeFooter({})
  return written
}

/**
 * Writes the rows as a Parquet file, on the disk when it resolves. Throws what the disk or the rows throw; there is no
 * file then.
 */
export async function writeStaging(
  path: string,
  columns: readonly Column[],
  rows: AsyncIterable<Row>,
): Promise<{ rows: number; bytes: number }> {
  const handle = await open(path, 'w')
  try {
    const written = await writeRows(handle, columns, rows)
    await handle.sync()
    await handle.close()
    return written
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}
