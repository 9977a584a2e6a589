// What all parts of the double share: one project, its data, its people and its time.
import { type Catalog, type Dataset, makeCatalog, type Table } from './catalog.ts'
import { type Clock, makeClock } from './clock.ts'
import { type Engine, openEngine, quoteName } from './engine.ts'
import { invalid } from './errors.ts'
import { makePermissions, type Permissions, refusal, type Where } from './permissions.ts'
import { checkNames, duckTypeOf, type Field } from './types.ts'

export type World = {
  project: string
  catalog: Catalog
  engine: Engine
  permissions: Permissions
  clock: Clock
  /** Members of `group:` grantees. */
  groups: Map<string, readonly string[]>
}

export async function makeWorld(project: string): Promise<World> {
  return {
    project,
    catalog: makeCatalog(project),
    engine: await openEngine(),
    permissions: makePermissions(),
    clock: makeClock(),
    groups: new Map(),
  }
}

export const physical = ({ dataset, id }: Pick<Table, 'dataset' | 'id'>) =>
  `${quoteName(dataset)}.${quoteName(id)}`

/** Throws accessDenied, naming what is missing. */
export function demand(world: World, principal: string, permission: string, where: Where = {}) {
  if (!world.permissions.allows(principal, permission, where)) {
    throw refusal(world.project, permission, where)
  }
}

export async function createDataset(
  world: World,
  dataset: Omit<Dataset, 'created' | 'modified' | 'revision' | 'tables'>,
) {
  const now = world.clock.now()
  world.catalog.addDataset({ ...dataset, tables: new Map(), created: now, modified: now, revision: 1 })
  await world.engine.run(`CREATE SCHEMA ${quoteName(dataset.id)}`)
}

export type NewTable = Pick<Table, 'dataset' | 'id' | 'fields'> & Partial<Table>

function checkLayout({ fields, partition, cluster = [] }: NewTable) {
  const named = (name: string): Field => {
    const field = fields.find(one => one.name.toLowerCase() === name.toLowerCase())
    if (!field)
      throw invalid(
        `The field specified for partitioning or clustering cannot be found in the schema: ${name}`,
      )
    return field
  }
  if (partition && !/^(DATE|TIMESTAMP|DATETIME)$/.test(named(partition.column).type)) {
    throw invalid(
      'The field specified for time partitioning can only be of type TIMESTAMP, DATE or DATETIME. ' +
        `The type found is: ${named(partition.column).type}.`,
    )
  }
  if (cluster.length > 4) throw invalid('Too many fields specified for clustering; at most 4 are allowed')
  for (const name of cluster) {
    const field = named(name)
    if (field.type === 'JSON' || field.mode === 'REPEATED' || field.type === 'FLOAT64') {
      throw invalid(
        `Field ${name} has type ${field.type}, mode ${field.mode}, which is not supported for clustering`,
      )
    }
  }
}

export const columnSql = (field: Field) =>
  `${quoteName(field.name)} ${duckTypeOf(field)}${field.mode === 'REQUIRED' ? ' NOT NULL' : ''}`

/** Adds a table or view. A table without columns can be given some later. */
export async function createTable(world: World, made: NewTable): Promise<Table> {
  checkNames(made.fields)
  checkLayout(made)
  const now = world.clock.now()
  const { defaultExpirationMs } = world.catalog.dataset(made.dataset)
  const table: Table = {
    view: null,
    partition: null,
    cluster: [],
    primaryKey: [],
    policies: new Map(),
    expires: defaultExpirationMs === null || made.view ? null : now + defaultExpirationMs,
    created: now,
    modified: now,
    revision: 1,
    about: {},
    ...made,
  }
  world.catalog.addTable(table)
  if (table.view === null && table.fields.length > 0) {
    await world.engine.run(`CREATE TABLE ${physical(table)} (${table.fields.map(columnSql).join(', ')})`)
  }
  return table
}

export async function dropTable(world: World, table: Table) {
  world.catalog.removeTable(table.dataset, table.id)
  if (table.view === null) await world.engine.run(`DROP TABLE IF EXISTS ${physical(table)}`)
}

export async function dropDataset(world: World, dataset: Dataset) {
  world.catalog.removeDataset(dataset.id)
  await world.engine.run(`DROP SCHEMA ${quoteName(dataset.id)} CASCADE`)
}

/** New columns stand at the end; REQUIRED ones can't be added to rows that are there. */
export async function addColumns(world: World, table: Table, added: readonly Field[]) {
  if (table.fields.length === 0) {
    await world.engine.run(`CREATE TABLE ${physical(table)} (${added.map(columnSql).join(', ')})`)
  } else {
    for (const field of added) {
      if (field.mode === 'REQUIRED') {
        throw invalid(
          `Provided Schema does not match Table ${world.project}:${table.dataset}.${table.id}. ` +
            `Cannot add required fields to an existing schema. (field: ${field.name})`,
        )
      }
      const fresh = field.mode === 'REPEATED' ? ' DEFAULT []' : ''
      await world.engine.run(`ALTER TABLE ${physical(table)} ADD COLUMN ${columnSql(field)}${fresh}`)
    }
  }
  table.fields = [...table.fields, ...added]
  touch(world, table)
}

export function touch(world: World, changed: Table | Dataset) {
  changed.modified = world.clock.now()
  changed.revision += 1
}
