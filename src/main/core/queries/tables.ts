// The tables that a query sees, as views over the parts of one profile: current rows, lists taken apart, and all versions.
import type { TableInfo } from '../../../shared/contract/queries.ts'
import { patternOf } from '../one-file.ts'
import { type DataFiles, definitions } from '../store/index.ts'

type Entity = keyof DataFiles
type Column = readonly [name: string, type: string, sql?: string]
type Table = { name: string; from: string; columns: readonly Column[] }

const text = (...names: string[]): Column[] => names.map(name => [name, 'VARCHAR'])
const moments = (...names: string[]): Column[] => names.map(name => [name, 'TIMESTAMP WITH TIME ZONE'])
const jsons = (...names: string[]): Column[] => names.map(name => [name, 'JSON'])
/** A member of a JSON column. What isn't of the type is null, as it is in the lists of the app. */
const member = (name: string, type: string, column: string, path = name): Column => [
  name,
  type,
  type === 'VARCHAR' ? `${column}->>'$.${path}'` : `TRY_CAST(${column}->>'$.${path}' AS ${type})`,
]

const history: Column[] = [
  ...moments('created_at', 'updated_at'),
  ['version', 'INTEGER'],
  ...text('changed_by', 'change_note'),
]

const audience: Column[] = [
  ...text('audience_id', 'name', 'description', 'status', 'data_type', 'identifier_type'),
  ['total_audience_size', 'BIGINT'],
  ...text('size_source'),
  ['segment_count', 'INTEGER'],
  ['variable_count', 'INTEGER'],
  ['tags', 'VARCHAR[]'],
  ...text('campaign_id', 'original_query'),
  ['selected_variables', 'VARCHAR[]'],
  ...jsons('variable_details', 'segments', 'metadata'),
  ...history,
]

const platform: Column[] = [
  ...text('platform_id', 'platform_type', 'name', 'status'),
  member('connection_state', 'VARCHAR', 'connection', 'state'),
  member('connection_tested_at', 'TIMESTAMP WITH TIME ZONE', 'connection', 'tested_at'),
  member('account_label', 'VARCHAR', 'connection'),
  member('connection_error', 'VARCHAR', 'connection', 'error.message'),
  ...moments('last_sync'),
  ...text('sync_status'),
  member('default_match_rate', 'DOUBLE', 'settings'),
  ...text('notes'),
  ...jsons('settings'),
  ...history,
]

const distribution: Column[] = [
  ...text('distribution_id', 'audience_id'),
  ['audience_version', 'INTEGER'],
  ...text('audience_name', 'platform_id', 'platform_name', 'platform_type', 'distribution_type', 'status'),
  ...moments('scheduled_at', 'executed_at', 'completed_at'),
  ['segments_distributed', 'VARCHAR[]'],
  member('total_records', 'BIGINT', 'match_results'),
  member('matched_records', 'BIGINT', 'match_results'),
  member('rejected_records', 'BIGINT', 'match_results'),
  member('match_rate', 'DOUBLE', 'match_results'),
  member('platform_audience_id', 'VARCHAR', 'match_results'),
  member('error_code', 'VARCHAR', 'error_details'),
  member('error_message', 'VARCHAR', 'error_details'),
  member('retry_count', 'INTEGER', 'error_details'),
  member('campaign_name', 'VARCHAR', 'metadata'),
  member('approval_status', 'VARCHAR', 'metadata'),
  member('cost_estimate', 'DOUBLE', 'metadata'),
  member('currency', 'VARCHAR', 'metadata'),
  member('people', 'BIGINT', 'metadata'),
  member('forecast_matches', 'BIGINT', 'metadata', 'forecast.matches'),
  ...jsons('match_results', 'error_details', 'metadata'),
  ...history,
]

const ofAudience: Column[] = text('audience_id', 'audience_name', 'audience_status')
const AS_LISTED = 'audience_id, name AS audience_name, status AS audience_status'

const segment: Column[] = [
  ...ofAudience,
  ['position', 'INTEGER'],
  ...(['segment_id', 'name'] as const).map((name): Column => [name, 'VARCHAR', `segment.${name}`]),
  ['size', 'BIGINT', 'segment.size'],
  ['size_percentage', 'DOUBLE', 'segment.size_percentage'],
  ['prizm_segments', 'VARCHAR[]', 'segment.prizm_segments'],
  ['characteristics', 'JSON', 'segment.characteristics'],
]
const SEGMENTS = `(SELECT ${AS_LISTED}, unnest(list) AS segment, generate_subscripts(list, 1) AS position FROM (
  SELECT *, from_json(segments, '[{"segment_id":"VARCHAR","name":"VARCHAR","size":"BIGINT","size_percentage":"DOUBLE",
    "prizm_segments":["VARCHAR"],"characteristics":"JSON"}]') AS list FROM current.audience))`

const variable: Column[] = [
  ...ofAudience,
  ['position', 'INTEGER'],
  ['code', 'VARCHAR'],
  ...(['description', 'category', 'type'] as const).map(
    (name): Column => [name, 'VARCHAR', `detail.${name}`],
  ),
  ['relevance_score', 'DOUBLE', 'detail.relevance_score'],
]
/** Details are found by their place in the list: a join would have to read all of them even where nobody asks for one. */
const VARIABLES = `(SELECT ${AS_LISTED}, code, position, details[list_position(codes, code)] AS detail FROM (
  SELECT *, unnest(selected_variables) AS code, generate_subscripts(selected_variables, 1) AS position FROM (
    SELECT *, list_transform(details, lambda one: one.code) AS codes FROM (
      SELECT *, from_json(variable_details, '[{"code":"VARCHAR","description":"VARCHAR","category":"VARCHAR",
        "type":"VARCHAR","relevance_score":"DOUBLE"}]') AS details FROM current.audience))))`

const versions = (columns: readonly Column[]): Column[] => [...columns, ['deleted', 'BOOLEAN']]

const TABLES: readonly Table[] = [
  { name: 'audiences', from: 'current.audience', columns: audience },
  { name: 'segments', from: SEGMENTS, columns: segment },
  { name: 'variables', from: VARIABLES, columns: variable },
  { name: 'platforms', from: 'current.platform', columns: platform },
  { name: 'distributions', from: 'current.distribution', columns: distribution },
  { name: 'audience_versions', from: 'stored.audience', columns: versions(audience) },
  { name: 'platform_versions', from: 'stored.platform', columns: versions(platform) },
  { name: 'distribution_versions', from: 'stored.distribution', columns: versions(distribution) },
]

export const TABLE_NAMES: readonly string[] = TABLES.map(table => table.name)
export const tableInfos = (): TableInfo[] =>
  TABLES.map(({ name, columns }) => ({ name, columns: columns.map(([name, type]) => ({ name, type })) }))

const TYPES = {
  text: 'VARCHAR',
  json: 'VARCHAR',
  list: 'VARCHAR[]',
  count: 'BIGINT',
  int: 'INTEGER',
  instant: 'TIMESTAMPTZ',
  boolean: 'BOOLEAN',
} as const
const quoted = (path: string) => `'${path.replaceAll("'", "''")}'`

/** Every version as it is stored; a profile that has none yet has no file, but its columns all the same. */
function storedSql(entity: Entity, files: readonly string[]): string {
  const { columns, derived } = definitions[entity]
  const nothing = [...columns.map(({ name, kind }) => [name, TYPES[kind]]), ['seq', 'BIGINT']]
  const none = [...nothing, ...derived.map(({ name, type }) => [name, type])]
  return files.length > 0
    ? `SELECT * FROM read_parquet([${files.map(path => quoted(patternOf(path))).join(', ')}], hive_partitioning = false)`
    : `SELECT ${none.map(([name, type]) => `NULL::${type} AS ${name}`).join(', ')} WHERE false`
}

/** The statements that make the tables. */
export function setupOf(files: DataFiles): string[] {
  const entities: Entity[] = ['audience', 'platform', 'distribution']
  return [
    'CREATE SCHEMA stored',
    'CREATE SCHEMA current',
    ...entities.flatMap(entity => [
      `CREATE VIEW stored.${entity} AS ${storedSql(entity, files[entity])}`,
      // The newest number is the newest version; finding it reads two narrow columns, however wide the rows are.
      `CREATE VIEW current.${entity} AS SELECT * FROM stored.${entity} WHERE NOT deleted
         AND seq IN (SELECT max(seq) FROM stored.${entity} GROUP BY ${definitions[entity].id})`,
    ]),
    ...TABLES.map(
      ({ name, from, columns }) =>
        `CREATE VIEW ${name} AS SELECT ${columns.map(([name, type, sql = name]) => `(${sql})::${type} AS ${name}`).join(', ')} FROM ${from}`,
    ),
  ]
}
