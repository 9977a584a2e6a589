// A DuckDB of its own for files from outside: it may open nothing but the chosen folder, and it only ever reads there.
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { patternOf } from '../one-file.ts'

export type SourceDuck = {
  all(sql: string, values?: readonly DuckDBValue[]): Promise<Record<string, unknown>[]>
  run(sql: string, values?: readonly DuckDBValue[]): Promise<void>
  connection: DuckDBConnection
  close(): void
}

const MEMORY_MB = 512
const THREADS = 2
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const withSlash = (folder: string) => `${folder.replaceAll('\\', '/').replace(/\/$/, '')}/`

/** `temp` is a folder of the workspace, for what doesn't fit into memory. */
export async function openSource(folder: string, temp: string): Promise<SourceDuck> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(THREADS) })
  const connection = await instance.connect()
  // It is asked about the pattern of a file, and about the file that the pattern finds.
  const allowed = [withSlash(folder), patternOf(withSlash(folder))]
  await connection.run(`SET allowed_directories=[${allowed.map(quoted).join(', ')}]`)
  await connection.run(`SET temp_directory=${quoted(temp)}`)
  await connection.run(`SET memory_limit='${MEMORY_MB}MB'`)
  await connection.run("SET TimeZone='UTC'")
  await connection.run('SET enable_external_file_cache=false')
  await connection.run(
    'SET autoinstall_known_extensions=false; SET autoload_known_extensions=false; SET allow_community_extensions=false',
  )
  await connection.run('SET enable_external_access=false')
  await connection.run('SET lock_configuration=true')
  return {
    connection,
    all: async (sql, values = []) =>
      (await connection.runAndReadAll(sql, [...values])).getRowObjectsJS() as Record<string, unknown>[],
    async run(sql, values = []) {
      await connection.run(sql, [...values])
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
