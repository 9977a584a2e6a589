// What stands in the stand-in's tables, held against records here, without the code that wrote it.
import { expect } from 'vitest'
import type { Table } from '../../../../src/main/core/bigquery/face.ts'
import { revOf } from '../../../../src/main/core/bigquery/rows/rev.ts'
import { DEVICE_LOCAL, TABLES } from '../../../../src/main/core/bigquery/rows/tables.ts'
import type { Entity, Store } from '../../../../src/main/core/store/face.ts'
import type { BigQueryDouble } from '../../../bigquery-double/index.ts'
import { must } from '../sync/device.ts'

type Fields = Record<string, unknown>
const ENTITIES: readonly Entity[] = TABLES.map(({ entity }) => entity)

/** Current records of a user by id, those in the trash too. */
export async function recordsOf(store: Store, entity: Entity, user_id: string): Promise<Map<string, Fields>> {
  const records = new Map<string, Fields>()
  for (const id of must(await store.ids(entity, user_id, { where: [] })))
    records.set(id, { ...must(await store.get(entity, user_id, id)) })
  return records
}

/** What both computers must agree on: whole records without what is one computer's own. */
export async function travelled(store: Store, user_id: string): Promise<Record<string, Fields>> {
  const all: Record<string, Fields> = {}
  for (const entity of ENTITIES)
    for (const [id, record] of await recordsOf(store, entity, user_id))
      all[`${entity} ${id}`] = Object.fromEntries(
        Object.entries(record).filter(([field]) => !DEVICE_LOCAL[entity].includes(field)),
      )
  return all
}

/** Of every record its revision. */
export async function revsOf(store: Store, user_id: string): Promise<Record<string, string>> {
  const revs: Record<string, string> = {}
  for (const entity of ENTITIES)
    for (const [id, record] of await recordsOf(store, entity, user_id))
      revs[`${entity} ${id}`] = revOf(entity, record)
  return revs
}

function plain(type: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return Number(value)
  return type === 'JSON' && typeof value === 'string' ? JSON.parse(value) : value
}

const expectedRow = ({ entity, columns }: Table, record: Fields, account: string): Fields => ({
  ...Object.fromEntries(columns.map(({ name }) => [name, record[name] ?? null])),
  deleted_at: record.deleted ? record.updated_at : null,
  rev: revOf(entity, record),
  owner_email: account,
  pushed_by: account,
  synced_at: expect.any(String),
})

/** Every record of the user stands once in the account's rows, as it is here, and nothing else does. */
export async function expectThere(
  double: BigQueryDouble,
  dataset: string,
  { store, user_id, account }: { store: Store; user_id: string; account: string },
) {
  for (const table of TABLES) {
    const { entity, name, id, columns } = table
    const rows = (await double.rows(`${dataset}.${name}`))
      .filter(row => row.owner_email === account)
      .map(row => Object.fromEntries(columns.map(({ name, type }) => [name, plain(type, row[name])])))
      .sort((a, b) => (String(a[id]) < String(b[id]) ? -1 : 1))
    const records = await recordsOf(store, entity, user_id)
    const expected = [...records.keys()]
      .sort()
      .map(key => expectedRow(table, records.get(key) ?? {}, account))
    expect(rows, name).toEqual(expected)
  }
}

export const stagingTables = (double: BigQueryDouble) =>
  double.tables().filter(name => name.includes('_staging.'))

/** Gives another account the same rows, of the same profile and ids. */
export async function shareRows(double: BigQueryDouble, dataset: string, account: string) {
  const theirs = `SELECT * REPLACE ('${account}' AS owner_email, '${account}' AS pushed_by)`
  for (const { name } of TABLES)
    await double.sql(`INSERT INTO ${dataset}.${name} ${theirs} FROM ${dataset}.${name}`)
}

/** Keeps the rows of a dataset's tables, to put them back as often as a test needs them. */
export async function keepRows(double: BigQueryDouble, dataset: string) {
  const kept = `kept_${dataset}`
  const names = TABLES.map(({ name }) => name)
  await double.sql(`CREATE SCHEMA ${kept}`)
  for (const name of names) await double.sql(`CREATE TABLE ${kept}.${name} AS FROM ${dataset}.${name}`)
  return {
    async putBack() {
      for (const name of names) {
        await double.sql(`DELETE FROM ${dataset}.${name}`)
        await double.sql(`INSERT INTO ${dataset}.${name} FROM ${kept}.${name}`)
      }
    },
    /** Rows of others that aren't as they were. */
    async changedOf(account: string) {
      const changed: string[] = []
      for (const name of names) {
        const of = (schema: string) => `(FROM ${schema}.${name} WHERE owner_email <> '${account}')`
        const rows = await double.sql(
          `(FROM ${of(dataset)} EXCEPT ALL FROM ${of(kept)}) UNION ALL (FROM ${of(kept)} EXCEPT ALL FROM ${of(dataset)})`,
        )
        changed.push(
          ...rows.map(
            row => `${name} ${JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? Number(v) : v))}`,
          ),
        )
      }
      return changed
    },
  }
}
