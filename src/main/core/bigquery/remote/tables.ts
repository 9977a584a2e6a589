// What stands in a project: datasets, tables and their columns; and staging tables taken away.
import { randomUUID } from 'node:crypto'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { ColumnType, Dataset, Remote, Schema, Target } from '../face.ts'
import { DatasetAnswer, Empty, Permitted, TableAnswer, TableState, type WireField } from './answers.ts'
import type { Client } from './client.ts'
import { type Jobs, refusalOf } from './jobs.ts'
import { persist } from './retry.ts'

/** The API says INTEGER and BOOLEAN for what SQL calls INT64 and BOOL. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  STRING: 'STRING',
  INTEGER: 'INT64',
  INT64: 'INT64',
  BOOLEAN: 'BOOL',
  BOOL: 'BOOL',
  TIMESTAMP: 'TIMESTAMP',
  JSON: 'JSON',
}

/** Beside `bigquery.tables.create`; source: https://cloud.google.com/bigquery/docs/batch-loading-data. */
const LOAD_NEEDS = ['bigquery.tables.getData', 'bigquery.tables.update', 'bigquery.tables.updateData']

function columnOf({ name, type, mode }: WireField): Schema[number] {
  const known = TYPES[type]
  if (mode === 'REPEATED') return { name, type: known === 'STRING' ? 'STRING[]' : 'other' }
  return { name, type: known ?? 'other', ...(mode === 'REQUIRED' && { required: true }) }
}

export function createTables({ client, jobs, target }: { client: Client; jobs: Jobs; target: Target }) {
  const schema: Remote['schema'] = async (table, signal): Promise<Result<Schema | null>> => {
    const path = `datasets/${target.dataset}/tables/${table}`
    const got = await persist(
      () => client.call({ method: 'GET', path }, TableAnswer, signal),
      jobs.retry(signal),
    )
    if (got.ok) return ok((got.value.schema?.fields ?? []).map(columnOf))
    // Without its dataset, a table is no table that is merely missing.
    const { code, details } = got.error
    return code === 'not_found' && String(details?.what).startsWith('table ') ? ok(null) : refusalOf(got)
  }

  const modified: Remote['modified'] = async (table, signal) => {
    const path = `datasets/${target.dataset}/tables/${table}`
    const query = { fields: 'etag,lastModifiedTime' }
    const got = await persist(
      () => client.call({ method: 'GET', path, query }, TableState, signal),
      jobs.retry(signal),
    )
    return got.ok ? ok(`${got.value.lastModifiedTime} ${got.value.etag}`) : refusalOf(got)
  }

  const dataset: Remote['dataset'] = async (name, signal): Promise<Result<Dataset | null>> => {
    const got = await persist(
      () => client.call({ method: 'GET', path: `datasets/${name}` }, DatasetAnswer, signal),
      jobs.retry(signal),
    )
    if (got.ok) return got
    const { code, details } = got.error
    return code === 'not_found' && String(details?.what).startsWith('dataset ') ? ok(null) : refusalOf(got)
  }

  /** Which of the permissions the account has. */
  async function permitted(
    of: { dataset: string; table: string },
    permissions: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<readonly string[]>> {
    const path = `datasets/${of.dataset}/tables/${of.table}:testIamPermissions`
    const got = await persist(
      () => client.call({ method: 'POST', path, body: { permissions } }, Permitted, signal),
      jobs.retry(signal),
    )
    return got.ok ? ok(got.value.permissions) : refusalOf(got)
  }
  const permits: Remote['permits'] = (table, permissions, signal) =>
    permitted({ dataset: target.dataset, table }, permissions, signal)

  const dropStaging: Remote['dropStaging'] = async (table, signal) => {
    const path = `datasets/${target.staging_dataset}/tables/${table}`
    const gone = await persist(
      () => client.call({ method: 'DELETE', path }, Empty, signal),
      jobs.retry(signal),
    )
    return gone.ok || gone.error.code === 'not_found' ? ok(null) : refusalOf(gone)
  }

  const tryStaging: Remote['tryStaging'] = async signal => {
    const { project: projectId, staging_dataset: datasetId } = target
    const tableId = `am_check_${randomUUID().replaceAll('-', '')}`
    const body = {
      tableReference: { projectId, datasetId, tableId },
      schema: { fields: [{ name: 'id', type: 'STRING' }] },
    }
    const path = `datasets/${datasetId}/tables`
    const made = await persist(
      () => client.call({ method: 'POST', path, body }, TableAnswer, signal),
      jobs.retry(signal),
    )
    // Already there: it was made by the try whose answer was lost.
    if (!made.ok && made.error.details?.reason !== 'duplicate') return refusalOf(made)
    const has = await permitted({ dataset: datasetId, table: tableId }, LOAD_NEEDS, signal)
    const gone = await dropStaging(tableId, signal)
    if (!has.ok) return has
    if (!gone.ok) return gone
    return ok(LOAD_NEEDS.filter(need => !has.value.includes(need)))
  }

  return { schema, modified, dataset, permits, dropStaging, tryStaging }
}
