// SQL for one of the reference's files, by the columns that it has: what its rows are called, and what is in them.
import { isSecretName } from '../../../shared/platforms/secrets.ts'
import type { MigratedEntity, SourceFile } from './terms.ts'

/** Column → DuckDB's type of it. */
export type FileColumns = ReadonlyMap<string, string>

const ID = { audience: 'audience_id', platform: 'platform_id', distribution: 'distribution_id' } as const
const PREFIX = { audience: 'aud', platform: 'plat', distribution: 'dist' } as const
const TIMES = ['created_at', 'updated_at', 'scheduled_at', 'executed_at', 'completed_at', 'last_sync']
const MAX_ROW_BYTES = 8_000_000

export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const named = (column: string) => `"${column.replaceAll('"', '""')}"`

/** Never read, let alone kept: the reference's encrypted credentials, and whatever is called like a secret. */
const isSecret = (column: string) => isSecretName(column)
const isOfPandas = (column: string) => /^__index_level_\d+__$/.test(column)

/** The column as microseconds, whatever it is kept as; null where it is no time. */
function timeSql(columns: FileColumns, column: string): string {
  const type = columns.get(column)
  const value = named(column)
  if (type === undefined) return 'NULL::BIGINT'
  if (/^(TIMESTAMP|DATE)/.test(type)) return `TRY(epoch_us(${value}::TIMESTAMPTZ))`
  if (type === 'VARCHAR') return `TRY(epoch_us(TRY_CAST(trim(${value}) AS TIMESTAMPTZ)))`
  if (!/INT|DOUBLE|FLOAT|DECIMAL/.test(type)) return 'NULL::BIGINT'
  // Seconds, milliseconds, microseconds or nanoseconds since 1970: told apart by their size.
  const whole = `TRY_CAST(${value} AS HUGEINT)`
  return `TRY_CAST(CASE WHEN abs(${whole}) < 100000000000 THEN ${whole} * 1000000 WHEN abs(${whole}) < 100000000000000 THEN ${whole} * 1000
    WHEN abs(${whole}) < 100000000000000000 THEN ${whole} ELSE ${whole} // 1000 END AS BIGINT)`
}

const textSql = (columns: FileColumns, column: string): string => {
  const type = columns.get(column)
  if (type === undefined) return 'NULL::VARCHAR'
  const text = type === 'BLOB' ? `TRY(decode(${named(column)}))` : `${named(column)}::VARCHAR`
  return `nullif(trim(${text}), '')`
}

/** An id as it is here: kept where it can be, else made from the user's and its own, so that it is the same each time. */
function idSql(entity: MigratedEntity, user: string, given: string): string {
  const made = `'${PREFIX[entity]}_' || substr(sha256(concat(${quoted(user)}, chr(10), ${quoted(entity)}, chr(10), ${given})), 1, 32)`
  return `CASE WHEN ${given} IS NULL THEN NULL WHEN ${KEPT(given)} THEN ${given} ELSE ${made} END`
}
const KEPT = (given: string) => `regexp_full_match(${given}, '[A-Za-z0-9_-]{1,64}')`

/** Columns of the table that `keysSql` fills. */
export const KEYS = `file INTEGER, nr BIGINT, id VARCHAR, given VARCHAR, created BIGINT, updated BIGINT,
  name VARCHAR, type VARCHAR, audience_id VARCHAR, platform_id VARCHAR`

/** What each row of a file is called, and when it was made and changed. `$1` is the file's path. */
export function keysSql(
  entity: MigratedEntity,
  file: SourceFile,
  number: number,
  columns: FileColumns,
): string {
  const given = textSql(columns, ID[entity])
  const other = (of: 'audience' | 'platform') =>
    entity === 'distribution' ? idSql(of, file.user_id, textSql(columns, ID[of])) : 'NULL::VARCHAR'
  const time = (column: string) => timeSql(columns, column)
  const created = `coalesce(${time('created_at')}, ${time('updated_at')}, ${file.about})`
  const ended =
    entity === 'distribution' ? `greatest(${time('executed_at')}, ${time('completed_at')})` : 'NULL'
  const updated = `coalesce(${time('updated_at')}, ${ended}, ${created})`
  return `SELECT ${number}, file_row_number, ${idSql(entity, file.user_id, given)},
    CASE WHEN ${KEPT(given)} THEN NULL ELSE ${given} END, ${created}, greatest(${updated}, ${created}),
    ${textSql(columns, 'name')}, ${textSql(columns, 'platform_type')}, ${other('audience')}, ${other('platform')}
    FROM read_parquet($1, file_row_number = true, hive_partitioning = false)`
}

/** A cell as JSON takes it: times as milliseconds, numbers that are none as null. */
function cellSql(columns: FileColumns, column: string): string {
  const [type, value] = [columns.get(column) ?? '', named(column)]
  if (TIMES.includes(column)) {
    const ms = `${timeSql(columns, column)} // 1000`
    // A text that is no time goes along as it is, to be told.
    return type === 'VARCHAR' ? `coalesce(to_json(${ms}), to_json(${value}))` : ms
  }
  if (/^(TIMESTAMP|DATE)/.test(type)) return `TRY(strftime(${value}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ'))`
  if (type === 'DOUBLE' || type === 'FLOAT') return `CASE WHEN isfinite(${value}) THEN ${value} END`
  if (type === 'BLOB') return `TRY(decode(${value}))`
  if (/^(TIME|INTERVAL|UUID|HUGEINT|UHUGEINT|BIT)/.test(type)) return `${value}::VARCHAR`
  return value
}

/** The file's rows as `{"k": …, "v": …}`, where `key` is SQL for `k`. `$1` is the file's path, `r` its rows' number. */
export function linesSql(columns: FileColumns, key: string, more: string, from: string): string {
  const cells = [...columns.keys()]
    .filter(column => !isSecret(column) && !isOfPandas(column))
    .map(column => `${quoted(column)}: ${cellSql(columns, column)}`)
  const row = cells.length > 0 ? `to_json({${cells.join(', ')}})` : "'{}'::JSON"
  return `SELECT ${more} encode(concat('{"k":', ${key}, ',"v":', CASE WHEN strlen(v) > ${MAX_ROW_BYTES} THEN 'null' ELSE v END, '}', chr(10))) AS line
    FROM (SELECT file_row_number, ${row}::VARCHAR AS v
      FROM read_parquet($1, file_row_number = true, hive_partitioning = false)) source ${from}`
}
