// Writes a folder as the reference system does: its paths, and files by DuckDB from rows that say their own types.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** A cell as SQL, for what JSON can't say: `sql("TIMESTAMP_NS '2024-03-01 10:00:00'")`. */
export type Sql = { sql: string }
export const sql = (text: string): Sql => ({ sql: text })
export type Cell = string | number | boolean | null | Sql | object
export type Row = Readonly<Record<string, Cell>>

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** As pandas writes it: an object or list becomes a text of JSON. */
function cellSql(cell: Cell): string {
  if (cell === null) return 'NULL'
  if (typeof cell === 'number') return Number.isInteger(cell) ? `${cell}::BIGINT` : `${cell}::DOUBLE`
  if (typeof cell === 'boolean') return String(cell)
  if (typeof cell === 'string') return literal(cell)
  return 'sql' in cell && typeof cell.sql === 'string' ? cell.sql : literal(JSON.stringify(cell))
}

/** A naive UTC time in the unit that the writing pandas had. */
export const time = (text: string, unit: 'ms' | 'us' | 'ns' = 'us'): Sql =>
  sql(`${{ ms: 'TIMESTAMP_MS', us: 'TIMESTAMP', ns: 'TIMESTAMP_NS' }[unit]} '${text}'`)

export type ReferenceFile = { path: string; rows: readonly Row[] }

/** Columns are those of the first row; a row that lacks one has null there. */
export async function writeReference(folder: string, files: readonly ReferenceFile[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const { path, rows } of files) {
      const target = join(folder, path)
      await mkdir(dirname(target), { recursive: true })
      const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
      const selects = rows.map(
        row => `SELECT ${columns.map(column => `${cellSql(row[column] ?? null)} AS "${column}"`).join(', ')}`,
      )
      await connection.run(
        `COPY (${selects.join(' UNION ALL ')}) TO ${literal(target)} (FORMAT parquet, COMPRESSION snappy)`,
      )
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

export const audiencesOf = (user: string, month: string) =>
  `audiences/user_id=${user}/year=${month.slice(0, 4)}/month=${month.slice(5)}/audiences_${month.replace('-', '')}.parquet`
export const platformsOf = (user: string) => `platforms/user_id=${user}/platforms.parquet`
export const distributionsOf = (user: string, month: string) =>
  `distributions/user_id=${user}/year=${month.slice(0, 4)}/month=${month.slice(5)}/distributions_${month.replace('-', '')}.parquet`

/** A row as the reference writes it, with what a test changes. */
export const audienceRow = (row: Row = {}): Row => ({
  audience_id: 'aud_1a2b3c4d',
  user_id: 'ana',
  name: 'Eco-conscious renters',
  description: 'Renters who buy green',
  status: 'active',
  data_type: 'third_party',
  identifier_type: 'rampid',
  original_query: 'renters who buy green products',
  selected_variables: ['RENT_01', 'GREEN_02'],
  variable_details: [
    {
      code: 'RENT_01',
      description: 'Rents the home',
      relevance_score: 0.92,
      type: 'demographic',
      category: 'Housing',
    },
    {
      code: 'GREEN_02',
      description: 'Buys green',
      relevance_score: 0.81,
      type: 'behaviour',
      category: 'Shopping',
    },
  ],
  segments: [
    {
      segment_id: 1,
      name: 'Young renters',
      size: 60_000,
      size_percentage: 60,
      characteristics: { age: '25-34' },
      prizm_segments: ['Young Digerati'],
    },
    {
      segment_id: 2,
      name: 'Families',
      size: 40_000,
      size_percentage: 40,
      characteristics: {},
      prizm_segments: [],
    },
  ],
  total_audience_size: 100_000,
  metadata: { tags: ['spring'], campaign_id: 'camp_1', session_id: 's_1' },
  created_at: time('2024-03-05 09:30:00.123456'),
  updated_at: time('2024-03-05 09:30:00.123456'),
  ...row,
})

export const platformRow = (row: Row = {}): Row => ({
  platform_id: 'plat_1a2b3c4d',
  user_id: 'ana',
  platform_type: 'the_trade_desk',
  name: 'Agency seat',
  status: 'connected',
  credentials: 'gAAAAABl5f3kTHISISTHEBLOBk3y9Zx',
  settings: { auto_refresh: true, refresh_frequency: 'daily' },
  last_sync: time('2024-03-06 10:00:00'),
  sync_status: 'success',
  created_at: time('2024-03-01 08:00:00'),
  updated_at: time('2024-03-06 10:00:00'),
  ...row,
})

export const distributionRow = (row: Row = {}): Row => ({
  distribution_id: 'dist_1a2b3c4d',
  user_id: 'ana',
  audience_id: 'aud_1a2b3c4d',
  platform_id: 'plat_1a2b3c4d',
  distribution_type: 'initial',
  status: 'completed',
  scheduled_at: time('2024-03-06 09:00:00'),
  executed_at: time('2024-03-06 09:00:05'),
  completed_at: time('2024-03-06 09:30:00'),
  segments_distributed: ['1', '2'],
  total_records: 100_000,
  matched_records: 62_000,
  match_rate: 0.62,
  error_message: null,
  metadata: { campaign_name: 'Spring launch' },
  created_at: time('2024-03-06 08:55:00'),
  updated_at: time('2024-03-06 09:30:00'),
  ...row,
})

/** Two users, with one record of each kind for the first. */
export const smallReference = (folder: string) =>
  writeReference(folder, [
    { path: audiencesOf('ana', '2024-03'), rows: [audienceRow()] },
    { path: platformsOf('ana'), rows: [platformRow()] },
    { path: distributionsOf('ana', '2024-03'), rows: [distributionRow()] },
    {
      path: audiencesOf('ben', '2024-04'),
      rows: [audienceRow({ audience_id: 'aud_5e6f7a8b', user_id: 'ben', name: 'Luxury travellers' })],
    },
  ])

/** A file that is none of Parquet's. */
export const writeJunk = async (folder: string, path: string, bytes: Uint8Array | string) => {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), bytes)
}
