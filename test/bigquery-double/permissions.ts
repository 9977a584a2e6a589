// Who may do what: a principal may do everything until the test says otherwise.
import { accessDenied, type GoogleError } from './errors.ts'

const READ_TABLES = ['bigquery.tables.get', 'bigquery.tables.getData', 'bigquery.tables.list']
const READ = [...READ_TABLES, 'bigquery.datasets.get', 'bigquery.tables.export']
const WRITE = [
  ...READ,
  'bigquery.tables.create',
  'bigquery.tables.update',
  'bigquery.tables.updateData',
  'bigquery.tables.delete',
]
const OWN = [
  ...WRITE,
  'bigquery.datasets.update',
  'bigquery.datasets.delete',
  'bigquery.rowAccessPolicies.create',
  'bigquery.rowAccessPolicies.update',
  'bigquery.rowAccessPolicies.delete',
  'bigquery.rowAccessPolicies.list',
  'bigquery.rowAccessPolicies.getIamPolicy',
  'bigquery.tables.setIamPolicy',
]

/** What the app can meet of Google's predefined roles. */
export const ROLES: Readonly<Record<string, readonly string[]>> = {
  'roles/bigquery.jobUser': ['bigquery.jobs.create'],
  'roles/bigquery.user': ['bigquery.jobs.create', 'bigquery.datasets.create', 'bigquery.datasets.get'],
  'roles/bigquery.dataViewer': READ,
  'roles/bigquery.dataEditor': WRITE,
  'roles/bigquery.dataOwner': OWN,
  'roles/bigquery.admin': [
    ...OWN,
    'bigquery.jobs.create',
    'bigquery.jobs.get',
    'bigquery.jobs.update',
    'bigquery.jobs.list',
    'bigquery.jobs.listAll',
    'bigquery.datasets.create',
  ],
}

export type Where = { dataset?: string; table?: string }
/** A permission or a role; in the whole project, in one dataset, or on one table. */
export type Grant = Where & { of: string }

export interface Permissions {
  /** Nothing but these from now on. */
  set(email: string, grants: readonly (Grant | string)[]): void
  /** All but this from now on. */
  deny(email: string, permission: string, where?: Where): void
  allows(email: string, permission: string, where?: Where): boolean
}

const covers = (wide: Where, where: Where) =>
  (wide.dataset === undefined || wide.dataset === where.dataset) &&
  (wide.table === undefined || wide.table === where.table)

export function makePermissions(): Permissions {
  const granted = new Map<string, Grant[]>()
  const denied = new Map<string, Grant[]>()
  const names = ({ of }: Grant) => ROLES[of] ?? [of]
  return {
    set(email, grants) {
      granted.set(
        email,
        grants.map(grant => (typeof grant === 'string' ? { of: grant } : grant)),
      )
    },
    deny(email, permission, where = {}) {
      denied.set(email, [...(denied.get(email) ?? []), { of: permission, ...where }])
    },
    allows(email, permission, where = {}) {
      const has = (grant: Grant) => names(grant).includes(permission) && covers(grant, where)
      if (denied.get(email)?.some(has)) return false
      return granted.get(email)?.some(has) ?? true
    },
  }
}

/** As Google words a refusal that names the permission. */
export function refusal(project: string, permission: string, { dataset, table }: Where): GoogleError {
  if (dataset === undefined) {
    return accessDenied(
      `Project ${project}: User does not have ${permission} permission in project ${project}.`,
    )
  }
  const name = table === undefined ? `${project}:${dataset}` : `${project}:${dataset}.${table}`
  const kind = table === undefined ? 'Dataset' : 'Table'
  return accessDenied(
    `${kind} ${name}: Permission ${permission} denied on ${kind.toLowerCase()} ${name} (or it may not exist).`,
  )
}
