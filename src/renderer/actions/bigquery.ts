// What can be done with BigQuery from any page: each tells what was refused, and its job is known at once.
import type { Automatic, SyncStatus } from '../../shared/contract/bigquery.ts'
import type { Job } from '../../shared/domain/job.ts'
import type { Result } from '../../shared/errors.ts'
import { noteAutomatic, showSyncStatus } from '../api/bigquery.ts'
import { client } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { keys } from '../api/keys.ts'
import { invalidate, queryClient, unwrap } from '../api/query-client.ts'
import { showError } from '../components/ui/toast.tsx'
import { createStore } from '../lib/store.ts'
import { bigqueryRoute, setUpRoute } from '../pages/sync/routes.ts'

const asked = new Set<string>()
/** Whether this window asked for the job; pushes by the clock begin by themselves. */
export const wasAskedToSync = (job_id: string) => asked.has(job_id)

/** The job that this window began last, so that its end is shown where it was begun. */
export const latestSync = createStore<string | null>(null)

async function begin(started: Promise<Result<Job>>): Promise<Job | null> {
  const result = await started
  if (!result.ok) {
    showError(result.error)
    return null
  }
  asked.add(result.value.job_id)
  latestSync.set(result.value.job_id)
  noteJob(result.value)
  return result.value
}

export const push = () => begin(client.bigquery.push({}))
export const pull = () => begin(client.bigquery.pull({}))
export const compare = () => begin(client.bigquery.compare({}))
export const setUp = () => begin(client.bigquery.setUp({}))

/** From the palette and the menu: to the page, and on to the work where there is a connection. */
export async function goAndSync(work: () => Promise<Job | null>, go: (route: string) => void): Promise<void> {
  const status = await queryClient
    .ensureQueryData({
      queryKey: keys.bigqueryStatus,
      queryFn: () => unwrap(client.bigquery.status({})),
    })
    .catch(() => null)
  go(status?.connection ? bigqueryRoute : setUpRoute)
  if (status?.connection) await work()
}

/** Shows the answer, or says what was refused. Whether it was taken. */
export async function settled(answer: Promise<Result<SyncStatus>>): Promise<boolean> {
  const result = await answer
  if (!result.ok) {
    showError(result.error)
    return false
  }
  showSyncStatus(result.value)
  return true
}

let newest: Automatic | null = null
let saving: Promise<unknown> = Promise.resolve()

/** When pushes begin by themselves. Saved one after another: two that are sent at once may arrive in either order. */
export function chooseAutomatic(chosen: Automatic): void {
  // Shown at once: the next press builds on it.
  noteAutomatic(chosen)
  newest = chosen
  saving = saving.then(async () => {
    if (newest !== chosen) return
    const result = await client.bigquery.setAutomatic(chosen)
    // The answer to an earlier choice would show it again.
    if (newest !== chosen) return
    if (!(await settled(Promise.resolve(result)))) invalidate({ queryKey: keys.bigqueryStatus })
  })
}

/** The sign-in that this window began last: its job, and the address for a browser that didn't open. */
export const signingIn = createStore<{ job_id: string; url: string } | null>(null)

export const openSignIn = (url: string) => void window.open(url, '_blank', 'noopener')

/** Begins the sign-in and opens its page in the browser. */
export async function signIn(): Promise<void> {
  const started = await client.bigquery.signIn({})
  if (!started.ok) {
    showError(started.error)
    return
  }
  asked.add(started.value.job_id)
  signingIn.set(started.value)
  openSignIn(started.value.url)
}

/** Asks BigQuery for everything that a push needs. What came of it is on the set-up page, also where it failed. */
export const runCheck = (): Promise<void> =>
  queryClient
    .fetchQuery({
      queryKey: keys.bigqueryCheck,
      queryFn: () => unwrap(client.bigquery.check({})),
      staleTime: 0,
      retry: false,
    })
    .then(
      () => {},
      () => {},
    )
