// The one catalogue of user-visible text, in English. A translation is another object of the same type.
import { apiAccess } from './api-access.ts'
import { audience, history } from './audience.ts'
import { edit } from './audience-edit.ts'
import { backups } from './backups.ts'
import { bigquery, entities } from './bigquery.ts'
import { bigqueryConflicts } from './bigquery-conflicts.ts'
import { bigquerySetUp } from './bigquery-set-up.ts'
import { audienceCount, common, dataType, identifierType, jobs, status } from './common.ts'
import { run } from './distribution.ts'
import { runEdit } from './distribution-edit.ts'
import { plan } from './distribution-plan.ts'
import { distributionCount, distributionList, distributions, insights } from './distributions.ts'
import { exports, publish } from './export.ts'
import { commands, firstRun, frame, shortcuts, workspace } from './frame.ts'
import { imports } from './import.ts'
import { bulk, emptyList, filters, inspector, list, row } from './list.ts'
import { live } from './live.ts'
import { migration } from './migration.ts'
import { credentialSettings, platform, platformHistory, platformType } from './platform.ts'
import { platformEdit } from './platform-edit.ts'
import { platformCount, platformList, platforms } from './platforms.ts'
import { settings } from './settings.ts'
import { sql } from './sql.ts'

export const t = {
  common,
  apiAccess,
  backups,
  audience,
  history,
  edit,
  status,
  dataType,
  identifierType,
  jobs,
  frame,
  workspace,
  commands,
  shortcuts,
  firstRun,
  imports,
  exports,
  publish,
  migration,
  list,
  filters,
  bulk,
  row,
  inspector,
  emptyList,
  platforms,
  platformList,
  platformCount,
  platform,
  platformEdit,
  platformHistory,
  platformType,
  distributions,
  distributionList,
  insights,
  distributionCount,
  run,
  plan,
  runEdit,
  bigquery,
  bigquerySetUp,
  bigqueryConflicts,
  entities,
  live,
  credentialSettings,
  settings,
  sql,
  audienceCount,
}
export type Messages = typeof t
