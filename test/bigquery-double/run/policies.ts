// Row access policies: made and dropped by statement only.
import { quoteName } from '../engine.ts'
import { duplicate, invalidQuery, notFound } from '../errors.ts'
import { readFilter } from '../sql/read.ts'
import type { Ddl } from '../sql/statement.ts'
import { tokenise } from '../sql/tokens.ts'
import { demand, physical } from '../world.ts'
import { contextOf, locate, needTable, type Session } from './context.ts'

type Create = Extract<Ddl, { kind: 'CREATE_ROW_ACCESS_POLICY' }>
type Drop = Extract<Ddl, { kind: 'DROP_ROW_ACCESS_POLICY' }>

const GRANTEE =
  /^(?:(?:user|group|serviceAccount|domain):[^\s:]+|allAuthenticatedUsers|allUsers|principal(?:Set)?:\S+)$/

export async function createPolicy(session: Session, ddl: Create) {
  const { world, principal } = session
  const found = locate(session, ddl.name.path)
  const where = { dataset: found.dataset, table: found.id }
  demand(world, principal, 'bigquery.rowAccessPolicies.create', where)
  const table = needTable(session, found)
  if (table.view !== null) throw invalidQuery('Row access policies are not supported on views')
  if (table.policies.has(ddl.policy) && !ddl.replace) {
    if (ddl.ifNotExists) return
    throw duplicate(`Row Access Policy ${world.project}:${table.dataset}.${table.id}.${ddl.policy}`)
  }
  const wrong = ddl.grantees.find(grantee => !GRANTEE.test(grantee))
  if (wrong !== undefined) throw invalidQuery(`Invalid grantee: ${wrong}`)
  const words = new Set(tokenise(ddl.filter).map(({ text }) => text.toLowerCase()))
  const json = table.fields.find(field => field.type === 'JSON' && words.has(field.name.toLowerCase()))
  if (json) throw invalidQuery(`Row access policies cannot be applied on JSON columns: ${json.name}`)
  const filter = readFilter(ddl.filter, contextOf(session))
  const [column] = await world.engine.describe(
    `SELECT ${filter} FROM ${physical(table)} AS ${quoteName(table.id)}`,
  )
  if (column?.duck !== 'BOOLEAN') throw invalidQuery('A row access policy filter must be of type BOOL')
  table.policies.set(ddl.policy, { grantees: ddl.grantees, filter: ddl.filter })
}

export async function dropPolicy(session: Session, { name, policy, ifExists }: Drop) {
  const { world, principal } = session
  const found = locate(session, name.path)
  demand(world, principal, 'bigquery.rowAccessPolicies.delete', { dataset: found.dataset, table: found.id })
  const table = needTable(session, found)
  if (policy === null) {
    table.policies.clear()
    return
  }
  if (!table.policies.delete(policy) && !ifExists) {
    throw notFound(`Row Access Policy ${world.project}:${table.dataset}.${table.id}.${policy}`)
  }
}
