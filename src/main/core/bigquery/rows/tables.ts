// The tables in BigQuery, column by column: what is named here travels, and nothing else ever does.
import type { Entity } from '../../store/face.ts'
import { type Column, type ColumnType, SYNC_ORDER, type Table } from '../face.ts'

const as =
  (type: ColumnType) =>
  (name: string): Column => ({ name, type })
const text = as('STRING')
const int = as('INT64')
const instant = as('TIMESTAMP')
const list = as('STRING[]')
const json = as('JSON')
const must = (column: Column): Column => ({ ...column, required: true })

/** Fields of a record by their own names, without those that every record has. */
const CONTENT: Readonly<Record<Entity, readonly Column[]>> = {
  user: [
    text('email'),
    text('organization'),
    text('display_name'),
    instant('last_login'),
    list('permissions'),
    json('quota'),
  ],
  platform: [text('platform_type'), text('name'), text('status'), json('settings'), text('notes')],
  audience: [
    text('name'),
    text('description'),
    text('status'),
    text('data_type'),
    text('identifier_type'),
    text('original_query'),
    list('selected_variables'),
    json('variable_details'),
    json('segments'),
    int('total_audience_size'),
    text('size_source'),
    json('metadata'),
  ],
  distribution: [
    text('audience_id'),
    int('audience_version'),
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
  ],
}

/**
 * Fields that stay on the device. Whether a platform answers, and which of its credentials are set, is true of one
 * computer's keychain alone; the newest delivery follows from the distributions.
 */
export const DEVICE_LOCAL: Readonly<Record<Entity, readonly string[]>> = {
  user: [],
  platform: ['connection', 'credential_fields', 'last_sync', 'sync_status'],
  audience: [],
  distribution: [],
}

/** Fields whose change is no change of the record: they tell of its versions, or of who signed in when. */
export const BESIDE_CONTENT: ReadonlySet<string> = new Set([
  'user_id',
  'version',
  'updated_at',
  'changed_by',
  'change_note',
  'last_login',
])

const VERSION: readonly Column[] = [
  must(instant('created_at')),
  instant('updated_at'),
  int('version'),
  text('changed_by'),
  text('change_note'),
  instant('deleted_at'),
  text('rev'),
]

/** The MERGE alone sets these: who may see the row, when it came, and who sent it. */
const OF_THE_SERVER: readonly Column[] = [text('owner_email'), instant('synced_at'), text('pushed_by')]
/** In staging alone: the `rev` that the change was made from; null for a record that is new. */
const BASE_REV = text('base_rev')

const NAMES: Readonly<Record<Entity, { name: string; id: string }>> = {
  user: { name: 'users', id: 'user_id' },
  platform: { name: 'platforms', id: 'platform_id' },
  audience: { name: 'audiences', id: 'audience_id' },
  distribution: { name: 'distributions', id: 'distribution_id' },
}

/** How the tables are laid out; resources/bigquery says the same. */
export const LAYOUT: Readonly<
  Record<Entity, { partition: 'created_at' | null; cluster: readonly string[] }>
> = {
  user: { partition: null, cluster: ['user_id'] },
  platform: { partition: null, cluster: ['user_id', 'platform_type'] },
  audience: { partition: 'created_at', cluster: ['user_id', 'status'] },
  distribution: { partition: 'created_at', cluster: ['user_id', 'audience_id', 'status'] },
}

function tableFor(entity: Entity): Table {
  const { name, id } = NAMES[entity]
  // A profile's id is its owner's id: one column.
  const ids = id === 'user_id' ? [text('user_id')] : [text(id), text('user_id')]
  return { entity, name, id, columns: [...ids.map(must), ...CONTENT[entity], ...VERSION, ...OF_THE_SERVER] }
}

/** Parents first. */
export const TABLES: readonly Table[] = SYNC_ORDER.map(tableFor)

const byEntity = new Map(TABLES.map(table => [table.entity, table]))

export function tableOf(entity: Entity): Table {
  const table = byEntity.get(entity)
  if (!table) throw new Error(`No table for ${entity}`)
  return table
}

const isOfTheServer = ({ name }: Column) => OF_THE_SERVER.some(column => column.name === name)

const staged = new Map(
  TABLES.map(table => [
    table.name,
    [...table.columns.filter(column => !isOfTheServer(column)), BASE_REV] as const,
  ]),
)

/** Columns of a staging file and table. */
export const stagingColumns = (table: Table): readonly Column[] => staged.get(table.name) ?? []

const contents = new Map(
  TABLES.map(({ entity, id }) => [
    entity,
    [
      ...CONTENT[entity].map(column => column.name).filter(name => !BESIDE_CONTENT.has(name)),
      ...(id === 'user_id' ? [] : [id]),
      'created_at',
      'deleted',
    ],
  ]),
)

/** Fields of a record whose change is a change of it. */
export const contentFields = (entity: Entity): readonly string[] => contents.get(entity) ?? []
