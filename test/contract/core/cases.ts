// One input that succeeds for every operation of the core, group by group.
import { audienceCases } from './cases/audiences.ts'
import { backupCases } from './cases/backups.ts'
import { bigqueryCases } from './cases/bigquery.ts'
import { distributionCases } from './cases/distributions.ts'
import { exportCases } from './cases/exports.ts'
import { importCases } from './cases/imports.ts'
import { jobCases } from './cases/jobs.ts'
import { migrationCases } from './cases/migration.ts'
import type { Cases } from './cases/of.ts'
import { platformCases } from './cases/platforms.ts'
import { profileCases } from './cases/profiles.ts'
import { queryCases } from './cases/queries.ts'
import { workspaceCases } from './cases/workspace.ts'

export const cases: Cases = {
  ...audienceCases,
  ...platformCases,
  ...distributionCases,
  ...backupCases,
  ...bigqueryCases,
  ...profileCases,
  ...importCases,
  ...queryCases,
  ...exportCases,
  ...migrationCases,
  ...jobCases,
  ...workspaceCases,
}
