// The four entities as the store keeps them: Parquet columns, read-model columns, what is searched.
import { AUDIENCE_STATUSES, DATA_TYPES, IDENTIFIER_TYPES } from '../../../shared/domain/audience.ts'
import {
  choice,
  commonModel,
  type Definition,
  folded,
  instant,
  isoOf,
  json,
  list,
  plain,
  text,
  total,
  versionColumns,
} from './columns.ts'
import { distributionModel, distributionSummary } from './distribution-model.ts'
import type { Entity } from './face.ts'

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const metadataOf = (record: Record<string, unknown>) => (record.metadata ?? {}) as Record<string, unknown>
const lines = (...parts: unknown[]) => parts.map(part => String(part ?? '')).join('\n')
/** Names of the segments and of the PRIZM segments in them: analysts look for audiences by both. */
function segmentWords(segments: unknown): string {
  if (!Array.isArray(segments)) return ''
  return (segments as { name: string; prizm_segments: string[] }[])
    .flatMap(({ name, prizm_segments }) => [name, ...prizm_segments])
    .join('\n')
}

const noKeys = { keys: () => [], keysSql: '[]::VARCHAR[]' }
const commonSorts = { created_at: 'created_at', updated_at: 'updated_at' }

const audience: Definition = {
  folder: 'audiences',
  id: 'audience_id',
  columns: [
    text('audience_id'),
    text('owner_id', 'user_id'),
    text('name'),
    text('description'),
    text('status'),
    text('data_type'),
    text('identifier_type'),
    text('original_query'),
    list('selected_variables'),
    json('variable_details'),
    json('segments'),
    total('total_audience_size'),
    text('size_source'),
    json('metadata'),
    ...versionColumns,
  ],
  derived: [
    { name: 'segment_count', type: 'INTEGER', sql: 'json_array_length(segments)' },
    { name: 'variable_count', type: 'INTEGER', sql: 'len(selected_variables)' },
    { name: 'tags', type: 'VARCHAR[]', sql: "coalesce(try_cast(metadata->'$.tags' AS VARCHAR[]), [])" },
    { name: 'campaign_id', type: 'VARCHAR', sql: "metadata->>'$.campaign_id'" },
  ],
  model: [
    plain('name'),
    folded('name'),
    choice('status', AUDIENCE_STATUSES),
    choice('data_type', DATA_TYPES),
    choice('identifier_type', IDENTIFIER_TYPES),
    plain('total_audience_size', 'BIGINT'),
    ...commonModel,
    { name: 'segment_count', type: 'INTEGER', sql: 'segment_count', of: record => lengthOf(record.segments) },
    {
      name: 'variable_count',
      type: 'INTEGER',
      sql: 'variable_count',
      of: record => lengthOf(record.selected_variables),
    },
    { name: 'tags', type: 'VARCHAR[]', sql: 'tags', of: record => strings(metadataOf(record).tags) },
    {
      name: 'campaign_id',
      type: 'VARCHAR',
      sql: 'campaign_id',
      of: record => (metadataOf(record).campaign_id as string | undefined) ?? null,
    },
  ],
  sorts: {
    ...commonSorts,
    name: 'name_folded',
    status: 'status',
    data_type: 'data_type',
    total_audience_size: 'total_audience_size',
    segment_count: 'segment_count',
    variable_count: 'variable_count',
  },
  searchText: record =>
    lines(
      record.name,
      record.description,
      record.original_query,
      strings(metadataOf(record).tags).join('\n'),
      strings(record.selected_variables).join('\n'),
      segmentWords(record.segments),
    ),
  searchSql: `concat_ws(chr(10), name, description, original_query, array_to_string(tags, chr(10)),
    array_to_string(selected_variables, chr(10)),
    array_to_string(json_extract_string(segments, '$[*].name'), chr(10)),
    array_to_string(json_extract_string(segments, '$[*].prizm_segments[*]'), chr(10)))`,
  keys: record => strings(record.selected_variables).map(code => `v:${code}`),
  keysSql: "list_transform(selected_variables, code -> 'v:' || code)",
  keyColumn: { name: 'variables', prefix: 'v:' },
  summary: row => ({
    audience_id: row.id,
    name: row.name,
    status: row.status,
    data_type: row.data_type,
    identifier_type: row.identifier_type,
    total_audience_size: Number(row.total_audience_size),
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
    version: row.version,
    deleted: row.deleted,
    segment_count: row.segment_count,
    variable_count: row.variable_count,
    tags: row.tags ?? [],
    campaign_id: row.campaign_id,
  }),
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

const platform: Definition = {
  folder: 'platforms',
  id: 'platform_id',
  columns: [
    text('platform_id'),
    text('owner_id', 'user_id'),
    text('platform_type'),
    text('name'),
    text('status'),
    json('connection'),
    json('credential_fields'),
    json('settings'),
    instant('last_sync'),
    text('sync_status'),
    text('notes'),
    ...versionColumns,
  ],
  derived: [],
  model: [
    plain('platform_type'),
    plain('name'),
    folded('name'),
    plain('status'),
    plain('sync_status'),
    ...commonModel,
  ],
  sorts: { ...commonSorts, name: 'name_folded', platform_type: 'platform_type', status: 'status' },
  searchText: record => lines(record.name),
  searchSql: 'name',
  ...noKeys,
}

const distribution: Definition = {
  folder: 'distributions',
  id: 'distribution_id',
  columns: [
    text('distribution_id'),
    text('owner_id', 'user_id'),
    text('audience_id'),
    { name: 'audience_version', kind: 'int' },
    text('audience_name'),
    text('platform_id'),
    text('platform_name'),
    text('platform_type'),
    text('distribution_type'),
    text('status'),
    instant('scheduled_at'),
    instant('executed_at'),
    instant('completed_at'),
    list('segments_distributed'),
    json('match_results'),
    json('error_details'),
    json('metadata'),
    ...versionColumns,
  ],
  derived: [],
  model: distributionModel,
  sorts: {
    ...commonSorts,
    happens_at: 'happens_at',
    status: 'status',
    platform_type: 'platform_type',
    audience_name: 'audience_name_folded',
    platform_name: 'platform_name_folded',
    match_rate: 'match_order',
    total_records: 'records_order',
  },
  summary: distributionSummary,
  searchText: record => lines(record.audience_name, record.platform_name),
  searchSql: 'concat_ws(chr(10), audience_name, platform_name)',
  ...noKeys,
}

const user: Definition = {
  folder: 'users',
  id: 'user_id',
  columns: [
    text('user_id'),
    text('owner_id', 'user_id'),
    text('email'),
    text('organization'),
    text('display_name'),
    instant('last_login'),
    list('permissions'),
    json('quota'),
    ...versionColumns,
  ],
  derived: [],
  model: [plain('display_name'), folded('display_name'), plain('email'), ...commonModel],
  sorts: { ...commonSorts, display_name: 'display_name_folded' },
  searchText: record => lines(record.display_name, record.email),
  searchSql: 'concat_ws(chr(10), display_name, email)',
  ...noKeys,
}

export const definitions: Readonly<Record<Entity, Definition>> = { audience, platform, distribution, user }
export const ENTITIES = Object.keys(definitions) as readonly Entity[]

export const idOf = (entity: Entity, record: object): string =>
  String(Reflect.get(record, definitions[entity].id))
export const entityOfFolder = (folder: string) =>
  ENTITIES.find(entity => definitions[entity].folder === folder)
