// DuckDB, fenced in: constant SQL with bound values, no network, no files outside the workspace.
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult, type DuckDBValue } from '@duckdb/node-api'

import { patternOf } from '../one-file.ts'
import { pacer } from './slices.ts'

export type Row = Record<string, unknown>
export type Bind = DuckDBValue

export type DuckOptions = {
  /** The one folder whose files it may open. */
  folder: string
  temp: string
  threads: number
  memoryMb: number
  /** How many queries may run at once. */
  connections: number
}

export interface Duck {
  /** Runs one statement and answers its rows as plain JavaScript values (64-bit integers as bigint). */
  all(sql: string, values?: readonly Bind[]): Promise<Row[]>
  run(sql: string, values?: readonly Bind[]): Promise<void>
  /** Streams rows as arrays of values, pausing often: for results too large to take at once. */
  each(sql: string, values: readonly Bind[], row: (cells: unknown[]) => void): Promise<void>
  /** The same where rows are few and large, as whole records are: the database is done before the first is taken. */
  take(sql: string, values: readonly Bind[], row: (cells: unknown[]) => void): Promise<void>
  /** Lends a connection of its own, e.g. for streaming or appending. Nobody else uses it meanwhile. */
  use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  close(): void
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Starts an in-memory instance. Costs about 20 ms. */
export async function openDuck(options: DuckOptions): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(options.threads) })
  const first = await instance.connect()
  const folder = `${options.folder.replaceAll('\\', '/').replace(/\/$/, '')}/`
  // It is asked about the pattern of a file, and about the file that the pattern finds.
  const allowed = [folder, patternOf(folder)].map(quoted)
  await first.run(`SET allowed_directories=[${allowed.join(', ')}]`)
  await first.run(`SET temp_directory=${quoted(options.temp)}`)
  await first.run(`SET memory_limit='${options.memoryMb}MB'`)
  await first.run("SET TimeZone='UTC'")
  // The operating system's page cache serves repeated reads; a second copy in this process is only memory.
  await first.run('SET enable_external_file_cache=false')
  await first.run('SET preserve_insertion_order=true')
  // So many rows asked for by their ids are found in the scan itself; beyond it all rows are read and joined.
  await first.run('SET GLOBAL dynamic_or_filter_threshold=1024')
  await first.run(
    'SET autoinstall_known_extensions=false; SET autoload_known_extensions=false; SET allow_community_extensions=false',
  )
  await first.run('SET enable_external_access=false')
  await first.run('SET lock_configuration=true')

  const idle: DuckDBConnection[] = [first]
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  let made = 1
  let closed = false

  async function borrow(): Promise<DuckDBConnection> {
    const free = idle.pop()
    if (free) return free
    if (made < options.connections) {
      made += 1
      return instance.connect()
    }
    return new Promise(resolve => waiting.push(resolve))
  }

  function giveBack(connection: DuckDBConnection) {
    const next = waiting.shift()
    if (next) next(connection)
    else if (closed) connection.closeSync()
    else idle.push(connection)
  }

  async function use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await borrow()
    try {
      return await work(connection)
    } finally {
      giveBack(connection)
    }
  }

  return {
    use,
    all: (sql, values = []) =>
      use(async connection => (await connection.runAndReadAll(sql, [...values])).getRowObjectsJS() as Row[]),
    run: (sql, values = []) =>
      use(async connection => {
        await connection.run(sql, [...values])
      }),
    each: (sql, values, row) =>
      use(async connection => eachRow(await connection.stream(sql, [...values]), row)),
    take: (sql, values, row) => use(async connection => eachRow(await connection.run(sql, [...values]), row)),
    close() {
      closed = true
      for (const connection of idle) connection.closeSync()
      instance.closeSync()
    },
  }
}

async function eachRow(result: DuckDBResult, row: (cells: unknown[]) => void) {
  const pace = pacer(4)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    const columns = Array.from({ length: chunk.columnCount }, (_, index) => chunk.getColumnVector(index))
    for (let at = 0; at < chunk.rowCount; at++) {
      row(columns.map(column => column.getItem(at)))
      const rest = pace()
      if (rest) await rest
    }
  }
}
