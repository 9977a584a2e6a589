// MERGE on DuckDB. A target row that would be changed by two source rows is an error, which DuckDB does not raise.
import type { Table } from '../catalog.ts'
import { quoteName } from '../engine.ts'
import { invalidQuery } from '../errors.ts'
import type { Merge, When } from '../sql/statement.ts'
import { touch } from '../world.ts'
import { defaultOf, stored } from './assign.ts'
import type { Session } from './context.ts'
import { type Changed, checkSet, insertFields, needTarget, rowValues, TWICE, targetSql } from './dml.ts'

async function refuseTwice(session: Session, table: Table, { target, source, on, whens }: Merge) {
  const changing = whens.filter(({ matched }) => matched === 'matched')
  if (changing.length === 0) return
  const chosen = changing.map(({ condition }) => condition ?? 'TRUE').join(' OR ')
  const { rows } = await session.world.engine.query(
    `SELECT 1 FROM ${targetSql(table, target)} JOIN ${source} ON ${on} WHERE ${chosen} ` +
      `GROUP BY ${quoteName(target.alias)}.rowid HAVING count(*) > 1 LIMIT 1`,
  )
  if (rows.length > 0) throw invalidQuery(TWICE)
}

const MATCHED: Record<When['matched'], string> = {
  matched: 'MATCHED',
  not_by_target: 'NOT MATCHED BY TARGET',
  not_by_source: 'NOT MATCHED BY SOURCE',
}

async function actionSql(
  session: Session,
  table: Table,
  merge: Merge,
  { matched, action }: When,
): Promise<string> {
  const target = targetSql(table, merge.target)
  if (action.kind === 'delete') return 'DELETE'
  if (action.kind === 'update') {
    const from = matched === 'matched' ? `${target}, ${merge.source}` : target
    return `UPDATE SET ${(await checkSet(session, table, action.set, from)).join(', ')}`
  }
  const names = table.fields.map(field => quoteName(field.name)).join(', ')
  if (action.values === null) return `INSERT (${names}) VALUES (${await rowOfSource(session, table, merge)})`
  const fields = insertFields(table, action.columns)
  const values = await rowValues(session, table, fields, action.values, ` FROM ${merge.source}`)
  return `INSERT (${names}) VALUES (${values.join(', ')})`
}

/** INSERT ROW: the source has the target's columns, by name. */
async function rowOfSource(session: Session, table: Table, { source }: Merge): Promise<string> {
  const columns = await session.world.engine.describe(`SELECT * FROM ${source}`)
  return table.fields
    .map(field => {
      const found = columns.find(({ name }) => name.toLowerCase() === field.name.toLowerCase())
      return stored(field, found ? quoteName(found.name) : null, defaultOf(session, field))
    })
    .join(', ')
}

export async function runMerge(session: Session, merge: Merge): Promise<Changed> {
  const table = needTarget(session, merge.target)
  const clauses: string[] = []
  for (const when of merge.whens) {
    const condition = when.condition === null ? '' : ` AND ${when.condition}`
    clauses.push(
      `WHEN ${MATCHED[when.matched]}${condition} THEN ${await actionSql(session, table, merge, when)}`,
    )
  }
  await refuseTwice(session, table, merge)
  const { rows } = await session.world.engine.query(
    `MERGE INTO ${targetSql(table, merge.target)} USING ${merge.source} ON ${merge.on} ` +
      `${clauses.join(' ')} RETURNING merge_action`,
  )
  touch(session.world, table)
  const count = (action: string) => rows.filter(([one]) => one === action).length
  return { inserted: count('INSERT'), updated: count('UPDATE'), deleted: count('DELETE') }
}
