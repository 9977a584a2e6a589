// Runs one query in a DuckDB of its own that is closed to everything but this profile's rows.
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult, StatementType } from '@duckdb/node-api'
import type { Cell, QueryResult, ResultColumn } from '../../../../shared/contract/queries.ts'
import { type Fail, fail, ok, type Result } from '../../../../shared/errors.ts'
import { patternOf } from '../../one-file.ts'
import type { QueryTask } from '../face.ts'
import { cellOf, isNameless, kindOf } from './cells.ts'
import { refusalOf } from './check.ts'
import { faultOf, placeIn, unreadableFile } from './faults.ts'

const THREADS = 2
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** A closed instance over one profile's files. `ask` may be called again: nothing that is asked leaves a trace. */
export type Sandbox = {
  connection: DuckDBConnection
  ask(sql: string): Promise<Result<QueryResult>>
  close(): void
}

export async function openSandbox(task: Omit<QueryTask, 'sql'>): Promise<Result<Sandbox>> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(THREADS),
    memory_limit: `${task.limits.memory_mb}MB`,
    // No disk at all, not even for what doesn't fit into memory.
    temp_directory: '',
    max_temp_directory_size: '0GB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  const unreadable = await shut(connection, task)
  if (unreadable) close()
  return unreadable ?? ok({ connection, ask: sql => answer(connection, { ...task, sql }), close })
}

/** Interrupting is the caller's: `started` is handed the means. */
export async function runQuery(
  task: QueryTask,
  started: (interrupt: () => void) => void = () => {},
): Promise<Result<QueryResult>> {
  const opened = await openSandbox(task)
  if (!opened.ok) return opened
  const { connection, ask, close } = opened.value
  try {
    started(() => connection.interrupt())
    return await ask(task.sql)
  } finally {
    close()
  }
}

/** Makes the tables and shuts the door. What is set here can't be set again by anyone. */
async function shut(
  connection: DuckDBConnection,
  { files, setup }: Omit<QueryTask, 'sql'>,
): Promise<Fail | null> {
  // It is asked about the pattern of a file, and about the file that the pattern finds.
  const allowed = [...files, ...files.map(patternOf)].map(quoted)
  await connection.run(`SET allowed_paths = [${allowed.join(', ')}]`)
  await connection.run("SET TimeZone = 'UTC'; SET enable_external_file_cache = false")
  await connection.run('SET errors_as_json = true; SET enable_external_access = false')
  try {
    for (const sql of setup) await connection.run(sql)
  } catch {
    return unreadableFile()
  }
  await connection.run('SET lock_configuration = true')
  return null
}

async function answer(connection: DuckDBConnection, task: QueryTask): Promise<Result<QueryResult>> {
  const { sql, tables, files } = task
  const since = performance.now()
  try {
    await connection.run('BEGIN TRANSACTION READ ONLY')
    const refusal = await refused(connection, sql, tables)
    if (refusal) return refusal
    const statements = await connection.extractStatements(sql)
    const prepared = await statements.prepare(0)
    if (statements.count !== 1 || prepared.statementType !== StatementType.SELECT) return notOne()
    const result = await prepared.stream()
    if (result.columnTypes().some(isNameless)) return nameless()
    const value = await gather(result, task)
    return ok({ ...value, elapsed_ms: performance.now() - since })
  } catch (error) {
    return faultOf(error, sql, files)
  } finally {
    await connection.run('ROLLBACK')
  }
}

const notOne = (): Fail =>
  fail('forbidden', 'A query is one SELECT statement', { hint: 'Begin with SELECT, FROM or WITH.' })

const nameless = (): Fail =>
  fail('validation_failed', 'The members of a row need names to be shown', {
    hint: 'Write {first: 1, second: 2} instead of (1, 2).',
  })

async function refused(
  connection: DuckDBConnection,
  sql: string,
  tables: readonly string[],
): Promise<Fail | null> {
  // Says where the syntax is wrong. Of an empty text it says nothing of use.
  const blank = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|;/g, '').trim() === ''
  if (blank) return notOne()
  if ((await connection.extractStatements(sql)).count !== 1) return notOne()
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)::VARCHAR', [sql])
  const tree: unknown = JSON.parse(String(reader.getRows()[0]?.[0]))
  const refusal = refusalOf(tree, tables)
  const offset = refusal?.error.details?.offset
  if (!refusal || typeof offset !== 'number') return refusal
  return { ok: false, error: { ...refusal.error, details: placeIn(sql, offset) } }
}

/** As many rows as may be answered, and whether there were more. */
async function gather(result: DuckDBResult, { limits }: QueryTask): Promise<Omit<QueryResult, 'elapsed_ms'>> {
  const types = result.columnTypes()
  const columns = result.columnNames().map((name, index): ResultColumn => {
    const type = types[index]
    return type
      ? { name, type: type.alias ?? type.toString(), kind: kindOf(type) }
      : { name, type: '', kind: 'text' }
  })
  const rows: Cell[][] = []
  let characters = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return { columns, rows, cut: null }
    const vectors = types.map((type, index) => ({ type, vector: chunk.getColumnVector(index) }))
    for (let at = 0; at < chunk.rowCount; at++) {
      if (rows.length === limits.rows) return { columns, rows, cut: 'rows' }
      const row = vectors.map(({ type, vector }) => cellOf(vector.getItem(at), type))
      for (const cell of row) characters += typeof cell === 'string' ? cell.length : 8
      if (characters > limits.characters) return { columns, rows, cut: 'characters' }
      rows.push(row)
    }
  }
}
