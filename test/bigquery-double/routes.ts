// Which request is which call. Names are those of Google's methods.

export const ROUTES = {
  'datasets.insert': 'POST projects/:project/datasets',
  'datasets.list': 'GET projects/:project/datasets',
  'datasets.get': 'GET projects/:project/datasets/:dataset',
  'datasets.patch': 'PATCH projects/:project/datasets/:dataset',
  'datasets.delete': 'DELETE projects/:project/datasets/:dataset',
  'tables.insert': 'POST projects/:project/datasets/:dataset/tables',
  'tables.list': 'GET projects/:project/datasets/:dataset/tables',
  'tables.get': 'GET projects/:project/datasets/:dataset/tables/:table',
  'tables.patch': 'PATCH projects/:project/datasets/:dataset/tables/:table',
  'tables.delete': 'DELETE projects/:project/datasets/:dataset/tables/:table',
  'tables.testIamPermissions': 'POST projects/:project/datasets/:dataset/tables/:table:testIamPermissions',
  'tabledata.list': 'GET projects/:project/datasets/:dataset/tables/:table/data',
  'rowAccessPolicies.list': 'GET projects/:project/datasets/:dataset/tables/:table/rowAccessPolicies',
  'jobs.insert': 'POST projects/:project/jobs',
  'jobs.list': 'GET projects/:project/jobs',
  'jobs.get': 'GET projects/:project/jobs/:job',
  'jobs.cancel': 'POST projects/:project/jobs/:job/cancel',
  'jobs.delete': 'DELETE projects/:project/jobs/:job/delete',
  'jobs.query': 'POST projects/:project/queries',
  'jobs.getQueryResults': 'GET projects/:project/queries/:job',
  'projects.testIamPermissions': 'POST projects/:project:testIamPermissions',
} as const
export type ApiRoute = keyof typeof ROUTES

/** Not of BigQuery's REST API: uploads have a root of their own, and sign-in has its own host. */
const OTHERS = {
  'jobs.upload': 'POST upload/bigquery/v2/projects/:project/jobs',
  authorize: 'GET o/oauth2/v2/auth',
  token: 'POST token',
  revoke: 'POST revoke',
  userinfo: 'GET oauth2/v3/userinfo',
} as const
export type Route = ApiRoute | keyof typeof OTHERS
/** Calls of sign-in: they carry no access token and no JSON. */
export const isSignIn = (route: Route) => ['authorize', 'token', 'revoke', 'userinfo'].includes(route)

type Pattern = { route: Route; method: string; path: RegExp }

function pattern(route: Route, text: string): Pattern {
  const [method = '', path = ''] = text.split(' ')
  const source = path.replace(/:([a-z]+)(?=[/:]|$)/g, '(?<$1>[^/:]+)')
  return { route, method, path: new RegExp(`^/${source}$`) }
}

const PATTERNS: readonly Pattern[] = [
  ...Object.entries(ROUTES).map(([route, text]) => pattern(route as ApiRoute, text)),
  ...Object.entries(OTHERS).map(([route, text]) => pattern(route as keyof typeof OTHERS, text)),
]

export type Match = { route: Route; parts: Readonly<Record<string, string>> }

/** BigQuery's own root may be there or not: with an emulator's host in its environment the client leaves it out. */
export function match(method: string, pathname: string): Match | null {
  // The client asks for permissions of a table with a slash before the colon.
  const path = pathname.replace(/^\/(?:bigquery\/v2|v1)(?=\/projects\/)/, '').replace('/:test', ':test')
  for (const one of PATTERNS) {
    const found = one.method === method ? one.path.exec(path) : null
    if (!found) continue
    const parts = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    return { route: one.route, parts: Object.fromEntries(parts) }
  }
  return null
}
