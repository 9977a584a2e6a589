// INSERT, UPDATE and DELETE on DuckDB, with BigQuery's refusals.
import type { Table } from '../catalog.ts'
import { quoteName } from '../engine.ts'
import { accessDenied, invalidQuery } from '../errors.ts'
import type { Expr } from '../sql/cursor.ts'
import type { Assignment, Delete, Insert, Target, Update } from '../sql/statement.ts'
import type { Field } from '../types.ts'
import { demand, physical, touch } from '../world.ts'
import { checkFits, defaultOf, described, fieldNamed, stored } from './assign.ts'
import { locate, needTable, type Session, seesAll } from './context.ts'

export type Changed = { inserted: number; updated: number; deleted: number }
export const TWICE = 'UPDATE/MERGE must match at most one source row for each target row'

/** The table that a statement changes. Throws where the principal may not. */
export function needTarget(session: Session, { path }: Target): Table {
  const found = locate(session, path)
  const where = { dataset: found.dataset, table: found.id }
  demand(session.world, session.principal, 'bigquery.tables.updateData', where)
  demand(session.world, session.principal, 'bigquery.tables.getData', where)
  const table = needTable(session, found)
  const name = `${session.world.project}:${table.dataset}.${table.id}`
  if (table.view !== null) throw invalidQuery(`DML over view ${name} is not supported`)
  if (!seesAll(session, table)) {
    throw accessDenied(
      `Table ${name}: DML requires access to all rows of a table with row access policies (a TRUE filter).`,
    )
  }
  return table
}

export const targetSql = (table: Table, { alias }: Target) => `${physical(table)} AS ${quoteName(alias)}`

/** `from` is what the values are computed over. */
export async function checkSet(session: Session, table: Table, set: readonly Assignment[], from: string) {
  const fields = set.map(({ column }) => fieldNamed(table, column))
  const twice = fields.find((field, at) => fields.indexOf(field) !== at)
  if (twice) throw invalidQuery(`Update item ${twice.name} assigned more than once`)
  const columns = await session.world.engine.describe(
    `SELECT ${set.map(({ value }) => described(value)).join(', ')} FROM ${from}`,
  )
  set.forEach(({ value }, at) => {
    const field = fields[at]
    const column = columns[at]
    if (field && column) checkFits(field, value, column)
  })
  return set.map(({ value }, at) => {
    const field = fields[at]
    return field ? `${quoteName(field.name)} = ${stored(field, value.sql, defaultOf(session, field))}` : ''
  })
}

/** Columns in the order given; throws for one that isn't there or is named twice. */
export function insertFields(table: Table, columns: readonly string[] | null): Field[] {
  const fields = columns ? columns.map(name => fieldNamed(table, name)) : table.fields
  const twice = fields.find((field, at) => fields.indexOf(field) !== at)
  if (twice) throw invalidQuery(`Column ${twice.name} is listed more than once in INSERT`)
  return [...fields]
}

const ADDED = (given: number, wanted: number) =>
  `Inserted row has wrong column count; Has ${given}, expected ${wanted}`

/** The stored values of one row, for every column of the table. */
export async function rowValues(
  session: Session,
  table: Table,
  fields: readonly Field[],
  values: readonly Expr[],
  from: string,
): Promise<string[]> {
  if (values.length !== fields.length) throw invalidQuery(ADDED(values.length, fields.length))
  const columns = await session.world.engine.describe(`SELECT ${values.map(described).join(', ')}${from}`)
  fields.forEach((field, at) => {
    const column = columns[at]
    if (column) checkFits(field, values[at] ?? null, column)
  })
  return table.fields.map(field =>
    stored(field, values[fields.indexOf(field)]?.sql ?? null, defaultOf(session, field)),
  )
}

async function changed(session: Session, table: Table, sql: string): Promise<number> {
  const { rows } = await session.world.engine.query(sql)
  touch(session.world, table)
  return Number(rows[0]?.[0] ?? 0)
}

export async function runInsert(session: Session, { target, columns, source }: Insert): Promise<Changed> {
  const table = needTarget(session, target)
  const fields = insertFields(table, columns)
  const into = `INSERT INTO ${physical(table)} (${table.fields.map(one => quoteName(one.name)).join(', ')})`
  if ('rows' in source) {
    const rows: string[] = []
    for (const values of source.rows) {
      rows.push(`(${(await rowValues(session, table, fields, values, '')).join(', ')})`)
    }
    return {
      inserted: await changed(session, table, `${into} VALUES ${rows.join(', ')}`),
      updated: 0,
      deleted: 0,
    }
  }
  const given = await session.world.engine.describe(source.query)
  if (given.length !== fields.length) throw invalidQuery(ADDED(given.length, fields.length))
  fields.forEach((field, at) => {
    const column = given[at]
    if (column) checkFits(field, null, column)
  })
  const values = table.fields.map(field => {
    const at = fields.indexOf(field)
    return stored(field, at < 0 ? null : `"_c${at}"`, defaultOf(session, field))
  })
  const names = fields.map((_, at) => `"_c${at}"`).join(', ')
  const sql = `${into} SELECT ${values.join(', ')} FROM (${source.query}) AS "_source" (${names})`
  return { inserted: await changed(session, table, sql), updated: 0, deleted: 0 }
}

export async function runUpdate(session: Session, { target, set, from, where }: Update): Promise<Changed> {
  const table = needTarget(session, target)
  const over = from ? `${targetSql(table, target)}, ${from}` : targetSql(table, target)
  const sets = await checkSet(session, table, set, over)
  if (from) {
    const rowid = `${quoteName(target.alias)}.rowid`
    const { rows } = await session.world.engine.query(
      `SELECT 1 FROM ${over} WHERE ${where} GROUP BY ${rowid} HAVING count(*) > 1 LIMIT 1`,
    )
    if (rows.length > 0) throw invalidQuery(TWICE)
  }
  const sql = `UPDATE ${targetSql(table, target)} SET ${sets.join(', ')}${from ? ` FROM ${from}` : ''} WHERE ${where}`
  return { inserted: 0, updated: await changed(session, table, sql), deleted: 0 }
}

export async function runDelete(session: Session, { target, where }: Delete): Promise<Changed> {
  const table = needTarget(session, target)
  const sql = `DELETE FROM ${targetSql(table, target)} WHERE ${where}`
  return { inserted: 0, updated: 0, deleted: await changed(session, table, sql) }
}
