// Rows as Parquet: written as JSON lines first, then copied by a DuckDB of its own that sees those two files and no other.
import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ColumnKind, ExportColumn } from '../../../shared/domain/export-columns.ts'
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

async function copy(from: string, to: string, temporary: string, columns: readonly ExportColumn[]) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(THREADS) })
  const connection = await instance.connect()
  try {
    const paths = [from, to].map(path => quoted(slashes(path))).join(', ')
    await connection.run(`SET allowed_paths=[${paths}]`)
    await connection.run(`SET temp_directory=${quoted(slashes(temporary))}`)
    await connection.run(`SET memory_limit='${MEMORY_MB}MB'`)
    await connection.run("SET TimeZone='UTC'")
    await connection.run('SET autoinstall_known_extensions=false; SET autoload_known_extensions=false')
    await connection.run('SET enable_external_access=false')
    await connection.run('SET lock_configuration=true')
    const types = columns.map(({ name, kind }) => `"${name}": '${TYPE[kind]}'`).join(', ')
    await connection.run(
      `COPY (SELECT * FROM read_json(${quoted(slashes(from))}, format = 'newline_delimited',
         maximum_object_size = 67108864, columns = {${types}}))
       TO ${quoted(slashes(to))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}, USE_TMP_FILE false)`,
    )
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
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
    await copy(staged, path, temporary, columns)
    stopIfCancelled(signal)
  } finally {
    await rm(staged, { force: true })
  }
}
