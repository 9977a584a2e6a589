// A large folder of the reference system, made by DuckDB: its paths, its JSON texts, its naive times, its second rows.
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { audiencesOf, distributionsOf, platformsOf } from '../support/reference.ts'

export type Size = { audiences: number; platforms: number; distributions: number; users: number }
const MONTHS = Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}`)

/** Every twentieth audience was edited in the month after: a second row, in another file. */
const AUDIENCES = `
  SELECT i, i % $users AS u, (i // $users) % 11 AS m, false AS again FROM range($audiences) t(i)
  UNION ALL SELECT i, i % $users, (i // $users) % 11 + 1, true FROM range($audiences) t(i) WHERE i % 20 = 7`

const audienceSelect = `
  'aud_' || substr(md5('a' || i), 1, 8) || '_' || i AS audience_id, 'user_' || u AS user_id,
  'Audience ' || i || ' of buyers' || if(again, ', edited', '') AS name, 'People who were found by query ' || i AS description,
  ['draft', 'active', 'archived'][1 + i % 3] AS status, ['first_party', 'third_party', 'clean_room'][1 + i % 3] AS data_type,
  ['rampid', 'uid2', 'email', NULL][1 + i % 4] AS identifier_type, 'buyers of kind ' || i % 97 || ' in the north' AS original_query,
  to_json(list_transform(range(8), lambda k: 'VAR_' || (i % 50 + k)))::VARCHAR AS selected_variables,
  to_json(list_transform(range(8), lambda k: {code: 'VAR_' || (i % 50 + k), description: 'Variable ' || k, relevance_score: (k + 1) / 10.0,
    type: 'demographic', category: 'Household'}))::VARCHAR AS variable_details,
  to_json(list_transform(range(1, 6), lambda k: {segment_id: k, name: 'Segment ' || k, size: 1000 * k + i % 1000, size_percentage: 20.0,
    characteristics: {age: '25-34', income: k}, prizm_segments: ['Young Digerati']}))::VARCHAR AS segments,
  CASE WHEN i % 10 = 0 THEN 'nan'::DOUBLE ELSE (15000 + 5 * (i % 1000))::DOUBLE END AS total_audience_size,
  to_json({tags: ['t' || i % 20], campaign_id: 'camp_' || i % 300, session_id: 's_' || i})::VARCHAR AS metadata,
  TIMESTAMP '2025-01-01' + to_months(m::INTEGER - if(again, 1, 0)) + to_seconds(i) AS created_at,
  TIMESTAMP '2025-01-01' + to_months(m::INTEGER) + to_seconds(i) + if(again, INTERVAL 1 DAY, INTERVAL 0 DAY) AS updated_at`

const platformSelect = `
  'plat_' || substr(md5('p' || i), 1, 8) || '_' || i AS platform_id, 'user_' || u AS user_id,
  ['facebook', 'google', 'the_trade_desk', 'linkedin', 'tiktok'][1 + i % 5] AS platform_type, 'Account ' || i AS name, 'connected' AS status,
  'gAAAAABl' || md5('secret' || i) AS credentials, to_json({auto_refresh: true, refresh_frequency: 'weekly'})::VARCHAR AS settings,
  TIMESTAMP '2025-01-01' + to_seconds(i) AS created_at, TIMESTAMP '2025-02-01' + to_seconds(i) AS updated_at`

/** Each names an audience and a platform of its user. */
const distributionSelect = `
  'dist_' || substr(md5('d' || i), 1, 8) || '_' || i AS distribution_id, 'user_' || u AS user_id,
  'aud_' || substr(md5('a' || a), 1, 8) || '_' || a AS audience_id, 'plat_' || substr(md5('p' || p), 1, 8) || '_' || p AS platform_id,
  'initial' AS distribution_type, ['completed', 'failed', 'pending', 'in_progress', 'completed'][1 + i % 5] AS status,
  TIMESTAMP '2025-01-01' + to_months(m::INTEGER) + to_seconds(i) AS scheduled_at, TIMESTAMP '2025-01-01' + to_months(m::INTEGER) + to_seconds(i + 5) AS executed_at,
  to_json(['1', '2'])::VARCHAR AS segments_distributed, (1000 + i % 5000)::DOUBLE AS total_records,
  CASE WHEN i % 5 IN (0, 4) THEN (600 + i % 300)::DOUBLE END AS matched_records,
  CASE WHEN i % 5 = 1 THEN 'The account is out of quota' END AS error_message,
  to_json({campaign_name: 'Campaign ' || i % 40})::VARCHAR AS metadata,
  TIMESTAMP '2025-01-01' + to_months(m::INTEGER) + to_seconds(i) AS created_at, TIMESTAMP '2025-01-01' + to_months(m::INTEGER) + to_seconds(i + 60) AS updated_at`

export async function largeReference(folder: string, { audiences, platforms, distributions, users }: Size) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const filled = (sql: string) =>
    sql.replaceAll('$users', String(users)).replaceAll('$audiences', String(audiences))
  async function write(path: string, select: string, from: string) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await connection.run(
      `COPY (SELECT ${select} FROM (${from})) TO '${target}' (FORMAT parquet, COMPRESSION snappy)`,
    )
  }
  try {
    for (let user = 0; user < users; user++) {
      const name = `user_${user}`
      for (const [month, label] of MONTHS.entries()) {
        const here = `u = ${user} AND m = ${month}`
        await write(
          audiencesOf(name, label),
          audienceSelect,
          `SELECT * FROM (${filled(AUDIENCES)}) WHERE ${here}`,
        )
        const runs = `SELECT i, i % ${users} AS u, (i // ${users}) % 12 AS m,
          (i * 7 // ${users} * ${users} + i % ${users}) % ${audiences} AS a, (i * 3 // ${users} * ${users} + i % ${users}) % ${platforms} AS p
          FROM range(${distributions}) t(i)`
        await write(distributionsOf(name, label), distributionSelect, `SELECT * FROM (${runs}) WHERE ${here}`)
      }
      const accounts = `SELECT i, i % ${users} AS u FROM range(${platforms}) t(i) WHERE u = ${user}`
      await write(platformsOf(name), platformSelect, accounts)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
