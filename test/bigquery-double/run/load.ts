// A load job: one Parquet file into one table, all rows or none.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Table } from '../catalog.ts'
import { quoteName, quoteText } from '../engine.ts'
import { duplicate, GoogleError, invalid, invalidQuery, notFound } from '../errors.ts'
import { type Field, fieldsOf, RestSchema } from '../types.ts'
import { addColumns, createTable, demand, dropTable, physical, touch, type World } from '../world.ts'
import { stored } from './assign.ts'
import { asGoogle } from './duck-errors.ts'
import { rowCount, tableBytes } from './estimate.ts'
import { type ParquetColumn, readParquetColumns } from './parquet.ts'

export const LoadConfig = z.object({
  destinationTable: z.object({
    projectId: z.string().optional(),
    datasetId: z.string(),
    tableId: z.string(),
  }),
  schema: RestSchema.optional(),
  sourceFormat: z.string().default('CSV'),
  writeDisposition: z.enum(['WRITE_EMPTY', 'WRITE_TRUNCATE', 'WRITE_APPEND']).default('WRITE_APPEND'),
  createDisposition: z.enum(['CREATE_IF_NEEDED', 'CREATE_NEVER']).default('CREATE_IF_NEEDED'),
  schemaUpdateOptions: z.array(z.string()).default([]),
  ignoreUnknownValues: z.boolean().default(false),
  parquetOptions: z
    .object({ enableListInference: z.boolean().default(false), enumAsString: z.boolean().optional() })
    .default({ enableListInference: false }),
})
export type LoadConfig = z.infer<typeof LoadConfig>
export type Loaded = { rows: number; bytes: number; inputBytes: number }

const TABLE_NAME = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]{1,1024}$/u

/** Before the job is made: refuses at once what Google refuses at once. */
export function checkLoad(world: World, principal: string, location: string, config: LoadConfig) {
  const { destinationTable: to, createDisposition, writeDisposition } = config
  const where = { dataset: to.datasetId, table: to.tableId }
  if (to.projectId !== undefined && to.projectId !== world.project) throw notFound(`Project ${to.projectId}`)
  if (!TABLE_NAME.test(to.tableId)) throw invalid(`Invalid table ID "${to.tableId}".`)
  // Asked for even where the table is there: only CREATE_NEVER does without.
  if (createDisposition === 'CREATE_IF_NEEDED') {
    demand(world, principal, 'bigquery.tables.create', { dataset: to.datasetId })
  }
  demand(world, principal, 'bigquery.tables.updateData', where)
  demand(world, principal, 'bigquery.tables.update', where)
  if (writeDisposition === 'WRITE_TRUNCATE') demand(world, principal, 'bigquery.tables.getData', where)
  const dataset = world.catalog.datasets.get(to.datasetId)
  if (!dataset || dataset.location !== location) throw notFound(`Dataset ${world.project}:${to.datasetId}`)
}

const mismatch = ({ project }: World, { datasetId, tableId }: LoadConfig['destinationTable'], why: string) =>
  invalid(`Provided Schema does not match Table ${project}:${datasetId}.${tableId}. ${why}`)

const sameName = (one: { name: string }, other: { name: string }) =>
  one.name.toLowerCase() === other.name.toLowerCase()

/** The table's columns after the load; throws where the schema can't be brought into the table. */
function mergeFields(world: World, config: LoadConfig, table: Table, schema: readonly Field[]): Field[] {
  const to = config.destinationTable
  for (const field of schema) {
    const there = table.fields.find(one => sameName(one, field))
    if (there && (there.type !== field.type || (there.mode === 'REPEATED') !== (field.mode === 'REPEATED'))) {
      throw mismatch(
        world,
        to,
        `Field ${field.name} has changed type from ${there.type} ${there.mode} to ${field.type} ${field.mode}`,
      )
    }
  }
  const added = schema.filter(field => !table.fields.some(one => sameName(one, field)))
  const [first] = added
  if (first && table.fields.length > 0 && !config.schemaUpdateOptions.includes('ALLOW_FIELD_ADDITION')) {
    throw mismatch(world, to, `Cannot add fields (field: ${first.name})`)
  }
  return added
}

/** The value of each column as DuckDB text, read from the file. */
function valuesOf(fields: readonly Field[], columns: readonly ParquetColumn[]): string[] {
  return fields.map(field => {
    const column = columns.find(one => sameName(one, field))
    if (!column) {
      if (field.mode === 'REQUIRED') {
        throw invalid(`Error while reading data, error message: Required column '${field.name}' is missing`)
      }
      return stored(field, null)
    }
    const repeated = field.mode === 'REPEATED'
    if (column.type !== field.type || (column.mode === 'REPEATED') !== repeated) {
      throw invalid(
        `Error while reading data, error message: Parquet column '${column.name}' has type ` +
          `${column.mode} ${column.type} which does not match the target type ${field.mode} ${field.type}`,
      )
    }
    const raw = quoteName(column.name)
    // An instant without a zone in the file is one of UTC.
    const instant = `CAST(${raw} AS TIMESTAMP WITH TIME ZONE)`
    return stored(field, field.type === 'TIMESTAMP' && !repeated ? instant : raw)
  })
}

async function fill(world: World, config: LoadConfig, file: string, bytes: number): Promise<Loaded> {
  const { destinationTable: to, writeDisposition, createDisposition, parquetOptions } = config
  const columns = await readParquetColumns(world.engine, file, parquetOptions.enableListInference)
  const there = world.catalog.find(to.datasetId, to.tableId)
  if (there?.view) throw invalid(`Cannot load into the view ${to.datasetId}.${to.tableId}`)
  if (!there && createDisposition === 'CREATE_NEVER') {
    throw notFound(`Table ${world.project}:${to.datasetId}.${to.tableId}`)
  }
  if (there && writeDisposition === 'WRITE_EMPTY' && (await rowCount(world.engine, there)) > 0) {
    throw duplicate(`Table ${world.project}:${to.datasetId}.${to.tableId}`)
  }
  const found = columns.map((column): Field => ({ ...column }))
  const schema = config.schema ? fieldsOf(config.schema) : there ? there.fields : found
  const json = [...schema, ...(there?.fields ?? [])].find(({ type }) => type === 'JSON')
  if (json) throw invalid(`Unsupported field type: JSON. Field ${json.name} can't be loaded from PARQUET`)
  const extra = columns.find(column => !schema.some(field => sameName(field, column)))
  if (extra && !config.ignoreUnknownValues)
    throw mismatch(world, to, `Cannot add fields (field: ${extra.name})`)
  const values = valuesOf(schema, columns)

  const table = await prepare(world, config, there, schema)
  const names = table.fields.map(field => quoteName(field.name)).join(', ')
  const cells = table.fields.map(field => {
    const at = schema.findIndex(one => sameName(one, field))
    return values[at] ?? stored(field, null)
  })
  const { rows } = await world.engine.query(
    `INSERT INTO ${physical(table)} (${names}) SELECT ${cells.join(', ')} FROM read_parquet(${quoteText(file)})`,
  )
  touch(world, table)
  return {
    rows: Number(rows[0]?.[0] ?? 0),
    bytes: await tableBytes(world.engine, table),
    inputBytes: bytes,
  }
}

async function prepare(
  world: World,
  config: LoadConfig,
  there: Table | null,
  schema: Field[],
): Promise<Table> {
  const { datasetId: dataset, tableId: id } = config.destinationTable
  if (!there) return createTable(world, { dataset, id, fields: schema })
  if (config.writeDisposition === 'WRITE_TRUNCATE') {
    // Row policies and the primary key go with the old rows; only WRITE_TRUNCATE_DATA would keep them.
    await dropTable(world, there)
    const { partition, cluster, expires, about } = there
    return createTable(world, { dataset, id, fields: schema, partition, cluster, expires, about })
  }
  const added = mergeFields(world, config, there, schema)
  if (added.length > 0) await addColumns(world, there, added)
  return there
}

/** Undoes everything where the load fails. Throws a GoogleError. */
export async function runLoad(world: World, config: LoadConfig, media: Buffer): Promise<Loaded> {
  if (config.sourceFormat !== 'PARQUET')
    throw invalidQuery(`The BigQuery double loads PARQUET only, not ${config.sourceFormat}`)
  const folder = await mkdtemp(join(tmpdir(), 'bigquery-double-'))
  const { datasetId, tableId } = config.destinationTable
  const before = world.catalog.find(datasetId, tableId)
  const fields = before?.fields
  await world.engine.run('BEGIN')
  try {
    const file = join(folder, 'load.parquet')
    await writeFile(file, media)
    const loaded = await fill(world, config, file, media.length)
    await world.engine.run('COMMIT')
    return loaded
  } catch (error) {
    await world.engine.run('ROLLBACK')
    world.catalog.removeTable(datasetId, tableId)
    if (before && fields) world.catalog.addTable({ ...before, fields })
    const google = asGoogle(error)
    throw error instanceof GoogleError
      ? error
      : invalid(`Error while reading data, error message: ${google.message}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
