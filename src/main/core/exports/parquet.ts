// Rows as Parquet: written as JSON lines first, then copied by a DuckDB of its own that sees those two files and no other.
import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ColumnKind, ExportColumn } from '../../../shared/domain/export-columns.ts'
import { patternOf } from '../one-file.ts'
import { stopIfCancelled } from './stop.ts'

const MEMORY_MB = 512
const THREADS = 2
const ROW_GROUP = 20_000

/** The types of the workspace's own files: JSON is kept as text. */
const TYPE: Record<ColumnKind, string> = {
  text: 'VARCHAR',
  json: 'VARCHAR',
  count: 'BIGINT',
  number: 'DOUBLE',
  instant: 'TIMESTAMPTZ',
  list: 'VARCHAR[]',
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const slashes = (path: string) => path.replaceAll('\\', '/')

/**
 * What a query over one file (`$1`) answers, as a Parquet file; how many rows it has. DuckDB sees these two files and no
 * other. Throws what it throws.
 */
export async function copyToParquet(
  query: string,
  from: string,
  to: string,
  temporary: string,
): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(THREADS) })
  const connection = await instance.connect()
  try {
    const source = quoted(patternOf(slashes(from)))
    const target = quoted(slashes(to))
    // It is asked about the pattern of a file, and about the file that the pattern finds.
    await connection.run(`SET allowed_paths=[${source}, ${quoted(slashes(from))}, ${target}]`)
    await connection.run(`SET temp_directory=${quoted(slashes(temporary))}`)
    await connection.run(`SET memory_limit='${MEMORY_MB}MB'`)
    await connection.run("SET TimeZone='UTC'")
    await connection.run('SET autoinstall_known_extensions=false; SET autoload_known_extensions=false')
    await connection.run('SET enable_external_access=false')
    await connection.run('SET lock_configuration=true')
    const copied = await connection.runAndReadAll(
      `COPY (${query.replace('$1', () => source)}) TO ${target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}, USE_TMP_FILE false)`,
    )
    return Number(copied.getRowsJS()[0]?.[0] ?? 0)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Reads the staged lines with the types of the columns. */
function linesQuery(columns: readonly ExportColumn[]): string {
  const types = columns.map(({ name, kind }) => `"${name.replaceAll('"', '""')}": '${TYPE[kind]}'`).join(', ')
  return `SELECT * FROM read_json($1, format = 'newline_delimited', maximum_object_size = 67108864, columns = {${types}})`
}

/**
 * From JSON lines in pieces to a Parquet file at a path. `temporary`: a folder for what is only needed meanwhile. Throws
 * what the disk throws, and `Stop` when it is cancelled.
 */
export async function writeParquet(
  path: string,
  lines: AsyncIterable<Uint8Array>,
  columns: readonly ExportColumn[],
  temporary: string,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(temporary, { recursive: true })
  const staged = join(temporary, `export-${randomBytes(8).toString('hex')}.ndjson`)
  try {
    const file = await open(staged, 'wx', 0o600)
    try {
      for await (const piece of lines) await file.appendFile(piece)
    } finally {
      await file.close()
    }
    stopIfCancelled(signal)
    await copyToParquet(linesQuery(columns), staged, path, temporary)
    stopIfCancelled(signal)
  } finally {
    await rm(staged, { force: true })
  }
}
