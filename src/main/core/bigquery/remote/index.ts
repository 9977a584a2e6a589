// BigQuery as push and pull use it, over Google's client.
import { ok } from '../../../../shared/errors.ts'
import type { Remote, Target } from '../face.ts'
import type { Auth } from '../sign-in/face.ts'
import { createClient } from './client.ts'
import { type Clock, systemClock } from './clock.ts'
import { createJobs } from './jobs.ts'
import { createLoad } from './load.ts'
import { createQueries } from './query.ts'
import { createReach } from './reach.ts'
import { createTables } from './tables.ts'

export type RemoteOptions = {
  target: Target
  auth: Auth
  /** Instead of Google's; checked by `endpointsFrom`. */
  endpoint?: string | undefined
  clock?: Clock
  /** Milliseconds for one call's answer. */
  timeout_ms?: number
  /** Milliseconds that BigQuery may hold an answer until a statement is done. */
  hold_ms?: number
  /** Milliseconds that a call is tried again while there is no network, and while something else may pass. */
  unreachable_ms?: number
  /** The first of them until something answers, from the last `begin` on; `unreachable_ms` without. */
  at_first_ms?: number
  patience_ms?: number
}

/** Nothing is loaded or called before the first use. */
export function createRemote(options: RemoteOptions): Remote {
  const { target, auth, endpoint, clock = systemClock, timeout_ms, hold_ms = 20_000 } = options
  const { unreachable_ms, at_first_ms, patience_ms } = options
  const { project, location } = target
  const reach = createReach({ unreachable_ms, at_first_ms })
  const client = createClient({ target, auth, endpoint, ...(timeout_ms && { timeout_ms }) })
  const jobs = createJobs({
    client,
    clock,
    location,
    renew: () => auth.renew(),
    limits: { reach, patience_ms },
  })
  const { run, query, dryRun } = createQueries({ client, jobs, clock, project, location, hold_ms })
  const { schema, modified, dataset, permits, dropStaging, tryStaging } = createTables({
    client,
    jobs,
    target,
  })
  let known: string | null = null

  return {
    target,
    begin: reach.begin,
    async account(signal) {
      if (known !== null) return ok(known)
      const columns = [{ name: 'account', type: 'STRING' }] as const
      for await (const page of query({ sql: 'SELECT SESSION_USER() AS account' }, columns, signal)) {
        if (!page.ok) return page
        known = String(page.value[0]?.account ?? '')
      }
      return ok(known ?? '')
    },
    schema,
    modified,
    dataset,
    permits,
    load: createLoad({ client, jobs, target }),
    run,
    query,
    dryRun,
    dropStaging,
    tryStaging,
    // The client keeps no connection that must be closed: its idle ones don't hold the process.
    async close() {},
  }
}
