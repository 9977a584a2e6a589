// Carries a call out, once it is known whose it is.

import { deleteDataset, getDataset, insertDataset, listDatasets, patchDataset } from './api/datasets.ts'
import { cancelJob, deleteJob, getJob, insertJob, listJobs } from './api/job-requests.ts'
import { getQueryResults, type QueryApi, query } from './api/query-requests.ts'
import { listPolicies, listRows, testPermissions } from './api/table-parts.ts'
import { deleteTable, getTable, insertTable, listTables, patchTable } from './api/tables.ts'
import type { Answer, Call } from './call.ts'
import type { ApiRoute } from './routes.ts'
import { dropTable, type World } from './world.ts'

type Handler = (api: QueryApi, call: Call) => Answer | Promise<Answer>
const over =
  (handle: (world: World, call: Call) => Answer | Promise<Answer>): Handler =>
  ({ world }, call) =>
    handle(world, call)

const HANDLERS: Record<ApiRoute | 'jobs.upload', Handler> = {
  'datasets.insert': over(insertDataset),
  'datasets.list': over(listDatasets),
  'datasets.get': over(getDataset),
  'datasets.patch': over(patchDataset),
  'datasets.delete': over(deleteDataset),
  'tables.insert': over(insertTable),
  'tables.list': over(listTables),
  'tables.get': over(getTable),
  'tables.patch': over(patchTable),
  'tables.delete': over(deleteTable),
  'tables.testIamPermissions': over(testPermissions),
  'projects.testIamPermissions': over(testPermissions),
  'tabledata.list': ({ world, pageRows }, call) => listRows(world, call, pageRows),
  'rowAccessPolicies.list': over(listPolicies),
  'jobs.insert': insertJob,
  'jobs.upload': insertJob,
  'jobs.list': listJobs,
  'jobs.get': getJob,
  'jobs.cancel': cancelJob,
  'jobs.delete': deleteJob,
  'jobs.query': query,
  'jobs.getQueryResults': getQueryResults,
}

/** One call at a time: what it reads is what it changes. */
export function dispatch(api: QueryApi, route: ApiRoute | 'jobs.upload', call: Call): Promise<Answer> {
  const { world } = api
  return world.engine.alone(async () => {
    for (const table of world.catalog.expired(world.clock.now())) await dropTable(world, table)
    return HANDLERS[route](api, call)
  })
}
