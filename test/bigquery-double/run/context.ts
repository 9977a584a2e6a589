// What names in a statement mean to the one who asks: tables with their row policies, views, parameters.
import type { Policy, Table } from '../catalog.ts'
import { accessDenied, invalidQuery, notFound, unspoken } from '../errors.ts'
import type { Context } from '../sql/cursor.ts'
import { readFilter, readViewQuery } from '../sql/read.ts'
import { physical, type World } from '../world.ts'
import type { Params } from './params.ts'

export type Session = {
  world: World
  principal: string
  location: string
  defaultDataset: string | null
  params: Params
  /** The instant of the statement, in microseconds since 1970. */
  now: bigint
  /** Every table that was read or written. */
  touched: Set<Table>
}

export type Found = { dataset: string; id: string }

/** Names the dataset and table; throws where the path is none, or leads elsewhere. */
export function locate({ world, defaultDataset }: Session, path: readonly string[]): Found {
  const [first = '', second, third, ...more] = path
  if (path.some(part => part.toUpperCase() === 'INFORMATION_SCHEMA')) throw unspoken('INFORMATION_SCHEMA')
  if (more.length > 0) throw invalidQuery(`Invalid table name ${path.join('.')}`)
  if (third !== undefined) {
    if (first !== world.project) throw foreign(`${first}:${second}.${third}`)
    return { dataset: second ?? '', id: third }
  }
  if (second !== undefined) return { dataset: first, id: second }
  if (defaultDataset === null) {
    throw invalidQuery(`Table "${first}" must be qualified with a dataset (e.g. dataset.table).`)
  }
  return { dataset: defaultDataset, id: first }
}

const foreign = (name: string) =>
  accessDenied(
    `Table ${name}: User does not have permission to query table ${name}, or perhaps it does not exist.`,
  )

/** A dataset elsewhere is as one that isn't there. */
export function needDataset({ world, location }: Session, id: string) {
  const dataset = world.catalog.datasets.get(id)
  if (!dataset || dataset.location !== location) {
    throw notFound(`Dataset ${world.project}:${id} was not found in location ${location}`)
  }
  return dataset
}

export function needTable(session: Session, { dataset, id }: Found): Table {
  const table = needDataset(session, dataset).tables.get(id)
  if (!table) {
    throw notFound(
      `Table ${session.world.project}:${dataset}.${id} was not found in location ${session.location}`,
    )
  }
  session.touched.add(table)
  return table
}

function isGranted({ world, principal }: Session, grantees: readonly string[]): boolean {
  return grantees.some(grantee => {
    const [kind = '', name = ''] = grantee.split(':')
    if (kind === 'allUsers' || kind === 'allAuthenticatedUsers') return true
    if (kind === 'group') return world.groups.get(name)?.includes(principal) ?? false
    if (kind === 'domain') return principal.endsWith(`@${name}`)
    return name.toLowerCase() === principal.toLowerCase()
  })
}

const policiesFor = (session: Session, table: Table): Policy[] =>
  [...table.policies.values()].filter(({ grantees }) => isGranted(session, grantees))

/** Whether all rows are the principal's to see: what DML needs. */
export function seesAll(session: Session, table: Table): boolean {
  if (table.policies.size === 0) return true
  return policiesFor(session, table).some(({ filter }) => filter.trim().toUpperCase() === 'TRUE')
}

function filtered(session: Session, table: Table, context: Context): string {
  if (seesAll(session, table)) return physical(table)
  const filters = policiesFor(session, table).map(({ filter }) => `(${readFilter(filter, context)})`)
  return `(SELECT * FROM ${physical(table)} WHERE ${filters.length > 0 ? filters.join(' OR ') : 'FALSE'})`
}

/** `view` is the view whose query is being read, if one is. */
export function contextOf(session: Session, view: Table | null = null): Context {
  const { world, principal, params, now } = session
  const context: Context = {
    principal,
    now: `make_timestamptz(${now})`,
    param: (name, token) => params.named(name, token),
    positional: token => params.next(token),
    columns(path) {
      const { dataset, id } = locate(session, path)
      return world.catalog.find(dataset, id)?.fields ?? null
    },
    relation(path) {
      const found = locate(session, path)
      const name = `${world.project}:${found.dataset}.${found.id}`
      const trusted =
        view !== null &&
        world.catalog.datasets
          .get(found.dataset)
          ?.access.some(one => one.view?.datasetId === view.dataset && one.view.tableId === view.id)
      const where = { dataset: found.dataset, table: found.id }
      if (!trusted && !world.permissions.allows(principal, 'bigquery.tables.getData', where))
        throw foreign(name)
      const table = needTable(session, found)
      if (table.view !== null) {
        const inner = readViewQuery(table.view, contextOf({ ...session, defaultDataset: null }, table))
        return { sql: `(${inner})`, fields: null }
      }
      if (table.fields.length === 0) throw invalidQuery(`Table ${name} does not have a schema.`)
      return { sql: filtered(session, table, context), fields: table.fields }
    },
  }
  return context
}

/** For a first reading that only asks whether a script is one. */
export function blindContext({ principal, params }: Session): Context {
  return {
    principal,
    now: 'now()',
    param: (name, token) => params.named(name, token),
    positional: token => params.next(token),
    columns: () => null,
    relation: () => ({ sql: '(SELECT 1)', fields: null }),
  }
}
