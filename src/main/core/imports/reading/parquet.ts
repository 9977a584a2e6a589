// Rows of a Parquet file, by a DuckDB of its own that can open this one file and nothing else.
import {
  type DuckDBConnection,
  DuckDBDecimalType,
  DuckDBInstance,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api'
import { MAX_COLUMNS } from '../../../../shared/domain/import-table.ts'
import { patternOf } from '../../one-file.ts'
import { pacer } from '../../pace.ts'
import { unreadable } from './failures.ts'

const MEMORY = '512MB'
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

export type ParquetFile = {
  columns: string[]
  total: number
  /** Lists of cells as JSON, a few thousand at a time. */
  rows(limit?: number): AsyncGenerator<string[]>
  close(): void
}

/** What DuckDB says, without the path in it, where it helps. */
function why(error: unknown): string {
  const text = error instanceof Error ? error.message : ''
  if (/magic bytes/i.test(text)) return 'is not a whole Parquet file: its beginning or end is missing'
  if (/out of memory|failed to allocate/i.test(text))
    return `needs more than ${MEMORY} to be read; write it with smaller row groups`
  if (/valid utf-?8/i.test(text))
    return 'has a column whose bytes are not UTF-8 text; write it without that column, or with text in it'
  if (/encrypt/i.test(text)) return 'is encrypted; save it without encryption'
  return 'is a damaged Parquet file'
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    return unreadable(why(error))
  }
}

async function fencedIn(path: string): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  for (const setting of [
    // It is asked about the pattern, and about the file that the pattern finds.
    `allowed_paths=[${quoted(path)}, ${quoted(patternOf(path))}]`,
    `memory_limit='${MEMORY}'`,
    "temp_directory=''",
    "TimeZone='UTC'",
    'enable_external_file_cache=false',
    'preserve_insertion_order=true',
    'autoinstall_known_extensions=false',
    'autoload_known_extensions=false',
    'allow_community_extensions=false',
    'enable_external_access=false',
    'lock_configuration=true',
  ])
    await connection.run(`SET ${setting}`)
  return { instance, connection }
}

const WHOLE = new Set<DuckDBTypeId | undefined>([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
])
/** Any number of so many digits is the same in JavaScript. */
const SAFE_DIGITS = 15

/** A cell as JSON takes it: nothing for what is no finite number, and the text of a number that JavaScript can't hold exactly. */
function cellSql(value: string, type: DuckDBType | undefined): string {
  if (type?.typeId === DuckDBTypeId.DOUBLE || type?.typeId === DuckDBTypeId.FLOAT)
    return `CASE WHEN isfinite(${value}) THEN ${value} END`
  const scale = type instanceof DuckDBDecimalType ? type.scale : WHOLE.has(type?.typeId) ? 0 : null
  if (scale === null) return value
  const most = `1e${SAFE_DIGITS - scale}`
  return `CASE WHEN ${value} > -${most} AND ${value} < ${most} THEN to_json(${value}) ELSE to_json(${value}::VARCHAR) END`
}

/** Throws `Unreadable`. */
export async function openParquet(path: string): Promise<ParquetFile> {
  const { instance, connection } = await fencedIn(path)
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  const from = `FROM read_parquet(${quoted(patternOf(path))}, binary_as_string = true, hive_partitioning = false)`
  try {
    const { columns, types, total } = await guarded(async () => {
      const empty = await connection.runAndReadAll(`SELECT * ${from} LIMIT 0`)
      const [[rows] = []] = (await connection.runAndReadAll(`SELECT count(*) ${from}`)).getRowsJS()
      return { columns: empty.columnNames(), types: empty.columnTypes(), total: Number(rows) }
    })
    if (columns.length > MAX_COLUMNS) unreadable(`has more than ${MAX_COLUMNS.toLocaleString('en')} columns`)
    const cell = (name: string, index: number) => cellSql(identifier(name), types[index])
    const cells = `json_array(${columns.map(cell).join(', ')})::VARCHAR`
    return {
      columns,
      total,
      close,
      async *rows(limit) {
        const pace = pacer(4)
        const bound = limit === undefined ? '' : ` LIMIT ${limit}`
        const result = await guarded(() => connection.stream(`SELECT ${cells} ${from}${bound}`))
        for (;;) {
          const chunk = await guarded(() => result.fetchChunk())
          if (!chunk || chunk.rowCount === 0) return
          const column = chunk.getColumnVector(0)
          const texts: string[] = []
          for (let at = 0; at < chunk.rowCount; at++) {
            texts.push(String(column.getItem(at)))
            if (at % 64 === 63) await pace()
          }
          yield texts
        }
      },
    }
  } catch (error) {
    close()
    throw error
  }
}
