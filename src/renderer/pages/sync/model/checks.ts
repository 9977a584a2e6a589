// What a check says is to be done next.
import type { SetupCheck } from '../../../../shared/contract/bigquery.ts'

/** What the set-up can't make: sign-in, the API, the project, leave to run jobs. */
const BASICS = new Set(['account', 'api', 'project', 'jobs'])

export const isReady = (checks: readonly SetupCheck[]) => checks.every(({ state }) => state === 'ok')

/** Whether making what is missing makes sense: BigQuery answers, and something of ours isn't as it has to be. */
export const canMake = (checks: readonly SetupCheck[]) =>
  !isReady(checks) && checks.every(({ id, state }) => !BASICS.has(id) || state === 'ok')
