// The floor of every question: a DuckDB table in memory with the same columns and the lowered text, asked directly.
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { definitions } from '../../src/main/core/store/index.ts'
import { globOf } from '../store/outside.ts'

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** What a list shows, in the read model's types. */
export const SHOWN =
  'audience_id, name, status, data_type, identifier_type, total_audience_size, created_at, updated_at, version, deleted, segment_count, variable_count, tags, campaign_id'

const COLUMNS = `audience_id, name, lower(name) AS name_folded, status, data_type, identifier_type, total_audience_size,
  epoch_ms(created_at) AS created_at, epoch_ms(updated_at) AS updated_at, version, deleted, segment_count, variable_count,
  tags, campaign_id`
/** The very text that the store searches. */
const TEXT = `lower(${definitions.audience.searchSql}) AS search_text`

export type Raw = {
  connection: DuckDBConnection
  rows(sql: string, values?: DuckDBValue[]): Promise<Record<string, unknown>[]>
  close(): void
}

/** Reads the workspace's parts into memory. Its audiences have one version each, so that every row is a current one. */
export async function openRaw(folder: string, withText: boolean): Promise<Raw> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  await connection.run(
    `CREATE TABLE raw AS SELECT ${COLUMNS}${withText ? `, ${TEXT}` : ''}
     FROM read_parquet(${quoted(globOf(folder, 'audience'))}, hive_partitioning = false)`,
  )
  return {
    connection,
    rows: async (sql, values = []) =>
      (await connection.runAndReadAll(sql, values)).getRowObjectsJS() as Record<string, unknown>[],
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
