// What belongs to a table: its rows, its row policies, and what the caller may do with it.
import { z } from 'zod'
import { type Answer, type Call, ok, parseBody } from '../call.ts'
import { accessDenied } from '../errors.ts'
import { tableReference } from '../job-resource.ts'
import { type Format, pageOf, resultOf } from '../results.ts'
import { seesAll } from '../run/context.ts'
import { demand, physical, type World } from '../world.ts'
import { find, sessionFor, where } from './tables.ts'

/** The rows as they are: whom a row policy filters may not have them so. */
export async function listRows(world: World, call: Call, pageRows: number): Promise<Answer> {
  demand(world, call.principal, 'bigquery.tables.getData', where(call))
  const table = find(world, call)
  if (!seesAll(sessionFor(world, call, table.dataset), table)) {
    throw accessDenied(
      `Table ${world.project}:${table.dataset}.${table.id}: tabledata.list requires access to all rows (a TRUE filter).`,
    )
  }
  const result = resultOf(await world.engine.query(`SELECT * FROM ${physical(table)}`))
  const start = Number(call.query.get('pageToken') ?? call.query.get('startIndex') ?? 0)
  const most = Math.min(Number(call.query.get('maxResults') ?? pageRows), pageRows)
  const format: Format = call.query.get('formatOptions.useInt64Timestamp') === 'true' ? 'int64' : 'float'
  const { rows, next } = pageOf(result, { start, most }, format)
  return ok({
    kind: 'bigquery#tableDataList',
    totalRows: String(result.rows.length),
    ...(rows.length > 0 && { rows }),
    ...(next !== null && { pageToken: String(next) }),
  })
}

export function listPolicies(world: World, call: Call): Answer {
  demand(world, call.principal, 'bigquery.rowAccessPolicies.list', where(call))
  const table = find(world, call)
  const rowAccessPolicies = [...table.policies].map(([policyId, { filter, grantees }]) => ({
    rowAccessPolicyReference: { ...tableReference(world, table), policyId },
    filterPredicate: filter,
    grantees,
  }))
  return ok(rowAccessPolicies.length > 0 ? { rowAccessPolicies } : {})
}

const Permissions = z.object({ permissions: z.array(z.string()).default([]) })

/** Those of the asked permissions that the caller has; also for a whole project. */
export function testPermissions(world: World, call: Call): Answer {
  const { permissions } = parseBody(Permissions, call.body ?? {})
  const { dataset, table } = call.parts
  const place = dataset !== undefined && table !== undefined ? { dataset, table } : {}
  const has = permissions.filter(one => world.permissions.allows(call.principal, one, place))
  return ok(has.length > 0 ? { permissions: has } : {})
}
