// Tables and views over REST.
import { z } from 'zod'
import { type Answer, type Call, EMPTY, ok, parseBody, part } from '../call.ts'
import type { Table } from '../catalog.ts'
import { invalid } from '../errors.ts'
import { tableReference } from '../job-resource.ts'
import { contextOf, type Session } from '../run/context.ts'
import { rowCount, tableBytes } from '../run/estimate.ts'
import { paramsOf } from '../run/params.ts'
import { readViewQuery } from '../sql/read.ts'
import { type Field, fieldsOf, RestSchema, restSchema } from '../types.ts'
import { addColumns, createTable, demand, dropTable, physical, touch, type World } from '../world.ts'
import { checkEtag, describing, etagOf, mergeAbout } from './datasets.ts'

const Body = z.object({
  tableReference: z.object({
    tableId: z.string(),
    datasetId: z.string().optional(),
    projectId: z.string().optional(),
  }),
  schema: RestSchema.optional(),
  view: z.object({ query: z.string(), useLegacySql: z.boolean().default(true) }).optional(),
  timePartitioning: z.object({ type: z.string(), field: z.string().optional() }).optional(),
  clustering: z.object({ fields: z.array(z.string()) }).optional(),
  tableConstraints: z
    .object({ primaryKey: z.object({ columns: z.array(z.string()) }).optional() })
    .optional(),
  expirationTime: z.union([z.string(), z.number()]).nullish(),
  description: z.string().nullish(),
  friendlyName: z.string().nullish(),
  labels: z.record(z.string(), z.string().nullable()).optional(),
})

const NAME = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]{1,1024}$/u
export const where = (call: Call) => ({ dataset: part(call, 'dataset'), table: part(call, 'table') })
export const find = (world: World, call: Call) =>
  world.catalog.table(part(call, 'dataset'), part(call, 'table'))

async function resource(world: World, table: Table): Promise<object> {
  const { project, engine, catalog } = world
  return {
    kind: 'bigquery#table',
    id: `${project}:${table.dataset}.${table.id}`,
    etag: etagOf(table),
    tableReference: tableReference(world, table),
    type: table.view === null ? 'TABLE' : 'VIEW',
    location: catalog.dataset(table.dataset).location,
    creationTime: String(table.created),
    lastModifiedTime: String(table.modified),
    numRows: String(await rowCount(engine, table)),
    numBytes: String(await tableBytes(engine, table)),
    ...(table.fields.length > 0 && { schema: restSchema(table.fields) }),
    ...(table.view !== null && { view: { query: table.view, useLegacySql: false } }),
    ...(table.partition && {
      timePartitioning: { type: table.partition.unit, field: table.partition.column },
    }),
    ...(table.cluster.length > 0 && { clustering: { fields: table.cluster } }),
    ...(table.primaryKey.length > 0 && { tableConstraints: { primaryKey: { columns: table.primaryKey } } }),
    ...(table.expires !== null && { expirationTime: String(table.expires) }),
    ...table.about,
  }
}

export function sessionFor(world: World, call: Call, dataset: string): Session {
  const { location } = world.catalog.dataset(dataset)
  const params = paramsOf([])
  return {
    world,
    principal: call.principal,
    location,
    defaultDataset: null,
    params,
    touched: new Set(),
    now: world.clock.tick(),
  }
}

export async function insertTable(world: World, call: Call): Promise<Answer> {
  const dataset = part(call, 'dataset')
  demand(world, call.principal, 'bigquery.tables.create', { dataset })
  const body = parseBody(Body, call.body)
  const id = body.tableReference.tableId
  if (!NAME.test(id)) throw invalid(`Invalid table ID "${id}".`)
  if (body.view) {
    if (body.view.useLegacySql) throw invalid('The BigQuery double does not speak legacy SQL in views')
    const session = sessionFor(world, call, dataset)
    await world.engine.describe(readViewQuery(body.view.query, contextOf(session)))
  }
  const time = body.timePartitioning
  const table = await createTable(world, {
    dataset,
    id,
    fields: body.schema ? fieldsOf(body.schema) : [],
    view: body.view?.query ?? null,
    partition: time?.field === undefined ? null : { column: time.field, unit: time.type },
    cluster: body.clustering?.fields ?? [],
    primaryKey: body.tableConstraints?.primaryKey?.columns ?? [],
    ...(body.expirationTime && { expires: Number(body.expirationTime) }),
    about: mergeAbout({}, describing(body)),
  })
  return ok(await resource(world, table))
}

export async function getTable(world: World, call: Call): Promise<Answer> {
  demand(world, call.principal, 'bigquery.tables.get', where(call))
  return ok(await resource(world, find(world, call)))
}

/** Only new columns and REQUIRED to NULLABLE. Source: BigQuery's page on table schemas. */
async function changeSchema(world: World, table: Table, wanted: readonly Field[]) {
  const refuse = (why: string) =>
    invalid(`Provided Schema does not match Table ${world.project}:${table.dataset}.${table.id}. ${why}`)
  const relaxed: Field[] = []
  for (const field of table.fields) {
    const found = wanted.find(({ name }) => name.toLowerCase() === field.name.toLowerCase())
    if (!found) throw refuse(`Field ${field.name} is missing in new schema`)
    if (found.type !== field.type)
      throw refuse(`Field ${field.name} has changed type from ${field.type} to ${found.type}`)
    const relaxes = field.mode === 'REQUIRED' && found.mode === 'NULLABLE'
    if (found.mode !== field.mode && !relaxes) {
      throw refuse(`Field ${field.name} has changed mode from ${field.mode} to ${found.mode}`)
    }
    if (relaxes) relaxed.push(field)
  }
  for (const field of relaxed) {
    await world.engine.run(`ALTER TABLE ${physical(table)} ALTER COLUMN "${field.name}" DROP NOT NULL`)
    field.mode = 'NULLABLE'
  }
  const added = wanted.filter(
    ({ name }) => !table.fields.some(one => one.name.toLowerCase() === name.toLowerCase()),
  )
  await addColumns(world, table, added)
}

export async function patchTable(world: World, call: Call): Promise<Answer> {
  demand(world, call.principal, 'bigquery.tables.update', where(call))
  const table = find(world, call)
  checkEtag(call, table)
  const body = parseBody(Body.partial(), call.body)
  if (body.schema) await changeSchema(world, table, fieldsOf(body.schema))
  if (body.view) table.view = body.view.query
  if (body.expirationTime !== undefined) {
    table.expires = body.expirationTime === null ? null : Number(body.expirationTime)
  }
  table.about = mergeAbout(table.about, describing(body))
  touch(world, table)
  return ok(await resource(world, table))
}

export async function deleteTable(world: World, call: Call): Promise<Answer> {
  demand(world, call.principal, 'bigquery.tables.delete', where(call))
  await dropTable(world, find(world, call))
  return EMPTY
}

export function listTables(world: World, call: Call): Answer {
  const dataset = part(call, 'dataset')
  demand(world, call.principal, 'bigquery.tables.list', { dataset })
  const all = [...world.catalog.dataset(dataset).tables.values()]
  const tables = all.map(table => ({
    kind: 'bigquery#table',
    id: `${world.project}:${dataset}.${table.id}`,
    tableReference: tableReference(world, table),
    type: table.view === null ? 'TABLE' : 'VIEW',
  }))
  return ok({ kind: 'bigquery#tableList', totalItems: tables.length, ...(tables.length > 0 && { tables }) })
}
