// CREATE, ALTER, DROP and TRUNCATE on the catalog. Replacing a table takes its row policies away, as at Google.
import type { Table } from '../catalog.ts'
import { quoteName } from '../engine.ts'
import { duplicate, GoogleError, invalidQuery, notFound } from '../errors.ts'
import { readViewQuery } from '../sql/read.ts'
import type { ColumnSpec, Ddl, Options, Path } from '../sql/statement.ts'
import type { Field } from '../types.ts'
import {
  addColumns,
  createDataset,
  createTable,
  demand,
  dropDataset,
  dropTable,
  physical,
  touch,
} from '../world.ts'
import { contextOf, type Found, locate, needDataset, needTable, type Session } from './context.ts'

const DAY_MS = 86_400_000
const fieldOf = ({ ...spec }: ColumnSpec): Field => spec

function datasetOf({ world }: Session, { path }: Path): string {
  const [first = '', second, ...more] = path
  if (more.length > 0) throw invalidQuery(`Invalid dataset name ${path.join('.')}`)
  if (second !== undefined && first !== world.project) throw notFound(`Project ${first}`)
  return second ?? first
}

function aboutOf(options: Options): Record<string, unknown> {
  const labels = options.get('labels')
  const description = options.get('description')
  const friendly = options.get('friendly_name')
  return {
    ...(description !== undefined && { description }),
    ...(friendly !== undefined && { friendlyName: friendly }),
    ...(Array.isArray(labels) && { labels: Object.fromEntries(labels) }),
  }
}

type Of<K extends Ddl['kind']> = Extract<Ddl, { kind: K }>

async function createSchema(session: Session, { name, ifNotExists, options }: Of<'CREATE_SCHEMA'>) {
  const { world, principal } = session
  const id = datasetOf(session, name)
  demand(world, principal, 'bigquery.datasets.create')
  if (world.catalog.datasets.has(id)) {
    if (ifNotExists) return
    throw duplicate(`Dataset ${world.project}:${id}`)
  }
  const days = options.get('default_table_expiration_days')
  const location = options.get('location')
  await createDataset(world, {
    id,
    location: typeof location === 'string' ? location : session.location,
    defaultExpirationMs: typeof days === 'number' ? days * DAY_MS : null,
    access: [],
    about: aboutOf(options),
  })
}

async function alterSchema(session: Session, { name, ifExists, options }: Of<'ALTER_SCHEMA'>) {
  const { world, principal } = session
  const id = datasetOf(session, name)
  if (ifExists && !world.catalog.datasets.has(id)) return
  demand(world, principal, 'bigquery.datasets.update', { dataset: id })
  const dataset = needDataset(session, id)
  const days = options.get('default_table_expiration_days')
  if (days !== undefined) dataset.defaultExpirationMs = typeof days === 'number' ? days * DAY_MS : null
  Object.assign(dataset.about, aboutOf(options))
  touch(world, dataset)
}

async function dropSchema(session: Session, { name, ifExists, cascade }: Of<'DROP_SCHEMA'>) {
  const { world, principal } = session
  const id = datasetOf(session, name)
  if (ifExists && !world.catalog.datasets.has(id)) return
  demand(world, principal, 'bigquery.datasets.delete', { dataset: id })
  const dataset = needDataset(session, id)
  if (dataset.tables.size > 0 && !cascade) {
    throw new GoogleError('resourceInUse', `Dataset ${world.project}:${id} is still in use`)
  }
  await dropDataset(world, dataset)
}

/** Whether the thing has to be made; throws where it is there and that is an error. */
async function makeRoom(
  session: Session,
  found: Found,
  replace: boolean,
  ifNotExists: boolean,
): Promise<boolean> {
  const { world, principal } = session
  demand(world, principal, 'bigquery.tables.create', { dataset: found.dataset })
  const there = needDataset(session, found.dataset).tables.get(found.id)
  if (!there) return true
  if (ifNotExists) return false
  if (!replace) throw duplicate(`Table ${world.project}:${found.dataset}.${found.id}`)
  demand(world, principal, 'bigquery.tables.delete', { dataset: found.dataset, table: found.id })
  await dropTable(world, there)
  return true
}

async function createTableOf(session: Session, ddl: Of<'CREATE_TABLE'>) {
  const found = locate(session, ddl.name.path)
  if (!(await makeRoom(session, found, ddl.replace, ddl.ifNotExists))) return
  await createTable(session.world, {
    ...found,
    fields: ddl.columns.map(fieldOf),
    partition: ddl.partitionBy,
    cluster: ddl.clusterBy,
    primaryKey: ddl.primaryKey,
    about: aboutOf(ddl.options),
  })
}

async function createView(session: Session, ddl: Of<'CREATE_VIEW'>) {
  const { world } = session
  const found = locate(session, ddl.name.path)
  if (!(await makeRoom(session, found, ddl.replace, ddl.ifNotExists))) return
  // A view is checked when it is made: names in it have to be there.
  const sql = readViewQuery(ddl.query, contextOf({ ...session, defaultDataset: null }))
  await world.engine.describe(sql)
  await createTable(world, { ...found, fields: [], view: ddl.query, about: aboutOf(ddl.options) })
}

/** The table of an ALTER or DROP; null where it may be missing and is. */
function affected(session: Session, name: Path, mayMiss: boolean, permission: string): Table | null {
  const found = locate(session, name.path)
  if (mayMiss && !session.world.catalog.find(found.dataset, found.id)) return null
  demand(session.world, session.principal, permission, { dataset: found.dataset, table: found.id })
  return needTable(session, found)
}

async function drop(session: Session, { kind, name, ifExists }: Of<'DROP_TABLE' | 'DROP_VIEW'>) {
  const table = affected(session, name, ifExists, 'bigquery.tables.delete')
  if (!table) return
  if ((table.view !== null) !== (kind === 'DROP_VIEW')) {
    throw invalidQuery(`Cannot ${kind.replace('_', ' ')} ${table.dataset}.${table.id}: it is of another kind`)
  }
  await dropTable(session.world, table)
}

async function alterTable(session: Session, ddl: Of<'ALTER_TABLE'>) {
  const { world } = session
  const table = affected(session, ddl.name, ddl.ifExists, 'bigquery.tables.update')
  if (!table) return
  const has = (name: string) => table.fields.some(one => one.name.toLowerCase() === name.toLowerCase())
  for (const { column, ifNotExists } of ddl.add) {
    if (has(column.name)) {
      if (ifNotExists) continue
      throw invalidQuery(`Column already exists: ${column.name}`)
    }
    await addColumns(world, table, [fieldOf(column)])
  }
  for (const { column, ifExists } of ddl.drop) {
    if (!has(column)) {
      if (ifExists) continue
      throw invalidQuery(`Column not found: ${column}`)
    }
    await world.engine.run(`ALTER TABLE ${physical(table)} DROP COLUMN ${quoteName(column)}`)
    table.fields = table.fields.filter(one => one.name.toLowerCase() !== column.toLowerCase())
  }
  const expires = ddl.options.get('expiration_timestamp')
  if (expires !== undefined) table.expires = typeof expires === 'string' ? Date.parse(expires) : null
  Object.assign(table.about, aboutOf(ddl.options))
  touch(world, table)
}

async function truncate(session: Session, { name }: Of<'TRUNCATE_TABLE'>) {
  const table = affected(session, name, false, 'bigquery.tables.updateData')
  if (!table) return
  await session.world.engine.run(`DELETE FROM ${physical(table)}`)
  touch(session.world, table)
}

/** The kinds that are about row policies are in `policies.ts`. */
export async function runDdl(session: Session, ddl: Exclude<Ddl, { kind: `${string}_ROW_ACCESS_POLICY` }>) {
  switch (ddl.kind) {
    case 'CREATE_SCHEMA':
      return createSchema(session, ddl)
    case 'ALTER_SCHEMA':
      return alterSchema(session, ddl)
    case 'DROP_SCHEMA':
      return dropSchema(session, ddl)
    case 'CREATE_TABLE':
      return createTableOf(session, ddl)
    case 'CREATE_VIEW':
      return createView(session, ddl)
    case 'DROP_TABLE':
    case 'DROP_VIEW':
      return drop(session, ddl)
    case 'ALTER_TABLE':
      return alterTable(session, ddl)
    case 'TRUNCATE_TABLE':
      return truncate(session, ddl)
  }
}
