// The staging file of one table: pages of rows stream in, a Parquet file that BigQuery loads comes out.
import { type FileHandle, open, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page, ParquetEnvelopeWriter } from 'parquetjs-lite'
import type { Column, ColumnType } from '../face.ts'
import type { PagesOfRows } from './pages.ts'

/*
 * parquetjs-lite's own way for rows takes 100 µs for an audience on the event loop, hundreds of milliseconds in one go.
 * So it writes what goes around the pages, and the pages are made in `pages.ts`.
 */
function parquetjs() {
  // By Node itself: it sets names that were never declared, which fails in a module of a build.
  const load = createRequire(import.meta.url)
  return load('parquetjs-lite') as typeof import('parquetjs-lite')
}

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

/** Pages of all columns, in row groups, each written when it is large enough. */
function createGroups(columns: readonly Column[], envelope: ParquetEnvelopeWriter) {
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
    async add(made: PagesOfRows) {
      let from = 0
      for (const [at, { name }] of columns.entries()) {
        const size = made.sizes[at] ?? 0
        const page = Buffer.from(made.pages.buffer, made.pages.byteOffset + from, size)
        pages.set(name, [...(pages.get(name) ?? []), { page, num_values: made.values[at] ?? 0 }])
        from += size
      }
      rows += made.rows
      bytes += from
      if (bytes >= GROUP_BYTES) await flush()
    },
    flush,
  }
}

async function writePages(handle: FileHandle, columns: readonly Column[], pages: AsyncIterable<PagesOfRows>) {
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
  for await (const made of pages) {
    if (made.rows === 0) continue
    written.rows += made.rows
    await groups.add(made)
  }
  await groups.flush()
  await envelope.writeFooter({})
  return written
}

/**
 * Writes the pages as a Parquet file, on the disk when it resolves. Throws what the disk or the pages throw; there is no
 * file then.
 */
export async function writeStaging(
  path: string,
  columns: readonly Column[],
  pages: AsyncIterable<PagesOfRows>,
): Promise<{ rows: number; bytes: number }> {
  const handle = await open(path, 'w')
  try {
    const written = await writePages(handle, columns, pages)
    await handle.sync()
    await handle.close()
    return written
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}
